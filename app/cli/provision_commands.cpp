// SPDX-License-Identifier: Apache-2.0
// espseal provision PLAN --port P
#include <QFileInfo>

#include <CLI/CLI.hpp>

#include <algorithm>

#include "app/cli/pki/passwords.h"
#include "app/cli/provision/step_printer.h"
#include "app/cli/session.h"
#include "core/flash/plan_file.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct Arguments {
    std::string plan;
    std::string port;
    std::string credentials;
    PasswordSource password;
    std::string payload = "pem";
    int baud = 115200;
    int wait_seconds = 0;
    bool erase_device_keys = false;
};

void note_warnings(const Session &session, const QList<Finding> &findings)
{
    for (const Finding &finding : findings) {
        if (finding.severity == Severity::warning)
            session.note(Session::tr("warning: %1 %2").arg(finding.message, finding.fix));
    }
}

Result<provision::PreparedPlan> prepare(const Arguments &arguments, const Session &session)
{
    const QString path = QString::fromStdString(arguments.plan);
    const QString folder = arguments.credentials.empty() ? QFileInfo(path).absolutePath() : QString::fromStdString(arguments.credentials);
    const provision::CredentialFolder source(folder, arguments.password.prompt(session));
    const provision::ContentOptions options { .payload = arguments.payload == "der" ? pki::PayloadFormat::der : pki::PayloadFormat::pem };
    auto prepared = flash::load_plan(path).and_then([&](const flash::Plan &plan) { return provision::prepare(plan, source, options); });
    if (!prepared)
        return prepared;
    note_warnings(session, prepared->findings);
    if (const Result<void> allowed = provision::refuse_conflicts(prepared->findings); !allowed)
        return failure(allowed.error());
    if (prepared->contents.empty())
        return bad_input(u"plan-empty"_s, Session::tr("The plan %1 has nothing to write.").arg(path), Session::tr("Give its regions a file or a credential."));
    return prepared;
}

bool waits_for_key(const provision::ProvisionReport &report)
{
    return std::ranges::any_of(report.findings, [](const Finding &finding) { return finding.code == provision::device_identity_missing; });
}

QString summary(const provision::ProvisionReport &report, bool waited)
{
    const QString device = loader::to_string(report.device.mac);
    if (!waited)
        return Session::tr("%1 holds the plan and was restarted.").arg(device);
    if (report.handshake_seen())
        return Session::tr("%1 holds the plan, and its first handshake succeeded.").arg(device);
    if (report.findings.isEmpty())
        return Session::tr("%1 holds the plan, but no handshake was seen. Watch it with: espseal monitor --port %2").arg(device, report.device.port);
    const Finding &cause = report.findings.constFirst();
    return Session::tr("%1 holds the plan, but its first handshake failed: %2 %3").arg(device, cause.message, cause.fix);
}

Result<Outcome> run(const Arguments &arguments, Session &session)
{
    const auto prepared = prepare(arguments, session);
    if (!prepared)
        return failure(prepared.error());
    provision::ProvisionOptions options;
    options.port = QString::fromStdString(arguments.port);
    options.connect.baud = arguments.baud;
    options.handshake_patience = std::chrono::seconds(arguments.wait_seconds);
    options.erase_device_keys = arguments.erase_device_keys;
    StepPrinter printer(session);
    provision::SessionWatch watch;
    const auto report = provision::provision(*prepared, options, watch, std::ref(printer), session.job());
    if (!report)
        return failure(report.error());
    const bool waited = arguments.wait_seconds > 0 && !waits_for_key(*report);
    if (!waited)
        note_warnings(session, report->findings);
    const bool ok = !waited || report->handshake_seen();
    QJsonObject json = to_json(*report);
    json[u"ok"_s] = ok;
    json[u"steps"_s] = printer.json();
    json[u"regions"_s] = regions_json(*prepared);
    return Outcome { json, summary(*report, waited), ok ? 0 : 1 };
}

} // namespace

void add_provision_commands(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *command = app.add_subcommand("provision", "Write a plan to a device, read it back, restart it and watch its first handshake");
    command->add_option("plan", arguments->plan, "Plan file (JSON)")->required()->type_name("PLAN");
    command->add_option("--port", arguments->port, "/dev/ttyUSB0, COM3, a pty, or rfc2217://host:port")->required()->type_name("P");
    command->add_option("--credentials", arguments->credentials, "Folder of the credentials that the plan names (default: the plan's)")->type_name("DIR");
    arguments->password.add_to(*command, "--password", "opens encrypted keys");
    command->add_option("--payload", arguments->payload, "Form of certificates and key in the blobs")
        ->check(CLI::IsMember({ "pem", "der" }))
        ->capture_default_str();
    command->add_option("--baud", arguments->baud, "Speed of the loader")->check(CLI::Range(9600, 3000000))->capture_default_str();
    command->add_option("--wait-handshake", arguments->wait_seconds, "Seconds to wait for the first handshake after the restart; 0: do not wait")
        ->check(CLI::Range(0, 3600))
        ->capture_default_str();
    command->add_flag("--erase-device-keys", arguments->erase_device_keys, "Erase or overwrite keys that the device made itself; without it they stay");
    command->callback([arguments, &session] { session.choose([arguments](Session &running) { return run(*arguments, running); }); });
}

} // namespace espseal::cli
