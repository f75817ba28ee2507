// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/boot.h"

#include "firmware/virtual/image.h"
#include "firmware/virtual/nor_flash.h"

#include <format>

namespace espseal::device {
namespace {

constexpr uint32_t irom0_at = 0x10000; // mapped code of an application without second-stage loader
constexpr uint32_t phy_sector_from_end = 4;
constexpr uint8_t phy_mark = 0x05;
constexpr uint32_t line = 16;

// What the ROM prints while it copies segments, in pieces of 16 bytes. True if the checksum fits.
bool load_segments(const SegmentedImage &image, std::string &text)
{
    uint8_t sum = 0xEF;
    uint32_t room = line;
    for (const Segment &segment : image.segments) {
        const auto length = uint32_t(segment.data.size());
        const uint32_t tail = length > room ? (length - room) % line : 0;
        for (const uint8_t byte : segment.data)
            sum ^= byte;
        text += std::format("load {:#010x}, len {}, room {} \ntail {}\nchksum 0x{:02x}\n", segment.address, length, room, tail, sum);
        room = (2 * line - tail - 8) % line;
    }
    text += std::format("csum 0x{:02x}\n", image.checksum);
    if (sum != image.checksum)
        text += "csum err\nets_main.c 442 \n";
    return sum == image.checksum;
}

const char *speed_name(uint8_t nibble)
{
    switch (nibble) {
    case 0:
        return "40MHz";
    case 1:
        return "26.7MHz";
    case 2:
        return "20MHz";
    case 0xF:
        return "80MHz";
    default:
        return "unknown";
    }
}

const char *mode_name(uint8_t mode)
{
    constexpr const char *names[] = { "QIO", "QOUT", "DIO", "DOUT" };
    return mode < std::size(names) ? names[mode] : "unknown";
}

std::string crash(uint32_t address)
{
    return std::format(
        "\nFatal exception 0(IllegalInstructionCause):\nepc1=0x{:08x}, epc2=0x00000000, epc3=0x00000000, excvaddr=0x00000000, depc=0x00000000\n", address);
}

// The application's own start: it looks for PHY data before anything else.
BootEnd start_application(View flash, const FlashMap &map, std::string &text)
{
    const uint32_t phy_at = (map.size - phy_sector_from_end * sector_size) % uint32_t(flash.size());
    if (flash[phy_at] == phy_mark)
        return BootEnd::Runs;
    text += std::format("rf_cal[0] !=0x05,is 0x{:02X}\n", flash[phy_at]);
    return BootEnd::Reboots;
}

enum class Slot { Good, Bad, Crashes };

Slot try_slot(View flash, uint32_t at, std::string &text)
{
    const View bytes = part(flash, at);
    const bool magic = !bytes.empty() && (bytes[0] == segmented_magic || (bytes[0] == mapped_magic && bytes[1] == mapped_mark));
    if (!magic) {
        text += "error magic!\n";
        return Slot::Bad;
    }
    const auto mapped = read_mapped(bytes);
    const auto plain = mapped ? std::nullopt : read_segmented(bytes);
    if (!mapped && !plain) {
        text += "error magic!\n"; // the header of the image inside is gone
        return Slot::Bad;
    }
    const SegmentedImage &ram = mapped ? mapped->ram : *plain;
    if (checksum_of(ram) != ram.checksum) {
        load_segments(ram, text);
        return Slot::Bad;
    }
    return mapped && !mapped->crc_fits ? Slot::Crashes : Slot::Good;
}

BootEnd run_boot_loader(View flash, const SegmentedImage &loader, std::string &text)
{
    const FlashMap *map = flash_map(loader.size_and_speed >> 4);
    text += std::format(
        "\n2nd boot version : 1.7(espseal)\n  SPI Speed      : {}\n  SPI Mode       : {}\n", speed_name(loader.size_and_speed & 0xF), mode_name(loader.mode));
    if (map == nullptr) {
        text += "flash map not support\n";
        return BootEnd::Stops;
    }
    text += std::format("  SPI Flash Size & Map: {}\n", map->name);
    uint32_t number = 1, at = user1_at;
    Slot slot = try_slot(flash, at, text);
    if (slot == Slot::Bad) {
        text += "first boot failed\n";
        number = 2;
        at = map->user2_at;
        slot = try_slot(flash, at, text);
    }
    if (slot == Slot::Bad) {
        text += "backup boot failed\n";
        return BootEnd::Stops;
    }
    text += std::format("jump to run user{} @ {:x}\n\n", number, at);
    if (slot == Slot::Good)
        return start_application(flash, *map, text);
    // The boot loader does not look at the CRC; code that was overwritten is simply executed.
    text += crash(0x40200000 + at + 0x10);
    return BootEnd::Reboots;
}

BootEnd run_plain(View flash, const SegmentedImage &application, std::string &text)
{
    const FlashMap *map = flash_map(application.size_and_speed >> 4);
    if (map == nullptr) {
        text += "flash map not support\n";
        return BootEnd::Stops;
    }
    if (std::ranges::all_of(part(flash, irom0_at, line), [](uint8_t byte) { return byte == 0xFF; })) {
        text += crash(0x40200000 + irom0_at);
        return BootEnd::Reboots;
    }
    return start_application(flash, *map, text);
}

} // namespace

BootReport boot_report(View flash)
{
    BootReport report { {}, BootEnd::Stops };
    const auto image = read_segmented(flash);
    if (!image)
        report.text = "ets_main.c 181 \n";
    else if (load_segments(*image, report.text))
        report.end = image->end <= user1_at ? run_boot_loader(flash, *image, report.text) : run_plain(flash, *image, report.text);
    return report;
}

} // namespace espseal::device
