// SPDX-License-Identifier: Apache-2.0
#include "core/flash/edit.h"

#include "core/flash/layout.h"
#include "core/flash/suggest.h"
#include "core/flash/texts.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

// What the firmware passes follows the region: the fix says that the firmware must change.
void add_arguments(EditList &list, const Region &region, SectorIndex sector)
{
    if (!region.client_sector && !region.server_sector)
        return;
    const auto follow = [&](const std::optional<SectorIndex> &given) { return given ? std::optional(sector) : std::nullopt; };
    list.edits.push_back({ SetSectorArguments { region.name, follow(region.client_sector), follow(region.server_sector) } });
}

Edit only_or_list(EditList list)
{
    return list.edits.size() == 1 ? std::move(list.edits.front()) : Edit { std::move(list) };
}

Edit place(const Region &region, const Range &slot)
{
    EditList list;
    if (slot.start != region.slot.start || !region.is_placed())
        list.edits.push_back({ MoveRegion { region.name, slot.start } });
    if (slot.size != region.slot.size)
        list.edits.push_back({ ResizeRegion { region.name, slot.size } });
    if (slot.start != region.slot.start)
        add_arguments(list, region, slot.start.sector());
    return only_or_list(std::move(list));
}

// The map, and with it the regions that lie where the old one had them.
Edit change_map(const Plan &plan, const SizeMap &map)
{
    EditList list;
    const MapKind kind = plan.map == MapKind::non_fota ? MapKind::non_fota : map.kind;
    list.edits.push_back({ SetChip { map.chip, kind } });
    const QList<Region> old_places = program_regions(plan.chip, plan.map) + system_regions(plan.chip);
    const QList<Region> new_places = program_regions(map.chip, kind) + system_regions(map.chip);
    for (const Region &region : plan.regions) {
        const auto old_place = std::ranges::find(old_places, region.role, &Region::role);
        const auto new_place = std::ranges::find(new_places, region.role, &Region::role);
        if (old_place == old_places.end() || new_place == new_places.end() || region.slot.start != old_place->slot.start)
            continue;
        if (new_place->slot.start != region.slot.start)
            list.edits.push_back({ MoveRegion { region.name, new_place->slot.start } });
        if (region.slot.size == old_place->slot.size && region.slot.size != new_place->slot.size)
            list.edits.push_back({ ResizeRegion { region.name, new_place->slot.size } });
    }
    return only_or_list(std::move(list));
}

} // namespace

Result<Edit> edit_for(const Plan &plan, const FixAction &fix)
{
    const auto outdated = bad_input(u"fix-outdated"_s, Texts::tr("This fix does not fit the plan any more."), Texts::tr("Check the plan again."), fix.action);
    const Range range = fix.range.value_or(Range {});
    if (fix.action.startsWith("plan.map."_L1)) {
        const SizeMap *map = find_size_map(fix.action.sliced(9).toInt());
        return map ? Result<Edit>(change_map(plan, *map)) : outdated;
    }
    if (fix.action.startsWith("plan.spi."_L1)) {
        const std::optional<std::uint8_t> mode = spi_mode(fix.action.section(u'.', 2, 2));
        const std::optional<std::uint8_t> speed = spi_speed(fix.action.section(u'.', 3, 3));
        return mode && speed ? Result<Edit>(Edit { SetSpi { mode, speed } }) : outdated;
    }
    if (fix.action == "plan.firmware.none"_L1)
        return plan.firmware.isEmpty() ? Result<Edit>(outdated) : Result<Edit>(Edit { SetKnownFirmware { {} } });
    if (fix.action == "region.add"_L1) {
        const std::optional<RegionRole> role = role_of(fix.region);
        if (!role)
            return outdated;
        return Edit { AddRegion { Region { .name = free_name(plan, fix.region), .role = *role, .slot = range } } };
    }
    const Region *region = plan.find(fix.region);
    if (!region)
        return outdated;
    if (fix.action == "region.move"_L1 || fix.action == "region.place"_L1)
        return place(*region, range);
    if (fix.action == "region.resize"_L1)
        return Edit { ResizeRegion { region->name, range.size } };
    if (fix.action == "region.remove"_L1)
        return Edit { RemoveRegion { region->name } };
    if (fix.action == "region.set-sector-argument"_L1) {
        EditList list;
        add_arguments(list, *region, range.start.sector());
        return list.edits.empty() ? Result<Edit>(outdated) : only_or_list(std::move(list));
    }
    return outdated;
}

} // namespace espseal::flash
