// SPDX-License-Identifier: Apache-2.0
#include "app/studio/control/compare_control.h"

#include "app/studio/studio.h"
#include "app/studio/workspace/key_folder.h"

namespace espseal::studio {

using provision::CompareExtent;

CompareControl::CompareControl(Studio &studio, QObject *parent)
    : QObject(parent)
    , studio_(studio)
{
    ActionRegistry &actions = studio.actions;
    actions.on(action::map_compare, this, [this] { compare(CompareExtent::plan); });
    actions.on(action::map_compare_chip, this, [this] { compare(CompareExtent::chip); });
    actions.on(action::map_forget_board, this, [this] { studio_.reading.clear(); });
    for (const auto signal : { &JobRunner::started, &JobRunner::finished })
        connect(&studio.jobs, signal, this, &CompareControl::follow_board);
    for (const auto signal : { &DeviceList::changed, &DeviceList::current_changed }) {
        connect(&studio.devices, signal, this, &CompareControl::follow_board);
        connect(&studio.devices, signal, this, &CompareControl::follow_truth);
    }
    connect(&studio.document, &PlanDocument::changed, this, &CompareControl::follow_board);
    connect(&studio.document, &PlanDocument::changed, this, &CompareControl::follow_truth);
    connect(&studio.workspace, &Workspace::changed, this, &CompareControl::follow_truth);
    connect(&studio.reading, &BoardReading::changed, this, &CompareControl::follow_board);
    connect(&studio.run, &ProvisionRun::finished, this, [this] {
        const auto &snapshot = studio_.reading.snapshot();
        if (snapshot && studio_.run.kind() == RunKind::provision && studio_.run.port() == snapshot->port)
            studio_.reading.clear(); // it was written since
    });
    follow_board();
}

void CompareControl::compare(CompareExtent extent)
{
    const DeviceEntry *device = studio_.devices.current();
    if (!device || studio_.run.is_running())
        return;
    const QString port = device->port;
    const flash::Plan plan = studio_.document.plan();
    const QString digest = plan_digest(plan, studio_.workspace);
    const bool watched = studio_.watch.is_on() && studio_.watch.port() == port;
    studio_.watch.stop();
    studio_.devices.set_busy(port, tr("being read"));
    studio_.selection.go(Page::map);
    studio_.jobs.start<provision::ChipComparison>(
        tr("Compare %1 with the plan").arg(device->name()),
        [plan, port, extent, &keys = studio_.keys](const Job &job) -> Result<provision::ChipComparison> {
            const auto prepared = provision::prepare(plan, WorkspaceCredentials(KeyFolder(keys, job, tr("Comparing with the board"))));
            return prepared ? provision::compare_with_chip(*prepared, port, extent, job) : failure(prepared.error());
        },
        this,
        [this, port, digest, watched](Result<provision::ChipComparison> result) {
            studio_.devices.set_busy(port, {});
            finished(port, digest, std::move(result));
            if (watched && studio_.devices.find(port))
                studio_.watch.start(port, false);
        });
}

void CompareControl::finished(const QString &port, const QString &digest, Result<provision::ChipComparison> result)
{
    if (!result)
        return studio_.notify(result.error());
    studio_.devices.set_info(port, result->device);
    const DeviceEntry *device = studio_.devices.find(port);
    studio_.reading.show({ port, device ? device->name() : port, QDateTime::currentDateTimeUtc(), digest, result->runs });
    follow_truth(); // the plan may have changed meanwhile
}

void CompareControl::follow_truth()
{
    const auto &snapshot = studio_.reading.snapshot();
    if (!snapshot)
        return;
    const DeviceEntry *device = studio_.devices.current();
    if (!device || device->port != snapshot->port)
        studio_.reading.set_outdated(tr("Another board is chosen now, or none."));
    else if (plan_digest(studio_.document.plan(), studio_.workspace) != snapshot->digest)
        studio_.reading.set_outdated(tr("The plan has changed since; compare again."));
    else
        studio_.reading.set_outdated({});
}

void CompareControl::follow_board()
{
    const DeviceEntry *device = studio_.devices.current();
    QString why_not;
    if (!device)
        why_not = tr("Choose a board first.");
    else if (studio_.run.is_running() || studio_.jobs.front())
        why_not = tr("Wait until the running work is done, or stop it.");
    else if (device->obstacle)
        why_not = device->obstacle->sentence();
    ActionRegistry &actions = studio_.actions;
    actions.set_enabled(action::map_compare_chip, why_not.isEmpty(), why_not);
    if (why_not.isEmpty() && studio_.document.written_regions().isEmpty())
        why_not = tr("The plan writes nothing yet; the whole chip can be read.");
    actions.set_enabled(action::map_compare, why_not.isEmpty(), why_not);
    actions.set_enabled(action::map_forget_board, studio_.reading.snapshot().has_value(), tr("No board was compared."));
}

} // namespace espseal::studio
