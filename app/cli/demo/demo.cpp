// SPDX-License-Identifier: Apache-2.0
#include "app/cli/demo/demo.h"

#include <QDir>
#include <QElapsedTimer>

#include "app/cli/monitor/ladder_text.h"
#include "app/cli/provision/step_printer.h"
#include "core/base/files.h"
#include "core/flash/check.h"
#include "core/flash/layout.h"
#include "core/flash/plan_file.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

const QString device_name = u"greenhouse-17"_s;
constexpr std::chrono::seconds patience(15);
constexpr SectorIndex wrong_sector(0x7C); // next to the plan's credentials, and erased

} // namespace

Demo::Demo(Session &session, QString keep)
    : session_(session)
    , keep_(std::move(keep))
    , device_({ .flash_file = keep_.isEmpty() ? QString() : QDir(keep_).filePath(u"flash.bin"_s), .mac = u"5C:CF:7F:A1:00:17"_s })
{
}

Result<Outcome> Demo::run()
{
    QElapsedTimer clock;
    clock.start();
    if (!keep_.isEmpty()) {
        if (const Result<void> made = make_folder(keep_); !made)
            return failure(made.error());
    }
    const auto prepared = open_recording()
                              .and_then([this] { return start_device(); })
                              .and_then([this] { return make_credentials(); })
                              .and_then([this] { return start_peer(); })
                              .and_then([this] { return make_plan(); });
    if (!prepared)
        return failure(prepared.error());
    const Result<bool> success = show_success();
    if (!success)
        return failure(success.error());
    const Result<bool> diagnosed = show_wrong_sector();
    if (!diagnosed)
        return failure(diagnosed.error());
    if (const Result<void> kept = keep_files(); !kept)
        return failure(kept.error());
    const bool ok = *success && *diagnosed;
    json_[u"ok"_s] = ok;
    json_[u"seconds"_s] = double(clock.elapsed()) / 1000;
    const QString seconds = QString::number(double(clock.elapsed()) / 1000, 'f', 1);
    const QString verdict = ok ? tr("\nEverything above happened as it should, in %1 s.").arg(seconds) : tr("\nThe demo did not end as it should; see above.");
    return Outcome { json_, keep_.isEmpty() ? verdict : verdict + u' ' + tr("Files: %1").arg(keep_), ok ? 0 : 1 };
}

Result<void> Demo::open_recording()
{
    if (!keep_.isEmpty()) {
        Result<monitor::Recorder> recorder = monitor::Recorder::create(QDir(keep_).filePath(u"handshakes.espsealrec"_s));
        if (!recorder)
            return failure(recorder.error());
        recorder_ = std::move(*recorder);
    }
    // Both are called under the watch's lock.
    const auto record_peer = [this](const monitor::Event *, const monitor::PeerEvent *event, const QList<std::uint64_t> &) {
        if (event && recorder_)
            stop_recording_after(recorder_->add(*event));
    };
    const auto record_device = [this](std::span<const std::uint8_t> bytes, monitor::HostTime now) {
        if (recorder_)
            stop_recording_after(recorder_->add(bytes, now));
    };
    watch_ = std::make_unique<provision::SessionWatch>(record_peer, record_device);
    return {};
}

// A full disk ends the recording, not the demo.
void Demo::stop_recording_after(const Result<void> &recorded)
{
    if (!recorded)
        recorder_.reset();
}

Result<void> Demo::start_device()
{
    title(tr("A virtual ESP8266 with 4 MB of flash"));
    const Result<void> started = device_.wait_ready();
    if (started)
        line(device_.port());
    return started;
}

Result<void> Demo::make_credentials()
{
    title(tr("Certificates"));
    Result<provision::SampleCredentials> made = provision::make_sample_credentials(device_name, session_.job());
    if (!made)
        return failure(made.error());
    credentials_ = std::make_unique<const provision::SampleCredentials>(std::move(*made));
    for (const pki::Certificate &certificate : { credentials_->ca, credentials_->server.certificate(), credentials_->device.certificate() })
        line(tr("%1 %2, issued by %3").arg(certificate.display_name().leftJustified(18), certificate.key().name, certificate.issuer_name()));
    return {};
}

