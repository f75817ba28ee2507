// SPDX-License-Identifier: Apache-2.0
#include "core/loader/tcp_stream.h"

#include "core/loader/port_errors.h"
#include "core/loader/slices.h"

#include <QNetworkProxy>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace espseal::loader {

Result<TcpPlace> TcpPlace::parse(const QString &url)
{
    const QUrl parts(url, QUrl::StrictMode);
    if (!parts.isValid() || parts.host().isEmpty() || parts.port() <= 0)
        return usage_error(u"port-invalid"_s, Text::tr("“%1” names no host and port.").arg(url), Text::tr("Write it like rfc2217://192.168.1.20:4000."));
    return TcpPlace { url, parts.host(), static_cast<quint16>(parts.port()) };
}

TcpStream::TcpStream(TcpPlace place)
    : place_(std::move(place))
{
    socket_.setProxy(QNetworkProxy::NoProxy);
}

Result<void> TcpStream::connect(const Wait &wait)
{
    socket_.connectToHost(place_.host, place_.port);
    while (!alive() && !socket_.waitForConnected(slice(wait.until))) {
        if (wait.stop.stop_requested())
            return stopped();
        const bool timed_out = socket_.error() == QAbstractSocket::SocketTimeoutError;
        // Qt closes the socket when a wait for the connection runs out, so a slice starts it anew.
        if (timed_out && !wait.until.hasExpired()) {
            if (socket_.state() == QAbstractSocket::UnconnectedState)
                socket_.connectToHost(place_.host, place_.port);
            continue;
        }
        return failed(u"port-refused"_s, Text::tr("%1 does not answer: %2.").arg(place_.name, socket_.errorString()),
            Text::tr("Check the address, and that the serial server runs there."));
    }
    socket_.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket_.setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    return {};
}

Result<void> TcpStream::write(std::span<const std::uint8_t> bytes, const Wait &wait)
{
    if (!alive())
        return port_gone(place_.name);
    if (wait.stop.stop_requested())
        return stopped();
    socket_.write(reinterpret_cast<const char *>(bytes.data()), static_cast<qint64>(bytes.size()));
    while (socket_.bytesToWrite() > 0) {
        if (wait.stop.stop_requested())
            return stopped();
        if (wait.until.hasExpired())
            return port_stalled(place_.name);
        if (!socket_.waitForBytesWritten(slice(wait.until)) && !alive())
            return port_gone(place_.name, socket_.errorString());
    }
    return {};
}

Result<Bytes> TcpStream::read(std::size_t max, const Wait &wait)
{
    while (socket_.bytesAvailable() == 0) {
        if (wait.stop.stop_requested())
            return stopped();
        const bool last = wait.until.hasExpired();
        if (alive() && socket_.waitForReadyRead(slice(wait.until)))
            break;
        if (socket_.bytesAvailable() == 0 && !alive())
            return port_gone(place_.name, socket_.errorString());
        if (last)
            return Bytes();
    }
    Bytes bytes(std::min(max, static_cast<std::size_t>(socket_.bytesAvailable())));
    socket_.read(reinterpret_cast<char *>(bytes.data()), static_cast<qint64>(bytes.size()));
    return bytes;
}

} // namespace espseal::loader
