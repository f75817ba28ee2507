// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace espseal::device {

// A JSON object on one line. What is not UTF-8 in a text becomes U+FFFD.
class JsonLine {
public:
    void add(std::string_view key, std::string_view value) { put(key, quoted(value)); }
    void add(std::string_view key, const char *value) { put(key, quoted(value)); }
    void add(std::string_view key, std::same_as<bool> auto value) { put(key, value ? "true" : "false"); }
    void add(std::string_view key, std::unsigned_integral auto value)
        requires(!std::same_as<decltype(value), bool>)
    {
        put(key, std::to_string(value));
    }
    void add(std::string_view key, const std::vector<std::string> &values);
    // With braces, without a line end.
    [[nodiscard]] std::string text() const { return "{" + members_ + "}"; }

private:
    static std::string quoted(std::string_view text);
    void put(std::string_view key, std::string_view json);

    std::string members_;
};

} // namespace espseal::device
