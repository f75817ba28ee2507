// SPDX-License-Identifier: Apache-2.0
#include "tests/firmware/openssl_peer.h"

#include <QFile>
#include <QRegularExpression>
#include <QTcpSocket>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;

namespace espseal::test {

OpenSslPeer::OpenSslPeer()
{
    process_.setProcessChannelMode(QProcess::MergedChannels);
    QObject::connect(&process_, &QProcess::readyRead, &process_, [this] { output_ += process_.readAll(); });
}

OpenSslPeer::~OpenSslPeer()
{
    stop();
}

void OpenSslPeer::stop()
{
    if (process_.state() == QProcess::NotRunning)
        return;
    process_.kill();
    process_.waitForFinished();
}

QString OpenSslPeer::file(const QString &name, const QByteArray &content)
{
    const QString path = folder_.filePath(name);
    QFile out(path);
    if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

QStringList OpenSslPeer::identity(const Identity &identity)
{
    return { u"-cert"_s, file(u"peer.crt"_s, identity.certificate_as(Encoding::pem)), u"-key"_s, file(u"peer.key"_s, identity.key_as(Encoding::pem)) };
}

QStringList OpenSslPeer::ca(const Identity &ca)
{
    return { u"-CAfile"_s, file(u"ca.crt"_s, ca.certificate_as(Encoding::pem)) };
}

void OpenSslPeer::speak_plainly(uint16_t port, const QByteArray &bytes)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    QVERIFY(socket.waitForConnected());
    socket.write(bytes);
    socket.disconnectFromHost();
    QVERIFY(socket.state() == QAbstractSocket::UnconnectedState || socket.waitForDisconnected());
}

void OpenSslPeer::start(const QStringList &arguments)
{
    output_.clear();
    process_.start(u"openssl"_s, arguments);
    QVERIFY2(process_.waitForStarted(), "there is no openssl program");
}

void OpenSslPeer::connect_to(uint16_t port, const QStringList &options)
{
    start(QStringList { u"s_client"_s, u"-connect"_s, u"127.0.0.1:%1"_s.arg(port), u"-ign_eof"_s } + options);
}

uint16_t OpenSslPeer::listen(const QStringList &options)
{
    start(QStringList { u"s_server"_s, u"-accept"_s, u"127.0.0.1:0"_s } + options);
    static const QRegularExpression accepting(u"ACCEPT \\S+:(\\d+)"_s);
    QRegularExpressionMatch match;
    const bool up = QTest::qWaitFor([&] { return (match = accepting.match(QString::fromLatin1(output_))).hasMatch(); }, 20000);
    if (!up)
        qWarning("s_server does not listen:\n%s", output_.constData());
    return match.captured(1).toUShort();
}

bool OpenSslPeer::says(const QByteArray &text)
{
    const bool said = QTest::qWaitFor([&] { return output_.contains(text); }, 20000);
    if (!said)
        qWarning("the peer did not say \"%s\" but:\n%s", text.constData(), output_.constData());
    return said;
}

bool OpenSslPeer::ends()
{
    return QTest::qWaitFor([&] { return process_.state() == QProcess::NotRunning; }, 20000);
}

} // namespace espseal::test
