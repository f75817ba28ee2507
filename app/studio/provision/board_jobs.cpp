// SPDX-License-Identifier: Apache-2.0
#include "app/studio/provision/board_jobs.h"

#include "app/studio/workspace/key_folder.h"

#include <QCoreApplication>
#include <QElapsedTimer>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

using provision::Step;
using provision::StepState;

QString tr(const char *text, int count = -1)
{
    return QCoreApplication::translate("BoardJobs", text, nullptr, count);
}

Result<provision::PreparedPlan> prepared_plan(const RunRequest &request, const Job &job)
{
    return provision::prepare(request.plan, WorkspaceCredentials(KeyFolder(*request.keys, job, tr("Provisioning"))));
}

template <class Work> auto step(Step which, const provision::StepObserver &observer, Work work) -> decltype(work(std::declval<QString &>()))
{
    observer({ .step = which, .state = StepState::running });
    QElapsedTimer clock;
    clock.start();
    QString detail;
    auto result = work(detail);
    if (!result)
        detail = result.error().sentence();
    observer({ which, result ? StepState::done : StepState::failed, detail, std::chrono::milliseconds(clock.elapsed()) });
    return result;
}

QString difference(const provision::RegionContent &content, const QList<loader::Mismatch> &wrong)
{
    const loader::Mismatch &first = wrong.constFirst();
    if (first.erased)
        return tr("%1 should be at %2, but the sector is erased.").arg(content.region, to_string(content.start));
    return tr("%1 differs from the plan in %n sector(s), first at %2.", static_cast<int>(wrong.size())).arg(content.region, to_string(first.first));
}

Result<bool> is_settings_of_another_day(loader::FlashClient &client, const provision::RegionContent &content, const Job &job)
{
    if (!provision::same_but_for_the_clock(content.bytes.view(), content.bytes.view())) // no settings at all
        return false;
    return client.read({ content.start, Size(content.bytes.size()) }, job).transform([&](const SecureBytes &board) {
        return provision::same_but_for_the_clock(content.bytes.view(), board.view());
    });
}

Result<void> compare(loader::FlashClient &client, const provision::PreparedPlan &prepared, QString &detail, const Job &job)
{
    QStringList differences;
    for (const provision::RegionContent &content : prepared.contents) {
        const Result<QList<loader::Mismatch>> wrong = client.verify({ content.start, content.bytes.view(), content.region }, job);
        if (!wrong)
            return failure(wrong.error());
        if (wrong->isEmpty())
            continue;
        const Result<bool> same = is_settings_of_another_day(client, content, job);
        if (!same)
            return failure(same.error());
        if (!*same)
            differences.append(difference(content, *wrong));
    }
    if (!differences.isEmpty())
        return failed(u"verify-differs"_s, differences.constFirst(), tr("Provision the board again."), differences.join(u'\n'));
    detail = tr("%n region(s) are as planned", static_cast<int>(prepared.contents.size()));
    return {};
}

Result<loader::ResetReport> restart(loader::FlashClient &client, QString &detail, const Job &job)
{
    Result<loader::ResetReport> report = client.reset_into_application(job);
    if (report && !report->done)
        detail = tr("This port has no reset line: press RST on the board now");
    return report;
}

} // namespace

Result<provision::ProvisionReport> provision_board(const RunRequest &request, std::chrono::milliseconds handshake_patience, provision::SessionWatch &watch,
    const provision::StepObserver &observer, const Job &job)
{
    job.report(tr("Reading certificates and files"), 0, 0);
    const Result<provision::PreparedPlan> prepared = prepared_plan(request, job);
    if (!prepared)
        return failure(prepared.error());
    provision::ProvisionOptions options { .port = request.port };
    options.handshake_patience = handshake_patience;
    options.erase_device_keys = request.overwrite_device_keys;
    return provision::provision(*prepared, options, watch, observer, job);
}

Result<loader::DeviceInfo> verify_board(const RunRequest &request, const provision::StepObserver &observer, const Job &job)
{
    const Result<provision::PreparedPlan> prepared = prepared_plan(request, job);
    if (!prepared)
        return failure(prepared.error());
    auto client = step(Step::connect, observer, [&](QString &detail) {
        return loader::FlashClient::connect(request.port, {}, job).transform([&](loader::FlashClient &&connected) {
            detail = tr("%1 baud").arg(connected.device().baud);
            return std::move(connected);
        });
    });
    if (!client)
        return failure(client.error());
    loader::DeviceInfo device = client->device();
    observer({ Step::identify, StepState::done, tr("%1, %2").arg(device.chip, loader::to_string(device.mac)), {} });
    const Result<void> same = step(Step::write, observer, [&](QString &detail) { return compare(*client, *prepared, detail, job); });
    const auto restarted = step(Step::restart, observer, [&](QString &detail) { return restart(*client, detail, job); });
    if (!same)
        return failure(same.error());
    if (!restarted)
        return failure(restarted.error());
    return device;
}

Result<loader::DeviceInfo> identify_board(const QString &port, const Job &job)
{
    Result<loader::FlashClient> client = loader::FlashClient::connect(port, {}, job);
    if (!client)
        return failure(client.error());
    loader::DeviceInfo device = client->device();
    return client->reset_into_application(job).transform([&](const loader::ResetReport &) { return std::move(device); });
}

Result<loader::ResetReport> restart_board(const QString &port, const Job &job)
{
    Result<loader::FlashClient> client = loader::FlashClient::connect(port, {}, job);
    if (!client)
        return failure(client.error());
    return client->reset_into_application(job);
}

} // namespace espseal::studio
