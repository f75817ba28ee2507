// SPDX-License-Identifier: Apache-2.0
#include "core/flash/layout.h"
#include "core/flash/rules.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::flash::rules {

namespace {

std::vector<Claim> all_claims(const Plan &plan)
{
    // Claims are large: they are sorted by reference and made once.
    struct Entry {
        Address start;
        const Region *region = nullptr;
        bool listed = true;
    };
    const QList<Region> unlisted = unlisted_system_regions(plan);
    std::vector<Entry> entries;
    entries.reserve(static_cast<std::size_t>(plan.regions.size() + unlisted.size()));
    for (const Region &region : plan.regions) {
        if (region.is_placed())
            entries.push_back({ region.slot.start, &region, true });
    }
    for (const Region &region : unlisted)
        entries.push_back({ region.slot.start, &region, false });
    std::ranges::stable_sort(entries, {}, &Entry::start);
    std::vector<Claim> claims;
    claims.reserve(entries.size());
    for (const auto &[start, region, listed] : entries) {
        claims.push_back(claim_of(*region));
        claims.back().listed = listed;
    }
    return claims;
}

// Length of the longest program that the plan knows; what the next one needs at least.
std::optional<Size> longest_program(const Plan &plan)
{
    std::optional<Size> longest;
    for (const Region &region : plan.regions) {
        if ((region.role == RegionRole::user1 || region.role == RegionRole::user2) && region.content)
            longest = std::max(longest.value_or(Size()), *region.content);
    }
    return longest;
}

std::vector<FotaSlot> all_fota_slots(const Plan &plan)
{
    std::vector<FotaSlot> slots;
    const std::optional<Size> longest = longest_program(plan);
    for (const Range &slot : fota_slots(plan)) {
        const auto listed = std::ranges::find_if(plan.regions, [&](const Region &region) {
            return (region.role == RegionRole::user1 || region.role == RegionRole::user2) && region.is_placed() && region.slot.start == slot.start;
        });
        const bool is_listed = listed != plan.regions.end();
        const QString usual = role_name(slots.empty() ? RegionRole::user1 : RegionRole::user2);
        slots.push_back({ .program = is_listed ? listed->name : usual,
            .listed = is_listed ? std::optional(claim_of(*listed)) : std::nullopt,
            .slot = slot,
            .today = { slot.start, std::min(slot.size, longest.value_or(slot.size)) } });
    }
    return slots;
}

std::vector<Growth> all_growth(const SizeMap *map, const std::vector<FotaSlot> &slots)
{
    std::vector<Growth> growth;
    for (const FotaSlot &fota : slots) {
        const Address linked = fota.slot.start + (map ? map->program_slot : Size());
        const std::optional<Claim> &listed = fota.listed;
        if (listed && !listed->region.content && fota.slot.end() < linked)
            growth.push_back({ fota.program, { fota.slot.end(), linked - fota.slot.end() } });
    }
    return growth;
}

} // namespace

Context::Context(const Plan &of)
    : plan(of)
    , map(of.size_map())
    , claims(all_claims(of))
    , fota(all_fota_slots(of))
    , growth(all_growth(map, fota))
    , free(free_ranges(of))
    , firmware(firmware_sectors(of))
{
}

} // namespace espseal::flash::rules
