// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/factory.h"

#include "firmware/virtual/image.h"
#include "firmware/virtual/nor_flash.h"

#include <format>
#include <random>
#include <string_view>

namespace espseal::device {
namespace {

constexpr uint8_t mode_dio = 2;
constexpr uint32_t boot_entry = 0x4010F4F4, agent_entry = 0x40100004;
constexpr uint32_t code_at = 0x40100000, data_at = 0x3FFE8000;

// Compresses about as well as machine code does: a quarter of the words repeat an earlier one.
Bytes filling(std::string_view mark, uint32_t length)
{
    std::minstd_rand random(uint32_t(mark.size()) + length);
    Bytes bytes(mark.begin(), mark.end());
    bytes.resize((mark.size() + 4) / 4 * 4);
    while (bytes.size() < length) {
        const auto word = uint32_t(random());
        if (word % 4 == 0 && bytes.size() > 64)
            append(bytes, load32(bytes, bytes.size() - size_t(4) * (1 + word / 4 % 16)), 4);
        else
            append(bytes, word, 4);
    }
    bytes.resize(length);
    return bytes;
}

void append_segment(Bytes &image, uint32_t address, View data)
{
    append(image, address, 4);
    append(image, uint32_t(data.size()), 4);
    append(image, data);
}

Bytes segmented(uint8_t size_nibble, uint32_t entry, std::initializer_list<std::pair<uint32_t, Bytes>> segments)
{
    Bytes image { segmented_magic, uint8_t(segments.size()), mode_dio, uint8_t(size_nibble << 4) };
    append(image, entry, 4);
    uint8_t sum = 0xEF;
    for (const auto &[address, data] : segments) {
        append_segment(image, address, data);
        for (const uint8_t byte : data)
            sum ^= byte;
    }
    image.resize(image.size() / 16 * 16 + 15);
    image.push_back(sum);
    return image;
}

Bytes boot_loader(uint8_t size_nibble)
{
    return segmented(size_nibble, boot_entry, { { 0x4010F000, filling("espseal-boot", 3584) } });
}

Bytes user1(const FlashMap &map)
{
    const uint32_t code_length = map.nibble == 0 ? 0x24000 : 0x42000; // 256 KB slots hold less than 0x2B000 of it
    Bytes image { mapped_magic, mapped_mark, 0, 1 };
    append(image, agent_entry, 4);
    append_segment(image, 0, filling("espseal-agent", code_length));
    append(image,
        segmented(map.nibble, agent_entry,
            { { code_at, filling("espseal-agent.text", 0x6C00) }, { data_at, filling("espseal-agent.data", 0x540) },
                { data_at + 0x540, filling("espseal-agent.rodata", 0xA60) } }));
    append(image, image_crc(image), 4);
    return image;
}

} // namespace

std::vector<FactoryImage> factory_images(uint32_t flash_size)
{
    const FlashMap &map = *flash_map_for(flash_size);
    Bytes phy(128);
    phy[0] = 0x05;
    return {
        { "boot.bin", boot_loader_at, boot_loader(map.nibble) },
        { std::format("user1.{}.new.{}.bin", flash_size / 1024, map.nibble), user1_at, user1(map) },
        { "esp_init_data_default.bin", flash_size - 4 * sector_size, phy },
        { "blank.bin", flash_size - 2 * sector_size, Bytes(sector_size, 0xFF) },
    };
}

Bytes factory_flash(uint32_t flash_size)
{
    Bytes flash(flash_size, 0xFF);
    for (const FactoryImage &image : factory_images(flash_size))
        std::ranges::copy(image.content, flash.begin() + image.address);
    return flash;
}

} // namespace espseal::device
