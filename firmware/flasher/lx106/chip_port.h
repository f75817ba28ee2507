// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/flasher/flash_commands.h"
#include "firmware/flasher/lx106/rom.h"
#include "firmware/flasher/port.h"

namespace espseal::flasher {

// The ESP8266 itself, entered from its ROM loader: UART0 set up, the flash attached and unlocked by the desktop's FLASH_BEGIN of size 0.
class ChipPort final : public Port {
public:
    bool receive(uint8_t &byte) override;
    uint32_t send_room() override;
    void send(uint8_t byte) override;
    bool all_sent() override;
    uint32_t divider() override;
    void set_divider(uint32_t divider) override;
    uint32_t ticks() override;
    uint32_t flash_id() override { return flash_.read_id(); }
    bool flash_busy() override { return flash_.busy(); }
    void erase_sector(uint32_t address) override { flash_.erase_sector(address); }
    void erase_block(uint32_t address) override { flash_.erase_block(address); }
    void program(uint32_t address, const uint32_t *words, uint32_t size) override { flash_.program(address, words, size); }
    void read(uint32_t address, uint32_t *words, uint32_t size) override;
    void hash_begin() override;
    void hash_add(const void *bytes, uint32_t size) override;
    void hash_end(uint8_t *digest) override;
    uint32_t image_crc() override;
    void restart() override;

private:
    FlashCommands<chip::Registers> flash_ { chip::Registers {} };
    bool empty_ = false; // the send buffer was seen empty at empty_since_
    uint32_t empty_since_ = 0;
    uint32_t hash_[22] = {};
};

} // namespace espseal::flasher
