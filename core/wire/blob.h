// SPDX-License-Identifier: Apache-2.0
// Credential blobs as the SDK's make_cacert.py and make_cert.py write them: entries without padding, each
// name (32 bytes, NUL padded), length (2 bytes, little endian), payload.
#pragma once

#include "core/wire/bytes.h"

namespace espseal::wire {

inline constexpr uint32_t blob_name_size = 32;
inline constexpr uint32_t blob_header_size = 34;
// A length field of erased flash; the SDK's readers stop there, so a payload of this length cannot exist.
inline constexpr uint16_t blob_erased_length = 0xFFFF;
inline constexpr uint32_t blob_payload_max = 0xFFFE;
// What stock firmware reads of a blob, counted from its first byte: axTLS builds, mbedTLS builds.
inline constexpr uint32_t blob_limit_axtls = 4096;
inline constexpr uint32_t blob_limit_mbedtls = 8192;

inline constexpr const char *blob_ca_name = "TLS.ca_x509.cer";
inline constexpr const char *blob_certificate_name = "certificate";
inline constexpr const char *blob_private_key_name = "private_key";

enum class BlobPayload : uint8_t { pem, der, unknown };

// PEM if "-----BEGIN" occurs in the payload (the rule of both SDK runtimes), DER if it starts with a SEQUENCE
// whose length fits the payload.
[[nodiscard]] BlobPayload blob_payload_kind(ByteView payload);

struct BlobEntry {
    char name[blob_name_size + 1] = {}; // always NUL terminated
    ByteView payload; // inside the range given to the reader
    uint32_t offset = 0; // of the entry's header in the blob
};

enum class BlobStep : uint8_t {
    entry, // an entry was read
    end, // the range ended exactly behind an entry
    erased, // erased flash follows (name and length all 0xFF): the blob's proper end in flash
    truncated, // fewer bytes than the header or its length field promise
    garbage, // a name that is empty or not printable ASCII: this is no blob
};

// Walks a blob. After any step but `entry` the reader stays there and repeats it.
class BlobReader {
public:
    explicit BlobReader(ByteView blob)
        : blob_(blob)
    {
    }
    [[nodiscard]] BlobStep next(BlobEntry &entry);
    // Bytes consumed so far: after `end` or `erased` the blob's size.
    [[nodiscard]] uint32_t offset() const { return offset_; }

private:
    ByteView blob_;
    uint32_t offset_ = 0;
};

// First entry whose name starts with `prefix` (the rule of the SDK's mbedTLS reader). `entry` is valid if the step is `entry`;
// otherwise the step that ended the search.
[[nodiscard]] BlobStep blob_find(ByteView blob, const char *prefix, BlobEntry &entry);

// Appends entries to a caller's buffer.
class BlobWriter {
public:
    explicit BlobWriter(ByteSpan out)
        : out_(out)
    {
    }
    // False, and nothing is written, if the name is empty, longer than 32 characters or not printable ASCII, the payload
    // longer than blob_payload_max, or the buffer full.
    [[nodiscard]] bool add(const char *name, ByteView payload);
    [[nodiscard]] uint32_t size() const { return size_; }

private:
    ByteSpan out_;
    uint32_t size_ = 0;
};

} // namespace espseal::wire
