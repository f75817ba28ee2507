// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/loader/transport.h"

#include <QEventLoop>
#include <QTcpSocket>

namespace espseal::loader {

// host:port of "socket://host:port" and the like.
struct TcpPlace {
    QString name; // as the user wrote it
    QString host;
    quint16 port = 0;

    // Error "port-invalid" (usage).
    [[nodiscard]] static Result<TcpPlace> parse(const QString &url);
};

// A TCP connection with blocking calls in slices; errors as Transport's.
class TcpStream {
public:
    explicit TcpStream(TcpPlace place);
    Result<void> connect(const Wait &wait);
    Result<void> write(std::span<const std::uint8_t> bytes, const Wait &wait);
    // Empty at the deadline.
    Result<Bytes> read(std::size_t max, const Wait &wait);
    void close() { socket_.abort(); }
    [[nodiscard]] const QString &name() const { return place_.name; }

private:
    [[nodiscard]] bool alive() const { return socket_.state() == QAbstractSocket::ConnectedState; }

    TcpPlace place_;
    QEventLoop dispatcher_; // gives a thread that is no QThread what the socket's notifiers want
    QTcpSocket socket_;
};

} // namespace espseal::loader
