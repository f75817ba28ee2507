// SPDX-License-Identifier: Apache-2.0
#include "core/flash/chip.h"

#include "core/flash/data_table.h"

#include <QJsonArray>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

constexpr std::array kind_names {
    std::pair { MapKind::non_fota, "non-fota"_L1 },
    std::pair { MapKind::map_256_256, "256+256"_L1 },
    std::pair { MapKind::map_512_512, "512+512"_L1 },
    std::pair { MapKind::map_1024_1024, "1024+1024"_L1 },
    std::pair { MapKind::map_2048_2048, "2048+2048"_L1 },
};

struct Tables {
    std::vector<SizeMap> maps;
    std::vector<Size> chips;
    Range boot;
    Range eagle_flash;
    Address irom0text;
    std::uint32_t rf_calibration = 0; // sectors from the end
    std::uint32_t phy_data = 0;
    std::uint32_t system_parameters = 0;
    std::uint32_t blank = 0;
};

std::optional<Address> optional_address(const QJsonObject &row, const QString &key)
{
    return row.contains(key) ? std::optional(table_address(row, key)) : std::nullopt;
}

SizeMap size_map(const QJsonObject &row)
{
    return {
        .value = static_cast<std::uint8_t>(row.value("value"_L1).toInt()),
        .sdk_name = row.value("sdk_name"_L1).toString(),
        .esptool_size = row.value("esptool_size"_L1).toString(),
        .kind = map_kind(row.value("kind"_L1).toString()).value_or(MapKind::non_fota),
        .chip = table_size(row, u"chip"_s),
        .user1 = optional_address(row, u"user1"_s),
        .user2 = optional_address(row, u"user2"_s),
        .program_slot = table_size(row, u"program_slot"_s),
        .irom0text_slot = table_size(row, u"irom0text_slot"_s),
        .cache_window = table_size(row, u"cache_window"_s),
        .boot = row.value("boot"_L1).toString(),
        .sdk3_refusal = row.value("sdk3_refusal"_L1).toString(),
        .supported = row.value("supported"_L1).toBool(true),
    };
}

Tables read_tables()
{
    const QJsonObject root = data_table(u"maps.json"_s);
    Tables tables;
    for (const auto &row : root.value("maps"_L1).toArray())
        tables.maps.push_back(size_map(row.toObject()));
    for (const SizeMap &map : tables.maps)
        tables.chips.push_back(map.chip);
    std::ranges::sort(tables.chips);
    tables.chips.erase(std::ranges::unique(tables.chips).begin(), tables.chips.end());

    const QJsonObject fixed = root.value("fixed"_L1).toObject();
    const auto from_end = [&](QLatin1StringView key) { return static_cast<std::uint32_t>(fixed.value(key).toInt()); };
    tables.boot = { table_address(fixed, u"boot_start"_s), table_size(fixed, u"boot_size"_s) };
    tables.eagle_flash = { table_address(fixed, u"eagle_flash_start"_s), table_size(fixed, u"eagle_flash_size"_s) };
    tables.irom0text = table_address(fixed, u"irom0text_start"_s);
    tables.rf_calibration = from_end("rf_calibration_from_end"_L1);
    tables.phy_data = from_end("phy_data_from_end"_L1);
    tables.system_parameters = from_end("system_parameters_from_end"_L1);
    tables.blank = from_end("blank_from_end"_L1);
    return tables;
}

const Tables &tables()
{
    static const Tables read = read_tables();
    return read;
}

Range sectors_from_end(Size chip, std::uint32_t from_end, std::uint32_t count)
{
    const std::uint64_t start = chip.value() - std::uint64_t(from_end) * sector_size;
    return { Address(start), Size(std::uint64_t(count) * sector_size) };
}

} // namespace

std::span<const SizeMap> size_maps()
{
    return tables().maps;
}

const SizeMap *find_size_map(int value)
{
    const auto found = std::ranges::find_if(tables().maps, [&](const SizeMap &map) { return map.value == value; });
    return found == tables().maps.end() ? nullptr : &*found;
}

const SizeMap *find_size_map(Size chip, MapKind kind)
{
    const auto found
        = std::ranges::find_if(tables().maps, [&](const SizeMap &map) { return map.chip == chip && (map.kind == kind || kind == MapKind::non_fota); });
    return found == tables().maps.end() ? nullptr : &*found;
}

std::span<const Size> chip_sizes()
{
    return tables().chips;
}

bool is_chip_size(Size size)
{
    return std::ranges::binary_search(tables().chips, size);
}

QString chip_size_name(Size chip)
{
    constexpr std::uint64_t mega = 1u << 20;
    return chip.value() < mega ? u"%1KB"_s.arg(chip.value() / 1024) : u"%1MB"_s.arg(chip.value() / mega);
}

QString map_kind_name(MapKind kind)
{
    return std::ranges::find(kind_names, kind, [](const auto &pair) { return pair.first; })->second;
}

std::optional<MapKind> map_kind(const QString &name)
{
    const auto found = std::ranges::find_if(kind_names, [&](const auto &pair) { return pair.second == name; });
    return found == kind_names.end() ? std::nullopt : std::optional(found->first);
}

Range boot_slot()
{
    return tables().boot;
}

Range eagle_flash_slot()
{
    return tables().eagle_flash;
}

Address irom0text_start()
{
    return tables().irom0text;
}

Range rf_calibration(Size chip)
{
    return sectors_from_end(chip, tables().rf_calibration, 1);
}

Range phy_data(Size chip)
{
    return sectors_from_end(chip, tables().phy_data, 1);
}

Range system_parameters(Size chip)
{
    return sectors_from_end(chip, tables().system_parameters, tables().system_parameters);
}

Range blank_sector(Size chip)
{
    return sectors_from_end(chip, tables().blank, 1);
}

} // namespace espseal::flash
