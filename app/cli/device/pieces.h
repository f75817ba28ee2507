// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/device/commands.h"
#include "core/base/secure_bytes.h"

#include <vector>

namespace espseal::cli {

// A file and its place. It may be an identity with its private key.
struct PlacedFile {
    Address start;
    QString path;
    SecureBytes bytes;

    [[nodiscard]] loader::FlashPiece piece() const { return { start, bytes.view(), path }; }
};

// ADDR FILE ADDR FILE ... Errors: usage for a missing half, bad input for an unreadable or empty file.
[[nodiscard]] Result<std::vector<PlacedFile>> load_pieces(const std::vector<std::string> &words);

} // namespace espseal::cli
