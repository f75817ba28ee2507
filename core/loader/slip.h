// SPDX-License-Identifier: Apache-2.0
// Frames on the wire: C0 before and after, C0 and DB inside as DB DC and DB DD (RFC 1055).
#pragma once

#include "core/loader/bytes.h"

#include <optional>
#include <span>

namespace espseal::loader {

[[nodiscard]] Bytes slip_encode(std::span<const std::uint8_t> frame);

// Cuts a stream into frames. Whatever stands between two delimiters is a frame, so that a lost delimiter costs one frame and never the
// phase; text before the first delimiter is dropped. Frames longer than the ROM's own limit of 0x2000 bytes and frames with a wrong escape
// are dropped and counted.
class SlipReader {
public:
    void feed(std::span<const std::uint8_t> bytes);
    // The oldest complete frame.
    [[nodiscard]] std::optional<Bytes> next();
    // Forgets everything but the count.
    void reset();
    [[nodiscard]] std::uint64_t damaged() const { return damaged_; }

private:
    void take(std::uint8_t byte);
    void close_frame();

    std::vector<Bytes> frames_;
    std::size_t first_ = 0; // of those not handed out yet
    Bytes open_;
    bool started_ = false;
    bool escaped_ = false;
    bool bad_ = false;
    std::uint64_t damaged_ = 0;
};

} // namespace espseal::loader
