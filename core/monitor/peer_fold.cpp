// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/session_fold.h"

#include <QCoreApplication>

#include "core/monitor/step_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

// The session is told from the device's side, whoever saw it.
void fold_alert(Session &session, const PeerEvent &event, LadderStep step)
{
    session.alerts.append({ event.flow, event.level, event.type, false });
    step.name = alert_step_name(event.type, false);
    append_step(session, std::move(step));
    if (event.level == 2 && session.end == EndKind::open)
        session.end = event.flow == Flow::device_to_peer ? EndKind::alert_sent : EndKind::alert_received;
}

void fold_certificate(Session &session, PeerFacts &facts, const CertificateSeen &certificate)
{
    if (certificate.flow == Flow::device_to_peer)
        facts.got_certificate = true;
    session.certificates.append(certificate);
    if (certificate.depth == 0 && !session.steps.isEmpty())
        session.steps.last().detail = certificate_text(certificate); // its message has just come
}

void fold_closed(Session &session, PeerFacts &facts, const PeerEvent &event)
{
    if (session.finished())
        return;
    facts.closed_without_alert = !event.clean;
    if (session.end == EndKind::open)
        session.end = session.handshake_done && event.clean ? EndKind::closed : EndKind::reset;
    const bool broken = session.end == EndKind::alert_sent || session.end == EndKind::alert_received || session.end == EndKind::tls_error;
    session.state = session.handshake_done && !broken ? SessionState::closed : SessionState::failed;
}

} // namespace

void fold_peer_event(Session &session, const PeerEvent &event, std::int64_t at_us)
{
    PeerFacts &facts = session.peer_facts ? *session.peer_facts : session.peer_facts.emplace();
    LadderStep step {
        .flow = event.flow, .type = event.type, .name = event.name, .bytes = event.bytes, .encrypted = event.encrypted, .peer_us = at_us, .detail = event.text
    };
    switch (event.kind) {
    case PeerEventKind::listening:
        break;
    case PeerEventKind::connected:
        session.peer = u"%1:%2"_s.arg(event.remote).arg(event.remote_port);
        break;
    case PeerEventKind::connect_failed:
        facts.error = event.text;
        session.peer = u"%1:%2"_s.arg(event.remote).arg(event.remote_port);
        session.end = event.end;
        session.state = SessionState::failed;
        break;
    case PeerEventKind::record:
        append_record(session, { event.flow, event.type, event.version, event.bytes, event.encrypted });
        break;
    case PeerEventKind::message:
        if (event.flow == Flow::peer_to_device)
            facts.largest_message = std::max(facts.largest_message, event.bytes);
        if (session.state == SessionState::connecting)
            session.state = SessionState::handshaking;
        append_step(session, std::move(step));
        break;
    case PeerEventKind::change_cipher_spec:
        step.kind = StepKind::change_cipher_spec;
        append_step(session, std::move(step));
        break;
    case PeerEventKind::alert:
        step.kind = StepKind::alert;
        fold_alert(session, event, std::move(step));
        break;
    case PeerEventKind::certificate:
        fold_certificate(session, facts, event.certificate);
        break;
    case PeerEventKind::verify_error:
        facts.verify_errors.append(event.verify);
        break;
    case PeerEventKind::certificate_wanted:
        facts.asked_for_certificate = true;
        break;
    case PeerEventKind::established:
        session.handshake_done = true;
        session.state = SessionState::established;
        session.negotiated = wire::Negotiated { .version = event.version, .suite = event.suite };
        break;
    case PeerEventKind::application:
        step.kind = StepKind::application;
        step.name = QCoreApplication::translate("espseal::monitor", "Application data");
        append_step(session, std::move(step));
        (event.flow == Flow::peer_to_device ? session.bytes_received : session.bytes_sent) += event.bytes;
        break;
    case PeerEventKind::tls_error:
        facts.error = event.text;
        if (session.end == EndKind::open)
            session.end = EndKind::tls_error;
        break;
    case PeerEventKind::not_tls:
        facts.not_tls = true;
        facts.first_bytes = event.text;
        break;
    case PeerEventKind::closed:
        fold_closed(session, facts, event);
        break;
    }
}

} // namespace espseal::monitor
