// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include "core/base/units.h"

#include <optional>
#include <span>

namespace espseal::flash {

struct FileSystemMark {
    QString name; // "LittleFS"
    Size size; // whole sectors, within the bytes that were given
    bool says_size = true; // false: as far as its blocks follow each other
};

// The file system that begins with the first of these bytes: LittleFS 2 by its superblock; SPIFFS with pages of 256 bytes by the mark that each block has
// (with or without the number of blocks in it), at least four of them.
[[nodiscard]] std::optional<FileSystemMark> file_system_at(std::span<const std::uint8_t> bytes);

} // namespace espseal::flash
