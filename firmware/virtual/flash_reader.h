// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/flash_driver.h"

#include <array>
#include <memory>
#include <openssl/evp.h>

namespace espseal::device {

using Md5 = std::array<uint8_t, 16>;

// MD5 over pieces.
class Md5Sum {
public:
    Md5Sum();
    void add(View bytes);
    [[nodiscard]] Md5 finish();

private:
    std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX *)> context_;
};

// READ_FLASH of the stub: data frames until too many bytes are unacknowledged, an MD5 frame after the last acknowledgement.
class FlashReader {
public:
    FlashReader(uint32_t address, uint32_t length, uint32_t packet_size, uint32_t most_unacknowledged);

    // The frames that may go out now, unframed.
    [[nodiscard]] std::vector<Bytes> next_frames(const FlashDriver &flash);
    // The host has that many bytes.
    void acknowledge(uint32_t total) { acknowledged_ = std::min(total, sent_); }
    [[nodiscard]] bool finished() const { return finished_; }

private:
    uint32_t address_;
    uint32_t length_;
    uint32_t packet_size_;
    uint32_t most_unacknowledged_;
    uint32_t sent_ = 0;
    uint32_t acknowledged_ = 0;
    bool finished_ = false;
    Md5Sum sum_;
};

} // namespace espseal::device
