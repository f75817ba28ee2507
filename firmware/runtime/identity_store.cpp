// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/identity_store.h"

#include "firmware/runtime/port.h"

#include <string.h>

namespace espseal::runtime {

namespace {

constexpr uint32_t sector_size = 4096;
constexpr uint32_t piece_size = 64;
constexpr const char *new_key_name = "private_key.new";
// Its bits are in the first letters of all names that may have to become it.
constexpr const char *covered_name = "@";
static_assert(('@' & 'c' & 'p') == '@');

struct Name {
    uint8_t bytes[wire::blob_name_size] = {};

    explicit Name(const char *text) { strncpy(reinterpret_cast<char *>(bytes), text, sizeof bytes); }
};

bool is_erased(const uint8_t *bytes, uint32_t size)
{
    for (uint32_t i = 0; i < size; ++i) {
        if (bytes[i] != 0xFF)
            return false;
    }
    return true;
}

// Whether clearing bits in `now` can make it `target`.
bool can_become(const uint8_t *now, const char *target)
{
    const Name wanted(target);
    for (uint32_t i = 0; i < wire::blob_name_size; ++i) {
        if ((now[i] & wanted.bytes[i]) != wanted.bytes[i])
            return false;
    }
    return true;
}

// Whether `now` came about when `was` was to become `target` and the power failed.
bool is_between(const uint8_t *now, const char *was, const char *target)
{
    const Name before(was);
    for (uint32_t i = 0; i < wire::blob_name_size; ++i) {
        if ((now[i] & ~before.bytes[i]) != 0)
            return false;
    }
    return can_become(now, target);
}

bool starts_with(const char *name, const char *prefix)
{
    return strncmp(name, prefix, strlen(prefix)) == 0;
}

} // namespace

enum class IdentityStore::Slot : uint8_t {
    free, // erased
    unfinished, // without a name, or in the middle of getting one
    certificate,
    key,
    new_key,
    covered,
    half_covered,
    other, // an entry that is nothing to us
    foreign, // no entry
};

struct IdentityStore::Header {
    Slot slot = Slot::foreign;
    uint32_t offset = 0;
    uint32_t length = 0; // of the payload; of `unfinished` what the field says, which may be anything
    char name[wire::blob_name_size + 1] = {};

