// SPDX-License-Identifier: Apache-2.0
#include "core/loader/serial_transport.h"

#include "core/loader/port_errors.h"
#include "core/loader/port_facts.h"
#include "core/loader/slices.h"

#ifdef Q_OS_UNIX
#include <poll.h>
#include <sys/ioctl.h>
#endif

namespace espseal::loader {

Result<std::unique_ptr<Transport>> SerialTransport::open(const QString &port, const PortSettings &settings)
{
    const QString path = port_path(port);
    if (const std::optional<Error> known = obstacle(examine_port(port, path)))
        return failure(*known);
    std::unique_ptr<SerialTransport> transport(new SerialTransport(port));
    QSerialPort &serial = transport->port_;
    serial.setPortName(path);
    serial.setBaudRate(settings.baud);
    if (!serial.open(QIODevice::ReadWrite)) {
        // Permission was there a moment ago: what is left is a lock or an exclusive open.
        if (serial.error() == QSerialPort::PermissionError)
            return failure(port_busy(port, port_holders(path)));
        return port_failed(port, serial.errorString());
    }
    transport->capabilities_.lines = transport->change_lines(settings.lines);
#ifdef Q_OS_UNIX
    transport->capabilities_.lines_together = transport->capabilities_.lines;
#endif
    return transport;
}

// A vanished port is not noticed by QSerialPort (6.8.2): it stays open without a signal, and reads and waits return at once. Asking the
// descriptor is what tells a time-out from a pulled cable.
bool SerialTransport::hung_up() const
{
    if (!port_.isOpen())
        return true;
#ifdef Q_OS_UNIX
    pollfd watched { .fd = port_.handle(), .events = 0, .revents = 0 };
    return poll(&watched, 1, 0) > 0 && (watched.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
#else
    return port_.error() == QSerialPort::ResourceError;
#endif
}

Result<void> SerialTransport::write(std::span<const std::uint8_t> bytes, const Wait &wait)
{
    if (hung_up())
        return port_gone(name_);
    if (wait.stop.stop_requested())
        return stopped();
    port_.write(reinterpret_cast<const char *>(bytes.data()), static_cast<qint64>(bytes.size()));
    while (port_.bytesToWrite() > 0) {
        if (wait.stop.stop_requested() || wait.until.hasExpired()) {
            port_.clear(QSerialPort::Output);
            return wait.stop.stop_requested() ? stopped() : port_stalled(name_);
        }
        const bool moved = port_.waitForBytesWritten(slice(wait.until));
        if (hung_up() || (!moved && port_.error() == QSerialPort::ResourceError))
            return port_gone(name_, port_.errorString());
    }
    return {};
}

Result<Bytes> SerialTransport::read(std::size_t max, const Wait &wait)
{
    while (port_.bytesAvailable() == 0) {
        if (wait.stop.stop_requested())
            return stopped();
        const bool last = wait.until.hasExpired();
        if (port_.isOpen() && port_.waitForReadyRead(slice(wait.until)))
            break;
        if (hung_up() || port_.error() == QSerialPort::ResourceError)
            return port_gone(name_);
        if (last)
            return Bytes();
    }
    Bytes bytes(std::min(max, static_cast<std::size_t>(port_.bytesAvailable())));
    port_.read(reinterpret_cast<char *>(bytes.data()), static_cast<qint64>(bytes.size()));
    return bytes;
}

Result<void> SerialTransport::set_baud(int baud)
{
    if (hung_up())
        return port_gone(name_);
    if (!port_.setBaudRate(baud))
        return port_failed(name_, Text::tr("it does not know the speed %1 baud").arg(baud));
    return {};
}

// Both lines in one call where the system has one: between two single changes a board's reset circuit sees a third state.
bool SerialTransport::change_lines(Lines lines)
{
#ifdef Q_OS_UNIX
    int state = 0;
    if (ioctl(port_.handle(), TIOCMGET, &state) != 0)
        return false;
    state &= ~(TIOCM_DTR | TIOCM_RTS);
    state |= (lines.dtr ? TIOCM_DTR : 0) | (lines.rts ? TIOCM_RTS : 0);
    return ioctl(port_.handle(), TIOCMSET, &state) == 0;
#else
    // Windows' usbser.sys passes RTS on only together with a change of DTR.
    return port_.setDataTerminalReady(lines.dtr) && port_.setRequestToSend(lines.rts) && port_.setDataTerminalReady(lines.dtr);
#endif
}

Result<void> SerialTransport::set_lines(Lines lines)
{
    if (!capabilities_.lines)
        return port_without_lines(name_);
    if (!change_lines(lines))
        return port_gone(name_);
    return {};
}

Result<void> SerialTransport::discard_input(const std::stop_token &)
{
    if (hung_up())
        return port_gone(name_);
    port_.clear(QSerialPort::Input);
    return {};
}

} // namespace espseal::loader
