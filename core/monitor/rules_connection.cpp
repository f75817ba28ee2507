// SPDX-License-Identifier: Apache-2.0
// No connection, or one that just ended; and what can be said when nothing else is known.
#include "core/monitor/rule_parts.h"

#include "core/monitor/codes.h"
#include "core/wire/tls_reader.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

// Our peer was the client: the device is what could not be reached.
bool we_connected(const Session &session)
{
    return session.peer_facts && !session.peer_facts->listening_side;
}

std::optional<Finding> refused(const Session &session, const DiagnosisContext &)
{
    if (session.end != EndKind::refused)
        return {};
    if (we_connected(session)) {
        return cause("connection-refused", Confidence::seen,
            rule_text("The device at %1 refuses connections: no server listens on this port.").arg(peer_name(session)), {},
            rule_text("Check the port, and read with espseal monitor whether the device started its server."));
    }
    return cause("connection-refused", Confidence::seen, rule_text("Nobody listens at %1: the connection was refused.").arg(peer_name(session)), {},
        rule_text("Start the server, or correct the address and port in the device's settings."));
}

std::optional<Finding> unreachable(const Session &session, const DiagnosisContext &)
{
    if (session.end != EndKind::unreachable)
        return {};
    const QString words = session.peer_facts ? session.peer_facts->error : session.errors.isEmpty() ? QString() : session.errors.constLast().what;
    return cause("unreachable", Confidence::seen, rule_text("%1 cannot be reached.").arg(peer_name(session)), seen_text({ words }),
        rule_text("Check the address, that both are in one network, and the Wi-Fi link."));
}

std::optional<Finding> host_unknown(const Session &session, const DiagnosisContext &)
{
    if (session.traced)
        return {}; // it has found it since
    const auto &errors = session.device.errors;
    const auto error = std::find_if(errors.cbegin(), errors.cend(), [](const RuntimeErrorSeen &seen) { return seen.where == "resolve"_L1; });
    if (error == errors.cend())
        return {};
    return cause("host-unknown", Confidence::seen, rule_text("The device cannot find the address of its server: %1.").arg(error->what), {},
        rule_text("Check the host name in its settings and the network's DNS, or give the IP address."));
}

std::optional<Finding> connect_timed_out(const Session &session, const DiagnosisContext &)
{
    if (session.end != EndKind::timed_out || !session.steps.isEmpty())
        return {};
    return cause("connect-timed-out", Confidence::seen, rule_text("Nobody answers at %1.").arg(peer_name(session)), {},
        rule_text("Check the address, the firewall, and that both are in one network."));
}

std::optional<Finding> handshake_timed_out(const Session &session, const DiagnosisContext &)
{
    if (session.end != EndKind::timed_out || session.steps.isEmpty())
        return {};
    return cause("handshake-timed-out", Confidence::seen, rule_text("%1 stopped answering in the middle of the handshake.").arg(peer_name(session)),
        last_message_text(session), rule_text("Look at the peer's log and at the Wi-Fi link."));
}

std::optional<Finding> rebooted(const Session &session, const DiagnosisContext &)
{
    if (session.end != EndKind::rebooted)
        return {};
    QString why;
    for (const ConsoleSeen &line : session.console) {
        if (line.text.contains("exception"_L1, Qt::CaseInsensitive) || line.text.contains("wdt"_L1) || line.text.contains("E:M "_L1))
            why = rule_text("Seen on the console: %1").arg(line.text);
    }
    if (why.isEmpty() && session.handshake_done)
        return {}; // somebody reset it at work: no failure of the session
    if (why.isEmpty())
        why = last_message_text(session);
    return cause("device-rebooted", Confidence::seen, rule_text("The device restarted in the middle of the session."), why,
        rule_text("Check its power supply; a watchdog reset during RSA work goes away with EC P-256 keys, a crash with more free memory."));
}

