// SPDX-License-Identifier: Apache-2.0
// How the fields of a trace event's body are written and read; the visitors behind encode_body and decode_body.
#pragma once

#include "core/wire/bytes.h"

namespace espseal::wire {

// A string inside the decoder's frame or the caller's memory; not NUL terminated.
struct Text {
    const char *data = nullptr;
    uint32_t size = 0;
};

namespace detail {

template <class T> consteval bool is_signed_number()
{
    if constexpr (__is_enum(T))
        return false; // enumerations of the trace have no negative values
    else
        return static_cast<T>(-1) < static_cast<T>(0);
}

struct BodyWriter {
    ByteSpan out;
    uint32_t size = 0;
    bool failed = false; // a field does not fit

    void number(uint64_t value);
    void bytes(const uint8_t *data, uint32_t length);
    void raw(const uint8_t *data, uint32_t length);
    void signed_number(int32_t value) { number((static_cast<uint32_t>(value) << 1) ^ (value < 0 ? UINT32_MAX : 0u)); } // zigzag

    void operator()(const Text &field) { bytes(reinterpret_cast<const uint8_t *>(field.data), field.size); }
    void operator()(const ByteView &field) { bytes(field.data, field.size); }
    template <class T> void operator()(const T &field)
    {
        if constexpr (is_signed_number<T>())
            signed_number(field);
        else
            number(static_cast<uint64_t>(field));
    }
};

struct BodyReader {
    ByteView in;
    uint32_t at = 0;
    bool failed = false; // a field is cut off or does not fit its type

    [[nodiscard]] bool more() const { return at < in.size && !failed; }
    uint64_t number(uint64_t limit);
    ByteView bytes();
    int32_t signed_number()
    {
        const uint32_t raw = static_cast<uint32_t>(number(UINT32_MAX));
        return static_cast<int32_t>((raw >> 1) ^ (0u - (raw & 1)));
    }

    void operator()(Text &field)
    {
        if (!more())
            return;
        const ByteView view = bytes();
        field = { reinterpret_cast<const char *>(view.data), view.size };
    }
    void operator()(ByteView &field)
    {
        if (more())
            field = bytes();
    }
    template <class T> void operator()(T &field)
    {
        if (!more())
            return;
        if constexpr (__is_enum(T)) {
            field = static_cast<T>(number(0xFF));
        } else if constexpr (static_cast<T>(-1) < static_cast<T>(0)) {
            field = signed_number();
        } else {
            field = static_cast<T>(number(static_cast<T>(-1))); // the type's largest value; 1 for bool
        }
    }
};

} // namespace detail

} // namespace espseal::wire
