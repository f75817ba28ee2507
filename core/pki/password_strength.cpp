// SPDX-License-Identifier: Apache-2.0
#include "core/pki/password_strength.h"

#include "core/pki/messages.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace espseal::pki {

namespace {

constexpr std::array<std::string_view, 5> rows { "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop" };

std::uint8_t lower(std::uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? static_cast<std::uint8_t>(byte - 'A' + 'a') : byte;
}

// The second is what a finger or a counter does after the first.
bool follows(std::uint8_t first, std::uint8_t second)
{
    const std::uint8_t a = lower(first);
    const std::uint8_t b = lower(second);
    if (a == b || a + 1 == b || b + 1 == a)
        return true;
    return std::ranges::any_of(rows, [&](std::string_view row) {
        const std::size_t at = row.find(static_cast<char>(a));
        return at != std::string_view::npos && at + 1 < row.size() && row[at + 1] == static_cast<char>(b);
    });
}

// How many characters there are of the kinds that occur.
int alphabet(std::span<const std::uint8_t> bytes)
{
    const auto has = [&](auto kind) { return std::ranges::any_of(bytes, kind); };
    int size = 0;
    size += has([](std::uint8_t c) { return c >= 'a' && c <= 'z'; }) ? 26 : 0;
    size += has([](std::uint8_t c) { return c >= 'A' && c <= 'Z'; }) ? 26 : 0;
    size += has([](std::uint8_t c) { return c >= '0' && c <= '9'; }) ? 10 : 0;
    size += has([](std::uint8_t c) { return c < 0x80 && !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')); }) ? 33 : 0;
    size += has([](std::uint8_t c) { return c >= 0x80; }) ? 64 : 0;
    return size;
}

} // namespace

int password_bits(const SecureBytes &password)
{
    const auto bytes = password.view();
    int counted = bytes.empty() ? 0 : 1;
    for (std::size_t i = 1; i < bytes.size(); ++i)
        counted += follows(bytes[i - 1], bytes[i]) ? 0 : 1;
    return counted == 0 ? 0 : static_cast<int>(counted * std::log2(alphabet(bytes)));
}

QString password_hint(const SecureBytes &password)
{
    const int bits = password_bits(password);
    if (bits >= enough_password_bits)
        return {};
    return Messages::tr("This password can be guessed by whoever gets the file (at most %1 of %2 bits); four or more words picked at random are better.")
        .arg(bits)
        .arg(enough_password_bits);
}

} // namespace espseal::pki
