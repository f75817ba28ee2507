// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/peer_connection.h"

#include <QCoreApplication>
#include <QHostAddress>

#include <atomic>

#include <openssl/err.h>

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

constexpr std::chrono::milliseconds answer_pause { 300 }; // a client takes the answer as complete after this silence
constexpr std::chrono::milliseconds close_patience { 1000 };
constexpr qsizetype first_bytes_shown = 40;
constexpr qsizetype request_max = 4096;
constexpr std::uint8_t fatal = 2;
constexpr std::uint8_t close_notify = 0;

QString text(const char *source)
{
    return QCoreApplication::translate("espseal::monitor", source);
}

// Numbers of connections are unique in the program, so that several peers feed one session list.
std::uint64_t next_connection()
{
    static std::atomic<std::uint64_t> last { 0 };
    return ++last;
}

bool looks_like_tls(std::uint8_t first)
{
    constexpr std::uint8_t ssl2_hello = 0x80; // old clients open with a hello in SSL 2 form
    return first == SSL3_RT_HANDSHAKE || first == SSL3_RT_ALERT || (first & ssl2_hello);
}

QString printable(const QByteArray &bytes)
{
    QString shown = QString::fromLatin1(bytes.first(std::min(bytes.size(), first_bytes_shown)));
    for (QChar &character : shown) {
        if (character.unicode() < 0x20 || character.unicode() > 0x7E)
            character = u'.';
    }
    return shown;
}

EndKind end_of(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return EndKind::refused;
    case QAbstractSocket::SocketTimeoutError:
        return EndKind::timed_out;
    default:
        return EndKind::unreachable;
    }
}

constexpr QByteArrayView page
    = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 33\r\nConnection: close\r\n\r\nespseal: the TLS handshake works\n";

} // namespace

PeerConnection::PeerConnection(const PeerSettings &settings, SSL_CTX *context, PeerSink sink, QTcpSocket *socket, QObject *parent)
    : QObject(parent)
    , settings_(settings)
    , sink_(std::move(sink))
    , number_(next_connection())
    , socket_(socket)
    , trace_([this](PeerEvent event) { emit_event(std::move(event)); })
    , ssl_(make_ssl(context, settings, this))
{
    socket_->setParent(this);
    if (ssl_) {
        incoming_ = BIO_new(BIO_s_mem());
        outgoing_ = BIO_new(BIO_s_mem());
        SSL_set_bio(ssl_.get(), incoming_, outgoing_);
        trace_.watch(ssl_.get());
    }
    patience_.setSingleShot(true);
    connect(&patience_, &QTimer::timeout, this, &PeerConnection::timed_out);
    connect(socket_, &QTcpSocket::readyRead, this, &PeerConnection::read_socket);
    connect(socket_, &QTcpSocket::connected, this, &PeerConnection::start_handshake);
    connect(socket_, &QTcpSocket::disconnected, this, &PeerConnection::ended);
    connect(socket_, &QTcpSocket::errorOccurred, this, &PeerConnection::connection_error);
}

PeerConnection::~PeerConnection()
{
    socket_->disconnect(this);
}

void PeerConnection::connect_to_device()
{
    patience_.start(settings_.handshake_timeout);
    socket_->connectToHost(settings_.host, settings_.port);
}

void PeerConnection::start_handshake()
{
    phase_ = Phase::handshaking;
    socket_->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    PeerEvent event { .kind = PeerEventKind::connected };
    event.remote = socket_->peerAddress().toString();
    event.remote_port = socket_->peerPort();
    event.local_port = socket_->localPort();
    emit_event(std::move(event));
    patience_.start(settings_.handshake_timeout);
    if (!ssl_)
        return fail(take_openssl_reason());
    advance(); // a client speaks first
}

void PeerConnection::emit_event(PeerEvent event)
{
    event.connection = number_;
    event.host = host_now();
    event.device_role = settings_.role == wire::TlsRole::server ? wire::TlsRole::client : wire::TlsRole::server;
    if (event.kind == PeerEventKind::alert && (event.level == fatal || event.type == close_notify))
        clean_end_ = true;
    sink_(event);
}

void PeerConnection::verify_failed(const VerifyError &error)
{
    emit_event({ .kind = PeerEventKind::verify_error, .verify = error });
}

void PeerConnection::read_socket()
{
    const QByteArray bytes = socket_->readAll();
    if (bytes.isEmpty() || phase_ == Phase::closing || phase_ == Phase::ended || !ssl_)
        return;
    if (first_bytes_ && !looks_like_tls(static_cast<std::uint8_t>(bytes.front())))
        emit_event({ .kind = PeerEventKind::not_tls, .flow = Flow::device_to_peer, .text = printable(bytes) });
    first_bytes_ = false;
    BIO_write(incoming_, bytes.constData(), static_cast<int>(bytes.size()));
    advance();
}

void PeerConnection::advance()
{
    if (phase_ == Phase::handshaking) {
        ERR_clear_error();
        const int done = SSL_do_handshake(ssl_.get());
        flush();
        if (done == 1)
            established();
        else if (SSL_get_error(ssl_.get(), done) != SSL_ERROR_WANT_READ)
            return fail(take_openssl_reason());
    }
    if (phase_ == Phase::open)
        read_application();
}

