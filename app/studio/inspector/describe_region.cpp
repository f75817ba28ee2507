// SPDX-License-Identifier: Apache-2.0
#include "app/studio/inspector/describe.h"

#include "app/studio/actions/action_ids.h"
#include "app/studio/document/flash_text.h"
#include "core/flash/suggest.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Inspector", text);
}

QString use_of_room(const flash::Region &region)
{
    if (!region.content)
        return tr("not known");
    return tr("%1 of %2").arg(to_string(*region.content), to_string(region.slot.size));
}

// Why the region lies well, or where it would.
Fact judged_place(const flash::Region &region, const flash::Plan &plan)
{
    const Result<flash::Suggestion> suggestion = flash::suggest(plan);
    if (!suggestion || region.pinned || flash::is_code(region.role))
        return {};
    for (const flash::Placement &placement : suggestion->placements) {
        if (placement.region != region.name)
            continue;
        if (placement.slot.start == region.slot.start)
            return { tr("Why here"), placement.reason };
        return { tr("Suggested"), tr("%1: %2").arg(to_string(placement.slot.start), placement.reason) };
    }
    return {};
}

} // namespace

InspectorContent describe(const RegionRow &row, const PlanDocument &document)
{
    const flash::Region &region = row.region;
    InspectorContent content { .icon = role_icon(region.role),
        .title = row.listed ? region.name : flash::role_title(region.role),
        .subtitle = flash::role_title(region.role),
        .tone = state_tone(row.state),
        .status_icon = state_icon(row.state),
        .status = state_word(row.state) };
    FactSection place { {},
        { { tr("Range"), range_text(region.slot), true }, { tr("Sectors"), sectors_text(region.slot), true }, { tr("Content"), source_text(region) },
            { tr("Used"), use_of_room(region) }, row.listed ? judged_place(region, document.plan()) : Fact() } };
    content.sections.append(place);
    FactSection calls { tr("For the firmware's source"), {} };
    for (const QString &call : flash::firmware_calls(region))
        calls.facts.append({ {}, call, true });
    if (!calls.facts.isEmpty())
        content.sections.append(calls);
    for (const Finding &finding : document.findings())
        if (finding.regions.contains(region.name))
            content.findings.append(finding);
    if (row.listed)
        content.actions = { action::map_zoom_region, action::map_remove };
    return content;
}

} // namespace espseal::studio
