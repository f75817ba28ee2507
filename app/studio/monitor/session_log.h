// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QTimer>

#include "core/monitor/diagnosis.h"
#include "core/monitor/session_builder.h"

#include <memory>
#include <mutex>
#include <variant>

namespace espseal::studio {

// A console line of the board, outside and inside of sessions.
struct ConsoleRow {
    quint64 id = 0;
    monitor::HostTime host;
    QString text;
};

// Takes what devices and our own peer say from any thread, folds it on the GUI thread at most 30 times a second.
class SessionLog final : public QObject {
    Q_OBJECT
public:
    explicit SessionLog(QObject *parent = nullptr);

    // Any thread.
    void push(const monitor::Event &event);
    void push(const monitor::PeerEvent &event);

    [[nodiscard]] const QList<monitor::Session> &sessions() const { return builder_->sessions(); }
    [[nodiscard]] const monitor::Session *find(quint64 id) const { return builder_->find(id); }
    [[nodiscard]] const monitor::DeviceState &device() const { return builder_->device(); }
    [[nodiscard]] const QList<ConsoleRow> &console() const { return console_; } // the last 2000 lines
    void clear();

    // Where the plan puts its blobs; findings use it.
    void set_context(const monitor::DiagnosisContext &context);
    // Of a session; of the board itself for id 0.
    [[nodiscard]] QList<Finding> findings(quint64 id) const;

Q_SIGNALS:
    void changed(const QList<quint64> &sessions); // ids; new ones included
    void console_changed();

private:
    using Item = std::variant<monitor::Event, monitor::PeerEvent>;
    void flush();

    std::mutex mutex_;
    std::vector<Item> waiting_;
    QTimer timer_;
    std::unique_ptr<monitor::SessionBuilder> builder_;
    QList<ConsoleRow> console_;
    quint64 last_console_ = 0;
    monitor::DiagnosisContext context_;
};

} // namespace espseal::studio
