// SPDX-License-Identifier: Apache-2.0
#include "core/wire/blob.h"

#include <string.h>

namespace espseal::wire {

namespace {

bool all_erased(ByteView bytes)
{
    for (uint32_t i = 0; i < bytes.size; ++i) {
        if (bytes.data[i] != 0xFF)
            return false;
    }
    return true;
}

bool printable(uint8_t c)
{
    return c >= 0x20 && c < 0x7F;
}

// `field` is the name field or, at the end of a cut-off blob, its first bytes.
bool plausible_name(ByteView field)
{
    uint32_t length = 0;
    while (length < field.size && printable(field.data[length]))
        ++length;
    if (length == 0)
        return false;
    for (uint32_t i = length; i < field.size; ++i) {
        if (field.data[i] != 0)
            return false;
    }
    return true;
}

bool starts_with(const char *name, const char *prefix)
{
    return strncmp(name, prefix, strlen(prefix)) == 0;
}

// As strstr() on the payload would find it: the SDK looks no further than the first NUL.
bool holds_pem(ByteView payload)
{
    static constexpr char marker[] = "-----BEGIN";
    constexpr uint32_t length = sizeof marker - 1;
    for (uint32_t i = 0; i < payload.size && payload.data[i] != 0 && payload.size - i >= length; ++i) {
        if (memcmp(payload.data + i, marker, length) == 0)
            return true;
    }
    return false;
}

bool holds_sequence(ByteView payload)
{
    if (payload.size < 2 || payload.data[0] != 0x30)
        return false;
    const uint8_t first = payload.data[1];
    if (first < 0x80)
        return first <= payload.size - 2;
    const uint32_t count = first & 0x7Fu;
    if (count == 0 || count > 3 || payload.size < 2 + count)
        return false;
    uint32_t length = 0;
    for (uint32_t i = 0; i < count; ++i)
        length = length << 8 | payload.data[2 + i];
    return length <= payload.size - 2 - count;
}

} // namespace

BlobPayload blob_payload_kind(ByteView payload)
{
    if (holds_pem(payload))
        return BlobPayload::pem;
    return holds_sequence(payload) ? BlobPayload::der : BlobPayload::unknown;
}

BlobStep BlobReader::next(BlobEntry &entry)
{
    const ByteView rest = blob_.part(offset_);
    if (rest.empty())
        return BlobStep::end;
    if (all_erased(rest.part(0, blob_header_size)))
        return BlobStep::erased;
    const ByteView name = rest.part(0, blob_name_size);
    if (!plausible_name(name))
        return BlobStep::garbage;
    if (rest.size < blob_header_size)
        return BlobStep::truncated;
    const uint32_t length = rest.data[blob_name_size] | static_cast<uint32_t>(rest.data[blob_name_size + 1]) << 8;
    if (length == blob_erased_length || length > rest.size - blob_header_size)
        return BlobStep::truncated;

    memcpy(entry.name, name.data, blob_name_size);
    entry.name[blob_name_size] = 0;
    entry.payload = { rest.data + blob_header_size, length };
    entry.offset = offset_;
    offset_ += blob_header_size + length;
    return BlobStep::entry;
}

BlobStep blob_find(ByteView blob, const char *prefix, BlobEntry &entry)
{
    BlobReader reader(blob);
    for (;;) {
        const BlobStep step = reader.next(entry);
        if (step != BlobStep::entry || starts_with(entry.name, prefix))
            return step;
    }
}

bool BlobWriter::add(const char *name, ByteView payload)
{
    uint32_t length = 0;
    while (length <= blob_name_size && printable(static_cast<uint8_t>(name[length])))
        ++length;
    if (length == 0 || length > blob_name_size || name[length] != 0)
        return false;
    if (payload.size > blob_payload_max || out_.size - size_ < blob_header_size + payload.size)
        return false;

    uint8_t *header = out_.data + size_;
    memset(header, 0, blob_name_size);
    memcpy(header, name, length);
    header[blob_name_size] = static_cast<uint8_t>(payload.size);
    header[blob_name_size + 1] = static_cast<uint8_t>(payload.size >> 8);
    if (!payload.empty())
        memcpy(header + blob_header_size, payload.data, payload.size);
    size_ += blob_header_size + payload.size;
    return true;
}

} // namespace espseal::wire
