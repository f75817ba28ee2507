// SPDX-License-Identifier: Apache-2.0
#include "firmware/agent/identity_work.h"

#include "core/wire/crc.h"
#include "firmware/agent/device.h"
#include "firmware/runtime/console.h"
#include "firmware/runtime/endpoint.h"
#include "firmware/runtime/identity_store.h"
#include "firmware/runtime/key_maker.h"
#include "firmware/runtime/signing_request.h"
#include "firmware/runtime/trace.h"

namespace espseal::agent {

namespace {

using runtime::ArenaEnd;
using runtime::IdentityStore;
using wire::KeyKind;
using wire::KeyRefusal;
using wire::KeyReplace;

constexpr uint32_t sector_size = 4096;
constexpr uint32_t sdk_sectors = 5; // at the chip's end: RF calibration, PHY data, system parameters
constexpr uint64_t sign_of_life_us = 2000000;

// What a key needs beside it for the certificate, before it is worth making.
uint32_t room_needed(KeyKind kind)
{
    constexpr uint32_t ec_key = 121, ec_certificate = 600, rsa_key = 1200, rsa_certificate = 1000;
    return kind == KeyKind::rsa_2048 ? rsa_key + wire::blob_header_size + rsa_certificate : ec_key + wire::blob_header_size + ec_certificate;
}

uint64_t work_start_us = 0;
uint64_t last_sign_us = 0;
KeyKind work_kind = KeyKind::none;

void show_life(uint64_t now)
{
    last_sign_us = now;
    runtime::trace().emit(wire::KeyWork { work_kind, static_cast<uint32_t>((now - work_start_us) / 1000) });
}

void still_working()
{
    port::still_working();
    if (const uint64_t now = port::now_us(); now - last_sign_us >= sign_of_life_us)
        show_life(now);
}

void begin_work(KeyKind kind)
{
    work_kind = kind;
    work_start_us = port::now_us();
    show_life(work_start_us);
}

// Computes on the TLS stack, with an end of the arena that no session uses. False: both are in use.
template <class Work> bool compute(Work work)
{
    struct Call {
        Work &work;
        ArenaEnd end;
    } call { work, ArenaEnd::low };
    if (runtime::server().has_connection()) {
        if (runtime::client().has_connection())
            return false;
        call.end = ArenaEnd::high;
    }
    port::run_on_tls_stack(
        [](void *argument) {
            auto &it = *static_cast<Call *>(argument);
            it.work(it.end);
            runtime::wipe_stack();
        },
        &call);
    runtime::arena().release(call.end); // wiped: there were keys in it
    return true;
}

// Memory for an identity and its decoding; null if there is none.
struct Decoding {
    runtime::DecoderScratch *scratch;
    runtime::Identity *identity;

    explicit Decoding(ArenaEnd end)
        : scratch(static_cast<runtime::DecoderScratch *>(runtime::arena().take(end, sizeof(runtime::DecoderScratch))))
        , identity(static_cast<runtime::Identity *>(runtime::arena().take(end, sizeof(runtime::Identity))))
    {
    }
    [[nodiscard]] bool ok() const { return scratch && identity; }
};

KeyKind kind_of(const runtime::Identity &identity)
{
    return identity.key_type == BR_KEYTYPE_RSA ? KeyKind::rsa_2048 : identity.key_type == BR_KEYTYPE_EC ? KeyKind::ec_p256 : KeyKind::none;
}

// One request from beginning to end.
class RequestWork {
public:
    RequestWork(const Wishes &wishes, wire::ByteSpan memory)
        : wishes_(wishes)
        , memory_(memory)
        , store_(device().settings.identity_sector)
    {
    }

