// SPDX-License-Identifier: Apache-2.0
#include "app/studio/monitor/board_watch.h"

#include "app/studio/monitor/session_log.h"
#include "core/loader/transport.h"
#include "core/monitor/trace_reader.h"

namespace espseal::studio {

BoardWatch::BoardWatch(SessionLog &log, QObject *parent)
    : QObject(parent)
    , log_(log)
{
}

void BoardWatch::later(std::function<void()> act)
{
    QMetaObject::invokeMethod(
        this,
        [this, act = std::move(act), mine = generation_] {
            if (mine == generation_)
                act();
        },
        Qt::QueuedConnection);
}

monitor::LiveSink BoardWatch::sink()
{
    auto reader = std::make_shared<monitor::TraceReader>(); // used on the monitor's thread alone
    const auto hand_over = [this](const QList<monitor::Event> &events) {
        for (const monitor::Event &event : events)
            log_.push(event);
    };
    return { .bytes = [reader, hand_over](std::span<const std::uint8_t> bytes, monitor::HostTime now) { hand_over(reader->feed(bytes, now)); },
        .quiet = [reader, hand_over](monitor::HostTime now) { hand_over(reader->flush(now)); },
        .lost =
            [this](const Error &error) {
                later([this, error] {
                    stop();
                    Q_EMIT failed(error);
                });
            },
        .opened =
            [this] {
                later([this] {
                    open_ = true;
                    Q_EMIT started(port_);
                });
            } };
}

void BoardWatch::start(const QString &port, bool reset)
{
    stop();
    port_ = port;
    monitor_ = std::make_unique<monitor::LiveMonitor>(monitor::opener_of(port), monitor::LiveOptions { .reset_device = reset }, sink());
}

void BoardWatch::stop()
{
    if (!monitor_)
        return;
    monitor_.reset();
    ++generation_; // after the thread's end: it reads the number for its last words
    if (std::exchange(open_, false))
        Q_EMIT ended(port_);
}

} // namespace espseal::studio
