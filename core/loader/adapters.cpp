// SPDX-License-Identifier: Apache-2.0
#include "core/loader/ports.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace espseal::loader {

namespace {

struct Adapter {
    quint16 vendor = 0;
    quint16 product = 0; // 0: any
    QLatin1StringView name;
};

// The USB ids that the chips' makers ship them with.
constexpr std::array adapters {
    Adapter { 0x10C4, 0xEA60, "CP210x"_L1 },
    Adapter { 0x10C4, 0xEA70, "CP2105"_L1 },
    Adapter { 0x10C4, 0xEA71, "CP2108"_L1 },
    Adapter { 0x1A86, 0x7523, "CH340"_L1 },
    Adapter { 0x1A86, 0x7522, "CH340K"_L1 },
    Adapter { 0x1A86, 0x5523, "CH341"_L1 },
    Adapter { 0x1A86, 0x55D3, "CH343"_L1 },
    Adapter { 0x1A86, 0x55D4, "CH9102"_L1 },
    Adapter { 0x0403, 0x6001, "FT232R"_L1 },
    Adapter { 0x0403, 0x6010, "FT2232"_L1 },
    Adapter { 0x0403, 0x6011, "FT4232"_L1 },
    Adapter { 0x0403, 0x6014, "FT232H"_L1 },
    Adapter { 0x0403, 0x6015, "FT-X"_L1 },
    Adapter { 0x067B, 0x2303, "PL2303"_L1 },
    Adapter { 0x0403, 0, "FTDI"_L1 },
    Adapter { 0x10C4, 0, "Silicon Labs"_L1 },
    Adapter { 0x1A86, 0, "WCH"_L1 },
};

} // namespace

QString adapter_name(quint16 vendor, quint16 product)
{
    const auto found
        = std::ranges::find_if(adapters, [=](const Adapter &known) { return known.vendor == vendor && (known.product == product || known.product == 0); });
    return found == adapters.end() ? QString() : QString(found->name);
}

} // namespace espseal::loader
