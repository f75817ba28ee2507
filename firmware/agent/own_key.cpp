// SPDX-License-Identifier: Apache-2.0
#include "firmware/agent/own_key.h"

#include "core/wire/crc.h"
#include "firmware/agent/device.h"
#include "firmware/agent/identity_work.h"
#include "firmware/runtime/console.h"
#include "firmware/runtime/port.h"
#include "firmware/runtime/trace.h"

#include <string.h>

namespace espseal::agent {

namespace {

using wire::KeyRefusal;

// What `memory` holds.
enum class Holds : uint8_t { nothing, request, certificate, stored };

struct Talk {
    Wishes wishes; // of the request that waits for its turn
    uint32_t offset = 0;
    bool asked = false;

    Holds holds = Holds::nothing;
    Wishes made_for; // the request
    bool replaces = false;
    uint32_t start = 0; // of the request, in memory
    uint32_t total = 0;
    uint32_t crc32 = 0;
    uint32_t received = 0; // of the certificate
    bool storing = false;
    uint8_t sha256[wire::fingerprint::size] = {};
    uint8_t memory[4096] = {}; // a request or a chain: as much as the sector could hold
};

constinit Talk talk;

void refuse(KeyRefusal reason)
{
    wire::KeyRefused event;
    event.reason = reason;
    event.sector = device().settings.identity_sector;
    event.what = runtime::text_of(refusal_text(reason));
    runtime::trace().emit(event);
    runtime::Line("own key: ").add(event.what).end();
}

void tell_part()
{
    wire::CertificateRequestPart part;
    part.sector = device().settings.identity_sector;
    part.key = talk.made_for.key;
    part.replaces = talk.replaces;
    part.total = talk.total;
    part.crc32 = talk.crc32;
    part.offset = talk.offset < talk.total ? talk.offset : talk.total;
    part.bytes = wire::ByteView { talk.memory + talk.start, talk.total }.part(part.offset, wire::key_piece_max);
    runtime::trace().emit(part);
}

void tell_progress()
{
    wire::IdentityProgress progress;
    progress.sector = device().settings.identity_sector;
    progress.total = talk.total;
    progress.received = talk.received;
    progress.stored = talk.holds == Holds::stored;
    if (progress.stored)
        progress.sha256 = { talk.sha256, sizeof talk.sha256 };
    runtime::trace().emit(progress);
}

bool make_request()
{
    talk.holds = Holds::nothing;
    const MadeRequest made = request_of_own_key(talk.wishes, { talk.memory, sizeof talk.memory });
    if (made.der.empty()) {
        refuse(made.refusal);
        return false;
    }
    talk.holds = Holds::request;
    talk.made_for = talk.wishes;
    talk.replaces = made.replaces;
    talk.start = static_cast<uint32_t>(made.der.data - talk.memory);
    talk.total = made.der.size;
    talk.crc32 = wire::crc32(made.der);
    return true;
}

void answer_request(void *)
{
    talk.asked = false;
    if ((talk.holds == Holds::request && talk.made_for.same_request(talk.wishes)) || make_request())
        tell_part();
}

void store_certificate(void *)
{
    talk.storing = false;
    const wire::ByteView chain { talk.memory, talk.total };
    const KeyRefusal refusal = wire::crc32(chain) != talk.crc32 ? KeyRefusal::damaged : store_own_identity(chain, talk.sha256);
    if (refusal != KeyRefusal::unknown) {
        talk.holds = Holds::nothing;
        refuse(refusal);
        return;
    }
    talk.holds = Holds::stored;
    tell_progress();
    runtime::Line("own key: its certificate is stored").end();
    (void)port::defer([](void *) { restart_roles(); }, nullptr);
}

// Whether the part belongs to the transfer that is under way, or begins one.
bool joins(const wire::CertificatePart &part)
{
    const bool known = talk.holds == Holds::certificate || talk.holds == Holds::stored;
    if (known && part.total == talk.total && part.crc32 == talk.crc32)
        return true;
    talk.holds = Holds::certificate;
    talk.total = part.total;
    talk.crc32 = part.crc32;
    talk.received = 0;
    return part.offset == 0;
}

} // namespace

void recover_identity()
{
    if (sector_refusal() == KeyRefusal::unknown && !finish_own_identity())
        refuse(KeyRefusal::flash_failed);
}

void take_key_request(wire::ByteView body)
{
    wire::KeyRequest request;
    uint64_t delta_us = 0;
    if (talk.asked || talk.storing || !wire::decode_body(body, delta_us, request))
        return;
    if (!talk.wishes.take(request)) {
        refuse(KeyRefusal::bad_wish);
        return;
    }
    talk.offset = request.offset;
    talk.asked = port::defer(answer_request, nullptr);
}

void take_certificate_part(wire::ByteView body)
{
    wire::CertificatePart part;
    uint64_t delta_us = 0;
    if (talk.asked || talk.storing || !wire::decode_body(body, delta_us, part))
        return;
    if (part.total == 0 || part.total > sizeof talk.memory) {
        refuse(KeyRefusal::no_room);
        return;
    }
    if (joins(part) && talk.holds == Holds::certificate && part.offset == talk.received && part.bytes.size <= talk.total - talk.received) {
        if (!part.bytes.empty())
            memcpy(talk.memory + talk.received, part.bytes.data, part.bytes.size);
        talk.received += part.bytes.size;
    }
    if (talk.holds == Holds::certificate && talk.received == talk.total)
        talk.storing = port::defer(store_certificate, nullptr);
    if (!talk.storing)
        tell_progress();
}

} // namespace espseal::agent
