// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/mac.h"

#include <charconv>
#include <format>

namespace espseal::device {

std::optional<Mac> parse_mac(std::string_view text)
{
    Mac mac {};
    if (text.size() != 17)
        return std::nullopt;
    for (size_t i = 0; i < mac.size(); ++i) {
        const char *pair = text.data() + 3 * i;
        if (std::from_chars(pair, pair + 2, mac[i], 16).ptr != pair + 2 || (i < 5 && pair[2] != ':'))
            return std::nullopt;
    }
    return mac[0] & 1 ? std::nullopt : std::optional(mac);
}

std::string to_text(const Mac &mac)
{
    return std::format("{:02X}:{:02X}:{:02X}:{:02X}:{:02X}:{:02X}", mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
}

std::array<uint32_t, 4> efuses_of(const Mac &mac)
{
    const uint32_t vendor = uint32_t(mac[0] << 16 | mac[1] << 8 | mac[2]);
    return { uint32_t(mac[5]) << 24 | 1, 0x00020000U | uint32_t(mac[3] << 8 | mac[4]), 0x00B00000U, vendor };
}

} // namespace espseal::device
