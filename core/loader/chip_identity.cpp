// SPDX-License-Identifier: Apache-2.0
#include "core/loader/chip_identity.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::loader {

namespace {

constexpr std::uint8_t byte_of(std::uint32_t word, int shift)
{
    return static_cast<std::uint8_t>(word >> shift);
}

constexpr bool bit(std::uint32_t word, int number)
{
    return (word >> number & 1) != 0;
}

struct Maker {
    std::uint8_t id = 0;
    QLatin1StringView name;
};

constexpr std::array makers {
    Maker { 0xEF, "Winbond"_L1 },
    Maker { 0xC8, "GigaDevice"_L1 },
    Maker { 0x20, "XMC"_L1 },
    Maker { 0x85, "PUYA"_L1 },
    Maker { 0x68, "Boya"_L1 },
    Maker { 0xE0, "BergMicro"_L1 },
    Maker { 0x5E, "Zbit"_L1 },
    Maker { 0x0B, "XTX"_L1 },
    Maker { 0xC2, "Macronix"_L1 },
    Maker { 0x1C, "EON"_L1 },
    Maker { 0x9D, "ISSI"_L1 },
    Maker { 0xA1, "Fudan"_L1 },
    Maker { 0x1F, "Adesto"_L1 },
    Maker { 0xBF, "Microchip"_L1 },
    Maker { 0x8C, "ESMT"_L1 },
    Maker { 0xBA, "Zetta"_L1 },
};

} // namespace

QString to_string(const MacAddress &mac)
{
    QStringList parts;
    for (const std::uint8_t byte : mac)
        parts << u"%1"_s.arg(uint(byte), 2, 16, QChar(u'0'));
    return parts.join(u':');
}

MacAddress mac_of(const Fuses &fuses)
{
    MacAddress mac { 0, 0, 0, byte_of(fuses[1], 8), byte_of(fuses[1], 0), byte_of(fuses[0], 24) };
    // Chips of the first years carry the number of a vendor prefix instead of the prefix.
    if (fuses[3] != 0)
        std::ranges::copy(std::array { byte_of(fuses[3], 16), byte_of(fuses[3], 8), byte_of(fuses[3], 0) }, mac.begin());
    else if (byte_of(fuses[1], 16) == 0)
        std::ranges::copy(std::array<std::uint8_t, 3> { 0x18, 0xFE, 0x34 }, mac.begin());
    else if (byte_of(fuses[1], 16) == 1)
        std::ranges::copy(std::array<std::uint8_t, 3> { 0xAC, 0xD0, 0x74 }, mac.begin());
    return mac;
}

std::uint32_t chip_id_of(const Fuses &fuses)
{
    return fuses[0] >> 24 | (fuses[1] & 0xFFFFFF) << 8;
}

QString chip_name(const Fuses &fuses)
{
    const bool fused = bit(fuses[0], 4);
    if (!fused && !bit(fuses[2], 16))
        return u"ESP8266EX"_s;
    const QString grade = bit(fuses[0], 5) ? u"H"_s : u"N"_s;
    const bool r25 = bit(fuses[3], 25);
    const bool r26 = bit(fuses[3], 26);
    if (bit(fuses[3], 27))
        return u"ESP8285"_s;
    if (fused && !r25)
        return u"ESP8285"_s + grade + (r26 ? u"16"_s : u"08"_s);
    if (!fused && r25)
        return u"ESP8285"_s + grade + (r26 ? u"32"_s : u"16"_s);
    return u"ESP8285"_s;
}

int crystal_mhz(std::uint32_t uart_divider, int baud)
{
    // The UART runs on twice the crystal's frequency.
    const double mhz = static_cast<double>(baud) * (uart_divider & 0xFFFFF) / 2e6;
    return mhz > 33 ? 40 : 26;
}

QString flash_maker(std::uint32_t id)
{
    const auto found = std::ranges::find(makers, byte_of(id, 0), &Maker::id);
    return found == makers.end() ? QString() : QString(found->name);
}

std::optional<Size> flash_size(std::uint32_t id)
{
    constexpr std::uint32_t adesto = 0x1F;
    const std::uint32_t type = id >> 8 & 0xFF;
    const std::uint32_t capacity = id >> 16 & 0xFF;
    if ((id & 0xFF) == adesto) {
        const std::uint32_t density = type & 0x1F;
        if (density >= 4 && density <= 9)
            return Size(std::uint64_t(512 * 1024) << (density - 4));
        return std::nullopt;
    }
    // 2^n bytes; 1.8 V families set the high nibble to 3, the largest ones jump from 0x1F to 0x20.
    const std::uint32_t exponent = capacity >= 0x32 && capacity <= 0x3A ? capacity - 0x20 : capacity;
    if (exponent >= 0x12 && exponent <= 0x1C)
        return Size(std::uint64_t(1) << exponent);
    if (capacity >= 0x20 && capacity <= 0x22)
        return Size(std::uint64_t(1) << (capacity - 0x20 + 26));
    return std::nullopt;
}

bool is_no_flash_id(std::uint32_t id)
{
    constexpr std::uint32_t half_dead = 0xFFFF3F; // seen on boards whose flash does not start
    return (id & 0xFFFFFF) == 0 || (id & 0xFFFFFF) == 0xFFFFFF || (id & 0xFFFFFF) == half_dead;
}

} // namespace espseal::loader
