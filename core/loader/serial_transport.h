// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/loader/transport.h"

#include <QEventLoop>
#include <QSerialPort>

namespace espseal::loader {

// A serial port or pty of this machine.
class SerialTransport final : public Transport {
public:
    [[nodiscard]] static Result<std::unique_ptr<Transport>> open(const QString &port, const PortSettings &settings);

    Result<void> write(std::span<const std::uint8_t> bytes, const Wait &wait) override;
    Result<Bytes> read(std::size_t max, const Wait &wait) override;
    Result<void> set_baud(int baud) override;
    Result<void> set_lines(Lines lines) override;
    Result<void> discard_input(const std::stop_token &stop) override;
    [[nodiscard]] Capabilities capabilities() const override { return capabilities_; }
    [[nodiscard]] QString name() const override { return name_; }
    void close() override { port_.close(); }

private:
    explicit SerialTransport(QString name)
        : name_(std::move(name))
    {
    }
    [[nodiscard]] bool hung_up() const;
    [[nodiscard]] bool change_lines(Lines lines);

    QString name_;
    QEventLoop dispatcher_; // gives a thread that is no QThread what the port's notifiers want
    QSerialPort port_;
    Capabilities capabilities_;
};

} // namespace espseal::loader
