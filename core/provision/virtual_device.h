// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include "core/base/error.h"

#include <chrono>
#include <memory>

namespace espseal::provision {

struct VirtualDeviceOptions {
    QString flash_file; // kept between runs; empty: a file of its own that goes with the device
    QString flash_size = QStringLiteral("4MB");
    QString mac; // "5C:CF:7F:00:00:17"; empty: the program's default
    bool pty = false; // also a pseudo-terminal
    bool real_line_rate = false; // spend the time that a real line and chip take
    QStringList faults; // as `espseal-virtual-device --fault` takes them
};

// An ESP8266 without hardware: the program espseal-virtual-device as a child that ends with us.
// Belongs to the thread that made it. With an event loop: start() and wait for ready() or failed(). Without one: wait_ready().
class VirtualDevice final : public QObject {
    Q_OBJECT

public:
    explicit VirtualDevice(VirtualDeviceOptions options, QObject *parent = nullptr);
    ~VirtualDevice() override;

    void start();
    // Starts if that has not been done, and waits until the device answers.
    Result<void> wait_ready(std::chrono::milliseconds limit = std::chrono::seconds(10));
    // A line of the device's control protocol: "fault noise=4096", "clear noise", "reset", "unplug".
    void control(const QString &line);
    void stop();

    [[nodiscard]] bool is_ready() const { return !port_.isEmpty(); }
    [[nodiscard]] QString port() const { return port_; } // "rfc2217://127.0.0.1:4711"
    [[nodiscard]] QString pty() const { return pty_; }
    [[nodiscard]] QString flash_file() const { return flash_file_; }
    [[nodiscard]] QString mac() const { return mac_; }

Q_SIGNALS:
    void ready();
    void failed(const espseal::Error &error); // could not start; once
    void ended(); // after ready: the process is gone

private:
    void read_output();
    void read_line(const QByteArray &line);
    void fail(const QString &reason);

    VirtualDeviceOptions options_;
    std::unique_ptr<QTemporaryDir> folder_;
    QProcess process_;
    QString port_;
    QString pty_;
    QString flash_file_;
    QString mac_;
    std::optional<Error> error_;
    bool stopping_ = false;
};

// The program beside the running one, else on PATH; empty if there is none.
[[nodiscard]] QString virtual_device_program();

} // namespace espseal::provision
