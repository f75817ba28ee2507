// SPDX-License-Identifier: Apache-2.0
#include "tests/virtual/spi_client.h"

namespace espseal::test {

SpiClient::SpiClient(quint16 port, Start start)
    : rom(port)
{
    rom.enter_loader();
    if (start == Attached)
        rom.attach();
}

QByteArray SpiClient::user(quint8 op, std::optional<quint32> address, const QByteArray &out, quint32 in)
{
    const quint32 out_bits = quint32(out.size()) * 8, in_bits = in * 8;
    const quint32 flags = 1U << 31 | (address ? 1U << 30 : 0) | (in ? 1U << 28 : 0) | (out.isEmpty() ? 0 : 1U << 27);
    const quint32 lengths = 23U << 26 | (out_bits ? (out_bits - 1) << 17 : 0) | (in_bits ? (in_bits - 1) << 8 : 0);
    rom.write_registers({ { spi_user, flags }, { spi_user1, lengths }, { spi_user2, 0x70000000U | op }, { spi_addr, address.value_or(0) << 8 } });
    for (quint32 i = 0; i < quint32(out.size()); i += 4) {
        quint32 word = 0;
        for (quint32 k = 0; k < 4 && i + k < quint32(out.size()); ++k)
            word |= quint32(quint8(out[i + k])) << (8 * k);
        rom.write_registers({ { spi_w0 + i, word } });
    }
    rom.write_registers({ { spi_cmd, 1U << 18 } });
    return data(in);
}

QByteArray SpiClient::hard_wired_read(quint32 address, quint32 length)
{
    rom.write_registers({ { spi_addr, length << 24 | address }, { spi_cmd, 1U << 31 } });
    return data(length);
}

QByteArray SpiClient::data(quint32 length)
{
    QByteArray bytes;
    for (quint32 i = 0; i < length; i += 4)
        bytes += words({ rom.read_register(spi_w0 + i) });
    return bytes.first(length);
}

} // namespace espseal::test
