// SPDX-License-Identifier: Apache-2.0
#include "app/studio/monitor/session_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include "core/wire/tls_reader.h"

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text, const char *comment = nullptr)
{
    return QCoreApplication::translate("Sessions", text, comment);
}

} // namespace

Tone session_tone(const monitor::Session &session)
{
    switch (session.state) {
    case monitor::SessionState::connecting:
    case monitor::SessionState::handshaking:
        return Tone::info;
    case monitor::SessionState::established:
    case monitor::SessionState::closed:
        return Tone::good;
    case monitor::SessionState::failed:
        return session.handshake_done ? Tone::caution : Tone::bad;
    }
    return Tone::neutral;
}

QString session_icon(const monitor::Session &session)
{
    switch (session.state) {
    case monitor::SessionState::connecting:
    case monitor::SessionState::handshaking:
        return u"running"_s;
    case monitor::SessionState::established:
    case monitor::SessionState::closed:
        return u"ok"_s;
    case monitor::SessionState::failed:
        return session.handshake_done ? u"warning"_s : u"error"_s;
    }
    return {};
}

QString session_word(const monitor::Session &session)
{
    switch (session.state) {
    case monitor::SessionState::connecting:
        return tr("connecting");
    case monitor::SessionState::handshaking:
        return tr("handshaking");
    case monitor::SessionState::established:
        return tr("connected");
    case monitor::SessionState::closed:
        return tr("OK");
    case monitor::SessionState::failed:
        return session.handshake_done ? tr("cut off") : tr("failed");
    }
    return {};
}

QString session_time(const monitor::Session &session)
{
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(session.started.time_since_epoch()).count();
    return QDateTime::fromMSecsSinceEpoch(ms).toString(u"HH:mm:ss"_s);
}

QString suite_text(const monitor::Session &session)
{
    if (!session.negotiated)
        return {};
    QString suite = QString::fromLatin1(wire::cipher_suite_name(session.negotiated->suite));
    suite.remove("TLS_"_L1).replace("_WITH_"_L1, "-"_L1).replace(u'_', u'-');
    return u"%1, %2"_s.arg(QLatin1StringView(wire::version_name(session.negotiated->version)), suite);
}

std::int64_t handshake_time(const monitor::Session &session)
{
    if (!session.handshake_done)
        return 0;
    if (session.handshake_us > 0)
        return session.handshake_us;
    std::int64_t last = 0;
    for (const monitor::LadderStep &step : session.steps)
        if (step.kind == monitor::StepKind::message)
            last = step.device_us.value_or(step.peer_us.value_or(last));
    return last;
}

QString verdict_text(const monitor::Session &session)
{
    if (!session.handshake_done)
        return session.finished() ? monitor::end_text(session) : monitor::state_text(session.state);
    const QString total = microseconds_text(handshake_time(session));
    if (session.compute_us > 0)
        return tr("Handshake done in %1, %2 of it inside the board.").arg(total, microseconds_text(session.compute_us));
    return tr("Handshake done in %1.").arg(total);
}

QString microseconds_text(std::int64_t us)
{
    const QLocale locale;
    const double ms = static_cast<double>(us) / 1000;
    if (us < 1000)
        return tr("%1 ms").arg(locale.toString(ms, 'f', 2));
    if (us < 100'000)
        return tr("%1 ms").arg(locale.toString(ms, 'f', 1));
    if (us < 1'000'000)
        return tr("%1 ms").arg(locale.toString(qRound64(ms)));
    return tr("%1 s", "seconds").arg(locale.toString(ms / 1000, 'f', 2));
}

} // namespace espseal::studio
