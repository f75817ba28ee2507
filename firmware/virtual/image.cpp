// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/image.h"

#include "firmware/virtual/bus.h"

#include <array>
#include <zlib.h>

namespace espseal::device {
namespace {

constexpr uint32_t header_size = 8, segment_header_size = 8, checksum_line = 16;
constexpr uint8_t most_segments = 16;
constexpr uint32_t dram_end = 0x40000000, iram_end = 0x40110000;

// Values of flash_size_map in the SDK's user_interface.h; 7 is not supported.
constexpr std::array maps {
    FlashMap { 0, 0x080000, 0x041000, "4Mbit(256KB+256KB)" },
    FlashMap { 2, 0x100000, 0x081000, "8Mbit(512KB+512KB)" },
    FlashMap { 3, 0x200000, 0x081000, "16Mbit(512KB+512KB)" },
    FlashMap { 4, 0x400000, 0x081000, "32Mbit(512KB+512KB)" },
    FlashMap { 5, 0x200000, 0x101000, "16Mbit(1024KB+1024KB)" },
    FlashMap { 6, 0x400000, 0x101000, "32Mbit(1024KB+1024KB)" },
    FlashMap { 8, 0x800000, 0x101000, "64Mbit(1024KB+1024KB)" },
    FlashMap { 9, 0x1000000, 0x101000, "128Mbit(1024KB+1024KB)" },
};

bool in_ram(uint32_t address, uint32_t length)
{
    const uint64_t end = uint64_t(address) + length;
    return (address >= dram_start && end <= dram_end) || (address >= iram_start && end <= iram_end);
}

} // namespace

std::optional<SegmentedImage> read_segmented(View bytes)
{
    if (bytes.size() < header_size || bytes[0] != segmented_magic || bytes[1] == 0 || bytes[1] > most_segments)
        return std::nullopt;
    SegmentedImage image { bytes[2], bytes[3], load32(bytes, 4), {}, 0, 0 };
    uint32_t at = header_size;
    for (uint8_t left = bytes[1]; left > 0; --left) {
        const uint32_t address = load32(bytes, at), length = load32(bytes, at + 4);
        at += segment_header_size;
        if (!in_ram(address, length) || uint64_t(at) + length > bytes.size())
            return std::nullopt;
        image.segments.push_back({ address, bytes.subspan(at, length) });
        at += length;
    }
    image.end = at / checksum_line * checksum_line + checksum_line;
    if (image.end > bytes.size())
        return std::nullopt;
    image.checksum = bytes[image.end - 1];
    return image;
}

uint8_t checksum_of(const SegmentedImage &image)
{
    uint8_t sum = 0xEF;
    for (const Segment &segment : image.segments) {
        for (const uint8_t byte : segment.data)
            sum ^= byte;
    }
    return sum;
}

std::optional<MappedImage> read_mapped(View bytes)
{
    if (bytes.size() < header_size + segment_header_size || bytes[0] != mapped_magic || bytes[1] != mapped_mark)
        return std::nullopt;
    const uint32_t code_length = load32(bytes, header_size + 4);
    auto ram = read_segmented(part(bytes, size_t(header_size) + segment_header_size + code_length));
    if (!ram)
        return std::nullopt;
    const uint32_t end = header_size + segment_header_size + code_length + ram->end;
    const bool crc_fits = end + 4 <= bytes.size() && load32(bytes, end) == image_crc(bytes.first(end));
    return MappedImage { code_length, std::move(*ram), crc_fits };
}

uint32_t image_crc(View bytes)
{
    const auto crc = uint32_t(crc32_z(0, bytes.data(), bytes.size()));
    return crc & 0x80000000U ? ~crc : crc + 1;
}

const FlashMap *flash_map(uint8_t nibble)
{
    const auto *found = std::ranges::find(maps, nibble, &FlashMap::nibble);
    return found == maps.end() ? nullptr : found;
}

const FlashMap *flash_map_for(uint32_t size)
{
    for (const uint8_t nibble : std::initializer_list<uint8_t> { 0, 2, 3, 4, 8, 9 }) {
        if (const FlashMap *map = flash_map(nibble); map->size == size)
            return map;
    }
    return nullptr;
}

} // namespace espseal::device
