// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/flash_driver.h"

#include <memory>
#include <zlib.h>

namespace espseal::device {

// The stub's status codes.
namespace stub_status {
inline constexpr uint8_t ok = 0, collapsed = 0x01, bad_length = 0xC0, bad_checksum = 0xC1, bad_block_size = 0xC2, failed_spi = 0xC4, not_in_flash_mode = 0xC6,
                         inflate_error = 0xC7, not_enough_data = 0xC8, too_much_data = 0xC9, not_implemented = 0xFF;
}

// One download into flash by the stub: erases ahead of the data inside the announced size, programs whole pages.
class FlashWriter {
public:
    FlashWriter(uint32_t offset, uint32_t size, bool compressed);

    // Writes what came, inflated first if the download is compressed.
    void write(View data, FlashDriver &flash);
    // What went wrong so far; reported with the next packet.
    [[nodiscard]] uint8_t error() const { return error_; }
    [[nodiscard]] uint32_t left() const { return left_; }

private:
    void program(View data, FlashDriver &flash);
    void erase_up_to(uint32_t end, FlashDriver &flash);

    uint32_t address_;
    uint32_t left_; // bytes announced and not yet written
    uint32_t next_erase_; // sector number
    uint32_t last_erase_; // behind the last sector to erase
    uint8_t error_ = stub_status::ok;
    bool ended_ = false; // the compressed stream
    std::unique_ptr<z_stream, int (*)(z_stream *)> inflater_;
};

} // namespace espseal::device
