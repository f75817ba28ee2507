// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include <QJsonArray>

#include "app/cli/flash/commands.h"
#include "core/flash/check.h"
#include "core/flash/plan_file.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

constexpr int conflicting_plan = 3;

QString severity_word(Severity severity)
{
    switch (severity) {
    case Severity::info:
        return FlashTexts::tr("note");
    case Severity::warning:
        return FlashTexts::tr("warning");
    case Severity::error:
        break;
    }
    return FlashTexts::tr("error");
}

QString text_of(const QList<Finding> &findings)
{
    if (findings.isEmpty())
        return FlashTexts::tr("No problems.");
    QStringList lines;
    for (const Finding &finding : findings) {
        lines += u"%1: %2 [%3]"_s.arg(severity_word(finding.severity), finding.message, finding.code);
        if (!finding.why.isEmpty())
            lines += u"  "_s + finding.why;
        lines += u"  "_s + FlashTexts::tr("Fix: %1").arg(finding.fix);
    }
    return lines.join(u'\n');
}

Result<Outcome> check_plan(const std::string &path)
{
    const Result<LoadedPlan> loaded = load_and_measure(path);
    if (!loaded)
        return std::unexpected(loaded.error());
    const QList<Finding> findings = loaded->file_findings + flash::check(loaded->plan);
    QJsonArray array;
    for (const Finding &finding : findings)
        array.append(to_json(finding));
    const bool ok = !has_errors(findings);
    return Outcome { { { u"ok"_s, ok }, { u"findings"_s, array } }, text_of(findings), ok ? 0 : conflicting_plan };
}

} // namespace

Result<LoadedPlan> load_and_measure(const std::string &path)
{
    Result<flash::Plan> plan = flash::load_plan(QString::fromStdString(path));
    if (!plan)
        return std::unexpected(plan.error());
    LoadedPlan loaded { std::move(*plan), {} };
    loaded.file_findings = flash::measure(loaded.plan);
    return loaded;
}

void add_flash_check(CLI::App &flash, Session &session)
{
    CLI::App &command = *flash.add_subcommand("check", "Find conflicts in a plan, each with a fix");
    const auto path = std::make_shared<std::string>();
    command.add_option("PLAN", *path, "Plan file")->required();
    command.callback([&session, path] { session.choose([path](Session &) { return check_plan(*path); }); });
}

} // namespace espseal::cli