void PeerConnection::established()
{
    phase_ = Phase::open;
    patience_.start(settings_.idle_timeout);
    PeerEvent event { .kind = PeerEventKind::established };
    event.version = static_cast<std::uint16_t>(SSL_version(ssl_.get()));
    event.suite = SSL_CIPHER_get_protocol_id(SSL_get_current_cipher(ssl_.get()));
    emit_event(std::move(event));
    // Only now: it would split handshake messages too, which some devices cannot read.
    if (settings_.max_send_fragment)
        SSL_set_max_send_fragment(ssl_.get(), settings_.max_send_fragment);
    if (settings_.role == wire::TlsRole::client) {
        const QByteArray get = "GET / HTTP/1.1\r\nHost: " + settings_.host.toUtf8() + "\r\nConnection: close\r\n\r\n";
        write_application(settings_.greeting.isEmpty() ? get : settings_.greeting);
    }
}

void PeerConnection::read_application()
{
    QByteArray buffer(16384, Qt::Uninitialized);
    while (phase_ == Phase::open) {
        ERR_clear_error();
        const int count = SSL_read(ssl_.get(), buffer.data(), static_cast<int>(buffer.size()));
        if (count > 0) {
            emit_event({ .kind = PeerEventKind::application, .flow = Flow::device_to_peer, .bytes = static_cast<std::uint32_t>(count), .encrypted = true });
            answer(buffer.first(count));
            continue;
        }
        flush();
        const int error = SSL_get_error(ssl_.get(), count);
        if (error == SSL_ERROR_ZERO_RETURN)
            shut_down();
        else if (error != SSL_ERROR_WANT_READ)
            fail(take_openssl_reason());
        return;
    }
}

void PeerConnection::answer(const QByteArray &received)
{
    if (settings_.role == wire::TlsRole::client) {
        answered_ = true;
        patience_.start(answer_pause);
        return;
    }
    patience_.start(settings_.idle_timeout);
    if (request_.isNull() && !received.startsWith("GET ") && !received.startsWith("HEAD ") && !received.startsWith("POST "))
        return write_application(received);
    request_ += received;
    if (request_.contains("\r\n\r\n") || request_.size() > request_max) {
        write_application(page.toByteArray());
        shut_down();
    }
}

void PeerConnection::write_application(const QByteArray &bytes)
{
    if (SSL_write(ssl_.get(), bytes.constData(), static_cast<int>(bytes.size())) == bytes.size())
        emit_event({ .kind = PeerEventKind::application, .flow = Flow::peer_to_device, .bytes = static_cast<std::uint32_t>(bytes.size()), .encrypted = true });
    flush();
}

void PeerConnection::flush()
{
    char *bytes = nullptr;
    if (const long size = BIO_get_mem_data(outgoing_, &bytes); size > 0)
        socket_->write(bytes, size);
    (void)BIO_reset(outgoing_);
}

void PeerConnection::fail(const QString &reason)
{
    emit_event({ .kind = PeerEventKind::tls_error, .text = reason });
    // The alert is on its way. Closing at once could turn into a TCP reset that overtakes it: let the device hang up first.
    phase_ = Phase::closing;
    patience_.start(close_patience);
}

void PeerConnection::shut_down()
{
    if (SSL_shutdown(ssl_.get()) < 0)
        (void)take_openssl_reason();
    flush();
    hang_up();
}

void PeerConnection::hang_up()
{
    phase_ = Phase::closing;
    patience_.start(close_patience);
    socket_->disconnectFromHost();
}

void PeerConnection::timed_out()
{
    switch (phase_) {
    case Phase::connecting:
        connection_error(QAbstractSocket::SocketTimeoutError);
        break;
    case Phase::handshaking:
        emit_event(
            { .kind = PeerEventKind::tls_error, .text = text("the handshake did not go on within %1 s").arg(settings_.handshake_timeout.count() / 1000) });
        hang_up();
        break;
    case Phase::open:
        shut_down();
        break;
    case Phase::closing:
        if (socket_->state() == QAbstractSocket::ConnectedState)
            return hang_up();
        socket_->abort();
        ended();
        break;
    case Phase::ended:
        break;
    }
}

void PeerConnection::connection_error(QAbstractSocket::SocketError error)
{
    if (phase_ != Phase::connecting)
        return; // `disconnected` follows
    phase_ = Phase::ended;
    PeerEvent event { .kind = PeerEventKind::connect_failed, .end = end_of(error) };
    event.text = error == QAbstractSocket::SocketTimeoutError ? text("no answer") : socket_->errorString();
    event.remote = settings_.host;
    event.remote_port = settings_.port;
    emit_event(std::move(event));
    Q_EMIT finished();
}

void PeerConnection::close_now()
{
    if (phase_ == Phase::open)
        shut_down();
    socket_->abort();
    ended();
}

void PeerConnection::ended()
{
    if (phase_ == Phase::ended)
        return;
    if (phase_ != Phase::closing && socket_->bytesAvailable() > 0)
        read_socket();
    phase_ = Phase::ended;
    patience_.stop();
    emit_event({ .kind = PeerEventKind::closed, .clean = clean_end_ });
    Q_EMIT finished();
}

} // namespace espseal::monitor
