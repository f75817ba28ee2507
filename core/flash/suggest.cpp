// SPDX-License-Identifier: Apache-2.0
#include "core/flash/suggest.h"

#include "core/flash/layout.h"
#include "core/flash/placement.h"
#include "core/flash/texts.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

bool may_place(const Region &region)
{
    return !region.pinned && !is_code(region.role) && !is_system(region.role) && region.role != RegionRole::at_parameters;
}

QString reason_text(const Plan &plan, PlaceReason reason)
{
    switch (reason) {
    case PlaceReason::manual:
        return Texts::tr("The sector of Espressif's SSL manual; it lies behind program 1 and before program 2.");
    case PlaceReason::at:
        return Texts::tr("The sector that Espressif's AT firmware uses on this map; it lies behind program 1 and before program 2.");
    case PlaceReason::firmware:
        return Texts::tr("The sector where the firmware %1 looks for it.").arg(plan.firmware);
    case PlaceReason::gap:
        break;
    }
    return plan.map == MapKind::non_fota ? Texts::tr("Free behind the program; no SDK example uses it.")
                                         : Texts::tr("Free outside the slots of both programs, so no update touches it; no SDK example uses it.");
}

// Programs go where their map has them; a longer image makes its slot longer.
void place_programs(Plan &plan)
{
    const QList<Region> usual = program_regions(plan.chip, plan.map);
    for (Region &region : plan.regions) {
        const auto place = std::ranges::find(usual, region.role, &Region::role);
        if (place == usual.end() || region.pinned)
            continue;
        const Size slot = region.is_placed() && region.slot.start == place->slot.start ? region.slot.size : place->slot.size;
        region.slot = { place->slot.start, std::max(slot, region.content.value_or(Size()).in_sectors()) };
    }
}

// Its usual place, else where it lay before, else the nearest free place; all outside what updates write. In `plan` the regions that wait for a place
// have none; `before` still has all.
std::optional<Placement> place(const Plan &plan, const Plan &before, const Region &region)
{
    const Size size = needed_size(region);
    const QList<Range> free = free_ranges(plan, region.name);
    const auto is_free = [&](const Range &range) { return std::ranges::any_of(free, [&](const Range &gap) { return gap.contains(range); }); };

    const std::optional<UsualPlace> usual = usual_place(before, region);
    if (usual && is_free({ usual->start, size }))
        return Placement { region.name, { usual->start, size }, reason_text(plan, usual->reason) };
    const Range current { region.slot.start, size };
    if (region.is_placed() && current.start.is_sector_aligned() && is_free(current))
        return Placement { region.name, current, Texts::tr("It lies there already, and nothing else claims the place.") };

    const std::optional<Range> nearest = nearest_free(free, usual ? usual->start : Address(plan.chip.value()), size);
    if (!nearest)
        return std::nullopt;
    return Placement { region.name, *nearest,
        usual ? Texts::tr("The nearest free place to the usual %1, which is taken.").arg(to_string(usual->start))
              : Texts::tr("The highest free place, behind everything that updates write.") };
}

// Credentials before settings before the rest: they have usual places that nothing else should take.
std::vector<qsizetype> placing_order(const Plan &plan)
{
    std::vector<qsizetype> order;
    for (qsizetype i = 0; i < plan.regions.size(); ++i) {
        if (may_place(plan.regions[i]))
            order.push_back(i);
    }
    std::ranges::stable_sort(order, {}, [&](qsizetype i) {
        const RegionRole role = plan.regions[i].role;
        return is_credential(role) ? 0 : role == RegionRole::agent_settings ? 1 : 2;
    });
    return order;
}

} // namespace

Result<Suggestion> suggest(const Plan &wanted)
{
    Suggestion out { wanted, {} };
    Plan &plan = out.plan;
    place_programs(plan);

    const std::vector<qsizetype> order = placing_order(plan);
    const Plan before = plan;
    for (const qsizetype i : order)
        plan.regions[i].slot = {}; // out of the way of those placed before it
    for (const qsizetype i : order) {
        const Region &region = before.regions[i];
        const std::optional<Placement> placement = place(plan, before, region);
        if (!placement)
            return bad_input(u"no-room"_s,
                Texts::tr("There is no free place of %1 for %2 outside the programs, the SDK's sectors and the other regions.")
                    .arg(to_string(needed_size(region)), Texts::quoted(region.name)),
                Texts::tr("Use a larger chip, make the programs' slots smaller, or take a region out."));
        plan.regions[i].slot = placement->slot;
        out.placements += *placement;
    }
    std::ranges::sort(out.placements, {}, [&](const Placement &placement) { return plan.index_of(placement.region); });
    return out;
}

QList<Region> program_regions(Size chip, MapKind map)
{
    const auto program = [](RegionRole role, Range slot) { return Region { .name = role_name(role), .role = role, .slot = slot }; };
    const SizeMap *row = find_size_map(chip, map);
    if (!row || !row->supported)
        return {};
    if (map == MapKind::non_fota)
        return { program(RegionRole::eagle_flash, eagle_flash_slot()), program(RegionRole::irom0text, { irom0text_start(), row->irom0text_slot }) };
    return { program(RegionRole::bootloader, boot_slot()), program(RegionRole::user1, { row->user1.value(), row->program_slot }),
        program(RegionRole::user2, { row->user2.value(), row->program_slot }) };
}

Result<Plan> default_plan(Size chip, MapKind map, const AgentPlan &agent)
{
    Plan plan { .chip = chip, .map = map, .agent = agent, .regions = program_regions(chip, map) };
    if (plan.regions.isEmpty())
        return bad_input(u"map-unsupported"_s, Texts::tr("No SDK runs a %1 %2 layout.").arg(chip_size_name(chip), map_kind_name(map)),
            Texts::tr("Choose another map for this chip."));
    const SizeMap *row = plan.size_map();
    plan.sdk = row->sdk3_refusal.isEmpty() ? Sdk::v3 : Sdk::v2;
    for (const RegionRole role : { RegionRole::ca, RegionRole::identity, RegionRole::agent_settings })
        plan.regions += Region { .name = role_name(role), .role = role };
    Result<Suggestion> suggestion = suggest(plan);
    if (!suggestion)
        return std::unexpected(suggestion.error());
    return std::move(suggestion->plan);
}

} // namespace espseal::flash
