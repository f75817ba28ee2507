// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/flash_blob.h"

#include "firmware/runtime/console.h"
#include "firmware/runtime/port.h"
#include "firmware/runtime/trace.h"

#include <string.h>

namespace espseal::runtime {

namespace {

constexpr uint32_t sector_size = 4096;

uint32_t readable_from(uint32_t sector)
{
    const uint32_t size = port::flash_size();
    if (sector >= size / sector_size)
        return 0;
    const uint32_t rest = size - sector * sector_size;
    return rest < wire::blob_limit_mbedtls ? rest : wire::blob_limit_mbedtls;
}

wire::BlobVerdict verdict_of(wire::BlobStep step, bool first)
{
    switch (step) {
    case wire::BlobStep::entry:
        return wire::BlobVerdict::ok;
    case wire::BlobStep::truncated:
        return wire::BlobVerdict::truncated;
    case wire::BlobStep::erased:
        return first ? wire::BlobVerdict::erased : wire::BlobVerdict::missing_entry;
    case wire::BlobStep::garbage:
        return first ? wire::BlobVerdict::no_blob : wire::BlobVerdict::missing_entry;
    case wire::BlobStep::end:
        break;
    }
    return wire::BlobVerdict::missing_entry;
}

} // namespace

FlashBlob::FlashBlob(wire::BlobRole role, uint32_t sector)
    : role_(role)
    , sector_(sector)
    , limit_(readable_from(sector))
{
}

FlashEntry FlashBlob::next()
{
    FlashEntry found;
    found.role = role_;
    found.sector = sector_;
    found.offset = offset_;
    if (limit_ == 0) {
        found.verdict = wire::BlobVerdict::outside_flash;
        return found;
    }
    uint8_t header[wire::blob_header_size];
    const uint32_t rest = limit_ - offset_;
    const uint32_t count = rest < sizeof header ? rest : sizeof header;
    if (!port::flash_read(sector_ * sector_size + offset_, header, count)) {
        found.verdict = wire::BlobVerdict::outside_flash;
        return found;
    }
    // The reader looks at headers only, so the payload it is promised here need not be in memory.
    wire::BlobReader reader({ header, rest });
    wire::BlobEntry entry;
    found.verdict = verdict_of(reader.next(entry), offset_ == 0);
    if (found.ok()) {
        memcpy(found.name, entry.name, sizeof found.name);
        found.length = entry.payload.size;
        offset_ += wire::blob_header_size + entry.payload.size;
    }
    return found;
}

FlashEntry FlashBlob::find(wire::BlobRole role, uint32_t sector, const char *prefix)
{
    FlashBlob blob(role, sector);
    for (;;) {
        FlashEntry entry = blob.next();
        if (entry.ok() && strncmp(entry.name, prefix, strlen(prefix)) != 0)
            continue;
        if (!entry.ok())
            strncpy(entry.name, prefix, sizeof entry.name - 1);
        return entry;
    }
}

Source FlashEntry::payload() const
{
    return Source::flash(sector * sector_size + offset + wire::blob_header_size, length);
}

void FlashEntry::tell() const
{
    const bool was_read = ok() || verdict == wire::BlobVerdict::bad_payload;
    wire::BlobRead event;
    event.role = role;
    event.sector = static_cast<uint16_t>(sector < 0xFFFF ? sector : 0xFFFF);
    event.offset = offset;
    event.name = text_of(name);
    event.length = length;
    const bool secret = strncmp(name, wire::blob_private_key_name, strlen(wire::blob_private_key_name)) == 0; // a checksum tells 32 bits of it
    event.crc32 = was_read && !secret ? Source::flash(sector * sector_size + offset, wire::blob_header_size + length).crc32() : 0;
    event.verdict = verdict;
    trace().emit(event);

    Line line("flash 0x");
    line.hex(sector * sector_size + offset).add(": ").add(text_of(name));
    if (was_read)
        line.add(", ").number(length).add(" bytes");
    line.add(": ").add(verdict_text(verdict)).end();
}

const char *verdict_text(wire::BlobVerdict verdict)
{
    switch (verdict) {
    case wire::BlobVerdict::ok:
        return "ok";
    case wire::BlobVerdict::erased:
        return "the sector is erased";
    case wire::BlobVerdict::no_blob:
        return "the sector does not hold a credential blob";
    case wire::BlobVerdict::truncated:
        return "the blob is cut off";
    case wire::BlobVerdict::missing_entry:
        return "the blob has no such entry";
    case wire::BlobVerdict::bad_payload:
        return "no certificate or key can be read from it";
    case wire::BlobVerdict::outside_flash:
        return "the sector is beyond the flash chip";
    }
    return "unknown";
}

} // namespace espseal::runtime
