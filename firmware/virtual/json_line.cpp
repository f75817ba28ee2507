// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/json_line.h"

#include <format>

namespace espseal::device {

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
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (static_cast<unsigned char>(c) < 0x20)
            out += std::format("\\u{:04x}", static_cast<unsigned char>(c));
        else
            out += c;
    }
    return out + "\"";
}

void JsonLine::put(std::string_view key, std::string_view json)
{
    members_ += std::format("{}{}:{}", members_.empty() ? "" : ",", quoted(key), json);
}

} // namespace espseal::device
