// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/bytes.h"

#include <optional>

namespace espseal::device {

inline constexpr uint8_t segmented_magic = 0xE9; // RAM segments, loaded by the ROM or by the boot loader
inline constexpr uint8_t mapped_magic = 0xEA; // code that runs from flash, then an image of RAM segments
inline constexpr uint8_t mapped_mark = 4; // second byte of the latter
inline constexpr uint32_t boot_loader_at = 0, user1_at = 0x1000;

struct Segment {
    uint32_t address = 0; // in RAM
    View data;
};

// An image of RAM segments: E9, count, mode, size and speed, entry; then the segments; XOR checksum at the end of a 16-byte line.
struct SegmentedImage {
    uint8_t mode = 0;
    uint8_t size_and_speed = 0;
    uint32_t entry = 0;
    std::vector<Segment> segments;
    uint8_t checksum = 0; // stored
    uint32_t end = 0; // offset behind the checksum byte, from the image's start
};

// Nothing if the magic is wrong or a segment would leave `bytes` or RAM.
[[nodiscard]] std::optional<SegmentedImage> read_segmented(View bytes);
[[nodiscard]] uint8_t checksum_of(const SegmentedImage &image);

// EA, 4, 0, user number, entry; one segment of mapped code; a segmented image; the CRC trailer.
struct MappedImage {
    uint32_t code_length = 0; // of the mapped segment
    SegmentedImage ram;
    bool crc_fits = false;
};
[[nodiscard]] std::optional<MappedImage> read_mapped(View bytes);

// The trailer of an image for the second-stage loader: CRC-32 of what stands before it, as Espressif's tool writes it.
[[nodiscard]] uint32_t image_crc(View bytes);

// A flash map: what the high nibble of the fourth byte at address 0 says.
struct FlashMap {
    uint8_t nibble = 0;
    uint32_t size = 0; // bytes
    uint32_t user2_at = 0;
    const char *name = nullptr; // as the boot loader prints it
};
[[nodiscard]] const FlashMap *flash_map(uint8_t nibble);
// The map a factory would choose for a chip of this size; 512 KiB to 16 MiB.
[[nodiscard]] const FlashMap *flash_map_for(uint32_t size);

} // namespace espseal::device
