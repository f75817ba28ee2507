// SPDX-License-Identifier: Apache-2.0
#include "core/pki/c_header.h"

#include "core/pki/messages.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <string_view>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr std::size_t bytes_a_line = 12;

bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Blanks the comments out, so that braces and numbers in them do not count.
void blank_comments(std::span<std::uint8_t> source)
{
    const std::string_view text(reinterpret_cast<const char *>(source.data()), source.size());
    for (std::size_t at = 0; at + 1 < text.size(); ++at) {
        const std::string_view opening = text.substr(at, 2);
        if (opening != "/*" && opening != "//")
            continue;
        const bool is_block = opening == "/*";
        const std::size_t closing = text.find(is_block ? "*/" : "\n", at + 2);
        const std::size_t end = closing == std::string_view::npos ? text.size() : closing + (is_block ? 2 : 0);
        std::ranges::fill(source.subspan(at, end - at), std::uint8_t { ' ' });
        at = end - 1;
    }
}

// The name before the last '[' of a declaration: "const unsigned char default_certificate[412] = ".
QString symbol_of(std::string_view declaration)
{
    std::size_t end = declaration.rfind('[');
    if (end == std::string_view::npos)
        return {};
    while (end > 0 && is_space(declaration[end - 1]))
        --end;
    std::size_t from = end;
    while (from > 0 && is_word(declaration[from - 1]))
        --from;
    return QString::fromLatin1(declaration.substr(from, end - from));
}

std::unexpected<Error> damaged(const QString &symbol)
{
    return bad_input(
        u"c-header-damaged"_s, Messages::tr("The array %1 is cut off, or holds something that is no byte.").arg(symbol), Messages::tr("Copy the file again."));
}

// The numbers between the braces; nothing if something else is there.
std::optional<SecureBytes> numbers_of(std::string_view list)
{
    SecureBytes bytes(static_cast<std::size_t>(std::ranges::count(list, ',')) + 1);
    std::size_t count = 0;
    for (std::size_t at = 0; at < list.size();) {
        if (is_space(list[at]) || list[at] == ',') {
            ++at;
            continue;
        }
        const std::size_t end = std::min(list.find_first_of(", \t\r\n", at), list.size());
        std::string_view digits = list.substr(at, end - at);
        const bool is_hex = digits.starts_with("0x") || digits.starts_with("0X");
        if (is_hex)
            digits.remove_prefix(2);
        std::uint8_t value = 0;
        const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, is_hex ? 16 : 10);
        if (error != std::errc() || rest != digits.data() + digits.size() || count == bytes.size())
            return std::nullopt;
        bytes.writable()[count++] = value;
        at = end;
    }
    return SecureBytes(bytes.view().first(count));
}

} // namespace

SecureBytes to_c_header(const char *symbol, std::span<const std::uint8_t> bytes)
{
    static constexpr std::string_view digits = "0123456789abcdef";
    const std::string opening = std::string("unsigned char ") + symbol + "[] = {\n";
    const std::string closing = "\n};\nunsigned int " + std::string(symbol) + "_len = " + std::to_string(bytes.size()) + ";\n";
    // "0x2d, " a byte; a line adds two blanks and has a line end instead of its last blank.
    SecureBytes text(opening.size() + closing.size() + 6 * bytes.size() + 3 * (bytes.size() / bytes_a_line + 1));
    auto out = text.writable().begin();
    const auto put = [&](std::string_view part) { out = std::ranges::copy(part, out).out; };
    put(opening);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        put(at % bytes_a_line == 0 ? (at == 0 ? "  0x" : ",\n  0x") : ", 0x");
        const std::array byte { digits[bytes[at] >> 4], digits[bytes[at] & 0xF] };
        put({ byte.data(), byte.size() });
    }
    put(closing);
    return SecureBytes(text.view().first(static_cast<std::size_t>(out - text.writable().begin())));
}

Result<std::vector<CArray>> read_c_header(std::span<const std::uint8_t> source)
{
    SecureBytes copy(source);
    blank_comments(copy.writable());
    const std::string_view text(copy.chars(), copy.size());
    std::vector<CArray> arrays;
    for (std::size_t opening = text.find('{'); opening != std::string_view::npos; opening = text.find('{', opening + 1)) {
        const std::size_t before = opening == 0 ? std::string_view::npos : text.find_last_of(";}{", opening - 1);
        const std::size_t from = before == std::string_view::npos ? 0 : before + 1;
        const QString symbol = symbol_of(text.substr(from, opening - from));
        if (symbol.isEmpty())
            continue;
        const std::size_t closing = text.find('}', opening);
        if (closing == std::string_view::npos)
            return damaged(symbol);
        auto bytes = numbers_of(text.substr(opening + 1, closing - opening - 1));
        if (!bytes)
            return damaged(symbol);
        arrays.push_back({ symbol, std::move(*bytes) });
    }
    return arrays;
}

} // namespace espseal::pki
