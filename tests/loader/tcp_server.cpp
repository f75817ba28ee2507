// SPDX-License-Identifier: Apache-2.0
#include "tests/loader/tcp_server.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace espseal::test {

namespace {

constexpr char iac = char(0xFF);
constexpr char sub_begin = char(0xFA);
constexpr char sub_end = char(0xF0);
constexpr char will = char(0xFB);
constexpr char wont = char(0xFC);
constexpr char doo = char(0xFD);
constexpr char com_port = 0x2C;
constexpr int tick = 5; // ms between looks at what the test wants

// Whether a sub-negotiation ends here: an SE after an odd number of FF, since data doubles them.
bool is_complete(const QByteArray &command)
{
    if (!command.endsWith(sub_end))
        return false;
    qsizetype marks = 0;
    while (marks + 1 < command.size() && command[command.size() - 2 - marks] == iac)
        ++marks;
    return marks % 2 == 1;
}

QByteArray doubled(QByteArray bytes)
{
    return bytes.replace(QByteArray(1, iac), QByteArray(2, iac));
}

} // namespace

TcpFarSide::TcpFarSide(Manner manner)
    : manner_(manner)
    , listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in place {};
    place.sin_family = AF_INET;
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof place;
    QVERIFY(bind(listener_, reinterpret_cast<sockaddr *>(&place), size) == 0 && listen(listener_, 4) == 0);
    QVERIFY(getsockname(listener_, reinterpret_cast<sockaddr *>(&place), &size) == 0);
    port_ = ntohs(place.sin_port);
    server_ = std::jthread([this](const std::stop_token &stop) { serve(stop); });
}

TcpFarSide::~TcpFarSide()
{
    server_.request_stop();
    if (server_.joinable())
        server_.join();
    close(listener_);
}

void TcpFarSide::serve(const std::stop_token &stop)
{
    pollfd waiting { listener_, POLLIN, 0 };
    while (!stop.stop_requested() && poll(&waiting, 1, tick) == 0) { }
    if (stop.stop_requested())
        return;
    const int client = accept(listener_, nullptr, nullptr);
    {
        const std::scoped_lock lock(mutex_);
        accepted_ = true;
        changed_.notify_all();
    }
    while (!stop.stop_requested() && !hung_up_ && manner_ != Manner::hangs_up) {
        QByteArray out;
        {
            const std::scoped_lock lock(mutex_);
            out = std::exchange(to_send_, {});
        }
        put(client, manner_ == Manner::plain ? out : doubled(out));
        pollfd watched { client, short(stalled_ ? 0 : POLLIN), 0 };
        if (poll(&watched, 1, tick) <= 0 || (watched.revents & POLLIN) == 0)
            continue;
        QByteArray in(65536, '\0');
        const ssize_t count = recv(client, in.data(), size_t(in.size()), 0);
        if (count <= 0)
            break;
        in.truncate(count);
        take(in, client);
    }
    close(client);
}

void TcpFarSide::put(int client, const QByteArray &bytes)
{
    for (qsizetype sent = 0; sent < bytes.size();) {
        const ssize_t count = ::send(client, bytes.constData() + sent, size_t(bytes.size() - sent), MSG_NOSIGNAL);
        if (count <= 0)
            return;
        sent += count;
    }
}

void TcpFarSide::take(const QByteArray &bytes, int client)
{
    QByteArray data;
    if (manner_ == Manner::plain || manner_ == Manner::silent) {
        data = bytes;
    } else {
        for (const char byte : bytes) {
            if (command_.isEmpty() && byte != iac) {
                data += byte;
                continue;
            }
            command_ += byte;
            const char verb = command_.size() > 1 ? command_[1] : '\0';
            if (command_ == QByteArray(2, iac)) {
                data += iac;
                command_.clear();
            } else if (verb == sub_begin && is_complete(command_)) {
                take_com_port(command_.mid(3).chopped(2).replace(QByteArray(2, iac), QByteArray(1, iac)), client);
                command_.clear();
            } else if (command_.size() == 3 && verb != sub_begin) {
                answer_negotiation(verb, command_[2], client);
                command_.clear();
            }
        }
    }
    const std::scoped_lock lock(mutex_);
    received_ += data;
    changed_.notify_all();
}

void TcpFarSide::answer_negotiation(char verb, char option, int client)
{
    const bool refused = manner_ == Manner::refuses_com_port || option != com_port;
    if (verb == will)
        put(client, QByteArray(1, iac).append(refused ? char(0xFE) : doo).append(option));
    else if (verb == doo)
        put(client, QByteArray(1, iac).append(refused ? wont : will).append(option));
}

void TcpFarSide::take_com_port(const QByteArray &body, int client)
{
    {
        const std::scoped_lock lock(mutex_);
        requests_ << body.toHex();
    }
    if (manner_ == Manner::rfc2217_without_answers || body.isEmpty())
        return;
    QByteArray answer = body;
    answer[0] = char(answer[0] + 100);
    put(client, QByteArray(1, iac).append(sub_begin).append(com_port) + doubled(answer) + QByteArray(1, iac).append(sub_end));
}

void TcpFarSide::send(const QByteArray &bytes)
{
    const std::scoped_lock lock(mutex_);
    to_send_ += bytes;
}

QByteArray TcpFarSide::receive(qsizetype count)
{
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(10), [&] { return received_.size() >= count; });
    const QByteArray bytes = received_.left(count);
    received_.remove(0, bytes.size());
    return bytes;
}

void TcpFarSide::hang_up()
{
    {
        // Only a connection that was accepted can be hung up.
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return accepted_; });
    }
    hung_up_ = true;
    server_.join();
}

QByteArrayList TcpFarSide::requests() const
{
    const std::scoped_lock lock(mutex_);
    return requests_;
}

} // namespace espseal::test
