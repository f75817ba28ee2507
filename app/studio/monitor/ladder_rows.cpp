// SPDX-License-Identifier: Apache-2.0
#include "app/studio/monitor/ladder_rows.h"

#include "app/studio/monitor/session_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text, const char *comment = nullptr, int count = -1)
{
    return QCoreApplication::translate("Ladder", text, comment, count);
}

QString bytes_text(std::uint64_t bytes)
{
    return tr("%1 B", "bytes").arg(QLocale().toString(qulonglong(bytes)));
}

LadderKind kind_of(monitor::StepKind kind)
{
    switch (kind) {
    case monitor::StepKind::message:
        return LadderKind::message;
    case monitor::StepKind::change_cipher_spec:
        return LadderKind::cipher_change;
    case monitor::StepKind::alert:
        return LadderKind::alert;
    case monitor::StepKind::application:
        return LadderKind::application;
    }
    return LadderKind::message;
}

constexpr std::uint8_t close_notify = 0;

Tone tone_of(const monitor::LadderStep &step)
{
    switch (step.kind) {
    case monitor::StepKind::message:
        return Tone::info;
    case monitor::StepKind::change_cipher_spec:
        return Tone::neutral;
    case monitor::StepKind::alert:
        return step.type == close_notify || step.encrypted ? Tone::neutral : Tone::bad;
    case monitor::StepKind::application:
        return Tone::good;
    }
    return Tone::neutral;
}

// Both ends' times on the device's clock: what only our peer saw is shifted by what the last message that both saw tells, and never
// comes before what stands above it.
class CommonClock {
public:
    std::optional<std::int64_t> at(const monitor::LadderStep &step)
    {
        if (step.device_us && step.peer_us)
            shift_ = *step.device_us - *step.peer_us;
        if (step.device_us)
            last_ = step.device_us;
        else if (step.peer_us)
            last_ = std::max(last_.value_or(0), *step.peer_us + shift_);
        else
            return {};
        return last_;
    }

private:
    std::int64_t shift_ = 0;
    std::optional<std::int64_t> last_;
};

LadderRow row_of(const monitor::LadderStep &step, qsizetype index, std::optional<std::int64_t> at_us)
{
    LadderRow row { .key = u"step/%1"_s.arg(index), .kind = kind_of(step.kind), .flow = step.flow };
    row.at_us = at_us;
    row.name = step.name;
    row.size = step.bytes > 0 ? bytes_text(step.bytes) : QString();
    row.detail = step.detail;
    row.tone = tone_of(step);
    row.encrypted = step.encrypted;
    row.compute_us = step.compute_us;
    row.blocked_us = step.blocked_us;
    row.step = index;
    return row;
}

LadderRow lost_row(const monitor::LadderStep &step, qsizetype index)
{
    LadderRow row { .key = u"lost/%1"_s.arg(index), .kind = LadderKind::lost };
    row.name = tr("%n trace frame(s) lost here", nullptr, static_cast<int>(step.lost_before));
    row.tone = Tone::caution;
    return row;
}

LadderRow end_row(const monitor::Session &session)
{
    LadderRow row { .key = u"end"_s, .kind = LadderKind::end };
    row.name = monitor::end_text(session);
    row.tone = session.state == monitor::SessionState::failed ? Tone::bad : Tone::neutral;
    return row;
}

LadderRow console_row(const monitor::ConsoleSeen &line, qsizetype index)
{
    return { .key = u"console/%1/%2"_s.arg(line.host.time_since_epoch().count()).arg(index),
        .kind = LadderKind::console,
        .at_us = line.device_us,
        .name = line.text,
        .tone = Tone::neutral };
}

} // namespace

QList<LadderRow> ladder_rows(const monitor::Session &session)
{
    QList<LadderRow> rows;
    qsizetype line = 0;
    CommonClock clock;
    // Steps are in order; console lines go in front of the first step that is later.
    const auto console_until = [&](std::int64_t us) {
        for (; line < session.console.size() && session.console.at(line).device_us < us; ++line)
            rows.append(console_row(session.console.at(line), line));
    };
    for (qsizetype i = 0; i < session.steps.size(); ++i) {
        const monitor::LadderStep &step = session.steps.at(i);
        if (step.device_us)
            console_until(*step.device_us);
        if (step.lost_before > 0)
            rows.append(lost_row(step, i));
        rows.append(row_of(step, i, clock.at(step)));
    }
    console_until(std::numeric_limits<std::int64_t>::max());
    if (session.finished())
        rows.append(end_row(session));
    return rows;
}

QString ladder_sentence(const LadderRow &row)
{
    if (!row.is_arrow())
        return row.name;
    const QString from = row.flow == monitor::Flow::device_to_peer ? tr("from the board") : tr("to the board");
    QStringList parts { row.name, from };
    if (!row.size.isEmpty())
        parts.append(row.size);
    if (row.at_us)
        parts.append(tr("at %1").arg(microseconds_text(*row.at_us)));
    if (row.compute_us >= 100)
        parts.append(tr("after %1 of work in the board").arg(microseconds_text(row.compute_us)));
    if (row.encrypted)
        parts.append(tr("encrypted"));
    if (!row.detail.isEmpty())
        parts.append(row.detail);
    return parts.join(u", "_s);
}

} // namespace espseal::studio