Result<void> Demo::start_peer()
{
    monitor::PeerSettings settings;
    settings.identity = credentials_->server;
    settings.ca = { credentials_->ca };
    settings.require_client_certificate = true;
    auto started = monitor::TlsPeer::start(std::move(settings), [this](const monitor::PeerEvent &event) { watch_->add(event); });
    if (!started)
        return failure(started.error());
    peer_ = std::move(*started);
    return {};
}

Result<void> Demo::make_plan()
{
    title(tr("Flash plan"));
    Result<flash::Plan> plan = provision::make_sample_plan(device_name, u"localhost"_s, peer_->port());
    if (!plan)
        return failure(plan.error());
    plan_ = std::move(*plan);
    show_plan(plan_);
    return {};
}

Result<provision::ProvisionReport> Demo::provision_plan(const provision::PreparedPlan &prepared, const QString &name)
{
    StepPrinter printer(session_);
    const provision::ProvisionOptions options { .port = device_.port(), .handshake_patience = patience };
    auto report = provision::provision(prepared, options, *watch_, std::ref(printer), session_.job());
    if (report) {
        QJsonObject object = to_json(*report);
        object[u"steps"_s] = printer.json();
        object[u"regions"_s] = regions_json(prepared);
        json_[name] = object;
    }
    return report;
}

Result<bool> Demo::show_success()
{
    title(tr("Write it, restart, watch the first handshake (mutual authentication)"));
    const provision::SampleSource source(*credentials_);
    const auto report
        = provision::prepare(plan_, source).and_then([this](const provision::PreparedPlan &prepared) { return provision_plan(prepared, u"handshake"_s); });
    if (!report)
        return failure(report.error());
    if (const std::optional<monitor::Session> &session = report->session)
        show_ladder(*session);
    return report->handshake_seen() && report->findings.isEmpty();
}

Result<bool> Demo::show_wrong_sector()
{
    title(tr("The same, but the firmware looks for its identity in sector %1").arg(to_string(wrong_sector)));
    flash::Plan wrong = plan_;
    for (flash::Region &region : wrong.regions) {
        if (flash::is_identity(region.role))
            region.client_sector = wrong_sector;
    }
    const provision::SampleSource source(*credentials_);
    Result<provision::PreparedPlan> prepared = provision::prepare(wrong, source);
    if (!prepared)
        return failure(prepared.error());
    const bool warned = has_errors(prepared->findings);
    for (const Finding &finding : prepared->findings)
        line(tr("plan check: %1").arg(finding.message));
    line(tr("(written all the same, to see what happens)"));
    prepared->findings.clear();
    const auto report = provision_plan(*prepared, u"wrong_sector"_s);
    if (!report)
        return failure(report.error());
    if (const std::optional<monitor::Session> &session = report->session)
        show_ladder(*session);
    for (const Finding &finding : report->findings)
        line(tr("diagnosis: %1\n  fix: %2").arg(finding.message, finding.fix));
    return warned && !report->handshake_seen() && !report->findings.isEmpty();
}

Result<void> Demo::keep_files() const
{
    if (keep_.isEmpty())
        return {};
    const QDir folder(keep_);
    const Result<SecureBytes> key = credentials_->device.key().to_pem();
    if (!key)
        return failure(key.error());
    return write_file(folder.filePath(u"ca.crt"_s), credentials_->ca.pem())
        .and_then([&] { return write_file(folder.filePath(u"identity.crt"_s), credentials_->device.certificate().pem()); })
        .and_then([&] { return write_file(folder.filePath(u"identity.key"_s), key->view(), FileMode::secret); })
        .and_then([&] { return flash::save_plan(plan_, folder.filePath(u"plan.json"_s)); });
}

void Demo::title(const QString &text)
{
    ++titles_;
    if (!session_.json())
        session_.print(u"%1%2. %3"_s.arg(titles_ > 1 ? u"\n"_s : QString()).arg(titles_).arg(text));
}

void Demo::line(const QString &text) const
{
    if (!session_.json())
        session_.print(u"  "_s + text);
}

void Demo::show_plan(const flash::Plan &plan) const
{
    for (const flash::Region &region : flash::all_regions(plan)) {
        const QString name = region.name.isEmpty() ? flash::role_title(region.role) : region.name;
        line(u"%1  %2  %3"_s.arg(to_string(region.slot.start), name.leftJustified(20), to_string(region.slot.size)));
    }
}

void Demo::show_ladder(const monitor::Session &session) const
{
    if (session_.json())
        return;
    for (const QString &row : ladder_text(session))
        line(row);
}

} // namespace espseal::cli
