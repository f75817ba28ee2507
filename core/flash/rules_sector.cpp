// SPDX-License-Identifier: Apache-2.0
#include "core/flash/rules.h"

#include "core/flash/texts.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::flash::rules {

namespace {

// What the plan has at the place that the firmware looks at.
QString found_there(const Context &context, SectorIndex sector)
{
    const Address address(sector);
    if (address.value() >= context.plan.chip.value())
        return Texts::tr("beyond the end of the flash");
    const auto claim = std::ranges::find_if(context.claims, [&](const Claim &other) { return other.bytes.contains(address); });
    return claim == context.claims.end() ? Texts::tr("where the plan puts nothing") : Texts::tr("in %1").arg(Texts::quoted(claim->region.name));
}

} // namespace

QList<Finding> sector_findings(const Context &context, const Region &region)
{
    QList<Finding> out;
    for (const Level level : { Level::client, Level::server }) {
        const std::optional<SectorIndex> given = region.argument(level);
        if (!given || !is_credential(region.role) || Address(*given) == region.slot.start)
            continue;
        const SectorIndex right = region.slot.start.sector();
        Finding wrong = finding(u"wrong-sector-argument"_s, Severity::error, { region.name }, region.slot,
            Texts::tr("The firmware passes sector %1 to %2(%3, …), which is %4; the plan puts %5 at %6.")
                .arg(to_string(*given), enabling_call(region.role), level_name(level), found_there(context, *given), Texts::quoted(region.name),
                    to_string(region.slot.start)),
            Texts::tr("Pass %1 in the firmware, or move the region to %2.").arg(to_string(right), to_string(Address(*given))));
        if (Address(std::uint64_t(given->value())) == region.slot.start)
            wrong.why = Texts::tr("That is the address; the call takes the number of the sector, the address divided by 0x1000.");
        out += wrong;
    }
    return out;
}

} // namespace espseal::flash::rules
