// SPDX-License-Identifier: Apache-2.0
// What chips and layouts the SDK knows. The numbers are data: resources/flash/maps.json, which names their sources.
#pragma once

#include <QString>

#include "core/base/units.h"

#include <optional>
#include <span>

namespace espseal::flash {

// How programs lie in flash.
enum class MapKind {
    non_fota, // eagle.flash.bin and eagle.irom0text.bin; no update over the air
    map_256_256, // FOTA: two programs of at most 256, 512, 1024 KB, each inside its own cache window
    map_512_512,
    map_1024_1024,
    map_2048_2048, // named by the SDK's header and refused by its code
};

// One value of the SDK's enum flash_size_map: the high nibble of byte 3 at flash address 0.
struct SizeMap {
    std::uint8_t value = 0; // 0..9
    QString sdk_name; // "FLASH_SIZE_32M_MAP_1024_1024"
    QString esptool_size; // "4MB-c1", as esptool's --flash_size takes it; empty for 7
    MapKind kind = MapKind::non_fota;
    Size chip;
    std::optional<Address> user1; // none: this value has no FOTA layout
    std::optional<Address> user2;
    Size program_slot; // usual partition size of each FOTA program
    Size irom0text_slot; // usual room of eagle.irom0text.bin
    Size cache_window; // a program must not cross a multiple of it
    QString boot; // oldest boot_vX that starts it: "1.4"; empty: none needed
    QString sdk3_refusal; // what SDK 3.x prints when a partition table names it: "emapg"; empty: it accepts it
    bool supported = true; // false: no SDK runs it
};

// All ten values, in order. The tables are read once; every thread may call.
[[nodiscard]] std::span<const SizeMap> size_maps();
[[nodiscard]] const SizeMap *find_size_map(int value);
// The value whose chip and kind these are. A non-FOTA plan takes the chip's smallest FOTA value, as Espressif's examples do.
[[nodiscard]] const SizeMap *find_size_map(Size chip, MapKind kind);

// 256 KB to 16 MB, ascending.
[[nodiscard]] std::span<const Size> chip_sizes();
[[nodiscard]] bool is_chip_size(Size size);

// "4MB", "512KB": in plans and on the command line, whatever the locale.
[[nodiscard]] QString chip_size_name(Size chip);
// "non-fota", "512+512": in plans and on the command line.
[[nodiscard]] QString map_kind_name(MapKind kind);
[[nodiscard]] std::optional<MapKind> map_kind(const QString &name);

// What has one place on every chip.
[[nodiscard]] Range boot_slot(); // boot_vX.bin
[[nodiscard]] Range eagle_flash_slot(); // eagle.flash.bin of a non-FOTA build
[[nodiscard]] Address irom0text_start();

// Sectors that the SDK keeps for itself, counted from the chip's end (N sectors).
[[nodiscard]] Range rf_calibration(Size chip); // N-5
[[nodiscard]] Range phy_data(Size chip); // N-4, esp_init_data_default.bin
[[nodiscard]] Range system_parameters(Size chip); // N-3..N-1
// N-2: where the SDK's blank.bin goes.
[[nodiscard]] Range blank_sector(Size chip);

} // namespace espseal::flash
