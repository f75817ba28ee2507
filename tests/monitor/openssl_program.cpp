// SPDX-License-Identifier: Apache-2.0
#include "tests/monitor/openssl_program.h"

#include <QRegularExpression>
#include <QTest>

#include "core/base/files.h"

using namespace Qt::StringLiterals;

namespace espseal::monitor {

OpenSslProgram::OpenSslProgram()
{
    process_.setProcessChannelMode(QProcess::MergedChannels);
    QObject::connect(&process_, &QProcess::readyRead, &process_, [this] { output_ += process_.readAll(); });
}

OpenSslProgram::~OpenSslProgram()
{
    stop();
}

QString OpenSslProgram::file(const QString &name, const QByteArray &content)
{
    QString path = folder_.filePath(name);
    if (!write_file(path, content))
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

QStringList OpenSslProgram::identity(const pki::Identity &identity)
{
    const auto key = identity.key().to_pem();
    return { u"-cert"_s, file(u"own.crt"_s, identity.certificate().pem()), u"-key"_s,
        file(u"own.key"_s, QByteArray(key->chars(), static_cast<qsizetype>(key->size()))) };
}

QStringList OpenSslProgram::ca(const pki::Certificate &certificate)
{
    return { u"-CAfile"_s, file(u"ca.crt"_s, certificate.pem()) };
}

void OpenSslProgram::connect_to(std::uint16_t port, const QStringList &options)
{
    process_.start(u"openssl"_s, QStringList { u"s_client"_s, u"-connect"_s, u"127.0.0.1:%1"_s.arg(port), u"-ign_eof"_s } + options);
    QVERIFY2(process_.waitForStarted(), "there is no openssl program");
}

std::uint16_t OpenSslProgram::listen(const QStringList &options)
{
    process_.start(u"openssl"_s, QStringList { u"s_server"_s, u"-accept"_s, u"127.0.0.1:0"_s } + options);
    static const QRegularExpression accepting(u"ACCEPT \\S+:(\\d+)"_s);
    if (!says("ACCEPT 127.0.0.1:"))
        return 0;
    return accepting.match(QString::fromLatin1(output_)).captured(1).toUShort();
}

bool OpenSslProgram::says(const QByteArray &text)
{
    const bool said = QTest::qWaitFor([&] { return output_.contains(text); }, 20000);
    if (!said)
        qWarning("openssl did not say \"%s\" but:\n%s", text.constData(), output_.constData());
    return said;
}

void OpenSslProgram::stop()
{
    if (process_.state() == QProcess::NotRunning)
        return;
    process_.kill();
    process_.waitForFinished();
}

} // namespace espseal::monitor
