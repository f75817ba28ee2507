// SPDX-License-Identifier: Apache-2.0
#include "core/flash/check.h"

#include "core/flash/rules.h"
#include "core/flash/texts.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace rules {

Finding finding(const QString &code, Severity severity, const QStringList &regions, const Range &range, const QString &message, const QString &fix)
{
    return { .code = code,
        .severity = severity,
        .confidence = Confidence::seen,
        .message = message,
        .why = {},
        .fix = fix,
        .actions = {},
        .regions = regions,
        .range = range,
        .place = regions.isEmpty() ? u"plan"_s : u"region:"_s + regions.first() };
}

QList<Finding> region_findings(const Context &context, const Region &region)
{
    if (!region.is_placed()) {
        Finding unplaced
            = finding(u"region-not-placed"_s, Severity::error, { region.name }, {}, Texts::tr("%1 has no place yet.").arg(Texts::quoted(region.name)),
                Texts::tr("Let “espseal flash suggest” place it, or give it a start and a size."));
        unplaced.range.reset();
        return { unplaced };
    }
    return place_findings(context, region) + content_findings(context, region) + image_findings(context, region) + sector_findings(context, region)
        + fota_findings(context, region) + firmware_findings(context, region);
}

namespace {

// Findings are large: only their addresses are sorted.
QList<Finding> by_address(QList<Finding> findings)
{
    std::vector<std::pair<Address, qsizetype>> order;
    order.reserve(static_cast<std::size_t>(findings.size()));
    for (qsizetype i = 0; i < findings.size(); ++i) {
        const std::optional<Range> &range = findings[i].range;
        order.emplace_back(range ? range->start : Address(), i);
    }
    std::ranges::sort(order); // the index keeps equal ones in order
    QList<Finding> out;
    out.reserve(findings.size());
    for (const auto &[address, index] : order)
        out += std::move(findings[index]);
    return out;
}

} // namespace

QList<Finding> all_findings(const Context &context)
{
    QList<Finding> out = plan_findings(context) + build_findings(context);
    for (const Region &region : context.plan.regions)
        out += region_findings(context, region);
    out += overlap_findings(context, max_findings + 1);
    return by_address(std::move(out));
}

namespace {

// Those that a user sees: of a plan with thousands of regions no more than fill the list, from the lowest address on.
QList<Finding> shown_findings(const Context &context)
{
    const QList<Region> &regions = context.plan.regions;
    if (regions.size() <= max_findings)
        return all_findings(context);
    std::vector<std::pair<Address, qsizetype>> order;
    order.reserve(static_cast<std::size_t>(regions.size()));
    for (qsizetype i = 0; i < regions.size(); ++i)
        order.emplace_back(regions[i].slot.start, i);
    std::ranges::sort(order);
    QList<Finding> out = plan_findings(context) + build_findings(context);
    for (const auto &[start, index] : order) {
        if (out.size() > max_findings)
            break;
        out += region_findings(context, regions[index]);
    }
    out += overlap_findings(context, max_findings + 1);
    return by_address(std::move(out));
}

} // namespace

} // namespace rules

namespace {

// Beyond these, a plan needs another look altogether, and trying fixes for each would take long.
constexpr qsizetype most_with_fixes = 100;

void cut(const Plan &plan, QList<Finding> &findings)
{
    if (findings.size() <= max_findings)
        return;
    findings.resize(max_findings);
    findings += rules::finding(u"more-findings"_s, Severity::error, {}, { Address(), plan.chip },
        Texts::tr("The plan has more problems than the %1 listed here.").arg(max_findings), Texts::tr("Correct these first, then check again."));
}

} // namespace

QList<Finding> check(const Plan &plan)
{
    const rules::Context context(plan);
    QList<Finding> findings = rules::shown_findings(context);
    for (qsizetype i = 0; i < std::min(findings.size(), most_with_fixes); ++i)
        rules::add_fixes(context, findings[i]);
    cut(plan, findings);
    return findings;
}

QList<Finding> findings_without_fixes(const Plan &plan)
{
    QList<Finding> findings = rules::shown_findings(rules::Context(plan));
    cut(plan, findings);
    return findings;
}

} // namespace espseal::flash
