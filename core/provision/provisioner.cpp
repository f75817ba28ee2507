// SPDX-License-Identifier: Apache-2.0
#include "core/provision/provisioner.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::provision {

namespace {

constexpr int console_baud = 115200; // of the running application
constexpr std::chrono::milliseconds linger(700);

QString text(const char *source, int n = -1)
{
    return QCoreApplication::translate("espseal::provision", source, nullptr, n);
}

// Tells the observer when a step begins and how it ends, whatever way its function returns. `well`: what a result is worth.
template <class Work, class Well = bool (*)()>
auto run_step(Step step, const StepObserver &observer, Work work, Well well = [] { return true; }) -> decltype(work(std::declval<QString &>()))
{
    observer({ step, StepState::running, {}, {} });
    QElapsedTimer clock;
    clock.start();
    QString detail;
    auto result = work(detail);
    if (!result)
        detail = result.error().sentence();
    observer({ step, result && well() ? StepState::done : StepState::failed, detail, std::chrono::milliseconds(clock.elapsed()) });
    return result;
}

Result<void> identify(const flash::Plan &plan, const loader::DeviceInfo &device, ProvisionReport &report, QString &detail)
{
    detail = text("%1, %2, flash %3 %4").arg(device.chip, loader::to_string(device.mac), QString::number(device.flash_id, 16), to_string(device.usable_size()));
    if (device.flash_size && *device.flash_size < plan.chip)
        return failed(u"chip-smaller"_s, text("The plan is for %1 of flash, but this board has %2.").arg(to_string(plan.chip), to_string(*device.flash_size)),
            text("Choose the board's flash size in the plan, or another board."));
    if (device.mac_is_blank)
        report.findings.append({ .code = u"mac-blank"_s,
            .severity = Severity::warning,
            .confidence = Confidence::seen,
            .message = text("The chip's MAC address is blank."),
            .why = text("Its eFuses read zero, as on damaged or cloned chips."),
            .fix = text("Do not bind an identity to this MAC; use the serial number on the label.") });
    return {};
}

QString written(const loader::WriteReport &report)
{
    if (report.written == 0)
        return text("Nothing to write: %n sector(s) were right already", static_cast<int>(report.unchanged));
    return text("%n sector(s) written and read back", static_cast<int>(report.written)) + u", "_s
        + text("%n right already", static_cast<int>(report.unchanged));
}

bool is_identity(const flash::Plan &plan, const QString &name)
{
    const flash::Region *region = plan.find(name);
    return region && flash::is_identity(region->role);
}

// The device can use only an empty sector, or what it wrote there itself.
Result<QList<DeviceKeyRegion>> look_at_device_keys(loader::FlashClient &client, const flash::Plan &plan, const ProvisionOptions &options, const Job &job)
{
    QList<DeviceKeyRegion> regions;
    for (const flash::Region &region : plan.regions) {
        if (!region.made_on_device || !region.is_placed())
            continue;
        const Result<SeenIdentity> found = look_at_identity(client, region.slot.start, job);
        if (!found)
            return failure(found.error());
        const bool erase = found->state == DeviceIdentity::foreign || (options.erase_device_keys && found->state != DeviceIdentity::empty);
        regions.append({ region.name, found->state, erase });
    }
    return regions;
}

// Keys made on the device that would be overwritten, where a certificate or settings are to be written. Without the user's word it is an error.
Result<QList<DeviceKeyRegion>> keys_to_lose(loader::FlashClient &client, const PreparedPlan &prepared, const ProvisionOptions &options, const Job &job)
{
    QList<DeviceKeyRegion> regions;
    for (const RegionContent &content : prepared.contents) {
        const flash::Region *region = prepared.plan.find(content.region);
        if (!region || (!flash::is_credential(region->role) && region->role != flash::RegionRole::agent_settings))
            continue;
        for (std::size_t offset = 0; offset < content.bytes.size(); offset += sector_size) {
            const Address at = content.start + Size(offset);
            const Result<SeenIdentity> found = look_at_identity(client, at, job);
            if (!found)
                return failure(found.error());
            if (!found->own_key)
                continue;
            if (!options.erase_device_keys)
                return failed(device_key_kept,
                    text("At %1 the device holds a key that it made itself, and the plan would write “%2” over it.").arg(to_string(at), content.region),
                    text("Leave it to the device in the plan (“made_on_device”), or give its key up for good with --erase-device-keys."));
            regions.append({ content.region, found->state, true });
        }
    }
    return regions;
}

Finding without_identity(const DeviceKeyRegion &region, const ProvisionOptions &options)
{
    const bool pending = region.found == DeviceIdentity::pending && !region.erased;
    return { .code = device_identity_missing,
        .severity = Severity::warning,
        .confidence = Confidence::seen,
        .message = pending ? text("The device has made a key, but has no certificate for it yet.") : text("The device has no certificate and key yet."),
        .why = text("The plan leaves %1 to the device.").arg(region.region),
        .fix = text("Let it make one: espseal device identity --port %1 --ca DIR --cn NAME").arg(options.port),
        .regions = { region.region } };
}

Result<loader::WriteReport> write(
    loader::FlashClient &client, const PreparedPlan &prepared, const ProvisionOptions &options, ProvisionReport &outcome, QString &detail, const Job &job)
{
    auto keys = look_at_device_keys(client, prepared.plan, options, job);
    if (!keys)
        return failure(keys.error());
    const auto lost = keys_to_lose(client, prepared, options, job);
    if (!lost)
        return failure(lost.error());
    outcome.device_keys = std::move(*keys);
    std::vector<loader::FlashPiece> pieces;
    pieces.reserve(prepared.contents.size() + static_cast<std::size_t>(outcome.device_keys.size()));
    for (const RegionContent &content : prepared.contents)
        pieces.push_back({ content.start, content.bytes.view(), content.region, is_identity(prepared.plan, content.region) });
    const std::vector<std::uint8_t> erased(sector_size, 0xFF);
    for (const DeviceKeyRegion &key : outcome.device_keys) {
        if (key.erased)
            pieces.push_back({ prepared.plan.find(key.region)->slot.start, erased, key.region });
        if (key.erased || key.found != DeviceIdentity::complete)
            outcome.findings.append(without_identity(key, options));
    }
    outcome.device_keys += *lost;
    auto report = client.write(pieces, job);
    if (report)
        detail = written(*report);
    return report;
}

Result<loader::ResetReport> restart(loader::FlashClient &client, QString &detail, const Job &job)
{
    auto report = client.reset_into_application(job);
    if (!report)
        return report;
    if (const std::optional<loader::BootBanner> &banner = report->banner; !report->done)
        detail = text("This port has no reset line: press RST on the board now");
    else if (banner)
        detail = text("Boot mode %1: %2")
                     .arg(banner->mode)
                     .arg(banner->runs_from_flash() ? text("running from flash") : text("not running from flash; check GPIO0 and GPIO15"));
    else
        detail = text("Reset; no boot text was readable");
    return report;
}

Result<void> watch_handshake(loader::Transport &transport, const PreparedPlan &prepared, const ProvisionOptions &options, SessionWatch &watch,
    ProvisionReport &report, QString &detail, const Job &job)
{
    if (const Result<void> rate = transport.set_baud(console_baud); !rate)
        return rate;
    job.report(text("Waiting for the first handshake"), 0, 0);
    auto session = watch.next_session(transport, options.handshake_patience, linger, job.stop);
    if (!session)
        return failure(session.error());
    report.session = std::move(*session);
    const monitor::DiagnosisContext context = diagnosis_context(prepared.plan);
    report.findings += report.session ? monitor::diagnose(*report.session, context) : monitor::diagnose(watch.device(), context);
    if (report.session && report.handshake_seen())
        detail = text("Handshake done in %1 ms").arg(report.session->handshake_us / 1000);
    else
        detail = report.findings.isEmpty() ? text("No handshake came up") : report.findings.constFirst().message;
    return {};
}

} // namespace

