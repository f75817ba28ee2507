// SPDX-License-Identifier: Apache-2.0
// Our peer as client; openssl s_server plays the device and tells what reached it.
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include "core/monitor/diagnosis.h"
#include "tests/monitor/credentials.h"
#include "tests/monitor/openssl_program.h"
#include "tests/monitor/peer_log.h"
#include "tests/present.h"

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::monitor;
using espseal::test::present;

namespace {

const QDateTime today = QDateTime::currentDateTimeUtc();

} // namespace

class PeerClientTest : public QObject {
    Q_OBJECT

    const Authority ours_ { u"Farm CA"_s };
    const Authority theirs_ { u"Other CA"_s };

    PeerSettings client_settings(std::uint16_t port) const
    {
        return { .role = wire::TlsRole::client, .port = port, .ca = { ours_.certificate() }, .expected_name = u"localhost"_s };
    }

private Q_SLOTS:
    void reads_the_device_s_answer()
    {
        OpenSslProgram device;
        const std::uint16_t port = device.listen(device.identity(ours_.issue(pki::Role::server)) + QStringList(u"-www"_s));
        PeerLog log;
        const auto peer = TlsPeer::start(client_settings(port), log.sink());
        QVERIFY(peer);
        const Session session = log.finished();
        QCOMPARE(session.state, SessionState::closed);
        QCOMPARE(session.role, wire::TlsRole::server); // the device's
        QVERIFY(session.bytes_sent > 0 && session.bytes_received > 0);
        QCOMPARE(session.certificates.constFirst().flow, Flow::device_to_peer);
        QVERIFY(diagnose(session).isEmpty());
    }

    void greeting_of_its_own()
    {
        OpenSslProgram device;
        const std::uint16_t port = device.listen(device.identity(ours_.issue(pki::Role::server)));
        PeerSettings settings = client_settings(port);
        settings.greeting = "good morning\n";
        settings.expected_name = u"127.0.0.1"_s;
        PeerLog log;
        const auto peer = TlsPeer::start(settings, log.sink());
        QVERIFY(device.says("good morning"));
        device.type("good evening\n");
        QCOMPARE(log.finished().bytes_sent, 13u); // by the device
    }

    void server_certificates_data()
    {
        QTest::addColumn<pki::Identity>("identity");
        QTest::addColumn<QByteArray>("reaches");
        QTest::addColumn<QString>("finding");
        QTest::newRow("wrong CA") << theirs_.issue(pki::Role::server) << QByteArray("SSL alert number 48") << u"device-not-trusted"_s;
        QTest::newRow("expired") << ours_.issue(pki::Role::server, u"localhost"_s, { today.addDays(-9), today.addDays(-2) })
                                 << QByteArray("SSL alert number 45") << u"device-certificate-expired"_s;
        QTest::newRow("not yet valid") << ours_.issue(pki::Role::server, u"localhost"_s, { today.addDays(2), today.addDays(9) })
                                       << QByteArray("SSL alert number 42") << u"device-certificate-not-yet-valid"_s;
        QTest::newRow("other name") << ours_.issue(pki::Role::server, u"elsewhere.example"_s) << QByteArray("SSL alert number 42") << u"device-name-mismatch"_s;
        QTest::newRow("for clients") << ours_.issue(pki::Role::client, u"localhost"_s) << QByteArray("SSL alert number 43") << u"device-certificate-purpose"_s;
    }
    void server_certificates()
    {
        QFETCH(pki::Identity, identity);
        QFETCH(QByteArray, reaches);
        OpenSslProgram device;
        const std::uint16_t port = device.listen(device.identity(identity));
        PeerLog log;
        const auto peer = TlsPeer::start(client_settings(port), log.sink());
        QVERIFY(device.says(reaches));
        const Session session = log.finished();
        QCOMPARE(session.state, SessionState::failed);
        QTEST(diagnose(session).constFirst().code, "finding");
    }

