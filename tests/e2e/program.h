// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

// One of our programs, run to its end.
struct Ran {
    int status = -1;
    QByteArray out;
    QByteArray err;

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

inline QString program(const QString &name)
{
    return qEnvironmentVariable("ESPSEAL_BIN_DIR") + u'/' + name;
}

inline Ran run(const QStringList &arguments, const QString &folder = {})
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(program(QStringLiteral("espseal")), arguments);
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit)
        return { -1, process.readAllStandardOutput(), process.readAllStandardError() + process.errorString().toUtf8() };
    return { process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError() };
}

// A virtual device as its users start it.
class Device {
public:
    explicit Device(const QStringList &arguments = {})
    {
        process_.start(program(QStringLiteral("espseal-virtual-device")),
            QStringList { QStringLiteral("--rfc2217"), QStringLiteral("0"), QStringLiteral("--exit-with-stdin") } + arguments);
        while (!process_.canReadLine() && process_.waitForReadyRead(20'000)) { }
        port_ = QJsonDocument::fromJson(process_.readLine()).object()[QStringLiteral("rfc2217")].toString();
    }
    ~Device()
    {
        process_.closeWriteChannel();
        if (!process_.waitForFinished(5000))
            process_.kill();
        process_.waitForFinished(1000);
    }
    Device(const Device &) = delete;
    Device &operator=(const Device &) = delete;

    [[nodiscard]] QString port() const { return port_; }

private:
    QProcess process_;
    QString port_;
};
