// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/tls_peer.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QHostAddress>
#include <QTcpServer>
#include <QThread>
#include <QTimer>

#include "core/monitor/peer_connection.h"

#include <future>

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("espseal::monitor", source);
}

// Everything that lives on the peer's thread.
class PeerWorker final : public QObject {
public:
    PeerWorker(PeerSettings settings, SslContext context, PeerSink sink)
        : settings_(std::move(settings))
        , context_(std::move(context))
        , sink_(std::move(sink))
    {
    }

    Result<std::uint16_t> begin() { return settings_.role == wire::TlsRole::server ? listen() : connect_out(); }

    void end()
    {
        if (server_)
            server_->close();
        for (PeerConnection *connection : findChildren<PeerConnection *>(Qt::FindDirectChildrenOnly))
            connection->close_now();
    }

private:
    Result<std::uint16_t> listen();
    Result<std::uint16_t> connect_out();
    PeerConnection *add_connection(QTcpSocket *socket);

    PeerSettings settings_;
    SslContext context_;
    PeerSink sink_;
    std::unique_ptr<QTcpServer> server_;
};

Result<std::uint16_t> PeerWorker::listen()
{
    server_ = std::make_unique<QTcpServer>();
    const QHostAddress address = settings_.host == "localhost"_L1 ? QHostAddress(QHostAddress::LocalHost) : QHostAddress(settings_.host);
    if (address.isNull()) {
        return usage_error(u"peer-address-invalid"_s, text("%1 is no address to listen on.").arg(settings_.host),
            text("Give one of this computer's IP addresses, or 0.0.0.0 for all."));
    }
    connect(server_.get(), &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *socket = server_->nextPendingConnection())
            add_connection(socket)->start_handshake();
    });
    if (!server_->listen(address, settings_.port)) {
        return failed(u"peer-cannot-listen"_s,
            text("The TLS server cannot listen on %1:%2: %3.").arg(settings_.host).arg(settings_.port).arg(server_->errorString()),
            text("Choose another port, or end the program that uses this one; ports below 1024 need administrator rights."));
    }
    PeerEvent event { .host = host_now(), .kind = PeerEventKind::listening, .remote = settings_.host };
    event.local_port = server_->serverPort();
    sink_(event);
    return server_->serverPort();
}

Result<std::uint16_t> PeerWorker::connect_out()
{
    add_connection(new QTcpSocket)->connect_to_device();
    return std::uint16_t(0);
}

PeerConnection *PeerWorker::add_connection(QTcpSocket *socket)
{
    auto *connection = new PeerConnection(settings_, context_.get(), sink_, socket, this);
    connect(connection, &PeerConnection::finished, connection, &QObject::deleteLater);
    return connection;
}

} // namespace

class TlsPeer::Impl {
public:
    Impl(PeerSettings settings, SslContext context, PeerSink sink)
        : worker_(std::make_unique<PeerWorker>(std::move(settings), std::move(context), std::move(sink)))
    {
        thread_.setObjectName(u"tls-peer"_s);
        worker_->moveToThread(&thread_);
        thread_.start();
    }
    ~Impl()
    {
        stopping_.reset();
        // Where its sockets and timers live; not by way of the worker, which is deleted.
        QMetaObject::invokeMethod(
            thread_.eventDispatcher(),
            [this] {
                worker_->end();
                worker_.reset();
                OPENSSL_thread_stop(); // the thread's own end may come later than wait() tells
            },
            Qt::BlockingQueuedConnection);
        thread_.quit();
        thread_.wait();
    }
    Impl(const Impl &) = delete;
    Impl &operator=(const Impl &) = delete;

    Result<void> begin(const std::stop_token &stop)
    {
        std::promise<Result<std::uint16_t>> answer;
        QTimer::singleShot(0, worker_.get(), [this, &answer] { answer.set_value(worker_->begin()); });
        const Result<std::uint16_t> begun = answer.get_future().get();
        if (!begun)
            return failure(begun.error());
        port_ = *begun;
        stopping_.emplace(stop, [worker = worker_.get()] { QMetaObject::invokeMethod(worker, [worker] { worker->end(); }, Qt::QueuedConnection); });
        return {};
    }

    [[nodiscard]] std::uint16_t port() const { return port_; }

private:
    QThread thread_;
    std::unique_ptr<PeerWorker> worker_;
    std::uint16_t port_ = 0;
    std::optional<std::stop_callback<std::function<void()>>> stopping_;
};

TlsPeer::TlsPeer(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl))
{
}

TlsPeer::~TlsPeer() = default;

Result<std::unique_ptr<TlsPeer>> TlsPeer::start(PeerSettings settings, PeerSink sink, const std::stop_token &stop)
{
    Result<SslContext> context = make_context(settings);
    if (!context)
        return failure(context.error());
    auto impl = std::make_unique<Impl>(std::move(settings), *std::move(context), std::move(sink));
    if (const Result<void> begun = impl->begin(stop); !begun)
        return failure(begun.error());
    return std::unique_ptr<TlsPeer>(new TlsPeer(std::move(impl)));
}

std::uint16_t TlsPeer::port() const
{
    return impl_->port();
}

} // namespace espseal::monitor
