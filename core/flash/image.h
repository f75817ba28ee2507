// SPDX-License-Identifier: Apache-2.0
// ESP8266 program images, as gen_appbin.py, esptool and the SDK's boot files write them.
#pragma once

#include <QList>
#include <QString>

#include "core/base/error.h"
#include "core/base/units.h"

#include <optional>
#include <span>

namespace espseal::flash {

enum class ImageKind {
    plain, // 0xE9: eagle.flash.bin, boot_vX.bin, esptool's first image
    fota, // 0xEA, irom segment first, then a 0xE9 part: user1/user2 for boot 1.2 and newer
    old, // 0xE9 with the application number in its header, irom at 0x10000: user1/user2 for boot 1.1
};

struct Segment {
    Size offset; // of its data in the file
    std::uint32_t load_address = 0; // 0: the irom part of a FOTA image, which stays in flash
    Size size;

    bool operator==(const Segment &) const = default;
};

struct Sum {
    std::uint32_t stored = 0;
    std::uint32_t computed = 0;

    [[nodiscard]] bool ok() const { return stored == computed; }
    bool operator==(const Sum &) const = default;
};

struct ImageInfo {
    ImageKind kind = ImageKind::plain;
    std::uint8_t spi_mode = 0; // byte 2: 0 QIO, 1 QOUT, 2 DIO, 3 DOUT
    std::uint8_t spi_speed = 0; // low nibble of byte 3: 0 40 MHz, 1 26.7, 2 20, 15 80
    std::uint8_t size_map = 0; // high nibble of byte 3: a value of flash_size_map
    int program = 0; // 1 or 2: user1 or user2, from the header; 0: not said
    std::uint32_t entry = 0; // address that runs first
    QList<Segment> segments; // in file order, the irom part included
    Sum checksum; // 0xEF xor every byte of the RAM segments
    std::optional<Sum> crc; // trailer of FOTA and old images
    Size code_end; // bytes of the file up to the end of code, checksum and CRC: what flash must hold
    Size file_size;
    QString boot_version; // of a boot loader, "1.7"; empty: no boot loader, or one that does not say

    bool operator==(const ImageInfo &) const = default;
};

// `file` begins at the image's first byte; what follows its end is ignored. Errors: `not-an-image` (no magic; HTML and zip files under a .bin
// name are named as such), `image-truncated` (a segment runs past the end). A wrong checksum or CRC is no error: see the sums.
[[nodiscard]] Result<ImageInfo> inspect_image(std::span<const std::uint8_t> file);

// The boot loader and the SDK take chip and map from the image at flash address 0; boot_vX.bin comes without and must be told when it is written.
// Sets the high nibble of byte 3; false, and nothing changes, if `image` does not begin with 0xE9. The checksum does not cover it.
[[nodiscard]] bool set_size_map(std::span<std::uint8_t> image, std::uint8_t value);

// "QIO", "80 MHz"; "?" for values that no tool writes.
[[nodiscard]] QString spi_mode_name(std::uint8_t mode);
[[nodiscard]] QString spi_speed_name(std::uint8_t speed);
// As esptool's --flash_mode and --flash_freq take them: "dio", "40m".
[[nodiscard]] QString spi_mode_argument(std::uint8_t mode);
[[nodiscard]] QString spi_speed_argument(std::uint8_t speed);
[[nodiscard]] std::optional<std::uint8_t> spi_mode(const QString &argument);
[[nodiscard]] std::optional<std::uint8_t> spi_speed(const QString &argument);

// The SDK's own name for such a file: "user1.4096.new.6.bin" says program, chip, boot format and map.
struct ImageFileName {
    int program = 0;
    Size chip;
    bool for_new_boot = true;
    std::uint8_t size_map = 0;
};
[[nodiscard]] std::optional<ImageFileName> parse_image_file_name(const QString &file_name);

} // namespace espseal::flash
