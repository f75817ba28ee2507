// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

namespace espseal::test {

// A running virtual device with a flash file and a free TCP port of its own. Fails the test if the program does not come up.
class DeviceProcess {
public:
    explicit DeviceProcess(const QStringList &more_arguments = {}, const QByteArray &flash_content = {});
    ~DeviceProcess();
    Q_DISABLE_COPY_MOVE(DeviceProcess)

    [[nodiscard]] const QJsonObject &ready() const { return ready_; }
    [[nodiscard]] quint16 port() const;
    [[nodiscard]] QString url() const { return ready_.value(QLatin1String("rfc2217")).toString(); }
    [[nodiscard]] QProcess &process() { return process_; }
    [[nodiscard]] QString file(const QString &name) const { return folder_.filePath(name); }

    // One control line and its answer.
    QJsonObject control(const QByteArray &line);
    [[nodiscard]] QJsonValue status(const QString &key) { return control("status").value(key); }

    // What is really in flash.
    [[nodiscard]] QByteArray flash(qint64 address, qint64 length) const;
    void set_flash(qint64 address, const QByteArray &content);

private:
    [[nodiscard]] QJsonObject read_line();

    QTemporaryDir folder_;
    QProcess process_;
    QJsonObject ready_;
};

// The built program.
[[nodiscard]] QString device_program();

} // namespace espseal::test
