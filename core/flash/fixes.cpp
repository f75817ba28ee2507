// SPDX-License-Identifier: Apache-2.0
#include "core/flash/edit.h"
#include "core/flash/fix_candidates.h"
#include "core/flash/rules.h"

#include <algorithm>
#include <set>

using namespace Qt::StringLiterals;

namespace espseal::flash::rules {

namespace {

// What makes a finding another one than before. Messages and ranges may change while the problem stays.
using Key = std::tuple<QString, Severity, QStringList>;

Key key_of(const Finding &finding)
{
    QStringList regions = finding.regions;
    regions.sort(); // which of two is named first may depend on where they lie
    return { finding.code, finding.severity, regions };
}

// The region that a fix changes, as it is afterwards; none for fixes that change more than one region.
std::optional<Region> changed_region(const Context &context, const FixAction &action, const Edit &edit)
{
    const Region *region = context.plan.find(action.region);
    if (!region || action.action == "region.add"_L1 || action.action == "region.remove"_L1)
        return std::nullopt;
    Plan alone;
    alone.regions = { *region };
    return apply(alone, edit) ? std::optional(alone.regions.first()) : std::nullopt;
}

// Findings of one region against all others: the same as a full check as far as this region goes, without looking at every pair.
QList<Finding> findings_with(const Context &context, const Region &region)
{
    QList<Finding> out = region_findings(context, region);
    const Claim claim = claim_of(region);
    const Range sectors = claim.bytes.in_sectors();
    for (const Claim &other : context.claims) { // by start
        if (Address(other.bytes.start.sector()) >= sectors.end())
            break;
        if (other.bytes.end() + Size(sector_size) <= sectors.start)
            continue;
        if (other.listed && other.region.name == region.name)
            continue;
        if (const std::optional<Finding> overlap = overlap_finding(claim, other))
            out += *overlap;
    }
    return out;
}

// The target is gone, and nothing is there that was not there before.
bool is_better(const Finding &target, const QList<Finding> &before, const QList<Finding> &after)
{
    std::set<Key> known;
    for (const Finding &finding : before)
        known.insert(key_of(finding));
    const Key goal = key_of(target);
    return std::ranges::all_of(after, [&](const Finding &finding) {
        const Key key = key_of(finding);
        const bool is_target = std::get<0>(key) == std::get<0>(goal) && std::get<2>(key) == std::get<2>(goal);
        return !is_target && known.contains(key);
    });
}

bool works(const Context &context, const Finding &target, const FixAction &action)
{
    const Result<Edit> edit = edit_for(context.plan, action);
    if (!edit)
        return false;
    if (const std::optional<Region> changed = changed_region(context, action, *edit)) {
        const Region before = *context.plan.find(action.region);
        // A program's slot decides what updates erase, a listed system region what the SDK's others are: only a full check tells.
        if (!is_code(before.role) && !is_system(before.role)) {
            const QList<Finding> after = findings_with(context, *changed);
            return after.isEmpty() || is_better(target, findings_with(context, before), after);
        }
    }
    Plan copy = context.plan;
    if (!apply(copy, *edit))
        return false;
    return is_better(target, all_findings(context), all_findings(Context(copy)));
}

} // namespace

void add_fixes(const Context &context, Finding &finding)
{
    for (const Candidate &candidate : candidates_for(context, finding)) {
        const bool known = std::ranges::contains(finding.actions, candidate.action);
        if (known || finding.actions.size() >= 3 || !works(context, finding, candidate.action))
            continue;
        if (finding.actions.isEmpty())
            finding.fix = candidate.sentence;
        finding.actions += candidate.action;
    }
}

} // namespace espseal::flash::rules
