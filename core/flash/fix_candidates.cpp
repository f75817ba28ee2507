// SPDX-License-Identifier: Apache-2.0
#include "core/flash/fix_candidates.h"

#include "core/flash/firmware.h"
#include "core/flash/layout.h"
#include "core/flash/placement.h"
#include "core/flash/suggest.h"
#include "core/flash/texts.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::flash::rules {

namespace {

bool may_move(const Region &region)
{
    return !region.pinned && !is_code(region.role) && !is_system(region.role);
}

// Firmware that has another sector compiled in must be built again.
bool firmware_must_change(const Region &region, Address start)
{
    const auto differs = [&](const std::optional<SectorIndex> &given) { return given && Address(*given) != start; };
    return differs(region.client_sector) || differs(region.server_sector);
}

// `sentence` has the label as %1.
Candidate place_at(const Region &region, const Range &slot, const QString &sentence)
{
    const bool same_size = slot.size == region.slot.size;
    QString label = same_size ? Texts::tr("Move %1 to %2").arg(Texts::quoted(region.name), to_string(slot.start))
                              : Texts::tr("Move %1 to %2 and make it %3 long").arg(Texts::quoted(region.name), to_string(slot.start), to_string(slot.size));
    QString whole = sentence.arg(label);
    if (firmware_must_change(region, slot.start)) {
        const QString sector = to_string(slot.start.sector());
        whole += u' ' + Texts::tr("The firmware must then pass sector %1.").arg(sector);
        label = Texts::tr("%1 (firmware must pass %2)").arg(label, sector);
    }
    return { { same_size ? u"region.move"_s : u"region.place"_s, label, region.name, slot }, whole };
}

Candidate resize_to(const Region &region, Size size)
{
    const QString label = Texts::tr("Make %1 %2 long").arg(Texts::quoted(region.name), to_string(size));
    return { { u"region.resize"_s, label, region.name, Range { region.slot.start, size } }, label + u'.' };
}

// The nearest free place, then the usual one.
void move_candidates(const Context &context, const Region &region, Candidates &out)
{
    if (!may_move(region))
        return;
    const Size size = needed_size(region);
    std::optional<Range> nearest = nearest_free(context.free, region.slot.start, size);
    if (!nearest)
        nearest = nearest_free(free_ranges(context.plan, region.name), region.slot.start, size);
    if (nearest)
        out.push_back(place_at(region, *nearest,
            context.fota.empty() ? Texts::tr("%1, the nearest free place.") : Texts::tr("%1, the nearest free place that no update over the air touches.")));
    const std::optional<UsualPlace> usual = usual_place(context.plan, region);
    if (usual && (!nearest || usual->start != nearest->start))
        out.push_back(place_at(region, { usual->start, size }, Texts::tr("%1, its usual place on this map.")));
}

void alignment_candidates(const Context &context, const Region &region, Candidates &out)
{
    const Address down(region.slot.start.sector());
    const Address up = down + Size(sector_size);
    const Size size = region.slot.size.in_sectors();
    for (const Address start : { down, up })
        out.push_back(place_at(region, { start, size }, u"%1."_s));
    if (region.slot.start.is_sector_aligned())
        out.insert(out.begin(), resize_to(region, size));
    move_candidates(context, region, out);
}

void address_candidates(const Context &context, const Region &region, Candidates &out)
{
    const QList<Region> usual = program_regions(context.plan.chip, context.plan.map) + system_regions(context.plan.chip);
    const auto place = std::ranges::find(usual, region.role, &Region::role);
    if (place == usual.end())
        return;
    out.push_back(place_at(region, { place->slot.start, region.slot.size }, u"%1."_s));
    out.push_back(place_at(region, place->slot, u"%1."_s));
}

void size_candidates(const Context &context, const Region &region, Candidates &out)
{
    out.push_back(resize_to(region, needed_size(region)));
    move_candidates(context, region, out);
}

// Fixed sizes: what the map has for the role.
void partition_candidates(const Context &context, const Region &region, Candidates &out)
{
    const QList<Region> usual = program_regions(context.plan.chip, context.plan.map) + system_regions(context.plan.chip);
    if (const auto place = std::ranges::find(usual, region.role, &Region::role); place != usual.end())
        out.push_back(resize_to(region, place->slot.size));
    const QString label = Texts::tr("Take %1 out of the plan").arg(Texts::quoted(region.name));
    out.push_back({ { u"region.remove"_s, label, region.name, std::nullopt }, label + u'.' });
}

void sector_candidates(const Context &context, const Region &region, Candidates &out)
{
    const SectorIndex right = region.slot.start.sector();
    const QString label = Texts::tr("Pass %1 to %2 in the firmware").arg(to_string(right), enabling_call(region.role));
    out.push_back({ { u"region.set-sector-argument"_s, label, region.name, region.slot }, label + u'.' });
    if (!may_move(region))
        return;
    for (const std::optional<SectorIndex> &given : { region.client_sector, region.server_sector }) {
        if (given && Address(*given) != region.slot.start && Address(*given) < Address(context.plan.chip.value()))
            out.push_back(place_at(region, { Address(*given), region.slot.size }, Texts::tr("%1, where the firmware looks for it.")));
    }
}

void firmware_candidates(const Context &context, const Region &region, Candidates &out)
{
    if (const std::optional<FirmwareSector> expected = may_move(region) ? expected_sector(context.plan, region.role) : std::nullopt)
        out.push_back(place_at(region, { expected->range.start, region.slot.size }, Texts::tr("%1, where the firmware looks for it.")));
    const QString label = Texts::tr("Plan for other firmware");
    out.push_back({ { u"plan.firmware.none"_s, label, {}, std::nullopt }, label + u'.' });
}

Candidate use_map(const SizeMap &map, const Plan &plan)
{
    const QString kind = map_kind_name(plan.map == MapKind::non_fota ? MapKind::non_fota : map.kind);
    const QString label = Texts::tr("Plan for %1 %2 (map %3)").arg(chip_size_name(map.chip), kind).arg(map.value);
    return { { u"plan.map.%1"_s.arg(map.value), label, {}, Range { Address(), map.chip } }, label + u'.' };
}

// Every image must agree before the plan can.
void spi_candidates(const Region &region, Candidates &out)
{
    const QString mode = spi_mode_argument(region.image.spi_mode);
    const QString speed = spi_speed_argument(region.image.spi_speed);
    if (speed.isEmpty() || !spi_mode(mode))
        return;
    const QString label = Texts::tr("Plan for %1, %2").arg(spi_mode_name(region.image.spi_mode), spi_speed_name(region.image.spi_speed));
    out.push_back({ { u"plan.spi.%1.%2"_s.arg(mode, speed), label, {}, std::nullopt }, label + u'.' });
}

void map_candidates(const Context &context, const Finding &finding, const Region *region, Candidates &out)
{
    const Plan &plan = context.plan;
    if (finding.code.startsWith("image-header"_L1)) {
        if (const SizeMap *map = find_size_map(region->image.size_map); map && map->supported)
            out.push_back(use_map(*map, plan));
        return;
    }
    for (const SizeMap &map : size_maps()) {
        const bool other_kind = map.chip == plan.chip && map.kind != plan.map;
        const bool larger = map.chip > plan.chip && (map.kind == plan.map || plan.map == MapKind::non_fota);
        if (map.supported && (finding.code == "outside-chip"_L1 ? larger : other_kind))
            out.push_back(use_map(map, plan));
    }
}

void add_candidates(const Context &context, const QString &role, Candidates &out)
{
    const auto add = [&](const Range &slot) {
        const QString label = Texts::tr("Add %1 at %2").arg(Texts::quoted(role), to_string(slot.start));
        out.push_back({ { u"region.add"_s, label, role, slot }, label + u'.' });
    };
    const QList<Region> programs = program_regions(context.plan.chip, context.plan.map);
    const Region wanted { .name = role, .role = role_of(role).value_or(RegionRole::user) };
    if (const auto place = std::ranges::find(programs, wanted.role, &Region::role); place != programs.end())
        return add(place->slot);
    const Size size = needed_size(wanted);
    const std::optional<UsualPlace> usual = usual_place(context.plan, wanted);
    if (usual)
        add({ usual->start, size });
    if (const auto nearest = nearest_free(context.free, usual ? usual->start : Address(), size))
        add(*nearest);
}

} // namespace

