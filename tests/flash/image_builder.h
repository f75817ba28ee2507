// SPDX-License-Identifier: Apache-2.0
// Images as gen_appbin.py writes them, made without core/flash.
#pragma once

#include <QByteArray>

#include <vector>

namespace espseal::flash::test {

struct RamSegment {
    quint32 address = 0x40100000;
    QByteArray data;
};

struct ImageParts {
    quint8 mode = 0; // QIO
    quint8 flash = 0x60; // size map 6, 40 MHz
    quint32 entry = 0x40100004;
    std::vector<RamSegment> segments { { 0x40100000, QByteArray(40, 't') }, { 0x3FFE8000, QByteArray(12, 'd') }, { 0x3FFE8010, QByteArray(100, 'r') } };
};

// 0xE9 image: header, segments, padding, checksum.
[[nodiscard]] QByteArray plain_image(const ImageParts &parts = {});
// 0xEA image of `irom` bytes (a multiple of 16) with its CRC.
[[nodiscard]] QByteArray fota_image(int program, int irom, const ImageParts &parts = {});
// For boot 1.1: the application number in an 0xE9 header, irom at 0x10000, CRC.
[[nodiscard]] QByteArray old_image(int program, int irom);

} // namespace espseal::flash::test
