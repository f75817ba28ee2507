// SPDX-License-Identifier: Apache-2.0
#include "tests/virtual/device_process.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace espseal::test {
namespace {

constexpr int patience = 20'000; // ms; ends a test that waits for something that never comes

}

QString device_program()
{
    return qEnvironmentVariable("ESPSEAL_BIN_DIR") + u"/espseal-virtual-device"_s;
}

DeviceProcess::DeviceProcess(const QStringList &more_arguments, const QByteArray &flash_content)
{
    const QString flash_file = file(u"flash.bin"_s);
    if (!flash_content.isEmpty()) {
        QFile out(flash_file);
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write(flash_content) == flash_content.size());
    }
    process_.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process_.start(device_program(), QStringList { u"--rfc2217"_s, u"0"_s, u"--flash"_s, flash_file, u"--exit-with-stdin"_s } + more_arguments);
    QVERIFY(process_.waitForStarted());
    ready_ = read_line();
    QVERIFY(!ready_.isEmpty());
}

DeviceProcess::~DeviceProcess()
{
    process_.closeWriteChannel();
    if (!process_.waitForFinished(patience))
        process_.kill();
}

quint16 DeviceProcess::port() const
{
    return quint16(QUrl(url()).port());
}

QJsonObject DeviceProcess::read_line()
{
    while (!process_.canReadLine()) {
        if (!process_.waitForReadyRead(patience))
            return {};
    }
    return QJsonDocument::fromJson(process_.readLine()).object();
}

QJsonObject DeviceProcess::control(const QByteArray &line)
{
    process_.write(line + '\n');
    const QJsonObject answer = read_line();
    if (answer.isEmpty())
        QFAIL("the device did not answer a control line");
    return answer;
}

QByteArray DeviceProcess::flash(qint64 address, qint64 length) const
{
    QFile in(file(u"flash.bin"_s));
    return in.open(QIODevice::ReadOnly) && in.seek(address) ? in.read(length) : QByteArray();
}

void DeviceProcess::set_flash(qint64 address, const QByteArray &content)
{
    QFile out(file(u"flash.bin"_s));
    QVERIFY(out.open(QIODevice::ReadWrite) && out.seek(address) && out.write(content) == content.size());
}

} // namespace espseal::test
