// SPDX-License-Identifier: Apache-2.0
#include "app/studio/monitor/session_log.h"

#include <algorithm>

namespace espseal::studio {

namespace {

constexpr int flush_ms = 33;
constexpr qsizetype console_limit = 2000;

} // namespace

SessionLog::SessionLog(QObject *parent)
    : QObject(parent)
    , builder_(std::make_unique<monitor::SessionBuilder>())
{
    timer_.setInterval(flush_ms);
    connect(&timer_, &QTimer::timeout, this, &SessionLog::flush);
    timer_.start();
}

void SessionLog::push(const monitor::Event &event)
{
    const std::scoped_lock lock(mutex_);
    waiting_.emplace_back(event);
}

void SessionLog::push(const monitor::PeerEvent &event)
{
    const std::scoped_lock lock(mutex_);
    waiting_.emplace_back(event);
}

void SessionLog::clear()
{
    {
        const std::scoped_lock lock(mutex_);
        waiting_.clear();
    }
    builder_ = std::make_unique<monitor::SessionBuilder>();
    console_.clear();
    Q_EMIT changed({});
    Q_EMIT console_changed();
}

void SessionLog::set_context(const monitor::DiagnosisContext &context)
{
    context_ = context;
}

QList<Finding> SessionLog::findings(quint64 id) const
{
    if (id == 0)
        return monitor::diagnose(builder_->device(), context_);
    const monitor::Session *session = find(id);
    return session ? monitor::diagnose(*session, context_) : QList<Finding>();
}

void SessionLog::flush()
{
    std::vector<Item> items;
    {
        const std::scoped_lock lock(mutex_);
        items.swap(waiting_);
    }
    if (items.empty())
        return;
    QList<quint64> touched;
    const qsizetype lines = console_.size();
    for (const Item &item : items) {
        const QList<std::uint64_t> ids = std::visit([this](const auto &event) { return builder_->add(event); }, item);
        for (const std::uint64_t id : ids)
            if (!touched.contains(id))
                touched.append(id);
        const auto *event = std::get_if<monitor::Event>(&item);
        if (const auto *line = event ? std::get_if<monitor::ConsoleLine>(&event->payload) : nullptr)
            console_.append({ ++last_console_, event->host, line->text });
    }
    if (console_.size() > console_limit)
        console_.remove(0, console_.size() - console_limit);
    Q_EMIT changed(touched);
    if (console_.size() != lines || lines == console_limit)
        Q_EMIT console_changed();
}

} // namespace espseal::studio
