// SPDX-License-Identifier: Apache-2.0
#include "core/flash/layout.h"

#include "core/flash/firmware.h"

#include <QSet>

#include <algorithm>

namespace espseal::flash {

QList<Region> system_regions(Size chip)
{
    const auto system = [](RegionRole role, Range slot) { return Region { .name = role_name(role), .role = role, .slot = slot, .pinned = true }; };
    return { system(RegionRole::rf_calibration, rf_calibration(chip)), system(RegionRole::phy_data, phy_data(chip)),
        system(RegionRole::system_parameters, system_parameters(chip)) };
}

QList<Region> unlisted_system_regions(const Plan &plan)
{
    QList<Region> missing = system_regions(plan.chip);
    if (const KnownFirmware *firmware = plan.firmware.isEmpty() ? nullptr : find_firmware(plan.firmware); firmware && !firmware->phy_data_in_flash)
        missing.removeIf([](const Region &system) { return system.role == RegionRole::phy_data; });
    missing.removeIf([&](const Region &system) {
        return std::ranges::any_of(plan.regions, [&](const Region &listed) {
            // The SDK's parameters cannot move: a region inside them (blank.bin, say) does not make the rest free.
            return listed.role == system.role && listed.is_placed() && (system.role != RegionRole::system_parameters || listed.slot.contains(system.slot));
        });
    });
    return missing;
}

QList<Region> all_regions(const Plan &plan)
{
    QList<Region> all = unlisted_system_regions(plan);
    std::ranges::copy_if(plan.regions, std::back_inserter(all), &Region::is_placed);
    std::ranges::stable_sort(all, {}, [](const Region &region) { return region.slot.start; });
    return all;
}

namespace {

std::optional<Range> program_slot(const Plan &plan, RegionRole role, std::optional<Address> start, Size usual)
{
    if (const Region *listed = plan.find(role); listed && listed->is_placed())
        return Range { listed->slot.start, std::max(listed->slot.size, listed->occupied().size) };
    return start ? std::optional(Range { *start, usual }) : std::nullopt;
}

} // namespace

QList<Range> fota_slots(const Plan &plan)
{
    const SizeMap *map = plan.size_map();
    if (!map || plan.map == MapKind::non_fota || !map->supported)
        return {};
    // An update may be as long as the program that runs now, wherever the plan says how long that is.
    Size usual = map->program_slot;
    for (const RegionRole role : { RegionRole::user1, RegionRole::user2 }) {
        if (const Region *listed = plan.find(role))
            usual = std::max(usual, listed->slot.size);
    }
    QList<Range> slots;
    for (const auto &[role, start] : { std::pair { RegionRole::user1, map->user1 }, std::pair { RegionRole::user2, map->user2 } }) {
        if (const std::optional<Range> slot = program_slot(plan, role, start, usual))
            slots += *slot;
    }
    return slots;
}

namespace {

QList<Range> joined(QList<Range> ranges)
{
    std::ranges::sort(ranges, {}, &Range::start);
    QList<Range> out;
    for (const Range &range : ranges) {
        if (out.isEmpty() || out.last().end() < range.start)
            out += range;
        else if (out.last().end() < range.end())
            out.last().size = range.end() - out.last().start;
    }
    return out;
}

} // namespace

QList<Range> free_ranges(const Plan &plan, const QString &without)
{
    QList<Range> taken;
    const auto take = [&](const Range &range) {
        if (!range.empty())
            taken += range.in_sectors();
    };
    for (const Region &region : plan.regions) {
        if (region.name != without && region.is_placed()) {
            take(region.slot);
            take(region.occupied());
        }
    }
    for (const Region &region : unlisted_system_regions(plan))
        take(region.slot);
    for (const Range &slot : fota_slots(plan))
        take(slot);
    const Region *own = without.isEmpty() ? nullptr : plan.find(without);
    for (const FirmwareSector &sector : firmware_sectors(plan)) {
        if (!own || !expects(sector, own->role))
            take(sector.range);
    }

    QList<Range> free;
    Address from;
    const Address chip_end(plan.chip.value());
    for (const Range &range : joined(taken)) {
        if (from < range.start && from < chip_end)
            free += Range { from, std::min(range.start, chip_end) - from };
        from = std::max(from, range.end());
    }
    if (from < chip_end)
        free += Range { from, chip_end - from };
    return free;
}

std::optional<Range> nearest_free(const QList<Range> &free, Address near, Size size)
{
    const Size need = std::max(size, Size(1)).in_sectors();
    const std::uint64_t want = near.value() / sector_size * sector_size;
    std::optional<Range> best;
    std::uint64_t best_distance = 0;
    for (const Range &range : free) {
        if (range.size < need)
            continue;
        const std::uint64_t start = std::clamp(want, range.start.value(), range.end().value() - need.value());
        const std::uint64_t distance = start > want ? start - want : want - start;
        if (!best || distance < best_distance) {
            best = Range { Address(start), need };
            best_distance = distance;
        }
    }
    return best;
}

std::uint32_t ErasePreview::sector_count() const
{
    std::uint32_t count = 0;
    for (const Range &range : sectors)
        count += range.size.sectors();
    return count;
}

Range write_range(const Region &region)
{
    if (!region.is_placed())
        return {};
    if (is_credential(region.role) || region.role == RegionRole::agent_settings)
        return Range { region.slot.start, std::max(region.slot.size, region.content.value_or(Size())) }.in_sectors();
    if (!region.content || region.content->value() == 0)
        return {};
    return Range { region.slot.start, *region.content }.in_sectors();
}

ErasePreview erase_preview(const Plan &plan, const QStringList &regions)
{
    ErasePreview preview;
    const QSet<QString> written(regions.begin(), regions.end());
    for (const Region &region : plan.regions) {
        if (const Range range = write_range(region); written.contains(region.name) && !range.empty())
            preview.sectors += range;
    }
    preview.sectors = joined(preview.sectors);
    for (const Region &region : all_regions(plan)) {
        if (written.contains(region.name))
            continue;
        for (const Range &sectors : preview.sectors) {
            if (const Range lost = region.occupied().intersected(sectors); !lost.empty())
                preview.also_erased += ErasePreview::Loss { region.name, lost };
        }
    }
    return preview;
}

} // namespace espseal::flash
