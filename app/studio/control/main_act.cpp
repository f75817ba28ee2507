// SPDX-License-Identifier: Apache-2.0
#include "app/studio/control/main_act.h"

#include "app/studio/actions/action_ids.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text, const char *comment = nullptr, int count = -1)
{
    return QCoreApplication::translate("MainAct", text, comment, count);
}

MainAct blocked(const QString &line, QLatin1StringView fix = {}, const QString &fix_text = {})
{
    return { .text = tr("Provision"), .icon = u"provision"_s, .action = action::run_provision, .line = line, .fix_action = fix, .fix_text = fix_text };
}

MainAct running(const MainSituation &now)
{
    const QString name = now.device ? now.device->name() : QString();
    const bool writes = now.run_kind == RunKind::provision;
    return { .text = writes ? tr("Provisioning %1").arg(name) : tr("Verifying %1").arg(name),
        .icon = u"running"_s,
        .action = action::run_provision,
        .line = now.run_step };
}

MainAct after_writing(const MainSituation &now)
{
    const QString name = now.device->name();
    if (now.watching)
        return { .text = tr("Verify %1").arg(name),
            .icon = u"verify"_s,
            .enabled = true,
            .action = action::run_verify,
            .line = tr("Nothing to write; watching its handshakes") };
    return { .text = tr("Watch %1").arg(name),
        .icon = u"monitor"_s,
        .enabled = true,
        .action = action::run_watch,
        .line = tr("Holds the plan; see its next handshake") };
}

MainAct ready(const MainSituation &now)
{
    const QString regions = tr("%n region(s) to write", nullptr, static_cast<int>(now.regions));
    const QString sectors = tr("%n sector(s) to erase", nullptr, static_cast<int>(now.erase.sector_count()));
    return { .text = tr("Provision %1").arg(now.device->name()),
        .icon = u"provision"_s,
        .enabled = true,
        .action = action::run_provision,
        .line = u"%1, %2"_s.arg(regions, sectors) };
}

} // namespace

MainAct main_act(const MainSituation &now)
{
    if (now.run == RunState::running)
        return running(now);
    if (!now.missing.isEmpty())
        return { .text = tr("Make test certificates"),
            .icon = u"wand"_s,
            .enabled = true,
            .action = action::certificate_make_test,
            .line = tr("No content yet for %1").arg(now.missing.join(tr(" and "))) };
    if (now.board_starting)
        return blocked(tr("The virtual board is starting"));
    if (!now.device)
        return blocked(tr("Plug in a board, or"), action::virtual_start, tr("use the virtual one"));
    if (now.device->obstacle)
        return blocked(now.device->obstacle->message, action::view_devices, tr("Why?"));
    const auto error = std::ranges::find(now.findings, Severity::error, &Finding::severity);
    if (error != now.findings.end())
        return blocked(error->message, action::problem_next, tr("Fix..."));
    if (now.regions == 0)
        return blocked(tr("The plan writes nothing yet"), action::view_map, tr("Show the map"));
    return now.same_as_plan ? after_writing(now) : ready(now);
}

} // namespace espseal::studio
