// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/session_builder.h"

#include "core/monitor/merge.h"
#include "core/monitor/session_fold.h"
#include "core/wire/agent_settings.h"
#include "core/wire/tls_reader.h"

#include <algorithm>

namespace espseal::monitor {

namespace {

// Kinds that only make sense inside a session: they open one when the monitor attached in the middle.
bool belongs_to_session(const Payload &payload)
{
    return std::holds_alternative<wire::Record>(payload) || std::holds_alternative<wire::Message>(payload) || std::holds_alternative<wire::Negotiated>(payload)
        || std::holds_alternative<wire::HandshakeDone>(payload) || std::holds_alternative<wire::SessionEnd>(payload)
        || std::holds_alternative<wire::Application>(payload) || std::holds_alternative<wire::Alert>(payload)
        || std::holds_alternative<wire::Certificate>(payload);
}

bool is_failed_connection(const Payload &payload)
{
    const auto *tcp = std::get_if<wire::Tcp>(&payload);
    return tcp && (tcp->event == wire::TcpEvent::refused || tcp->event == wire::TcpEvent::timed_out || tcp->event == wire::TcpEvent::unreachable);
}

bool is_log_kind(const Payload &payload, SdkLogKind kind)
{
    const auto *log = std::get_if<SdkLog>(&payload);
    return log && log->kind == kind;
}

} // namespace

QList<std::uint64_t> SessionBuilder::add(const Event &event)
{
    QList<std::uint64_t> changed;
    if (event.rebooted || is_log_kind(event.payload, SdkLogKind::reset))
        reboot(event, changed);
    fold_device_state(device_, event);
    if (const auto *error = std::get_if<wire::RuntimeError>(&event.payload); error && current_ == 0)
        append_error(device_.errors, *error);

    if (const auto *end = std::get_if<wire::SessionEnd>(&event.payload))
        select(end->session);
    if (const auto *named = std::get_if<wire::InSession>(&event.payload))
        select(named->session);
    if (starts_session(event))
        current_ = open_device_session(event, changed);
    if (current_ == 0)
        return changed;
    Sides &sides = sides_[current_];
    if (!sides.device)
        return changed;
    Session &session = *sides.device;
    fold_device_event(session, event, static_cast<std::int64_t>(event.device_us - sides.device_start_us));
    session.device.blobs = device_.blobs;
    publish(current_);
    changed.append(current_);
    if (session.finished() && !session.from_log) // a log names the reason after the end
        current_ = latest_open();
    return changed;
}

bool SessionBuilder::starts_session(const Event &event) const
{
    if (std::holds_alternative<wire::SessionStart>(event.payload))
        return true;
    if (is_log_kind(event.payload, SdkLogKind::handshake_start))
        return !device_.traces; // the bundled runtime reports by trace
    return current_ == 0 && (belongs_to_session(event.payload) || is_failed_connection(event.payload));
}

// Server and client may be open at a time; then the device names the session that it goes on with, and an end always names its own.
void SessionBuilder::select(std::uint32_t device_session)
{
    const auto named = std::find_if(sessions_.crbegin(), sessions_.crend(),
        [&](const Session &session) { return session.traced && session.device_session == device_session && session.device.reboots == device_.reboots; });
    if (named != sessions_.crend())
        current_ = named->id;
}

std::uint64_t SessionBuilder::latest_open()
{
    const auto open = std::find_if(sessions_.crbegin(), sessions_.crend(), [this](const Session &session) { return open_device_side(session.id) != nullptr; });
    return open == sessions_.crend() ? 0 : open->id;
}

Session *SessionBuilder::open_device_side(std::uint64_t id)
{
    const auto sides = sides_.find(id);
    if (sides == sides_.end())
        return nullptr;
    std::optional<Session> &device = sides->device;
    return device && !device->finished() ? &*device : nullptr;
}

// The runtime has one session a role at a time: where a new one begins, the end of the older was lost. Logs never tell a clean end.
void SessionBuilder::leave_open_sessions(wire::TlsRole role, QList<std::uint64_t> &changed)
{
    for (const Session &shown : std::as_const(sessions_)) {
        Session *session = shown.role == role ? open_device_side(shown.id) : nullptr;
        if (!session)
            continue;
        session->end = EndKind::unseen;
        session->state = session->handshake_done ? SessionState::closed : SessionState::failed;
        changed.append(shown.id);
    }
    for (const std::uint64_t id : std::as_const(changed))
        publish(id);
}

// Of a session whose start was missed.
wire::TlsRole SessionBuilder::likely_role(const Event &event) const
{
    if (const auto *message = std::get_if<wire::Message>(&event.payload)) {
        const bool sent = message->direction == wire::Direction::sent;
        switch (message->type) {
        case wire::handshake_client_hello:
        case wire::handshake_client_key_exchange:
        case wire::handshake_certificate_verify:
            return sent ? wire::TlsRole::client : wire::TlsRole::server;
        case wire::handshake_server_hello:
        case wire::handshake_server_key_exchange:
        case wire::handshake_certificate_request:
        case wire::handshake_server_hello_done:
            return sent ? wire::TlsRole::server : wire::TlsRole::client;
        default:
            break;
        }
    }
    const bool is_client = device_.agent && device_.agent->role == static_cast<unsigned>(wire::AgentRole::client);
    const bool is_server = device_.agent && device_.agent->role == static_cast<unsigned>(wire::AgentRole::server);
    const bool client_is_open = std::ranges::any_of(
        sides_, [](const Sides &sides) { return sides.peer && !sides.device && !sides.peer->finished() && sides.peer->role == wire::TlsRole::client; });
    return is_client || (!is_server && client_is_open) ? wire::TlsRole::client : wire::TlsRole::server;
}

std::uint64_t SessionBuilder::open_device_session(const Event &event, QList<std::uint64_t> &changed)
{
    device_.errors.clear(); // what stood in the way is over
    Session session;
    session.started = event.host;
    session.device = device_;
    session.buffer_size = device_.buffer_size;
    if (const auto *start = std::get_if<wire::SessionStart>(&event.payload)) {
        session.traced = true;
        session.device_session = start->session;
        session.role = start->role;
        session.mutual = start->mutual;
        session.verifies = start->verifies;
        session.buffer_size = start->buffer_size;
        session.peer = to_qstring(start->peer);
    } else if (const auto *log = std::get_if<SdkLog>(&event.payload)) {
        session.from_log = true;
        session.role = log->role;
        session.state = SessionState::handshaking;
    } else {
        session.traced = true;
        session.start_missed = !is_failed_connection(event.payload);
        session.role = likely_role(event);
        if (const auto *tcp = std::get_if<wire::Tcp>(&event.payload)) {
            session.role = wire::TlsRole::client; // only a client's connection can be refused
            session.peer = QStringLiteral("%1:%2").arg(to_qstring(tcp->remote)).arg(tcp->remote_port);
        }
    }
    leave_open_sessions(session.role, changed);
    const std::uint64_t id = entry_for(session, &Sides::peer);
    Sides &sides = sides_[id];
    sides.device_start_us = event.device_us;
    sides.device = std::move(session);
    return id;
}

QList<std::uint64_t> SessionBuilder::add(const PeerEvent &event)
{
    if (event.connection == 0)
        return {};
    std::uint64_t id = peer_ids_.value(event.connection);
    if (id == 0)
        peer_ids_.insert(event.connection, id = open_peer_session(event));
    const auto sides = sides_.find(id);
    if (sides == sides_.end())
        return {}; // forgotten
    std::optional<Session> &session = sides->peer;
    if (!session)
        return {};
    fold_peer_event(*session, event, (event.host - session->started).count());
    publish(id);
    return { id };
}

std::uint64_t SessionBuilder::open_peer_session(const PeerEvent &event)
{
    Session session;
    session.started = event.host;
    session.device = device_;
    session.role = event.device_role;
    session.state = SessionState::connecting;
    session.peer_facts = PeerFacts { .connection = event.connection, .listening_side = event.device_role == wire::TlsRole::client };
    if (event.kind == PeerEventKind::connected)
        session.tcp.append({ wire::TcpEvent::opened, event.remote, event.remote_port, event.local_port, 0 });
    const std::uint64_t id = entry_for(session, &Sides::device);
    sides_[id].peer = std::move(session);
    return id;
}

// The entry that holds the other end of the same connection alone, or a new one.
std::uint64_t SessionBuilder::entry_for(const Session &session, std::optional<Session> Sides::*other)
{
    constexpr qsizetype looked_at = 20;
    const auto mine = other == &Sides::peer ? &Sides::device : &Sides::peer;
    for (qsizetype i = sessions_.size(); i-- > std::max<qsizetype>(0, sessions_.size() - looked_at);) {
        const Sides &sides = sides_[sessions_.at(i).id];
        const std::optional<Session> &alone = sides.*other;
        if (!alone || sides.*mine)
            continue;
        const Session &candidate = *alone;
        if (other == &Sides::device && candidate.finished())
            continue; // a connection cannot begin behind its end; the trace, though, may lag behind our peer
        if (other == &Sides::peer ? may_be_same(session, candidate) : may_be_same(candidate, session))
            return sessions_.at(i).id;
    }
    forget_oldest();
    sessions_.append(session);
    sessions_.last().id = ++last_id_;
    sides_.insert(last_id_, {});
    return last_id_;
}

void SessionBuilder::publish(std::uint64_t id)
{
    const Sides &sides = sides_[id];
    const auto shown = std::find_if(sessions_.rbegin(), sessions_.rend(), [id](const Session &session) { return session.id == id; });
    if (shown == sessions_.rend())
        return;
    if (sides.device && sides.peer)
        *shown = merge(*sides.device, *sides.peer);
    else if (sides.device)
        *shown = *sides.device;
    else if (sides.peer)
        *shown = *sides.peer;
    shown->id = id;
    if (!sides.device)
        shown->end_is_peers = shown->finished();
}

void SessionBuilder::reboot(const Event &event, QList<std::uint64_t> &changed)
{
    for (const Session &shown : std::as_const(sessions_)) {
        Session *session = open_device_side(shown.id);
        if (!session)
            continue;
        session->state = session->handshake_done ? SessionState::closed : SessionState::failed;
        session->end = EndKind::rebooted;
        changed.append(shown.id);
    }
    for (const std::uint64_t id : std::as_const(changed))
        publish(id);
    current_ = 0;
    device_ = DeviceState { .reboots = device_.reboots + (event.rebooted || !device_.known ? 1u : 0u) };
}

void SessionBuilder::forget_oldest()
{
    if (sessions_.size() < limit)
        return;
    auto oldest = std::find_if(sessions_.begin(), sessions_.end(), [](const Session &session) { return session.finished(); });
    if (oldest == sessions_.end())
        oldest = sessions_.begin();
    if (oldest->id == current_)
        current_ = 0;
    sides_.remove(oldest->id);
    peer_ids_.removeIf([id = oldest->id](const auto &entry) { return entry.value() == id; });
    sessions_.erase(oldest);
}

const Session *SessionBuilder::find(std::uint64_t id) const
{
    const auto found = std::find_if(sessions_.crbegin(), sessions_.crend(), [id](const Session &session) { return session.id == id; });
    return found == sessions_.crend() ? nullptr : &*found;
}

} // namespace espseal::monitor
