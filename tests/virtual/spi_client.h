// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/virtual/rom_client.h"

namespace espseal::test {

inline constexpr quint32 spi_cmd = 0x60000200, spi_addr = 0x60000204, spi_rd_status = 0x60000210, spi_user = 0x6000021C, spi_user1 = 0x60000220,
                         spi_user2 = 0x60000224, spi_w0 = 0x60000240;

// SPI flash commands through the ROM's register commands.
class SpiClient {
public:
    enum Start { Attached, Detached };
    explicit SpiClient(quint16 port, Start start = Attached);

    // Any command by USER/USER1/USER2; up to 64 bytes out and in.
    QByteArray user(quint8 op, std::optional<quint32> address, const QByteArray &out, quint32 in);
    QByteArray hard_wired_read(quint32 address, quint32 length);
    void write_enable() { user(0x06, std::nullopt, {}, 0); }
    // Write enable and sector erase in one packet.
    void erase_sector(quint32 address) { rom.write_registers({ { spi_cmd, 1U << 30 }, { spi_addr, address }, { spi_cmd, 1U << 24 } }); }

    RomClient rom;

private:
    QByteArray data(quint32 length);
};

} // namespace espseal::test
