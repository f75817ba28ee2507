// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include "core/base/error.h"
#include "core/monitor/live_monitor.h"

#include <memory>

namespace espseal::studio {

class SessionLog;

// Listens on a board's port and feeds what it says to the session log.
class BoardWatch final : public QObject {
    Q_OBJECT
public:
    explicit BoardWatch(SessionLog &log, QObject *parent = nullptr);

    // Another port's watch ends. With `reset` the board starts anew, so that its boot is seen.
    void start(const QString &port, bool reset);
    void stop(); // the port is free when it returns
    [[nodiscard]] bool is_on() const { return open_; }
    [[nodiscard]] const QString &port() const { return port_; }

Q_SIGNALS:
    void started(const QString &port);
    void ended(const QString &port); // by stop() or because the port went
    void failed(const espseal::Error &error);

private:
    [[nodiscard]] monitor::LiveSink sink();
    // On the GUI thread, unless the watch was stopped or started anew meanwhile.
    void later(std::function<void()> act);

    SessionLog &log_;
    std::unique_ptr<monitor::LiveMonitor> monitor_;
    QString port_;
    bool open_ = false;
    int generation_ = 0;
};

} // namespace espseal::studio
