// SPDX-License-Identifier: Apache-2.0
#include "core/provision/virtual_device.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QFileInfo>
#include <QJsonDocument>
#include <QStandardPaths>

#include <csignal>

using namespace Qt::StringLiterals;

namespace espseal::provision {

namespace {

QStringList arguments(const VirtualDeviceOptions &options, const QString &flash_file)
{
    QStringList list { u"--rfc2217"_s, u"0"_s, u"--exit-with-stdin"_s, u"--flash"_s, flash_file, u"--flash-size"_s, options.flash_size, u"--line-rate"_s,
        options.real_line_rate ? u"real"_s : u"fast"_s };
    if (!options.mac.isEmpty())
        list << u"--mac"_s << options.mac;
    if (options.pty)
        list << u"--pty"_s << flash_file + u".pty"_s;
    for (const QString &fault : options.faults)
        list << u"--fault"_s << fault;
    return list;
}

} // namespace

QString virtual_device_program()
{
    const QString name = u"espseal-virtual-device"_s;
    QString beside = QStandardPaths::findExecutable(name, { QCoreApplication::applicationDirPath() });
    if (!beside.isEmpty())
        return beside;
    if (const QString folder = qEnvironmentVariable("ESPSEAL_BIN_DIR"); !folder.isEmpty())
        return QStandardPaths::findExecutable(name, { folder });
    return QStandardPaths::findExecutable(name);
}

VirtualDevice::VirtualDevice(VirtualDeviceOptions options, QObject *parent)
    : QObject(parent)
    , options_(std::move(options))
{
    process_.setProcessChannelMode(QProcess::SeparateChannels);
    process_.setStandardErrorFile(QProcess::nullDevice());
    // The command line blocks the ending signals for its own watcher; the child must not inherit that.
    process_.setChildProcessModifier([] {
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, nullptr);
    });
    connect(&process_, &QProcess::readyReadStandardOutput, this, &VirtualDevice::read_output);
    connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fail(process_.errorString());
    });
    connect(&process_, &QProcess::finished, this, [this] {
        if (!is_ready() && !stopping_)
            fail(tr("it ended at once"));
        else
            Q_EMIT ended();
    });
}

VirtualDevice::~VirtualDevice()
{
    process_.disconnect(this);
    stop();
}

void VirtualDevice::start()
{
    const QString program = virtual_device_program();
    if (program.isEmpty()) {
        fail(tr("the program espseal-virtual-device is neither beside this program nor on PATH"));
        return;
    }
    flash_file_ = options_.flash_file;
    if (flash_file_.isEmpty()) {
        folder_ = std::make_unique<QTemporaryDir>();
        if (!folder_->isValid()) {
            fail(folder_->errorString());
            return;
        }
        flash_file_ = folder_->filePath(u"flash.bin"_s);
    }
    process_.start(program, arguments(options_, flash_file_));
}

Result<void> VirtualDevice::wait_ready(std::chrono::milliseconds limit)
{
    const QDeadlineTimer deadline(limit);
    if (process_.state() == QProcess::NotRunning && !error_ && !is_ready())
        start();
    while (!is_ready() && !error_ && !deadline.hasExpired())
        process_.waitForReadyRead(static_cast<int>(deadline.remainingTime()));
    if (!is_ready() && !error_)
        fail(tr("it did not answer in time"));
    if (error_)
        return failure(*error_);
    return {};
}

void VirtualDevice::control(const QString &line)
{
    process_.write(line.toUtf8() + '\n');
}

void VirtualDevice::stop()
{
    stopping_ = true;
    if (process_.state() == QProcess::NotRunning)
        return;
    process_.closeWriteChannel();
    process_.terminate();
    if (!process_.waitForFinished(2000))
        process_.kill();
    process_.waitForFinished(1000);
}

void VirtualDevice::read_output()
{
    while (process_.canReadLine())
        read_line(process_.readLine());
}

void VirtualDevice::read_line(const QByteArray &line)
{
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    if (is_ready() || !object.contains("rfc2217"_L1))
        return; // answers to control lines need no reading
    port_ = object["rfc2217"_L1].toString();
    pty_ = object["pty"_L1].toString();
    mac_ = object["mac"_L1].toString();
    Q_EMIT ready();
}

void VirtualDevice::fail(const QString &reason)
{
    if (error_)
        return;
    error_ = Error { ErrorKind::failed, u"virtual-device-failed"_s, tr("The virtual device did not start: %1.").arg(reason),
        tr("Install espseal whole, or start espseal-virtual-device by hand to see why."), {} };
    Q_EMIT failed(*error_);
}

} // namespace espseal::provision