monitor::DiagnosisContext diagnosis_context(const flash::Plan &plan)
{
    monitor::DiagnosisContext context;
    context.flash_size = plan.chip;
    for (const flash::Region &region : plan.regions) {
        if (flash::is_credential(region.role) && region.is_placed())
            context.planned.append({ flash::is_ca(region.role) ? wire::BlobRole::ca : wire::BlobRole::identity, region.slot.start, region.name });
    }
    return context;
}

DeviceVisit::DeviceVisit(loader::FlashClient client, const ProvisionOptions &options, const StepObserver &observer, const Job &job)
    : client_(std::move(client))
    , options_(options)
    , observer_(observer)
    , job_(job)
{
    report_.device = client_.device();
}

Result<DeviceVisit> DeviceVisit::begin(const flash::Plan &plan, const ProvisionOptions &options, const StepObserver &observer, const Job &job)
{
    auto client = run_step(Step::connect, observer, [&](QString &detail) {
        auto connected = loader::FlashClient::connect(options.port, options.connect, job);
        if (connected)
            detail = text("%1 baud, reset: %2").arg(connected->device().baud).arg(connected->device().reset);
        return connected;
    });
    if (!client)
        return failure(client.error());
    DeviceVisit visit(*std::move(client), options, observer, job);
    ProvisionReport &report = visit.report_;
    const auto known = run_step(Step::identify, observer, [&](QString &detail) { return identify(plan, report.device, report, detail); });
    if (!known)
        return failure(known.error());
    return visit;
}

Result<void> DeviceVisit::write(const PreparedPlan &prepared)
{
    const auto report = run_step(Step::write, observer_, [&](QString &detail) { return provision::write(client_, prepared, options_, report_, detail, job_); });
    if (!report) {
        if (report.error().code == device_key_kept)
            let_go(); // nothing was written
        return failure(report.error());
    }
    report_.write = *report;
    return {};
}

void DeviceVisit::let_go()
{
    [[maybe_unused]] const auto reset = client_.reset_into_application(job_);
}

Result<void> DeviceVisit::prove(const PreparedPlan &prepared, SessionWatch &watch)
{
    watch.restarting();
    const auto restarted = run_step(Step::restart, observer_, [&](QString &detail) { return restart(client_, detail, job_); });
    if (!restarted)
        return failure(restarted.error());
    report_.restart = *restarted;
    watch.restarted(report_.restart.text);
    const bool waits_for_key = std::ranges::any_of(report_.findings, [](const Finding &finding) { return finding.code == device_identity_missing; });
    if (options_.handshake_patience.count() == 0 || waits_for_key) {
        observer_({ Step::handshake, StepState::skipped, {}, {} });
        return {};
    }
    const std::unique_ptr<loader::Transport> transport = client_.release();
    return run_step(
        Step::handshake, observer_, [&](QString &detail) { return watch_handshake(*transport, prepared, options_, watch, report_, detail, job_); },
        [&] { return report_.handshake_seen(); });
}

Result<ProvisionReport> provision(
    const PreparedPlan &prepared, const ProvisionOptions &options, SessionWatch &watch, const StepObserver &observer, const Job &job)
{
    return refuse_conflicts(prepared.findings)
        .and_then([&] { return DeviceVisit::begin(prepared.plan, options, observer, job); })
        .and_then([&](DeviceVisit visit) {
            return visit.write(prepared).and_then([&] { return visit.prove(prepared, watch); }).transform([&] { return visit.report(); });
        });
}

} // namespace espseal::provision
