// SPDX-License-Identifier: Apache-2.0
#include "core/flash/import_map.h"

#include "core/flash/texts.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

// The SDK counts its sectors from the end, so one of them tells where that is.
std::optional<Size> chip_by_places(const Plan &plan)
{
    for (const Size chip : chip_sizes()) {
        const auto lies = [&](RegionRole role, const Range &usual) {
            return std::ranges::any_of(plan.regions, [&](const Region &region) { return region.role == role && region.slot.start == usual.start; });
        };
        if (lies(RegionRole::system_parameters, system_parameters(chip)))
            return chip;
        if (lies(RegionRole::rf_calibration, rf_calibration(chip)) && lies(RegionRole::phy_data, phy_data(chip)))
            return chip;
    }
    for (const Size chip : chip_sizes()) {
        const Region *phy = plan.find(RegionRole::phy_data);
        const Region *blank = plan.find(RegionRole::system_parameters);
        if ((phy && phy->slot.start == phy_data(chip).start) || (blank && blank->slot.start == blank_sector(chip).start))
            return chip;
    }
    return std::nullopt;
}

std::optional<MapKind> kind_by_places(const Plan &plan, const std::optional<Size> &chip)
{
    if (const Region *second = plan.find(RegionRole::user2)) {
        for (const SizeMap &map : size_maps()) {
            if (map.user2 == second->slot.start && (!chip || map.chip == *chip))
                return map.kind;
        }
    }
    if (plan.find(RegionRole::eagle_flash) || plan.find(RegionRole::irom0text) || !plan.find(RegionRole::user1))
        return MapKind::non_fota;
    return std::nullopt;
}

std::unexpected<Error> unknown(const QString &what)
{
    return bad_input(u"import-map-unknown"_s, Texts::tr("Nothing in the input says %1.").arg(what),
        Texts::tr("Say it: --flash-size 4MB --map 1024+1024, or --map with a value of flash_size_map."));
}

} // namespace

Result<void> choose_map(Plan &plan, const ImportHints &hints, const MapEvidence &evidence)
{
    const SizeMap *hinted = hints.size_map ? find_size_map(*hints.size_map) : nullptr;
    const SizeMap *said = evidence.size_map ? find_size_map(*evidence.size_map) : nullptr;
    std::optional<Size> chip = hinted ? std::optional(hinted->chip) : hints.chip;
    if (!chip)
        chip = evidence.chip ? evidence.chip : said ? std::optional(said->chip) : chip_by_places(plan);
    if (!chip)
        return unknown(Texts::tr("how large the flash is"));
    std::optional<MapKind> kind = hinted ? std::optional(hinted->kind) : hints.map;
    if (!kind && evidence.map)
        kind = evidence.map;
    // A non-FOTA program has a map's number, too.
    const bool plain = plan.find(RegionRole::eagle_flash) || plan.find(RegionRole::irom0text);
    if (!kind && said && said->chip == *chip)
        kind = plain ? MapKind::non_fota : said->kind;
    if (!kind)
        kind = kind_by_places(plan, chip);
    if (!kind) {
        // One map only for this chip and two programs.
        QList<MapKind> kinds;
        for (const SizeMap &map : size_maps()) {
            if (map.supported && map.chip == *chip && map.user1)
                kinds += map.kind;
        }
        if (kinds.size() != 1)
            return unknown(Texts::tr("how the programs share the flash"));
        kind = kinds.first();
    }
    const SizeMap *map = find_size_map(*chip, *kind);
    if (!map || !map->supported)
        return bad_input(u"map-unsupported"_s, Texts::tr("No SDK runs a %1 %2 layout.").arg(chip_size_name(*chip), map_kind_name(*kind)),
            Texts::tr("Choose another map for this chip."));
    plan.chip = *chip;
    plan.map = *kind;
    return {};
}

std::unexpected<Error> import_error(const QString &code, int line, const QString &message, const QString &fix)
{
    return bad_input(code, line > 0 ? Texts::tr("Line %1: %2").arg(QString::number(line), message) : message, fix);
}

QString add_region(Plan &plan, RegionRole role, const QString &name, const Range &slot)
{
    QString printable = name.left(56);
    std::ranges::replace_if(printable, [](QChar c) { return !c.isPrint() || c.isSurrogate(); }, u'?');
    if (printable.trimmed().isEmpty())
        printable = role_name(role);
    plan.regions += Region { .name = free_name(plan, printable), .role = role, .slot = slot };
    return plan.regions.last().name;
}

} // namespace espseal::flash