Candidates candidates_for(const Context &context, const Finding &finding)
{
    Candidates out;
    const QString &code = finding.code;
    const Region *region = finding.regions.isEmpty() ? nullptr : context.plan.find(finding.regions.first());
    if (code == "required-region-missing"_L1) {
        add_candidates(context, finding.regions.first(), out);
    } else if (code == "image-header-spi"_L1 && region) {
        spi_candidates(*region, out);
    } else if (code == "map-unsupported"_L1) {
        map_candidates(context, finding, nullptr, out);
    } else if (!region) {
        return out;
    } else if (code.startsWith("overlaps-"_L1) || code == "lost-at-next-fota"_L1 || code == "region-not-placed"_L1 || code == "program-may-grow"_L1
        || code == "firmware-sector-taken"_L1) {
        move_candidates(context, *region, out);
        const Region *other = finding.regions.size() > 1 ? context.plan.find(finding.regions.last()) : nullptr;
        if (other)
            move_candidates(context, *other, out);
        for (const Region *system : { region, other }) { // RF calibration and PHY data may lie elsewhere, but have a usual place
            if (system && is_system(system->role) && !system->pinned)
                address_candidates(context, *system, out);
        }
    } else if (code == "firmware-reads-elsewhere"_L1) {
        firmware_candidates(context, *region, out);
    } else if (code == "outside-chip"_L1) {
        move_candidates(context, *region, out);
        map_candidates(context, finding, region, out);
    } else if (code == "not-sector-aligned"_L1) {
        alignment_candidates(context, *region, out);
    } else if (code == "code-at-wrong-address"_L1 || code == "system-parameters-moved"_L1) {
        address_candidates(context, *region, out);
    } else if (code == "code-larger-than-slot"_L1 || code == "blob-larger-than-region"_L1 || code == "blob-needs-erased-tail"_L1) {
        size_candidates(context, *region, out);
    } else if (code == "partition-table-refused"_L1) {
        partition_candidates(context, *region, out);
    } else if (code == "wrong-sector-argument"_L1) {
        sector_candidates(context, *region, out);
    } else if (code.startsWith("image-header"_L1) || code == "boot-too-old"_L1) {
        map_candidates(context, finding, region, out);
    }
    return out;
}

} // namespace espseal::flash::rules