    void without_ca_nothing_is_checked()
    {
        OpenSslProgram device;
        const std::uint16_t port = device.listen(device.identity(theirs_.issue(pki::Role::server)) + QStringList(u"-www"_s));
        PeerSettings settings = client_settings(port);
        settings.ca.clear();
        settings.expected_name.clear();
        PeerLog log;
        const auto peer = TlsPeer::start(settings, log.sink());
        const Session session = log.finished();
        QCOMPARE(session.state, SessionState::closed);
        QVERIFY(present(session.peer_facts).verify_errors.isEmpty());
    }

    void mutual_authentication_data()
    {
        QTest::addColumn<bool>("has_identity");
        QTest::newRow("with certificate") << true;
        QTest::newRow("without") << false;
    }
    void mutual_authentication()
    {
        QFETCH(bool, has_identity);
        OpenSslProgram device;
        const std::uint16_t port = device.listen(device.identity(ours_.issue(pki::Role::server)) + device.ca(ours_.certificate())
            + QStringList { u"-Verify"_s, u"2"_s, u"-verify_return_error"_s, u"-www"_s });
        PeerSettings settings = client_settings(port);
        if (has_identity)
            settings.identity = ours_.issue(pki::Role::client, u"field engineer"_s);
        PeerLog log;
        const auto peer = TlsPeer::start(settings, log.sink());
        QVERIFY(peer);
        const Session session = log.finished();
        if (has_identity) {
            QCOMPARE(session.state, SessionState::closed);
            QVERIFY(diagnose(session).isEmpty());
        } else {
            QCOMPARE(session.end, EndKind::alert_sent); // 40, from the device
            QVERIFY(device.says("peer did not return a certificate"));
            QCOMPARE(session.state, SessionState::failed);
            QVERIFY(!diagnose(session).isEmpty());
        }
    }

    void nobody_listens()
    {
        QTcpServer reserved;
        QVERIFY(reserved.listen(QHostAddress::LocalHost));
        const std::uint16_t port = reserved.serverPort();
        reserved.close();
        PeerLog log;
        const auto peer = TlsPeer::start(client_settings(port), log.sink());
        QVERIFY(peer);
        const Session session = log.finished();
        QCOMPARE(session.end, EndKind::refused);
        QCOMPARE(diagnose(session).constFirst().code, u"connection-refused"_s);
    }

    void unknown_host()
    {
        PeerSettings settings = client_settings(443);
        settings.host = u"no-such-host.invalid"_s;
        PeerLog log;
        const auto peer = TlsPeer::start(settings, log.sink());
        QVERIFY(peer);
        const Session session = log.finished();
        QCOMPARE(session.end, EndKind::unreachable);
        QCOMPARE(diagnose(session).constFirst().code, u"unreachable"_s);
    }

    void device_hangs_up_without_a_word()
    {
        QTcpServer device;
        QVERIFY(device.listen(QHostAddress::LocalHost));
        PeerLog log;
        const auto peer = TlsPeer::start(client_settings(device.serverPort()), log.sink());
        QVERIFY(device.waitForNewConnection(20000));
        QTcpSocket *socket = device.nextPendingConnection();
        QVERIFY(socket->waitForReadyRead(20000)); // the ClientHello
        (void)socket->readAll();
        socket->disconnectFromHost();
        const Session session = log.finished();
        QVERIFY(present(session.peer_facts).closed_without_alert);
        QCOMPARE(session.end, EndKind::reset);
        QCOMPARE(diagnose(session).constFirst().code, u"device-hung-up"_s);
    }

    void plain_text_server()
    {
        QTcpServer device;
        QVERIFY(device.listen(QHostAddress::LocalHost));
        PeerLog log;
        const auto peer = TlsPeer::start(client_settings(device.serverPort()), log.sink());
        QVERIFY(device.waitForNewConnection(20000));
        QTcpSocket *socket = device.nextPendingConnection();
        socket->write("220 mail.example ESMTP\r\n");
        QVERIFY(socket->waitForBytesWritten(20000));
        QVERIFY(QTest::qWaitFor([&] { return log.has(PeerEventKind::not_tls); }, 20000));
        socket->disconnectFromHost();
        QCOMPARE(diagnose(log.finished()).constFirst().code, u"not-tls"_s);
    }
};

QTEST_GUILESS_MAIN(PeerClientTest)
#include "tst_peer_client.moc"
