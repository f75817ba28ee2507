// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/session.h"
#include "core/monitor/diagnosis.h"
#include "core/monitor/monitor.h"
#include "core/monitor/recording.h"

#include <condition_variable>
#include <mutex>

namespace espseal::cli {

// Prints what a device and our own peer say while it happens: each message as it comes, the verdict when a session ends. With --json one
// object a line (docs/monitor-json.md). Fed from any thread.
class SessionPrinter {
public:
    SessionPrinter(const Session &session, monitor::DiagnosisContext context);

    void record_to(monitor::Recorder recorder) { recorder_ = std::move(recorder); }

    void feed(std::span<const std::uint8_t> bytes, monitor::HostTime now);
    void add(const monitor::PeerEvent &event);
    void quiet(monitor::HostTime now);
    void lost(const Error &error);
    // Sessions that are still open are told as they are.
    void finish();

    // How the waiting ended.
    enum class Wait { counted, timed_out, stopped, lost };
    // Until `count` sessions have ended (0: never), the time is over (0: never), the port is lost, or somebody stops it.
    [[nodiscard]] Wait wait(unsigned count, std::chrono::seconds timeout, const std::stop_token &stop);

    [[nodiscard]] unsigned ended() const;
    // 0 if no session failed and the device itself has no complaint, else 1.
    [[nodiscard]] int status() const;
    [[nodiscard]] std::optional<Error> error() const; // of lost(), or of the recording

    void print_error(const Error &error) const;

private:
    void seen(const monitor::Event *event, const monitor::PeerEvent *peer, const QList<std::uint64_t> &changed);
    void show_device(const monitor::Event &event);
    void show_complaints(const monitor::Event &event);
    void show_steps(const monitor::Session &session);
    void conclude(const monitor::Session &session);
    void conclude_logs();
    void line(const QString &text) const;
    void object(const QString &type, QJsonObject object) const;
    void keep(const Result<void> &recorded);

    const Session &session_;
    monitor::DiagnosisContext context_;
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    monitor::Monitor monitor_;
    std::optional<monitor::Recorder> recorder_;
    QHash<std::uint64_t, qsizetype> printed_; // steps, of sessions that have not ended
    QSet<std::uint64_t> concluded_;
    QStringList complaints_; // about the device, told already
    unsigned ended_ = 0;
    unsigned failed_ = 0;
    std::optional<Error> error_;
};

} // namespace espseal::cli
