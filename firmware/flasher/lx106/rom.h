// SPDX-License-Identifier: Apache-2.0
// What the ESP8266's mask ROM and its peripherals offer, by address. The functions' addresses are those of the SDK's linker script
// (eagle.rom.addr.v6.ld), set in flasher.ld; all use the CALL0 convention.
#pragma once

#include <stdint.h>

extern "C" {
// 0 is success. Address, memory and size in words; refuses what lies above the chip size of the ROM's flash descriptor.
int SPIRead(uint32_t address, uint32_t *words, uint32_t size);
// Context: 88 bytes.
void MD5Init(void *context);
void MD5Update(void *context, const void *bytes, uint32_t size);
void MD5Final(uint8_t *digest, void *context);
// Empties both of the UART's buffers too.
void uart_div_modify(uint32_t uart, uint32_t divider);
void software_reset();
}

namespace espseal::flasher::chip {

inline volatile uint32_t &reg(uint32_t address)
{
    return *reinterpret_cast<volatile uint32_t *>(address);
}

struct Registers {
    [[nodiscard]] static uint32_t read(uint32_t address) { return reg(address); }
    static void write(uint32_t address, uint32_t value) { reg(address) = value; }
};

inline constexpr uint32_t uart_fifo = 0x60000000;
inline constexpr uint32_t uart_divider = 0x60000014;
inline constexpr uint32_t uart_divider_mask = 0xFFFFF;
inline constexpr uint32_t uart_status = 0x6000001C; // bytes received in bits 0 to 7, to be sent in bits 16 to 23
inline constexpr uint32_t uart_count = 0xFF;
inline constexpr uint32_t uart_sent_shift = 16;
inline constexpr uint32_t uart_fifo_size = 128;

} // namespace espseal::flasher::chip
