// SPDX-License-Identifier: Apache-2.0
// Text put together without a heap: Line("flash 0x").hex(address).add(" read").end();
#pragma once

#include "core/wire/trace_event.h"

namespace espseal::runtime {

// Writes into a buffer of its owner; what does not fit is cut off.
class TextWriter {
public:
    TextWriter(char *buffer, uint32_t size)
        : buffer_(buffer)
        , room_(size)
    {
    }
    TextWriter(const TextWriter &) = delete;
    TextWriter &operator=(const TextWriter &) = delete;

    TextWriter &add(const char *text);
    // Text from outside (flash, network): anything but printable ASCII becomes '?'.
    TextWriter &add(wire::Text text);
    TextWriter &number(uint32_t value);
    TextWriter &code(int32_t value); // with its sign
    TextWriter &hex(uint32_t value);
    TextWriter &ip(const uint8_t *ip);
    TextWriter &mac(const uint8_t *mac);
    // Sends it to the console as a line.
    void end();
    // What is there so far, in the owner's buffer.
    [[nodiscard]] wire::Text text() const { return { buffer_, size_ }; }

private:
    void put(char c);

    char *buffer_;
    uint32_t room_;
    uint32_t size_ = 0;
};

// A line of the console, or a short text for an event.
class Line final : public TextWriter {
public:
    explicit Line(const char *start = "")
        : TextWriter(storage_, sizeof storage_)
    {
        add(start);
    }

private:
    char storage_[120] = {};
};

} // namespace espseal::runtime
