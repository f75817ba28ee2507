// SPDX-License-Identifier: Apache-2.0
// What a TlsPeer told, gathered from its thread.
#pragma once

#include <QTest>

#include "core/monitor/session_builder.h"
#include "core/monitor/tls_peer.h"

#include <mutex>

namespace espseal::monitor {

class PeerLog {
public:
    [[nodiscard]] PeerSink sink()
    {
        return [this](const PeerEvent &event) {
            const std::lock_guard lock(mutex_);
            events_.append(event);
            (void)builder_.add(event);
        };
    }
    [[nodiscard]] Session session()
    {
        const std::lock_guard lock(mutex_);
        return builder_.sessions().isEmpty() ? Session() : builder_.sessions().constLast();
    }
    [[nodiscard]] QList<PeerEvent> events()
    {
        const std::lock_guard lock(mutex_);
        return events_;
    }
    [[nodiscard]] bool has(PeerEventKind kind)
    {
        const QList<PeerEvent> all = events();
        return std::any_of(all.cbegin(), all.cend(), [kind](const PeerEvent &event) { return event.kind == kind; });
    }
    // Waits for the end of the (last) connection.
    [[nodiscard]] Session finished()
    {
        (void)QTest::qWaitFor([this] { return session().finished(); }, 20000);
        return session();
    }

private:
    std::mutex mutex_;
    QList<PeerEvent> events_;
    SessionBuilder builder_;
};

} // namespace espseal::monitor
