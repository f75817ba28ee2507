// SPDX-License-Identifier: Apache-2.0
#include "core/flash/placement.h"

#include "core/flash/data_table.h"
#include "core/flash/firmware.h"
#include "core/wire/blob.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

struct Row {
    std::vector<MapKind> maps;
    std::uint32_t blob_sectors = 1;
    Address ca;
    Address identity;
    Address settings;
    PlaceReason reason = PlaceReason::gap;
};

PlaceReason reason_of(const QString &name)
{
    if (name == "manual"_L1)
        return PlaceReason::manual;
    return name == "at"_L1 ? PlaceReason::at : PlaceReason::gap;
}

std::vector<Row> read_rows()
{
    std::vector<Row> rows;
    for (const auto &value : data_table(u"placements.json"_s).value("placements"_L1).toArray()) {
        const QJsonObject object = value.toObject();
        Row row { .blob_sectors = static_cast<std::uint32_t>(object.value("blob_sectors"_L1).toInt()),
            .ca = table_address(object, u"ca"_s),
            .identity = table_address(object, u"identity"_s),
            .settings = table_address(object, u"settings"_s),
            .reason = reason_of(object.value("reason"_L1).toString()) };
        for (const auto &map : object.value("maps"_L1).toArray()) {
            if (const std::optional<MapKind> kind = map_kind(map.toString()))
                row.maps.push_back(*kind);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

Size needed_size(const Region &region)
{
    const Size tail(is_credential(region.role) ? wire::blob_header_size : 0);
    const Size content = region.content ? *region.content + tail : Size();
    return std::max({ content, region.slot.size, Size(1) }).in_sectors();
}

std::optional<UsualPlace> usual_place(const Plan &plan, const Region &region)
{
    if (const std::optional<FirmwareSector> expected = expected_sector(plan, region.role))
        return UsualPlace { expected->range.start, PlaceReason::firmware };
    static const std::vector<Row> rows = read_rows();
    // The pair is placed together: one two-sector blob moves both to the two-sector places.
    std::uint32_t sectors = 1;
    for (const Region &other : plan.regions) {
        if (is_credential(other.role))
            sectors = std::max(sectors, needed_size(other).sectors());
    }
    const auto row = std::ranges::find_if(
        rows, [&](const Row &candidate) { return std::ranges::contains(candidate.maps, plan.map) && candidate.blob_sectors >= sectors; });
    if (row == rows.end())
        return std::nullopt;
    if (is_ca(region.role))
        return UsualPlace { row->ca, row->reason };
    if (is_identity(region.role))
        return UsualPlace { row->identity, row->reason };
    if (region.role == RegionRole::agent_settings)
        return UsualPlace { row->settings, PlaceReason::gap };
    return std::nullopt;
}

} // namespace espseal::flash
