// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include "core/flash/plan.h"
#include "core/monitor/tls_peer.h"

#include <functional>
#include <memory>

namespace espseal::studio {

class JobRunner;
class Workspace;

// What the studio's own TLS partner needs for a plan: which of the workspace's credentials, which side, where.
struct ListenerPlan {
    wire::TlsRole role = wire::TlsRole::server; // ours
    QString host; // server: address to listen on; client: the board's
    std::uint16_t port = 0;
    QString identity; // name in the workspace; needed by a server
    QString ca; // name in the workspace; empty: the board's chain is not checked
    bool require_client_certificate = false;
    QString expected_name;
    bool operator==(const ListenerPlan &) const = default;
};

// The board's partner by the plan. Error: "no-listener-certificate" (bad input) if a server certificate is needed and there is none.
[[nodiscard]] Result<ListenerPlan> listener_for(const flash::Plan &plan, const Workspace &workspace);

// Our end of the board's connections. At most one at a time; its events go to the sink from its own thread.
class Listener final : public QObject {
    Q_OBJECT
public:
    Listener(JobRunner &jobs, Workspace &workspace, QObject *parent = nullptr);

    void set_sink(monitor::PeerSink sink) { sink_ = std::move(sink); }
    // Listens, or connects to the board. A running one with the same settings stays. If the wanted port is taken, another one is.
    void start(const ListenerPlan &plan);
    void stop();

    [[nodiscard]] bool is_on() const { return peer_ != nullptr; }
    [[nodiscard]] bool is_starting() const { return starting_; }
    [[nodiscard]] std::uint16_t port() const { return peer_ ? peer_->port() : std::uint16_t(0); }
    [[nodiscard]] const ListenerPlan &settings() const { return settings_; }

Q_SIGNALS:
    void started(quint16 port);
    void stopped();
    void failed(const espseal::Error &error);

private:
    JobRunner &jobs_;
    Workspace &workspace_;
    monitor::PeerSink sink_;
    ListenerPlan settings_;
    std::unique_ptr<monitor::TlsPeer> peer_;
    bool starting_ = false;
    int generation_ = 0;
};

} // namespace espseal::studio
