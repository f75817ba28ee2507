// SPDX-License-Identifier: Apache-2.0
#include "tests/virtual/esptool_runner.h"

#include <QFile>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;

namespace espseal::test {

EsptoolRunner::EsptoolRunner()
    : device({ u"--pty"_s, u"-"_s })
{
    if (QStandardPaths::findExecutable(u"esptool"_s).isEmpty())
        QSKIP("esptool is not installed");
}

EsptoolRunner::Run EsptoolRunner::run(const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(u"esptool"_s, arguments);
    const bool finished = process.waitForFinished(60'000);
    return { finished ? process.exitCode() : -1, process.readAll() };
}

EsptoolRunner::Run EsptoolRunner::over_network(const QStringList &arguments) const
{
    return run(QStringList { u"--chip"_s, u"esp8266"_s, u"--port"_s, device.url() } + arguments);
}

QString EsptoolRunner::sample_file(const QByteArray &content) const
{
    QFile file(device.file(u"sample.bin"_s));
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() ? file.fileName() : QString();
}

QByteArray sample(qsizetype size)
{
    QRandomGenerator random(1);
    QByteArray data;
    while (data.size() < size)
        data += data.size() / 1024 % 2 ? QByteArray(64, char(data.size() / 64)) : QByteArray::number(random.generate64(), 36);
    return data.first(size);
}

} // namespace espseal::test
