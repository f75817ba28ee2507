// SPDX-License-Identifier: Apache-2.0
// Folds events of one device, and of our own TLS peer, into sessions. Incremental: attach anywhere, add as they come.
#pragma once

#include <QHash>
#include <QList>

#include "core/monitor/event.h"
#include "core/monitor/peer_event.h"
#include "core/monitor/session.h"

namespace espseal::monitor {

class SessionBuilder {
public:
    // Ids of the sessions that changed; new ones included. Unfinished sessions end as `rebooted` when the device starts anew.
    QList<std::uint64_t> add(const Event &event);
    QList<std::uint64_t> add(const PeerEvent &event);

    // Oldest first. At most `limit` (1000): then the oldest finished ones go.
    [[nodiscard]] const QList<Session> &sessions() const { return sessions_; }
    [[nodiscard]] const Session *find(std::uint64_t id) const;
    [[nodiscard]] const DeviceState &device() const { return device_; }

    static constexpr qsizetype limit = 1000;

private:
    struct Sides { // of one entry in sessions_, which is both merged
        std::optional<Session> device;
        std::optional<Session> peer;
        std::uint64_t device_start_us = 0;
    };

    [[nodiscard]] bool starts_session(const Event &event) const;
    void select(std::uint32_t device_session);
    [[nodiscard]] wire::TlsRole likely_role(const Event &event) const;
    [[nodiscard]] std::uint64_t latest_open();
    [[nodiscard]] Session *open_device_side(std::uint64_t id); // null if the device has none, or has ended it
    void leave_open_sessions(wire::TlsRole role, QList<std::uint64_t> &changed);
    std::uint64_t open_device_session(const Event &event, QList<std::uint64_t> &changed);
    std::uint64_t open_peer_session(const PeerEvent &event);
    std::uint64_t entry_for(const Session &session, std::optional<Session> Sides::*other);
    void reboot(const Event &event, QList<std::uint64_t> &changed);
    void publish(std::uint64_t id);
    void forget_oldest();

    QList<Session> sessions_;
    QHash<std::uint64_t, Sides> sides_;
    QHash<std::uint64_t, std::uint64_t> peer_ids_; // connection -> session id
    DeviceState device_;
    std::uint64_t last_id_ = 0;
    std::uint64_t current_ = 0; // the device's open session, 0 = none
};

} // namespace espseal::monitor
