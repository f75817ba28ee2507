// SPDX-License-Identifier: Apache-2.0
// The SPI0 controller that the flash hangs on (Espressif's spi_register.h), and words of the mask ROM.
#pragma once

#include <cstdint>

namespace espseal::loader::spi {

inline constexpr std::uint32_t cmd = 0x60000200; // a bit starts an operation
inline constexpr std::uint32_t addr = 0x60000204;
inline constexpr std::uint32_t rd_status = 0x60000210;
inline constexpr std::uint32_t user = 0x6000021C;
inline constexpr std::uint32_t user1 = 0x60000220; // lengths, each as bits - 1
inline constexpr std::uint32_t user2 = 0x60000224; // command
inline constexpr std::uint32_t w0 = 0x60000240; // 16 data words

inline constexpr std::uint32_t cmd_write_enable = 1u << 30;
inline constexpr std::uint32_t cmd_read_id = 1u << 28;
inline constexpr std::uint32_t cmd_read_status = 1u << 27;
inline constexpr std::uint32_t cmd_erase_sector = 1u << 24;
inline constexpr std::uint32_t cmd_erase_block = 1u << 23;
inline constexpr std::uint32_t cmd_user = 1u << 18;

inline constexpr std::uint32_t user_command = 1u << 31;
inline constexpr std::uint32_t user_address = 1u << 30;
inline constexpr std::uint32_t user_miso = 1u << 28;

inline constexpr std::uint32_t user2_eight_bits = 7u << 28;
inline constexpr std::uint32_t flash_read = 0x03;
inline constexpr std::uint32_t flash_read_id = 0x9F;
inline constexpr std::uint32_t status_busy = 1;

[[nodiscard]] constexpr std::uint32_t miso_bits(std::uint32_t bits)
{
    return (bits - 1) << 8;
}
[[nodiscard]] constexpr std::uint32_t address_bits(std::uint32_t bits)
{
    return (bits - 1) << 26;
}

inline constexpr std::uint32_t rom_chip_size = 0x3FFFC71C; // the ROM's idea of the flash size

} // namespace espseal::loader::spi