    MadeRequest run()
    {
        begin_work(wishes_.key);
        if (!store_.finish())
            return refused(KeyRefusal::flash_failed);
        KeyKind pending = KeyKind::none;
        if (store_.look().pending.ok() && !compute([&](ArenaEnd end) { pending = pending_kind(end); }))
            return refused(KeyRefusal::no_memory);
        if (const KeyRefusal refusal = make_room(pending); refusal != KeyRefusal::unknown)
            return refused(refusal);
        if (!store_.look().pending.ok()) {
            KeyRefusal refusal = KeyRefusal::unknown;
            if (!compute([&](ArenaEnd end) { refusal = make(end); }))
                return refused(KeyRefusal::no_memory);
            if (refusal != KeyRefusal::unknown)
                return refused(refusal);
            runtime::Line("own key: made, at 0x").hex(device().settings.identity_sector * sector_size).add("; waits for its certificate").end();
        }
        if (!compute([&](ArenaEnd end) { write_request(end); }))
            return refused(KeyRefusal::no_memory);
        made_.replaces = store_.look().has_identity;
        return made_;
    }

private:
    MadeRequest refused(KeyRefusal refusal)
    {
        made_.refusal = refusal;
        made_.der = {};
        return made_;
    }

    [[nodiscard]] bool load_pending(const Decoding &decoding, ArenaEnd end) const
    {
        return runtime::load_key(*decoding.identity, store_.look().pending.payload(), end, *decoding.scratch);
    }

    [[nodiscard]] KeyKind pending_kind(ArenaEnd end) const
    {
        const Decoding decoding(end);
        return decoding.ok() && load_pending(decoding, end) ? kind_of(*decoding.identity) : KeyKind::none;
    }

    // Sees to it that either the key that is wanted is pending, or that there is none and room for it.
    [[nodiscard]] KeyRefusal make_room(KeyKind pending)
    {
        const IdentityStore::Content content = store_.look();
        const bool wanted_is_there = pending == wishes_.key;
        if (wishes_.replace == KeyReplace::erase_first) {
            const bool alone = wanted_is_there && content.pending.offset == 0 && content.remains == 0;
            const bool empty = content.tail == 0 && content.remains == 0;
            return alone || empty || store_.erase() ? KeyRefusal::unknown : KeyRefusal::flash_failed;
        }
        if (content.foreign)
            return KeyRefusal::foreign_content;
        if (content.has_identity && wishes_.replace == KeyReplace::no)
            return KeyRefusal::identity_exists;
        if (wanted_is_there)
            return KeyRefusal::unknown;
        if (pending != KeyKind::none && wishes_.replace == KeyReplace::no)
            return KeyRefusal::other_key_pending;
        if (content.pending.ok() && !store_.drop_pending())
            return KeyRefusal::flash_failed;
        return store_.look().room() < room_needed(wishes_.key) ? KeyRefusal::no_room : KeyRefusal::unknown;
    }

    [[nodiscard]] KeyRefusal make(ArenaEnd end)
    {
        const runtime::MadeKey key = runtime::make_key(wishes_.key, end, still_working, port::random_word);
        switch (key.fault) {
        case runtime::KeyFault::none:
            return store_.append_key(key.der) ? KeyRefusal::unknown : KeyRefusal::flash_failed;
        case runtime::KeyFault::random:
            return KeyRefusal::no_random;
        case runtime::KeyFault::memory:
            return KeyRefusal::no_memory;
        case runtime::KeyFault::kind:
            break;
        }
        return KeyRefusal::bad_wish;
    }

    // From the key as flash holds it.
    void write_request(ArenaEnd end)
    {
        const Decoding decoding(end);
        if (!decoding.ok())
            made_.refusal = KeyRefusal::no_memory;
        else if (!load_pending(decoding, end))
            made_.refusal = KeyRefusal::flash_failed;
        else
            made_.der = runtime::write_signing_request(*decoding.identity, wishes_.common_name(), memory_);
    }

