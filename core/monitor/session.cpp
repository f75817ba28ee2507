// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/session.h"

#include <QCoreApplication>

#include "core/wire/tls_reader.h"

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("espseal::monitor", source);
}

QString alert_text(const Session &session, Flow flow)
{
    for (const AlertSeen &alert : session.alerts) {
        if (alert.flow == flow && !alert.encrypted)
            return text("alert %1, %2").arg(alert.description).arg(QLatin1StringView(wire::alert_name(alert.description)));
    }
    const std::int64_t number = session.tls_error & 0xFF;
    return text("alert %1, %2").arg(number).arg(QLatin1StringView(wire::alert_name(static_cast<std::uint8_t>(number))));
}

} // namespace

QString state_name(SessionState state)
{
    switch (state) {
    case SessionState::connecting:
        return u"connecting"_s;
    case SessionState::handshaking:
        return u"handshaking"_s;
    case SessionState::established:
        return u"established"_s;
    case SessionState::closed:
        return u"closed"_s;
    case SessionState::failed:
        break;
    }
    return u"failed"_s;
}

QString state_text(SessionState state)
{
    switch (state) {
    case SessionState::connecting:
        return text("connecting");
    case SessionState::handshaking:
        return text("handshaking");
    case SessionState::established:
        return text("established");
    case SessionState::closed:
        return text("ok");
    case SessionState::failed:
        break;
    }
    return text("failed");
}

QString end_name(EndKind end)
{
    switch (end) {
    case EndKind::open:
        return u"open"_s;
    case EndKind::closed:
        return u"closed"_s;
    case EndKind::tls_error:
        return u"tls-error"_s;
    case EndKind::alert_received:
        return u"alert-received"_s;
    case EndKind::alert_sent:
        return u"alert-sent"_s;
    case EndKind::refused:
        return u"refused"_s;
    case EndKind::unreachable:
        return u"unreachable"_s;
    case EndKind::timed_out:
        return u"timed-out"_s;
    case EndKind::gave_up:
        return u"gave-up"_s;
    case EndKind::reset:
        return u"reset"_s;
    case EndKind::rebooted:
        return u"rebooted"_s;
    case EndKind::unseen:
        break;
    }
    return u"unseen"_s;
}

QString end_text(const Session &session)
{
    switch (session.end) {
    case EndKind::open:
        return text("still open");
    case EndKind::closed:
        return text("closed properly");
    case EndKind::tls_error:
        return text("the device's TLS library gave up with code %1").arg(session.tls_error);
    case EndKind::alert_received:
        return text("the peer sent %1").arg(alert_text(session, Flow::peer_to_device));
    case EndKind::alert_sent:
        return text("the device sent %1").arg(alert_text(session, Flow::device_to_peer));
    case EndKind::refused:
        return text("the connection was refused");
    case EndKind::unreachable:
        return text("the peer could not be reached");
    case EndKind::timed_out:
        return text("nobody answered in time");
    case EndKind::gave_up:
        return text("the device gave up before the handshake");
    case EndKind::reset:
        return text("the connection was cut without an alert");
    case EndKind::rebooted:
        return text("the device restarted");
    case EndKind::unseen:
        break;
    }
    return text("its end was not seen");
}

} // namespace espseal::monitor
