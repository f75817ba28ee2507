// SPDX-License-Identifier: Apache-2.0
// Espressif's boot_vX.bin, which starts the programs of FOTA maps.
#pragma once

#include <QString>
#include <QVersionNumber>

#include <cstdint>
#include <span>

namespace espseal::flash {

// The version that the loader prints at start ("2nd boot version : 1.7(5d6f877)"), from its first sector; else that of the SDK's file of the same length;
// null for other images.
[[nodiscard]] QVersionNumber boot_loader_version(std::span<const std::uint8_t> image);

} // namespace espseal::flash
