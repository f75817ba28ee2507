// SPDX-License-Identifier: Apache-2.0
// The whole main job against a virtual device: identity, plan, write, handshake; then a wrong sector and its diagnosis.
#pragma once

#include "app/cli/session.h"
#include "core/monitor/recording.h"
#include "core/monitor/tls_peer.h"
#include "core/provision/provisioner.h"
#include "core/provision/sample.h"
#include "core/provision/virtual_device.h"

#include <QJsonArray>

namespace espseal::cli {

class Demo {
    Q_DECLARE_TR_FUNCTIONS(espseal::cli::Demo)

public:
    // `keep`: folder for everything that it makes; empty: nothing is kept.
    Demo(Session &session, QString keep);
    [[nodiscard]] Result<Outcome> run();

private:
    [[nodiscard]] Result<void> start_device();
    [[nodiscard]] Result<void> make_credentials();
    [[nodiscard]] Result<void> start_peer();
    [[nodiscard]] Result<void> make_plan();
    // Provisions `plan` and shows the first handshake; the report goes into the JSON document under `name`.
    [[nodiscard]] Result<provision::ProvisionReport> provision_plan(const provision::PreparedPlan &prepared, const QString &name);
    [[nodiscard]] Result<bool> show_success();
    [[nodiscard]] Result<bool> show_wrong_sector();
    [[nodiscard]] Result<void> open_recording();
    void stop_recording_after(const Result<void> &recorded);
    [[nodiscard]] Result<void> keep_files() const;

    void title(const QString &text);
    void line(const QString &text) const;
    void show_plan(const flash::Plan &plan) const;
    void show_ladder(const monitor::Session &session) const;

    Session &session_;
    QString keep_;
    provision::VirtualDevice device_;
    std::unique_ptr<const provision::SampleCredentials> credentials_;
    std::optional<monitor::Recorder> recorder_;
    std::unique_ptr<provision::SessionWatch> watch_;
    std::unique_ptr<monitor::TlsPeer> peer_; // after watch_: its thread feeds it until it is gone
    flash::Plan plan_;
    int titles_ = 0;
    QJsonObject json_;
};

} // namespace espseal::cli
