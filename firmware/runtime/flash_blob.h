// SPDX-License-Identifier: Apache-2.0
// Credential blobs in flash, at sector * 4096, read as core/wire/blob.h lays out. Of a blob at most 8192 bytes count, as in stock
// firmware; a missing entry ends the search instead of hanging it.
#pragma once

#include "core/wire/blob.h"
#include "core/wire/trace_event.h"
#include "firmware/runtime/source.h"

namespace espseal::runtime {

struct FlashEntry {
    wire::BlobRole role = wire::BlobRole::ca;
    uint32_t sector = 0;
    uint32_t offset = 0; // of the entry's header in the sector
    uint32_t length = 0; // of the payload
    char name[wire::blob_name_size + 1] = {};
    wire::BlobVerdict verdict = wire::BlobVerdict::missing_entry;

    [[nodiscard]] bool ok() const { return verdict == wire::BlobVerdict::ok; }
    [[nodiscard]] Source payload() const;
    // Tells the trace and the console what was read, in full: flash is read once more for the CRC.
    void tell() const;
};

class FlashBlob {
public:
    FlashBlob(wire::BlobRole role, uint32_t sector);
    // The next entry; its verdict says why there is none (erased and no_blob only before the first one).
    [[nodiscard]] FlashEntry next();
    // The first entry whose name starts with `prefix`. If there is none, its verdict says why and its name is `prefix`.
    [[nodiscard]] static FlashEntry find(wire::BlobRole role, uint32_t sector, const char *prefix);

private:
    wire::BlobRole role_;
    uint32_t sector_;
    uint32_t limit_; // bytes of the blob that may be read
    uint32_t offset_ = 0;
};

[[nodiscard]] const char *verdict_text(wire::BlobVerdict verdict);

} // namespace espseal::runtime
