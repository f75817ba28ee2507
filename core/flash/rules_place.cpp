// SPDX-License-Identifier: Apache-2.0
#include "core/flash/rules.h"

#include "core/flash/texts.h"

using namespace Qt::StringLiterals;

namespace espseal::flash::rules {

namespace {

std::optional<Address> fixed_address(const Context &context, RegionRole role)
{
    switch (role) {
    case RegionRole::bootloader:
        return boot_slot().start;
    case RegionRole::eagle_flash:
        return eagle_flash_slot().start;
    case RegionRole::user1:
        return context.map ? context.map->user1 : std::nullopt;
    case RegionRole::user2:
        return context.map ? context.map->user2 : std::nullopt;
    default:
        return std::nullopt;
    }
}

void check_chip(const Context &context, const Region &region, QList<Finding> &out)
{
    const Range claimed = claim_of(region).bytes;
    const Range chip { Address(), context.plan.chip };
    if (chip.contains(claimed))
        return;
    const Address from = std::max(claimed.start, Address(context.plan.chip.value()));
    out += finding(u"outside-chip"_s, Severity::error, { region.name }, { from, claimed.end() - from },
        Texts::tr("%1 lies at %2, but the flash of %3 ends at %4.")
            .arg(Texts::quoted(region.name), Texts::range(claimed), chip_size_name(context.plan.chip), to_string(Address(context.plan.chip.value() - 1))),
        Texts::tr("Move it down, or plan for the chip that is really there."));
}

void check_alignment(const Region &region, QList<Finding> &out)
{
    const bool bad_start = !region.slot.start.is_sector_aligned();
    if (!bad_start && region.slot.size.value() % sector_size == 0)
        return;
    out += finding(u"not-sector-aligned"_s, Severity::error, { region.name }, region.slot,
        (bad_start ? Texts::tr("%1 does not start at a sector: %2 is no multiple of 0x1000.")
                   : Texts::tr("%1 does not end at a sector: %2 is no multiple of 0x1000."))
            .arg(Texts::quoted(region.name), to_string(bad_start ? region.slot.start : region.slot.end())),
        Texts::tr("Flash is erased in sectors of 4,096 bytes: begin and end at a multiple of 0x1000."));
}

void check_address(const Context &context, const Region &region, QList<Finding> &out)
{
    const bool fota_program = region.role == RegionRole::user1 || region.role == RegionRole::user2;
    const bool plain_program = region.role == RegionRole::eagle_flash || region.role == RegionRole::irom0text;
    const bool fota = context.plan.map != MapKind::non_fota;
    if ((fota_program && !fota) || (plain_program && fota)) {
        out += finding(u"code-at-wrong-address"_s, Severity::error, { region.name }, region.slot,
            Texts::tr("%1 is a program of another layout: the map %2 has no %3.")
                .arg(Texts::quoted(region.name), map_kind_name(context.plan.map), role_name(region.role)),
            Texts::tr("Choose the map that the program was built for, or take the region out."));
        return;
    }
    const std::optional<Address> fixed = fixed_address(context, region.role);
    if (fixed && *fixed != region.slot.start)
        out += finding(u"code-at-wrong-address"_s, Severity::error, { region.name }, region.slot,
            Texts::tr("%1 is planned at %2, but the device starts it from %3.")
                .arg(Texts::quoted(region.name), to_string(region.slot.start), to_string(*fixed)),
            Texts::tr("Move it to %1.").arg(to_string(*fixed)));
}

// What app_partition.o of SDK 3.x refuses in a table that lies inside the chip and does not overlap.
void check_partition(const Context &context, const Region &region, QList<Finding> &out)
{
    const Range own = system_parameters(context.plan.chip);
    if (region.role == RegionRole::system_parameters && !own.contains(region.slot))
        out += finding(u"system-parameters-moved"_s, Severity::error, { region.name }, region.slot,
            Texts::tr("%1 is planned at %2, but the SDK keeps its parameters at %3.")
                .arg(Texts::quoted(region.name), Texts::range(region.slot), Texts::range(own)),
            Texts::tr("Move it to %1.").arg(to_string(own.start)));
    if (context.plan.sdk != Sdk::v3)
        return;
    const bool one_sector = region.role == RegionRole::bootloader || region.role == RegionRole::rf_calibration || region.role == RegionRole::phy_data;
    const bool program = region.role == RegionRole::user1 || region.role == RegionRole::user2;
    constexpr Size largest_program(0x100000);
    if (one_sector && region.slot.size != Size(sector_size))
        out += finding(u"partition-table-refused"_s, Severity::error, { region.name }, region.slot,
            Texts::tr("SDK 3.x wants exactly one sector for %1, not %2.").arg(Texts::quoted(region.name), to_string(region.slot.size)),
            Texts::tr("Make it 0x1000 bytes long."));
    else if (program && region.slot.size > largest_program)
        out += finding(u"partition-table-refused"_s, Severity::error, { region.name }, region.slot,
            Texts::tr("SDK 3.x accepts at most %1 for %2, not %3.").arg(to_string(largest_program), Texts::quoted(region.name), to_string(region.slot.size)),
            Texts::tr("Make it at most 0x100000 bytes long."));
}

} // namespace

QList<Finding> place_findings(const Context &context, const Region &region)
{
    QList<Finding> out;
    check_chip(context, region, out);
    check_alignment(region, out);
    check_address(context, region, out);
    check_partition(context, region, out);
    return out;
}

} // namespace espseal::flash::rules
