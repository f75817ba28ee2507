// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QPointer>

#include "app/studio/provision/device_key_job.h"

namespace espseal::studio {

class Studio;

// Asks the chosen board for its agent, and has it make its own key and certificate. Takes the port from the monitor for as long as that lasts,
// and outlives the form that began it: a certificate that was delivered is stored in any case.
class DeviceKeyControl final : public QObject {
    Q_OBJECT
public:
    enum class State { idle, asking, making };

    explicit DeviceKeyControl(Studio &studio, QObject *parent = nullptr);

    // Why the chosen board cannot be asked now; empty: it can.
    [[nodiscard]] QString unavailable() const;
    [[nodiscard]] State state() const { return state_; }
    // What the chosen board said when it was asked; nothing: it has not been asked.
    [[nodiscard]] const std::optional<Result<provision::AgentFacts>> &agent() const { return agent_; }
    [[nodiscard]] bool can_make() const { return state_ == State::idle && agent_ && agent_->has_value() && unavailable().isEmpty(); }
    // Why the last make() came to nothing.
    [[nodiscard]] const std::optional<Error> &error() const { return error_; }
    [[nodiscard]] QString progress() const; // of what runs, for people

    void ask();
    // `plan`: the plan leaves the region to the device then, as an undo step. While `asker` lives, errors are told by error() alone.
    void make(const IssueRequest &request, wire::KeyReplace replace, bool plan, QObject *asker);
    void stop();

Q_SIGNALS:
    void changed();
    void made(const QStringList &names); // of the stored certificate

private:
    template <class T>
    void run(State state, const QString &title, std::function<Result<T>(const QString &port, const Job &job)> work, std::function<void(Result<T>)> then);
    void ended(const QString &port, bool watched);
    void forget();
    void failed(const Error &error);
    void delivered(const DeviceCertificate &certificate);
    void leave_region(Address sector);

    Studio &studio_;
    State state_ = State::idle;
    quint64 job_ = 0;
    QString asked_; // port
    std::optional<Result<provision::AgentFacts>> agent_;
    std::optional<Error> error_;
    bool plan_ = false;
    QPointer<QObject> asker_;
};

} // namespace espseal::studio
