// SPDX-License-Identifier: Apache-2.0
#include "core/flash/firmware.h"

#include "core/flash/data_table.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

FirmwareSector read_sector(const QJsonObject &row)
{
    FirmwareSector sector { .maps = {},
        .range = { table_address(row, u"start"_s), table_size(row, u"size"_s) },
        .use = row.value("use"_L1).toString(),
        .role = role_of(row.value("role"_L1).toString()) };
    for (const auto &map : row.value("maps"_L1).toArray()) {
        if (const std::optional<MapKind> kind = map_kind(map.toString()))
            sector.maps.push_back(*kind);
    }
    return sector;
}

std::vector<KnownFirmware> read_all()
{
    std::vector<KnownFirmware> all;
    for (const auto &value : data_table(u"firmware.json"_s).value("firmware"_L1).toArray()) {
        const QJsonObject row = value.toObject();
        KnownFirmware firmware { .name = row.value("name"_L1).toString(),
            .title = row.value("title"_L1).toString(),
            .phy_data_in_flash = row.value("phy_data_in_flash"_L1).toBool(true),
            .one_image = row.value("one_image"_L1).toBool(false),
            .sectors = {} };
        for (const auto &sector : row.value("sectors"_L1).toArray())
            firmware.sectors.push_back(read_sector(sector.toObject()));
        all.push_back(std::move(firmware));
    }
    return all;
}

} // namespace

std::span<const KnownFirmware> known_firmware()
{
    static const std::vector<KnownFirmware> all = read_all();
    return all;
}

const KnownFirmware *find_firmware(const QString &name)
{
    const auto found = std::ranges::find(known_firmware(), name, &KnownFirmware::name);
    return found == known_firmware().end() ? nullptr : &*found;
}

QStringList known_firmware_names()
{
    QStringList names;
    for (const KnownFirmware &firmware : known_firmware())
        names += firmware.name;
    return names;
}

std::optional<QString> known_firmware_name(const QString &name)
{
    return find_firmware(name) ? std::optional(name) : std::nullopt;
}

std::vector<FirmwareSector> firmware_sectors(const Plan &plan)
{
    std::vector<FirmwareSector> sectors;
    if (const KnownFirmware *firmware = plan.firmware.isEmpty() ? nullptr : find_firmware(plan.firmware))
        std::ranges::copy_if(
            firmware->sectors, std::back_inserter(sectors), [&](const FirmwareSector &sector) { return std::ranges::contains(sector.maps, plan.map); });
    return sectors;
}

bool expects(const FirmwareSector &sector, RegionRole role)
{
    if (!sector.role)
        return false;
    return *sector.role == role || (*sector.role == RegionRole::client_ca && role == RegionRole::ca)
        || (*sector.role == RegionRole::client_identity && role == RegionRole::identity);
}

std::optional<FirmwareSector> expected_sector(const Plan &plan, RegionRole role)
{
    for (const FirmwareSector &sector : firmware_sectors(plan)) {
        if (expects(sector, role))
            return sector;
    }
    return std::nullopt;
}

} // namespace espseal::flash
