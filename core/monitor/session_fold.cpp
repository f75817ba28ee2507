// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/session_fold.h"

#include <QCoreApplication>

#include "core/monitor/codes.h"
#include "core/monitor/step_text.h"
#include "core/wire/tls_reader.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

constexpr qsizetype records_kept = 512;
constexpr qsizetype console_kept = 200;
constexpr std::int32_t espconn_memory = -1;
constexpr std::int32_t espconn_timeout = -3;
constexpr qsizetype errors_kept = 50;
constexpr qsizetype certificates_kept = 50;
constexpr qsizetype steps_kept = 2000; // far above any handshake; stops a hostile stream

Flow flow_of(wire::Direction direction)
{
    return direction == wire::Direction::sent ? Flow::device_to_peer : Flow::peer_to_device;
}

QString key_type_name(std::uint8_t type)
{
    return type == 1 ? u"RSA"_s : type == 2 ? u"EC"_s : QString();
}

EndKind end_of_tcp(wire::TcpEvent event)
{
    switch (event) {
    case wire::TcpEvent::refused:
        return EndKind::refused;
    case wire::TcpEvent::timed_out:
        return EndKind::timed_out;
    case wire::TcpEvent::unreachable:
        return EndKind::unreachable;
    default:
        return EndKind::reset;
    }
}

LadderStep *last_message(Session &session, std::uint8_t type)
{
    const auto found = std::find_if(
        session.steps.rbegin(), session.steps.rend(), [type](const LadderStep &step) { return step.kind == StepKind::message && step.type == type; });
    return found == session.steps.rend() ? nullptr : &*found;
}

EndKind end_of(const Session &session, const wire::SessionEnd &end)
{
    if (end.tls_error >= 512)
        return EndKind::alert_sent;
    if (end.tls_error >= 256)
        return EndKind::alert_received;
    if (end.tls_error != 0)
        return EndKind::tls_error;
    if (session.end != EndKind::open)
        return session.end;
    if (end.callback_error == espconn_timeout)
        return EndKind::timed_out;
    if (end.handshake_was_done)
        return end.callback_error == 0 ? EndKind::closed : EndKind::reset;
    if (session.steps.isEmpty() && !session.errors.isEmpty())
        return EndKind::gave_up;
    return session.tcp.isEmpty() ? EndKind::reset : end_of_tcp(session.tcp.constLast().event);
}

// One overload a kind of event.
struct DeviceFold {
    Session &session;
    const Event &event;
    std::int64_t at_us;

    LadderStep step(StepKind kind, wire::Direction direction, std::uint64_t bytes, bool encrypted) const
    {
        return { .kind = kind, .flow = flow_of(direction), .bytes = bytes, .encrypted = encrypted, .device_us = at_us, .lost_before = event.lost_before };
    }

    void operator()(const wire::Tcp &tcp) const
    {
        session.tcp.append({ tcp.event, to_qstring(tcp.remote), tcp.remote_port, tcp.local_port, tcp.code });
        switch (tcp.event) {
        case wire::TcpEvent::refused:
        case wire::TcpEvent::timed_out:
        case wire::TcpEvent::unreachable:
            session.end = end_of_tcp(tcp.event);
            if (session.device_session == 0) // else the end is reported as such
                session.state = SessionState::failed;
            break;
        case wire::TcpEvent::opened:
        case wire::TcpEvent::closed:
        case wire::TcpEvent::reset:
        case wire::TcpEvent::listening:
            break;
        }
    }

    void operator()(const wire::Record &record) const
    {
        append_record(session, { flow_of(record.direction), record.type, record.version, record.length, record.encrypted });
        if (record.type != static_cast<std::uint8_t>(wire::RecordType::change_cipher_spec))
            return;
        LadderStep added = step(StepKind::change_cipher_spec, record.direction, record.length, false);
        added.name = u"ChangeCipherSpec"_s;
        append_step(session, std::move(added));
    }

    void operator()(const wire::Message &message) const
    {
        LadderStep added = step(StepKind::message, message.direction, message.length, message.encrypted);
        added.type = message.type;
        added.name = message_name(message.type);
        added.compute_us = message.compute_us;
        added.blocked_us = message.blocked_us;
        append_step(session, std::move(added));
        if (session.state == SessionState::connecting)
            session.state = SessionState::handshaking;
    }

    void operator()(const wire::Certificate &certificate) const
    {
        if (session.certificates.size() == certificates_kept)
            return;
        session.certificates.append({ .flow = flow_of(certificate.direction),
            .depth = certificate.depth,
            .length = certificate.length,
            .sha256 = to_bytes(certificate.sha256),
            .key_bits = certificate.key_bits,
            .key_type = key_type_name(certificate.key_type),
            .not_before = certificate.not_before,
            .not_after = certificate.not_after,
            .verdict = certificate.verdict,
            .checked = certificate.checked });
        if (LadderStep *shown = last_message(session, wire::handshake_certificate); shown && certificate.depth == 0)
            shown->detail = certificate_text(session.certificates.constLast());
    }

    void operator()(const wire::Alert &alert) const
    {
        session.alerts.append({ flow_of(alert.direction), alert.level, alert.description, alert.encrypted });
        LadderStep added = step(StepKind::alert, alert.direction, 2, alert.encrypted);
        added.type = alert.description;
        added.name = alert_step_name(alert.description, alert.encrypted);
        append_step(session, std::move(added));
    }

