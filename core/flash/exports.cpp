// SPDX-License-Identifier: Apache-2.0
#include "core/flash/exports.h"

#include "core/flash/check.h"
#include "core/flash/export_formats.h"
#include "core/flash/texts.h"

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

constexpr std::array names {
    std::pair { ExportFormat::c_header, "c-header"_L1 },
    std::pair { ExportFormat::partition_table, "partition-table"_L1 },
    std::pair { ExportFormat::csv, "csv"_L1 },
    std::pair { ExportFormat::svg, "svg"_L1 },
    std::pair { ExportFormat::esptool, "esptool"_L1 },
};

// A picture or a table may show a conflict; a build or a flasher must not act on one.
bool acts(ExportFormat format)
{
    return format != ExportFormat::csv && format != ExportFormat::svg;
}

} // namespace

QString export_format_name(ExportFormat format)
{
    return std::ranges::find(names, format, [](const auto &pair) { return pair.first; })->second;
}

std::optional<ExportFormat> export_format(const QString &name)
{
    const auto found = std::ranges::find_if(names, [&](const auto &pair) { return pair.second == name; });
    return found == names.end() ? std::nullopt : std::optional(found->first);
}

Result<QByteArray> export_plan(const Plan &plan, ExportFormat format)
{
    if (acts(format)) {
        const QList<Finding> findings = check(plan);
        const auto worst = std::ranges::find(findings, Severity::error, &Finding::severity);
        if (worst != findings.end())
            return bad_input(u"plan-conflicts"_s, Texts::tr("The plan has a conflict: %1").arg(worst->message), worst->fix, worst->code);
    }
    switch (format) {
    case ExportFormat::c_header:
        return c_header(plan).toUtf8();
    case ExportFormat::partition_table:
        return partition_source(plan).toUtf8();
    case ExportFormat::csv:
        return csv(plan).toUtf8();
    case ExportFormat::svg:
        return svg(plan);
    case ExportFormat::esptool:
        break;
    }
    if (std::ranges::all_of(plan.regions, [](const Region &region) { return region.file.isEmpty(); }))
        return bad_input(u"nothing-to-write"_s, Texts::tr("No region of the plan has a file, so there is nothing to flash."),
            Texts::tr("Give the regions their files in the plan."));
    return esptool_arguments(plan).toUtf8();
}

} // namespace espseal::flash
