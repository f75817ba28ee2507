// SPDX-License-Identifier: Apache-2.0
#include "core/flash/file_system_mark.h"

#include <algorithm>
#include <string_view>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

using Bytes = std::span<const std::uint8_t>;

std::uint32_t half_word(Bytes bytes, std::size_t at)
{
    return bytes[at] | std::uint32_t(bytes[at + 1]) << 8;
}

std::uint32_t word(Bytes bytes, std::size_t at)
{
    return half_word(bytes, at) | half_word(bytes, at + 2) << 16;
}

// Superblock: the name at 8, behind it version, block size and block count.
std::optional<FileSystemMark> littlefs_at(Bytes bytes)
{
    constexpr std::string_view magic = "littlefs";
    if (!std::ranges::equal(bytes.subspan(8, magic.size()), magic, [](std::uint8_t byte, char c) { return byte == static_cast<std::uint8_t>(c); }))
        return std::nullopt;
    const std::uint64_t block = word(bytes, 24);
    const std::uint64_t size = block * word(bytes, 28);
    if (block < 128 || block > (1u << 20) || size == 0 || size % sector_size != 0 || size > bytes.size() || word(bytes, 20) >> 16 != 2)
        return std::nullopt;
    return FileSystemMark { u"LittleFS"_s, Size(size), true };
}

// spiffs_nucleus.h: SPIFFS_MAGIC and SPIFFS_MAGIC_PADDR, for 16-bit ids, pages of 256 bytes and one lookup page a block.
constexpr std::size_t spiffs_mark_offset = 256 - 4;
constexpr std::uint32_t spiffs_mark = (0x20140529u ^ 256u) & 0xFFFFu;
constexpr std::size_t fewest_blocks = 4;

// How many blocks from the first on have the mark; `blocks` 0: without a number in it.
std::size_t marked_blocks(Bytes bytes, std::size_t block, std::uint32_t blocks)
{
    std::size_t count = 0;
    const auto expected = [&] { return blocks == 0 ? spiffs_mark : spiffs_mark ^ static_cast<std::uint32_t>(blocks - count); };
    while ((blocks == 0 || count < blocks) && (count + 1) * block <= bytes.size() && half_word(bytes, count * block + spiffs_mark_offset) == expected())
        ++count;
    return count;
}

std::optional<FileSystemMark> spiffs_at(Bytes bytes)
{
    const std::uint32_t numbered = half_word(bytes, spiffs_mark_offset) ^ spiffs_mark;
    for (std::size_t block = sector_size; block <= 0x10000; block *= 2) {
        if (numbered >= fewest_blocks && numbered * block <= bytes.size() && marked_blocks(bytes, block, numbered) == numbered)
            return FileSystemMark { u"SPIFFS"_s, Size(numbered * block), true };
        const std::size_t run = numbered == 0 ? marked_blocks(bytes, block, 0) : 0;
        if (run >= fewest_blocks)
            return FileSystemMark { u"SPIFFS"_s, Size(run * block), false };
    }
    return std::nullopt;
}

} // namespace

std::optional<FileSystemMark> file_system_at(Bytes bytes)
{
    if (bytes.size() < sector_size)
        return std::nullopt;
    const std::optional<FileSystemMark> littlefs = littlefs_at(bytes);
    return littlefs ? littlefs : spiffs_at(bytes);
}

} // namespace espseal::flash