    void operator()(const wire::Negotiated &negotiated) const
    {
        session.negotiated = negotiated;
        if (LadderStep *hello = last_message(session, wire::handshake_server_hello))
            hello->detail = negotiated_text(negotiated.version, negotiated.suite);
    }

    void operator()(const wire::HandshakeDone &done) const
    {
        session.state = SessionState::established;
        session.handshake_done = true;
        session.handshake_us = done.total_us;
        session.compute_us = done.compute_us;
        session.blocked_us = done.blocked_us;
    }

    void operator()(const wire::SessionEnd &end) const
    {
        session.callback_error = end.callback_error;
        session.tls_error = end.tls_error;
        session.handshake_done = session.handshake_done || end.handshake_was_done;
        session.bytes_received = end.bytes_received;
        session.bytes_sent = end.bytes_sent;
        session.end = end_of(session, end);
        session.state = session.handshake_done && end.tls_error == 0 ? SessionState::closed : SessionState::failed;
    }

    void operator()(const wire::Application &application) const
    {
        LadderStep added = step(StepKind::application, application.direction, application.bytes, true);
        added.name = QCoreApplication::translate("espseal::monitor", "Application data");
        append_step(session, std::move(added));
        (application.direction == wire::Direction::received ? session.bytes_received : session.bytes_sent) += application.bytes;
    }

    void operator()(const wire::Memory &memory) const
    {
        MemorySeen seen = session.memory.value_or(MemorySeen { .heap_low_water = UINT32_MAX });
        seen.heap_free = memory.heap_free;
        seen.heap_low_water = std::min(seen.heap_low_water, memory.heap_low_water);
        seen.buffer_high_water = std::max(seen.buffer_high_water, memory.buffer_high_water);
        seen.stack_high_water = std::max(seen.stack_high_water, memory.stack_high_water);
        session.memory = seen;
    }

    void operator()(const wire::RuntimeError &error) const { append_error(session.errors, error); }

    void operator()(const wire::BlobRead &read) const { keep_blob(session.blobs, blob_of(read)); }

    void operator()(const wire::KeyLog &) const { session.key_log = true; }

    void operator()(const ConsoleLine &line) const
    {
        session.console.append({ event.host, at_us, line.text });
        if (session.console.size() > console_kept)
            session.console.removeFirst();
    }

    void operator()(const SdkLog &log) const
    {
        if (session.from_log)
            fold_log(log);
    }

    void fold_log(const SdkLog &log) const;

    void operator()(const auto &) const { } // hello, settings, drops: the builder's business
};

void DeviceFold::fold_log(const SdkLog &log) const
{
    switch (log.kind) {
    case SdkLogKind::blob:
    case SdkLogKind::blob_missing:
        keep_blob(session.blobs, blob_of(log));
        break;
    case SdkLogKind::handshake_ok:
        session.state = SessionState::established;
        session.handshake_done = true;
        break;
    case SdkLogKind::handshake_failed:
    case SdkLogKind::data_invalid:
        session.state = log.kind == SdkLogKind::handshake_failed ? SessionState::failed : SessionState::closed;
        session.end = EndKind::tls_error;
        break;
    case SdkLogKind::reason: // follows "failed" or "data invalid"
        session.tls_error = log.number;
        session.callback_error = callback_code(log.number);
        if (log.number == mbedtls_peer_close_notify)
            session.end = EndKind::closed;
        else
            session.state = SessionState::failed;
        break;
    case SdkLogKind::tls_error:
    case SdkLogKind::out_of_memory:
    case SdkLogKind::socket_error:
        append_error(session.errors, log);
        break;
    default:
        break;
    }
}

} // namespace

void append_step(Session &session, LadderStep step)
{
    if (step.kind == StepKind::application && !session.steps.isEmpty()) {
        LadderStep &last = session.steps.last();
        if (last.kind == StepKind::application && last.flow == step.flow) {
            last.bytes += step.bytes;
            last.lost_before += step.lost_before;
            return;
        }
    }
    if (session.steps.size() < steps_kept)
        session.steps.append(std::move(step));
}

void append_error(QList<RuntimeErrorSeen> &errors, const wire::RuntimeError &error)
{
    if (errors.size() < errors_kept)
        errors.append({ error.espconn, error.tls_error, to_qstring(error.where), to_qstring(error.what) });
}

void append_error(QList<RuntimeErrorSeen> &errors, const SdkLog &log)
{
    if (errors.size() >= errors_kept)
        return;
    if (log.kind == SdkLogKind::out_of_memory)
        errors.append({ .espconn = espconn_memory, .where = u"malloc"_s, .what = QString::number(log.number) });
    else
        errors.append({ .where = u"console"_s, .what = log.text });
}

void append_record(Session &session, RecordSeen record)
{
    ++session.record_count;
    session.records.append(record);
    if (session.records.size() > records_kept)
        session.records.removeFirst();
}

void fold_device_event(Session &session, const Event &event, std::int64_t at_us)
{
    session.lost_frames += event.lost_before;
    std::visit(DeviceFold { session, event, at_us }, event.payload);
}

} // namespace espseal::monitor
