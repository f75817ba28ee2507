// SPDX-License-Identifier: Apache-2.0
// One connection of the studio's TLS peer. Internal to core/monitor; lives on the peer's thread.
#pragma once

#include <QObject>
#include <QTcpSocket>
#include <QTimer>

#include "core/monitor/peer_context.h"
#include "core/monitor/peer_trace.h"

namespace espseal::monitor {

class PeerConnection final : public QObject, private VerifyObserver {
    Q_OBJECT
public:
    // Takes the socket over. A connected one starts at once; else connect_to() follows. `settings` and `context` outlive it.
    PeerConnection(const PeerSettings &settings, SSL_CTX *context, PeerSink sink, QTcpSocket *socket, QObject *parent);
    ~PeerConnection() override;

    void connect_to_device();
    void start_handshake();
    // Closes politely and waits for nothing.
    void close_now();

Q_SIGNALS:
    void finished();

private:
    void verify_failed(const VerifyError &error) override;
    void emit_event(PeerEvent event);

    void read_socket();
    void advance();
    void read_application();
    void established();
    void answer(const QByteArray &received);
    void write_application(const QByteArray &bytes);
    void flush();
    void fail(const QString &reason);
    void shut_down();
    void hang_up();
    void timed_out();
    void connection_error(QAbstractSocket::SocketError error);
    void ended();

    enum class Phase { connecting, handshaking, open, closing, ended };

    const PeerSettings &settings_;
    PeerSink sink_;
    std::uint64_t number_;
    QTcpSocket *socket_; // child
    PeerTrace trace_;
    Ssl ssl_;
    BIO *incoming_ = nullptr; // both owned by ssl_
    BIO *outgoing_ = nullptr;
    QTimer patience_; // for what the phase waits for
    Phase phase_ = Phase::connecting;
    QByteArray request_; // server: what the device has sent until it is known not to be HTTP
    bool first_bytes_ = true;
    bool clean_end_ = false; // close_notify or a fatal alert passed
    bool answered_ = false; // client: something came back
};

} // namespace espseal::monitor