    const Wishes &wishes_;
    wire::ByteSpan memory_;
    IdentityStore store_;
    MadeRequest made_;
};

void hash_leaf(const runtime::Identity &identity, uint8_t (&sha256)[wire::fingerprint::size])
{
    br_sha256_context sha;
    br_sha256_init(&sha);
    br_sha256_update(&sha, identity.chain[0].data, identity.chain[0].data_len);
    br_sha256_out(&sha, sha256);
}

KeyRefusal refusal_of(runtime::IdentityFault fault)
{
    switch (fault) {
    case runtime::IdentityFault::none:
        return KeyRefusal::unknown;
    case runtime::IdentityFault::certificate:
        return KeyRefusal::bad_certificate;
    case runtime::IdentityFault::key:
        return KeyRefusal::flash_failed;
    case runtime::IdentityFault::mismatch:
        return KeyRefusal::wrong_certificate;
    }
    return KeyRefusal::unknown;
}

// The desktop asks again when the answer was lost: then the chain is the identity's already.
bool is_stored(wire::ByteView chain)
{
    const runtime::FlashEntry entry = runtime::FlashBlob::find(wire::BlobRole::identity, device().settings.identity_sector, wire::blob_certificate_name);
    return entry.ok() && entry.length == chain.size && entry.payload().crc32() == wire::crc32(chain);
}

KeyRefusal check_chain(wire::ByteView chain, const runtime::Source &key, ArenaEnd end)
{
    const Decoding decoding(end);
    if (!decoding.ok())
        return KeyRefusal::no_memory;
    const auto fault = runtime::load_identity(*decoding.identity, runtime::Source::memory(chain.data, chain.size), key, end, *decoding.scratch);
    return fault == runtime::IdentityFault::certificate && runtime::arena().ran_out() ? KeyRefusal::no_memory : refusal_of(fault);
}

KeyRefusal read_back(ArenaEnd end, uint8_t (&sha256)[wire::fingerprint::size])
{
    const Decoding decoding(end);
    if (!decoding.ok())
        return KeyRefusal::no_memory;
    const runtime::IdentityResult result = runtime::load_identity(*decoding.identity, device().settings.identity_sector, end, *decoding.scratch);
    result.tell();
    if (result.ok())
        hash_leaf(*decoding.identity, sha256);
    return result.ok() ? KeyRefusal::unknown : KeyRefusal::flash_failed;
}

} // namespace

KeyRefusal sector_refusal()
{
    const wire::AgentSettings &settings = device().settings;
    constexpr uint32_t first_sector = 0x10; // below lie the boot loader and the application
    const uint32_t sector = settings.identity_sector;
    if (sector == wire::no_sector)
        return KeyRefusal::sector_unnamed;
    const bool fits = sector >= first_sector && sector + sdk_sectors < port::flash_size() / sector_size;
    const bool is_others = sector == device().settings_sector || sector == settings.ca_sector;
    return fits && !is_others ? KeyRefusal::unknown : KeyRefusal::sector_unfit;
}

MadeRequest request_of_own_key(const Wishes &wishes, wire::ByteSpan memory)
{
    if (const KeyRefusal refusal = sector_refusal(); refusal != KeyRefusal::unknown)
        return { refusal, false, {} };
    return RequestWork(wishes, memory).run();
}

KeyRefusal store_own_identity(wire::ByteView chain, uint8_t (&sha256)[wire::fingerprint::size])
{
    KeyRefusal refusal = sector_refusal();
    if (refusal != KeyRefusal::unknown)
        return refusal;
    IdentityStore store(device().settings.identity_sector);
    if (!store.finish())
        return KeyRefusal::flash_failed;
    const IdentityStore::Content content = store.look();
    if (content.pending.ok()) {
        begin_work(KeyKind::none);
        if (!compute([&](ArenaEnd end) { refusal = check_chain(chain, content.pending.payload(), end); }))
            return KeyRefusal::no_memory;
        if (refusal != KeyRefusal::unknown)
            return refusal;
        if (chain.size > content.room())
            return KeyRefusal::no_room;
        if (!store.append_certificate(chain))
            return KeyRefusal::flash_failed;
    } else if (!is_stored(chain)) {
        return KeyRefusal::no_pending_key;
    }
    if (!compute([&](ArenaEnd end) { refusal = read_back(end, sha256); }))
        return KeyRefusal::no_memory;
    return refusal;
}

bool finish_own_identity()
{
    return IdentityStore(device().settings.identity_sector).finish();
}

} // namespace espseal::agent
