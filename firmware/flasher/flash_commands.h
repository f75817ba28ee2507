// SPDX-License-Identifier: Apache-2.0
// The flash through the ESP8266's SPI0 controller: its hard-wired operations, each started by a bit in CMD that clears when the operation is over.
#pragma once

#include <stdint.h>

namespace espseal::flasher {

// `Registers`: read(address) and write(address, value) of the chip's registers. None of these waits for an erase or a program to end.
template <class Registers> class FlashCommands {
public:
    explicit FlashCommands(Registers registers)
        : registers_(registers)
    {
    }
    [[nodiscard]] uint32_t read_id()
    {
        registers_.write(w0, 0);
        run(cmd_read_id);
        return registers_.read(w0) & 0xFFFFFF;
    }
    [[nodiscard]] bool busy()
    {
        registers_.write(rd_status, 0);
        run(cmd_read_status);
        return (registers_.read(rd_status) & status_busy) != 0;
    }
    void erase_sector(uint32_t address) { erase(address, cmd_erase_sector); }
    void erase_block(uint32_t address) { erase(address, cmd_erase_block); }
    // At most 32 bytes, as the ROM does it, not across a page.
    void program(uint32_t address, const uint32_t *words, uint32_t size)
    {
        run(cmd_write_enable);
        registers_.write(addr, address | size << count_shift);
        for (uint32_t offset = 0; offset < size; offset += 4)
            registers_.write(w0 + offset, words[offset / 4]);
        run(cmd_program);
    }

private:
    static constexpr uint32_t cmd = 0x60000200;
    static constexpr uint32_t addr = 0x60000204; // of a program: bytes in the highest 8 bits
    static constexpr uint32_t rd_status = 0x60000210;
    static constexpr uint32_t w0 = 0x60000240;
    static constexpr uint32_t cmd_write_enable = 1U << 30;
    static constexpr uint32_t cmd_read_id = 1U << 28;
    static constexpr uint32_t cmd_read_status = 1U << 27;
    static constexpr uint32_t cmd_program = 1U << 25;
    static constexpr uint32_t cmd_erase_sector = 1U << 24;
    static constexpr uint32_t cmd_erase_block = 1U << 23;
    static constexpr uint32_t count_shift = 24;
    static constexpr uint32_t status_busy = 1;

    void run(uint32_t command)
    {
        registers_.write(cmd, command);
        while (registers_.read(cmd) != 0) { }
    }
    void erase(uint32_t address, uint32_t command)
    {
        run(cmd_write_enable);
        registers_.write(addr, address);
        run(command);
    }

    Registers registers_;
};

} // namespace espseal::flasher