    [[nodiscard]] bool in_use() const { return slot == Slot::certificate || slot == Slot::key; }
    [[nodiscard]] bool is_entry() const { return slot != Slot::free && slot != Slot::unfinished && slot != Slot::foreign; }
    [[nodiscard]] uint32_t end() const { return offset + wire::blob_header_size + length; }
};

uint32_t IdentityStore::Content::room() const
{
    const uint32_t used = tail + remains;
    const uint32_t rest = used < sector_size ? sector_size - used : 0;
    return rest > wire::blob_header_size ? rest - wire::blob_header_size : 0;
}

uint32_t IdentityStore::address(uint32_t offset) const
{
    return sector_ * sector_size + offset;
}

bool IdentityStore::is_zero(uint32_t offset, uint32_t size) const
{
    uint8_t piece[piece_size];
    for (uint32_t at = 0; at < size; at += piece_size) {
        const uint32_t count = size - at < piece_size ? size - at : piece_size;
        if (!port::flash_read(address(offset + at), piece, count))
            return false;
        for (uint32_t i = 0; i < count; ++i) {
            if (piece[i] != 0)
                return false;
        }
    }
    return true;
}

IdentityStore::Header IdentityStore::header_at(uint32_t offset) const
{
    Header header;
    header.offset = offset;
    uint8_t bytes[wire::blob_header_size];
    const uint32_t rest = sector_size - offset;
    if (rest < sizeof bytes || !port::flash_read(address(offset), bytes, sizeof bytes))
        return header;
    header.length = bytes[wire::blob_name_size] | static_cast<uint32_t>(bytes[wire::blob_name_size + 1]) << 8;
    if (is_erased(bytes, sizeof bytes)) {
        header.slot = Slot::free;
        return header;
    }
    // Looks at the header only, so the payload that it is promised need not be in memory.
    wire::BlobReader reader({ bytes, rest });
    wire::BlobEntry entry;
    if (reader.next(entry) == wire::BlobStep::entry) {
        memcpy(header.name, entry.name, sizeof header.name);
        header.slot = strcmp(entry.name, covered_name) == 0        ? Slot::covered
            : strcmp(entry.name, new_key_name) == 0                ? Slot::new_key
            : starts_with(entry.name, wire::blob_certificate_name) ? Slot::certificate
            : starts_with(entry.name, wire::blob_private_key_name) ? Slot::key
                                                                   : Slot::other;
        return header;
    }
    const bool fits = header.length <= rest - wire::blob_header_size;
    if (fits && is_between(bytes, new_key_name, wire::blob_private_key_name))
        header.slot = Slot::new_key;
    else if (fits && (is_between(bytes, wire::blob_certificate_name, covered_name) || is_between(bytes, new_key_name, covered_name)))
        header.slot = Slot::half_covered;
    else if (can_become(bytes, wire::blob_certificate_name) || can_become(bytes, new_key_name)
        || (fits && can_become(bytes, covered_name) && is_zero(offset + wire::blob_header_size, header.length))) // remains that were to be covered
        header.slot = Slot::unfinished;
    return header;
}

// Visits every entry; where the next one goes.
template <class Visit> uint32_t IdentityStore::walk(Visit visit) const
{
    uint32_t offset = 0;
    while (offset < sector_size) {
        const Header header = header_at(offset);
        if (!header.is_entry())
            break;
        visit(header);
        offset = header.end();
    }
    return offset;
}

// Behind the last byte that is not erased.
uint32_t IdentityStore::used_until() const
{
    uint8_t piece[piece_size];
    for (uint32_t end = sector_size; end > 0; end -= piece_size) {
        if (!port::flash_read(address(end - piece_size), piece, piece_size))
            return sector_size;
        for (uint32_t i = piece_size; i > 0; --i) {
            if (piece[i - 1] != 0xFF)
                return end - piece_size + i;
        }
    }
    return 0;
}

IdentityStore::Content IdentityStore::look() const
{
    Content content;
    content.pending.verdict = wire::BlobVerdict::missing_entry;
    content.tail = walk([&](const Header &header) {
        if (header.slot == Slot::new_key) {
            content.pending = { wire::BlobRole::identity, sector_, header.offset, header.length, {}, wire::BlobVerdict::ok };
            memcpy(content.pending.name, header.name, sizeof header.name);
        } else if (header.slot == Slot::certificate && content.pending.ok()) {
            content.certified = true;
        } else if (header.in_use()) {
            content.has_identity = true;
        }
    });
    content.remains = remains_at(content.tail);
    content.foreign = content.remains > 0 && header_at(content.tail).slot == Slot::foreign;
    return content;
}

bool IdentityStore::write(uint32_t offset, const uint8_t *from, uint32_t size)
{
    if (!port::flash_write(address(offset), from, size))
        return false;
    uint8_t piece[piece_size];
    for (uint32_t at = 0; at < size; at += piece_size) {
        const uint32_t count = size - at < piece_size ? size - at : piece_size;
        if (!port::flash_read(address(offset + at), piece, count) || memcmp(piece, from + at, count) != 0)
            return false;
    }
    return true;
}

bool IdentityStore::write_name(uint32_t offset, const char *name)
{
    return write(offset, Name(name).bytes, wire::blob_name_size);
}

bool IdentityStore::zero(uint32_t offset, uint32_t size)
{
    constexpr uint8_t zeros[piece_size] = {};
    for (uint32_t at = 0; at < size; at += piece_size) {
        if (!write(offset + at, zeros, size - at < piece_size ? size - at : piece_size))
            return false;
    }
    return true;
}

// A key's bytes go before its name does: interrupted in between, it is found and done again.
bool IdentityStore::cover(const Header &header)
{
    const bool secret = header.slot == Slot::key || header.slot == Slot::new_key || header.slot == Slot::half_covered;
    return (!secret || zero(header.offset + wire::blob_header_size, header.length)) && write_name(header.offset, covered_name);
}

// With a header; a length that makes no sense was interrupted itself, so that nothing follows it.
uint32_t IdentityStore::remains_at(uint32_t tail) const
{
    const uint32_t used = used_until();
    if (used <= tail)
        return 0;
    const uint32_t dirty = used - tail;
    const Header header = header_at(tail);
    const bool announced = header.slot == Slot::unfinished && dirty > wire::blob_header_size && header.end() >= used && header.end() <= sector_size;
    return announced ? header.end() - tail : dirty < wire::blob_header_size ? wire::blob_header_size : dirty;
}

// Turns them into an entry, so that another may follow.
bool IdentityStore::cover_remains(const Content &content)
{
    if (content.remains == 0)
        return true;
    if (content.tail + content.remains > sector_size)
        return false;
    const uint32_t length = content.remains - wire::blob_header_size;
    const uint8_t field[] = { static_cast<uint8_t>(length), static_cast<uint8_t>(length >> 8) };
    return write(content.tail + wire::blob_name_size, field, sizeof field) && zero(content.tail + wire::blob_header_size, length)
        && write_name(content.tail, covered_name);
}

bool IdentityStore::append(const char *name, wire::ByteView payload)
{
    const Content content = look();
    if (payload.size > content.room() || !cover_remains(content))
        return false;
    const uint32_t at = content.tail + content.remains;
    const uint8_t length[] = { static_cast<uint8_t>(payload.size), static_cast<uint8_t>(payload.size >> 8) };
    return write(at + wire::blob_name_size, length, sizeof length) && write(at + wire::blob_header_size, payload.data, payload.size) && write_name(at, name);
}

bool IdentityStore::append_key(wire::ByteView der)
{
    return append(new_key_name, der);
}

bool IdentityStore::append_certificate(wire::ByteView der)
{
    return append(wire::blob_certificate_name, der) && finish();
}

bool IdentityStore::drop_pending()
{
    bool done = true;
    (void)walk([&](const Header &header) {
        if (header.slot == Slot::new_key)
            done = done && cover(header);
    });
    return done;
}

bool IdentityStore::finish()
{
    bool done = true;
    (void)walk([&](const Header &header) {
        if (header.slot == Slot::half_covered)
            done = done && cover(header);
    });
    const Content content = look();
    if (!done || !content.certified)
        return done;
    (void)walk([&](const Header &header) {
        if (header.in_use() && header.offset < content.pending.offset)
            done = done && cover(header);
    });
    return done && write_name(content.pending.offset, wire::blob_private_key_name);
}

bool IdentityStore::erase()
{
    bool wiped = true;
    (void)walk([&](const Header &header) {
        if (header.slot == Slot::key || header.slot == Slot::new_key)
            wiped = wiped && cover(header);
    });
    return wiped && port::flash_erase(sector_) && used_until() == 0;
}

} // namespace espseal::runtime
