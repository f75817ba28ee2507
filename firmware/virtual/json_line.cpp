// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/json_line.h"

#include <algorithm>
#include <format>

namespace espseal::device {
namespace {

// Length of the UTF-8 sequence that `text` starts with, 0 if it is none (RFC 3629).
size_t sequence_length(std::string_view text)
{
    const auto first = static_cast<unsigned char>(text.front());
    const size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (length > text.size())
        return 0;
    uint32_t character = first & (0xFFU >> (length + 1));
    for (size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0) != 0x80)
            return 0;
        character = character << 6 | (next & 0x3FU);
    }
    const bool overlong = (length == 3 && character < 0x800) || (length == 4 && character < 0x10000);
    const bool surrogate = character >= 0xD800 && character < 0xE000;
    return overlong || surrogate || character > 0x10FFFF ? 0 : length;
}

} // namespace

void JsonLine::add(std::string_view key, const std::vector<std::string> &values)
{
    std::string list;
    for (const std::string &value : values)
        list += (list.empty() ? "" : ",") + quoted(value);
    put(key, "[" + list + "]");
}

std::string JsonLine::quoted(std::string_view text)
{
    std::string out = "\"";
    while (!text.empty()) {
        const size_t length = sequence_length(text);
        const std::string_view sequence = text.substr(0, std::max<size_t>(length, 1));
        if (length == 0)
            out += "\\ufffd";
        else if (static_cast<unsigned char>(text.front()) < 0x20)
            out += std::format("\\u{:04x}", int(text.front()));
        else if (text.front() == '"' || text.front() == '\\')
            out.append("\\").append(sequence);
        else
            out += sequence;
        text.remove_prefix(sequence.size());
    }
    return out + "\"";
}

void JsonLine::put(std::string_view key, std::string_view json)
{
    members_ += std::format("{}{}:{}", members_.empty() ? "" : ",", quoted(key), json);
}

} // namespace espseal::device
