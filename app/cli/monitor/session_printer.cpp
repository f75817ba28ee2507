// SPDX-License-Identifier: Apache-2.0
#include "app/cli/monitor/session_printer.h"

#include <QJsonDocument>

#include "app/cli/monitor/commands.h"
#include "app/cli/monitor/ladder_text.h"
#include "core/monitor/session_json.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

template <class T> bool is(const monitor::Event &event)
{
    return std::holds_alternative<T>(event.payload);
}

} // namespace

SessionPrinter::SessionPrinter(const Session &session, monitor::DiagnosisContext context)
    : session_(session)
    , context_(std::move(context))
    , monitor_([this](const monitor::Event *event, const monitor::PeerEvent *peer, const QList<std::uint64_t> &changed) { seen(event, peer, changed); })
{
}

void SessionPrinter::feed(std::span<const std::uint8_t> bytes, monitor::HostTime now)
{
    const std::lock_guard lock(mutex_);
    if (recorder_)
        keep(recorder_->add(bytes, now));
    monitor_.feed(bytes, now);
}

void SessionPrinter::add(const monitor::PeerEvent &event)
{
    const std::lock_guard lock(mutex_);
    if (recorder_)
        keep(recorder_->add(event));
    monitor_.add(event);
}

void SessionPrinter::quiet(monitor::HostTime now)
{
    const std::lock_guard lock(mutex_);
    monitor_.quiet(now);
    conclude_logs();
}

void SessionPrinter::lost(const Error &error)
{
    const std::lock_guard lock(mutex_);
    error_ = error;
    changed_.notify_all();
}

void SessionPrinter::keep(const Result<void> &recorded)
{
    if (recorded)
        return;
    error_ = recorded.error();
    recorder_.reset();
    changed_.notify_all();
}

void SessionPrinter::finish()
{
    const std::lock_guard lock(mutex_);
    conclude_logs();
    for (const monitor::Session &session : monitor_.builder().sessions()) {
        if (!concluded_.contains(session.id))
            conclude(session);
    }
    const monitor::TraceCounts &counts = monitor_.counts();
    if (counts.lost_frames > 0)
        session_.note(MonitorTexts::tr("%n trace frame(s) were lost on the way: lower the line rate, or look at the cable.", nullptr, int(counts.lost_frames)));
}

SessionPrinter::Wait SessionPrinter::wait(unsigned count, std::chrono::seconds timeout, const std::stop_token &stop)
{
    constexpr std::chrono::hours as_good_as_never { 24 * 365 };
    std::unique_lock lock(mutex_);
    const auto over = [&] { return error_ || (count > 0 && ended_ >= count); };
    const bool in_time = changed_.wait_for(lock, stop, timeout.count() > 0 ? std::chrono::seconds(timeout) : std::chrono::seconds(as_good_as_never), over);
    if (error_)
        return Wait::lost;
    return in_time ? Wait::counted : stop.stop_requested() ? Wait::stopped : Wait::timed_out;
}

unsigned SessionPrinter::ended() const
{
    const std::lock_guard lock(mutex_);
    return ended_;
}

int SessionPrinter::status() const
{
    const std::lock_guard lock(mutex_);
    return failed_ > 0 || (ended_ == 0 && !complaints_.isEmpty()) ? 1 : 0;
}

std::optional<Error> SessionPrinter::error() const
{
    const std::lock_guard lock(mutex_);
    return error_;
}

void SessionPrinter::seen(const monitor::Event *event, const monitor::PeerEvent *peer, const QList<std::uint64_t> &changed)
{
    if (event) {
        show_device(*event);
        if (changed.isEmpty()) // what happens in a session is told at its end
            show_complaints(*event);
    }
    if (peer && peer->kind == monitor::PeerEventKind::listening) {
        if (session_.json())
            object(u"listening"_s, { { u"host"_s, peer->remote }, { u"port"_s, peer->local_port } });
        else
            line(MonitorTexts::tr("listening on %1:%2").arg(peer->remote).arg(peer->local_port));
    }
    for (const std::uint64_t id : changed) {
        const monitor::Session *session = monitor_.builder().find(id);
        if (!session || concluded_.contains(id))
            continue;
        show_steps(*session);
        if (session->finished() && !session->from_log) // a log tells the reason behind the end
            conclude(*session);
    }
}

void SessionPrinter::show_device(const monitor::Event &event)
{
    const monitor::DeviceState &device = monitor_.builder().device();
    if (const auto *console = std::get_if<monitor::ConsoleLine>(&event.payload)) {
        if (session_.json())
            object(u"console"_s, { { u"text"_s, console->text } });
        else
            line(u"| "_s + console->text);
    }
    if (is<wire::Hello>(event)) {
        if (session_.json())
            object(u"device"_s, monitor::to_json(device));
        else
            line(u"device "_s + device_line(device));
    }
}

void SessionPrinter::show_complaints(const monitor::Event &event)
{
    if (!is<wire::Settings>(event) && !is<wire::RuntimeError>(event) && !is<wire::BlobRead>(event) && !is<monitor::SdkLog>(event))
        return;
    for (const Finding &finding : monitor::diagnose(monitor_.builder().device(), context_)) {
        if (complaints_.contains(finding.message))
            continue;
        complaints_.append(finding.message);
        if (session_.json())
            object(u"finding"_s, to_json(finding));
        else
            line(finding_lines(finding).join(u'\n'));
    }
}

void SessionPrinter::show_steps(const monitor::Session &session)
{
    const auto known = printed_.constFind(session.id);
    const qsizetype from = known == printed_.cend() ? 0 : *known;
    if (known == printed_.cend() && !session_.json())
        line(heading(session));
    // The last application step still grows; it is told when something follows it.
    qsizetype until = session.steps.size();
    while (until > from && !session.finished() && session.steps.at(until - 1).kind == monitor::StepKind::application)
        --until;
    for (qsizetype i = from; i < until; ++i) {
        if (session_.json()) {
            QJsonObject step = monitor::to_json(session.steps.at(i));
            step.insert(u"session"_s, qint64(session.id));
            object(u"step"_s, step);
        } else {
            line(ladder_line(session.steps.at(i)));
        }
    }
    printed_.insert(session.id, until);
}

void SessionPrinter::conclude(const monitor::Session &session)
{
    concluded_.insert(session.id);
    printed_.remove(session.id);
    const QList<Finding> findings = monitor::diagnose(session, context_);
    if (session_.json())
        object(u"session"_s, monitor::to_json(session, findings));
    else if (session.finished())
        line(verdict_lines(session, findings).join(u'\n'));
    else
        line(MonitorTexts::tr("session %1 is still open").arg(session.id));
    if (!session.finished())
        return;
    ++ended_;
    if (session.state == monitor::SessionState::failed)
        ++failed_;
    changed_.notify_all();
}

void SessionPrinter::conclude_logs()
{
    for (const monitor::Session &session : monitor_.builder().sessions()) {
        if (session.from_log && session.finished() && !concluded_.contains(session.id))
            conclude(session);
    }
}

void SessionPrinter::line(const QString &text) const
{
    session_.print(text);
}

void SessionPrinter::object(const QString &type, QJsonObject object) const
{
    object.insert(u"type"_s, type);
    session_.print(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

void SessionPrinter::print_error(const Error &error) const
{
    session_.note(u"espseal: "_s + error.sentence());
    if (session_.json())
        object(u"error"_s, { { u"code"_s, error.code }, { u"message"_s, error.message }, { u"fix"_s, error.fix } });
}

} // namespace espseal::cli