std::optional<Finding> peer_closed(const Session &session, const DiagnosisContext &)
{
    if (!session.traced || session.handshake_done || session.end != EndKind::reset || session.tls_error != 0
        || (session.steps.isEmpty() && session.tcp.isEmpty()))
        return {};
    const bool after_certificate = std::any_of(session.steps.cbegin(), session.steps.cend(),
        [](const LadderStep &step) { return step.flow == Flow::device_to_peer && step.kind == StepKind::message && step.type == wire::handshake_certificate; });
    const QString last = last_message_text(session);
    if (after_certificate)
        return cause("peer-closed", Confidence::likely,
            rule_text("%1 closed the connection without an alert after the device's certificate.").arg(peer_name(session)), last,
            rule_text("Most likely it does not accept that certificate: look at the peer's log, and check the chain with espseal cert verify."));
    return cause("peer-closed", Confidence::seen,
        rule_text("%1 closed the connection without an alert in the middle of the handshake.").arg(peer_name(session)), last,
        rule_text("Look at the peer's log; check that this port speaks TLS."));
}

// Without a trace all there is to see is the silence; this is what it means mostly (BearSSL and the SDK's mbedTLS send no alert then).
std::optional<Finding> device_hung_up(const Session &session, const DiagnosisContext &)
{
    if (session.traced || !session.peer_facts || session.end != EndKind::reset || session.handshake_done)
        return {};
    const bool saw_certificate = !chain_of(session, Flow::peer_to_device).isEmpty();
    const QString last = last_message_text(session);
    if (!saw_certificate)
        return cause("device-hung-up", Confidence::guess, rule_text("The device closed the connection without an alert."), last,
            rule_text("Read its console with espseal monitor: it says why."));
    return cause("device-hung-up", Confidence::likely,
        rule_text("The device closed the connection without an alert after it was shown our certificate: most likely it does not trust it."), last,
        rule_text(
            "Put the CA of our certificate on the device, and read its console with espseal monitor; a chain that is larger than its buffer ends alike."));
}

std::optional<Finding> any_alert(const Session &session, const DiagnosisContext &)
{
    const auto from = alert_from_device(session);
    const auto alert = from ? from : alert_to_device(session);
    const auto explained = alert ? explain(CodeFamily::tls_alert, *alert) : std::nullopt;
    if (!explained)
        return {};
    const QString who = from ? rule_text("The device") : peer_name(session);
    return cause("alert", Confidence::likely, rule_text("%1 broke off with alert %2, %3: %4").arg(who, explained->shown, explained->name, explained->meaning),
        {}, explained->fix);
}

std::optional<Finding> any_code(const Session &session, const DiagnosisContext &)
{
    const auto explained
        = session.tls_error == 0 ? std::nullopt : explain(session.tls_error < 0 ? CodeFamily::mbedtls : CodeFamily::bearssl, session.tls_error);
    if (!explained)
        return {};
    return cause("tls-error", Confidence::sure, rule_text("The device's TLS library gave up: %1").arg(explained->meaning),
        seen_text({ code_evidence(session) }), explained->fix);
}

std::optional<Finding> any_words(const Session &session, const DiagnosisContext &)
{
    const QString words = session.errors.isEmpty() ? session.peer_facts ? session.peer_facts->error : QString() : session.errors.constLast().what;
    if (words.isEmpty())
        return {};
    return cause("handshake-failed", Confidence::guess, rule_text("The handshake with %1 failed: %2.").arg(peer_name(session), words), {},
        rule_text("Look at both ends' messages in the ladder; record the session if you ask somebody for help."));
}

std::optional<Finding> any_failure(const Session &session, const DiagnosisContext &)
{
    return cause("handshake-failed", Confidence::guess, rule_text("The session with %1 failed: %2.").arg(peer_name(session), end_text(session)), {},
        rule_text("Look at both ends' messages in the ladder; record the session if you ask somebody for help."));
}

constexpr RuleEntry entries[] = {
    { "connection-refused", refused },
    { "unreachable", unreachable },
    { "host-unknown", host_unknown },
    { "connect-timed-out", connect_timed_out },
    { "handshake-timed-out", handshake_timed_out },
    { "device-rebooted", rebooted },
};

constexpr RuleEntry fallbacks[] = {
    { "alert", any_alert },
    { "tls-error", any_code },
    { "peer-closed", peer_closed },
    { "device-hung-up", device_hung_up },
    { "handshake-failed", any_words },
    { "handshake-failed", any_failure },
};

} // namespace

std::span<const RuleEntry> connection_rules()
{
    return entries;
}

std::span<const RuleEntry> fallback_rules()
{
    return fallbacks;
}

} // namespace espseal::monitor
