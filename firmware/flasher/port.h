// SPDX-License-Identifier: Apache-2.0
// All that the flasher wants of the machine it runs on. No call waits for the flash or the line.
#pragma once

#include <stdint.h>

namespace espseal::flasher {

class Port {
public:
    // UART0. receive(): false if no byte has come. send(): only while send_room() is not 0. all_sent(): the last bit has left.
    [[nodiscard]] virtual bool receive(uint8_t &byte) = 0;
    [[nodiscard]] virtual uint32_t send_room() = 0;
    virtual void send(uint8_t byte) = 0;
    [[nodiscard]] virtual bool all_sent() = 0;
    // Clock cycles a bit.
    [[nodiscard]] virtual uint32_t divider() = 0;
    virtual void set_divider(uint32_t divider) = 0;
    // Cycles of a clock of 52 to 80 MHz, modulo 2^32.
    [[nodiscard]] virtual uint32_t ticks() = 0;

    // The flash: erases and programs are only started, and only while it is not busy. Addresses and sizes are multiples of 4.
    [[nodiscard]] virtual uint32_t flash_id() = 0;
    [[nodiscard]] virtual bool flash_busy() = 0;
    virtual void erase_sector(uint32_t address) = 0;
    virtual void erase_block(uint32_t address) = 0;
    // At most 32 bytes, not across a page.
    virtual void program(uint32_t address, const uint32_t *words, uint32_t size) = 0;
    // At most 256 bytes.
    virtual void read(uint32_t address, uint32_t *words, uint32_t size) = 0;

    // MD5, one at a time.
    virtual void hash_begin() = 0;
    virtual void hash_add(const void *bytes, uint32_t size) = 0;
    virtual void hash_end(uint8_t *digest) = 0;

    // CRC-32 of the program as it stands in RAM (core/wire/flasher_image.h).
    [[nodiscard]] virtual uint32_t image_crc() = 0;
    // Into the mask ROM's loader. May return; nothing is done with the port afterwards.
    virtual void restart() = 0;

protected:
    ~Port() = default;
};

} // namespace espseal::flasher
