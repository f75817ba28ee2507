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

inline constexpr uint32_t uart_fifo = 0x60000000;
inline constexpr uint32_t uart_divider = 0x60000014;
inline constexpr uint32_t uart_divider_mask = 0xFFFFF;
inline constexpr uint32_t uart_status = 0x6000001C; // bytes received in bits 0 to 7, to be sent in bits 16 to 23
inline constexpr uint32_t uart_count = 0xFF;
inline constexpr uint32_t uart_sent_shift = 16;
inline constexpr uint32_t uart_fifo_size = 128;

// The flash controller. Its hard-wired operations start with a bit in CMD, which clears when they are over.
inline constexpr uint32_t spi_cmd = 0x60000200;
inline constexpr uint32_t spi_addr = 0x60000204;
inline constexpr uint32_t spi_rd_status = 0x60000210;
inline constexpr uint32_t spi_w0 = 0x60000240;
inline constexpr uint32_t cmd_write_enable = 1U << 30;
inline constexpr uint32_t cmd_read_id = 1U << 28;
inline constexpr uint32_t cmd_read_status = 1U << 27;
inline constexpr uint32_t cmd_program = 1U << 25;
inline constexpr uint32_t cmd_erase_sector = 1U << 24;
inline constexpr uint32_t cmd_erase_block = 1U << 23;
inline constexpr uint32_t addr_count_shift = 24;
inline constexpr uint32_t status_busy = 1;

} // namespace espseal::flasher::chip
