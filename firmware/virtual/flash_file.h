// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/descriptor.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>

namespace espseal::device {

// The flash's cells: a file mapped shared, so that they outlive the device and a forked application sees the same ones.
class FlashFile {
public:
    // Opens `path`, or makes it with factory content; an empty path stands for memory only. `size` may be left open: then an
    // existing file's own counts, or 4 MB. One device at a time has a file. The error is a sentence for the user.
    static std::expected<FlashFile, std::string> open(const std::string &path, std::optional<uint32_t> size);

    FlashFile(FlashFile &&other) noexcept
        : file_(std::move(other.file_))
        , cells_(std::exchange(other.cells_, {}))
    {
    }
    FlashFile &operator=(FlashFile &&) = delete;
    ~FlashFile();

    [[nodiscard]] std::span<uint8_t> cells() const { return cells_; }

private:
    FlashFile(Descriptor file, std::span<uint8_t> cells)
        : file_(std::move(file))
        , cells_(cells)
    {
    }

    Descriptor file_;
    std::span<uint8_t> cells_;
};

// "512KB", "1MB" .. "16MB"; a power of two.
[[nodiscard]] std::optional<uint32_t> parse_flash_size(const std::string &text);

// Writes a whole file or nothing.
[[nodiscard]] std::expected<void, std::string> write_whole(const std::string &path, std::span<const uint8_t> content);

} // namespace espseal::device
