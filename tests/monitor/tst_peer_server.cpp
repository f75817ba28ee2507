// SPDX-License-Identifier: Apache-2.0
// Our peer as server; openssl s_client plays the device and tells what reached it.
#include <QTcpSocket>
#include <QTest>

#include "core/monitor/diagnosis.h"
#include "tests/monitor/credentials.h"
#include "tests/monitor/openssl_program.h"
#include "tests/monitor/peer_log.h"
#include "tests/present.h"

#include <openssl/x509_vfy.h>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::monitor;
using espseal::test::present;

namespace {

QStringList names(const Session &session)
{
    QStringList shown;
    for (const LadderStep &step : session.steps)
        shown.append((step.flow == Flow::device_to_peer ? u"-> "_s : u"<- "_s) + step.name);
    return shown;
}

const QDateTime today = QDateTime::currentDateTimeUtc();
const pki::Validity ended { today.addDays(-30), today.addDays(-2) };
const pki::Validity coming { today.addDays(2), today.addDays(30) };

} // namespace

class PeerServerTest : public QObject {
    Q_OBJECT

    const Authority ours_ { u"Farm CA"_s };
    const Authority theirs_ { u"Other CA"_s };

    PeerSettings server_settings() const { return { .identity = ours_.issue(pki::Role::server) }; }

    enum class Device { none, good, wrong_ca, expired, not_yet_valid };

private Q_SLOTS:
    void handshake_and_echo()
    {
        PeerLog log;
        const auto peer = TlsPeer::start(server_settings(), log.sink());
        QVERIFY(peer);
        OpenSslProgram device;
        device.connect_to((*peer)->port(), device.ca(ours_.certificate()));
        QVERIFY(device.says("Verify return code: 0 (ok)"));
        device.type("hello from the device\n");
        QVERIFY(device.says("\nhello from the device\n"));
        device.stop();

        const Session session = log.finished();
        QCOMPARE(session.state, SessionState::closed);
        QCOMPARE(session.role, wire::TlsRole::client); // the device's
        QVERIFY(session.handshake_done);
        QCOMPARE(names(session).first(10),
            (QStringList { u"-> ClientHello"_s, u"<- ServerHello"_s, u"<- Certificate"_s, u"<- ServerKeyExchange"_s, u"<- ServerHelloDone"_s,
                u"-> ClientKeyExchange"_s, u"-> ChangeCipherSpec"_s, u"-> Finished"_s, u"<- ChangeCipherSpec"_s, u"<- Finished"_s }));
        QVERIFY(names(session).contains(u"-> Application data"_s) && names(session).contains(u"<- Application data"_s));
        QCOMPARE(present(session.negotiated).version, 0x0303);
        QVERIFY(session.steps.at(0).detail.contains("suite"_L1));
        QCOMPARE(session.certificates.size(), 1);
        QCOMPARE(session.certificates.constFirst().subject, u"CN = localhost"_s);
        QVERIFY(session.steps.at(7).encrypted && !session.steps.at(5).encrypted);
        QVERIFY(std::is_sorted(
            session.steps.cbegin(), session.steps.cend(), [](const LadderStep &a, const LadderStep &b) { return present(a.peer_us) < present(b.peer_us); }));
        QVERIFY(diagnose(session).isEmpty());
    }

    void client_certificates_data()
    {
        QTest::addColumn<Device>("who");
        QTest::addColumn<QByteArray>("reaches"); // the device
        QTest::addColumn<QString>("finding");
        QTest::addColumn<int>("alert");
        QTest::newRow("good") << Device::good << QByteArray("Verify return code: 0 (ok)") << QString() << 0;
        QTest::newRow("wrong CA") << Device::wrong_ca << QByteArray("SSL alert number 48") << u"device-not-trusted"_s << 48;
        QTest::newRow("expired") << Device::expired << QByteArray("SSL alert number 45") << u"device-certificate-expired"_s << 45;
        QTest::newRow("not yet valid") << Device::not_yet_valid << QByteArray("SSL alert number 42") << u"device-certificate-not-yet-valid"_s << 42;
        QTest::newRow("none") << Device::none << QByteArray("SSL alert number 40") << u"device-certificate-missing"_s << 40;
    }
    void client_certificates()
    {
        QFETCH(Device, who);
        QFETCH(QByteArray, reaches);
        QFETCH(QString, finding);
        QFETCH(int, alert);
        PeerSettings settings = server_settings();
        settings.ca = { ours_.certificate() };
        settings.require_client_certificate = true;
        PeerLog log;
        const auto peer = TlsPeer::start(settings, log.sink());
        QVERIFY(peer);

        OpenSslProgram device;
        QStringList options = device.ca(ours_.certificate());
        if (who == Device::good)
            options += device.identity(ours_.issue(pki::Role::client, u"greenhouse"_s));
        else if (who == Device::wrong_ca)
            options += device.identity(theirs_.issue(pki::Role::client, u"greenhouse"_s));
        else if (who != Device::none)
            options += device.identity(ours_.issue(pki::Role::client, u"greenhouse"_s, who == Device::expired ? ended : coming));
        device.connect_to((*peer)->port(), options);
        QVERIFY(device.says(reaches));
        device.stop();

        const Session session = log.finished();
        QVERIFY(names(session).contains(u"<- CertificateRequest"_s));
        const QList<Finding> findings = diagnose(session);
        QCOMPARE(findings.size(), finding.isEmpty() ? 0 : 1);
        QCOMPARE(session.state, finding.isEmpty() ? SessionState::closed : SessionState::failed);
        if (finding.isEmpty())
            return;
        QCOMPARE(findings.constFirst().code, finding);
        QCOMPARE(findings.constFirst().confidence, Confidence::sure);
        QCOMPARE(session.alerts.constLast().description, alert);
        QCOMPARE(session.end, EndKind::alert_received);
    }

    void all_faults_of_a_chain_are_kept()
    {
        PeerSettings settings = server_settings();
        settings.ca = { ours_.certificate() };
        settings.require_client_certificate = true;
        PeerLog log;
        const auto peer = TlsPeer::start(settings, log.sink());
        QVERIFY(peer);
        OpenSslProgram device;
        device.connect_to((*peer)->port(), device.identity(theirs_.issue(pki::Role::client, u"greenhouse"_s, ended)));
        QVERIFY(device.says("SSL alert number 48")); // the first one decides
        const Session session = log.finished();
        QList<int> codes;
        for (const VerifyError &error : present(session.peer_facts).verify_errors)
            codes.append(error.code);
        QVERIFY(codes.contains(X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY));
        QVERIFY(codes.contains(X509_V_ERR_CERT_HAS_EXPIRED));
    }

    void device_distrusts_our_certificate()
    {
        PeerLog log;
        const auto peer = TlsPeer::start(server_settings(), log.sink());
        QVERIFY(peer);
        OpenSslProgram device;
        device.connect_to((*peer)->port(), device.ca(theirs_.certificate()) + QStringList { u"-verify_return_error"_s, u"-verify"_s, u"3"_s });
        const Session session = log.finished();
        QCOMPARE(session.end, EndKind::alert_sent);
        QCOMPARE(diagnose(session).constFirst().code, u"peer-not-trusted"_s);
    }

    void nothing_in_common_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("ciphers");
        QTest::addColumn<QByteArray>("reaches");
        QTest::addColumn<QString>("finding");
        QTest::newRow("version") << QStringList { u"-tls1_1"_s, u"-cipher"_s, u"ALL:@SECLEVEL=0"_s } << QString() << QByteArray("SSL alert number 70")
                                 << u"no-common-version"_s;
        QTest::newRow("suite") << QStringList { u"-tls1_2"_s, u"-cipher"_s, u"ECDHE-ECDSA-CHACHA20-POLY1305"_s } << u"ECDHE-ECDSA-AES128-GCM-SHA256"_s
                               << QByteArray("SSL alert number 40") << u"no-common-suite"_s;
    }
    void nothing_in_common()
    {
        QFETCH(QStringList, options);
        QFETCH(QString, ciphers);
        QFETCH(QByteArray, reaches);
        PeerSettings settings = server_settings();
        settings.cipher_list = ciphers;
        PeerLog log;
        const auto peer = TlsPeer::start(settings, log.sink());
        QVERIFY(peer);
        OpenSslProgram device;
        device.connect_to((*peer)->port(), options);
        QVERIFY(device.says(reaches));
        const QList<Finding> findings = diagnose(log.finished());
        QCOMPARE(findings.size(), 1);
        QTEST(findings.constFirst().code, "finding");
    }

    void old_version_at_level_zero()
    {
        PeerSettings settings = server_settings();
        settings.min_version = TlsVersion::tls10;
        settings.security_level = 0;
        PeerLog log;
        const auto peer = TlsPeer::start(settings, log.sink());
        QVERIFY(peer);
        OpenSslProgram device;
        device.connect_to((*peer)->port(), { u"-tls1"_s, u"-cipher"_s, u"ALL:@SECLEVEL=0"_s });
        QVERIFY(QTest::qWaitFor([&] { return log.has(PeerEventKind::established); }, 20000));
        QCOMPARE(present(log.session().negotiated).version, 0x0301);
    }

    void small_records_after_the_handshake_only()
    {
        PeerSettings settings = server_settings();
        settings.max_send_fragment = 512;
        PeerLog log;
        const auto peer = TlsPeer::start(settings, log.sink());
        QVERIFY(peer);
        OpenSslProgram device;
        device.connect_to((*peer)->port(), {});
        QVERIFY(QTest::qWaitFor([&] { return log.has(PeerEventKind::established); }, 20000));
        device.type(QByteArray(3000, 'x') + '\n');
        const auto echoed = [&] { return log.session().bytes_received; };
        QVERIFY(QTest::qWaitFor([&] { return echoed() == 3001u; }, 20000));
        const Session session = log.session();
        for (const RecordSeen &record : session.records) {
            if (record.flow == Flow::peer_to_device && record.type == 23)
                QVERIFY(record.length <= 512 + 64);
        }
        QCOMPARE(names(session).count(u"<- Certificate"_s), 1);
    }

    void answers_http()
    {
        PeerLog log;
        const auto peer = TlsPeer::start(server_settings(), log.sink());
        QVERIFY(peer);
        OpenSslProgram device;
        device.connect_to((*peer)->port(), {});
        QVERIFY(QTest::qWaitFor([&] { return log.has(PeerEventKind::established); }, 20000));
        device.type("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        QVERIFY(device.says("HTTP/1.1 200 OK"));
        QCOMPARE(log.finished().end, EndKind::closed);
    }

    void plain_text_is_not_tls()
    {
        PeerLog log;
        const auto peer = TlsPeer::start(server_settings(), log.sink());
        QVERIFY(peer);
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, (*peer)->port());
        QVERIFY(socket.waitForConnected());
        socket.write("GET / HTTP/1.1\r\n\r\n");
        const Session session = log.finished();
        QCOMPARE(diagnose(session).constFirst().code, u"not-tls"_s);
        QCOMPARE(present(session.peer_facts).first_bytes.first(5), u"GET /"_s);
    }

    void silent_device_times_out()
    {
        PeerSettings settings = server_settings();
        settings.handshake_timeout = std::chrono::milliseconds(50);
        PeerLog log;
        const auto peer = TlsPeer::start(settings, log.sink());
        QVERIFY(peer);
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, (*peer)->port());
        const Session session = log.finished();
        QCOMPARE(session.state, SessionState::failed);
        QVERIFY(!present(session.peer_facts).error.isEmpty());
    }

    void two_devices_at_a_time()
    {
        PeerLog log;
        const auto peer = TlsPeer::start(server_settings(), log.sink());
        QVERIFY(peer);
        OpenSslProgram first, second;
        first.connect_to((*peer)->port(), {});
        QVERIFY(first.says("Cipher is"));
        second.connect_to((*peer)->port(), {});
        QVERIFY(second.says("Cipher is"));
        first.type("one\n");
        QVERIFY(first.says("\none\n"));
        second.type("two\n");
        QVERIFY(second.says("\ntwo\n"));
    }

    void stops_by_token_and_by_end()
    {
        PeerLog log;
        std::stop_source stop;
        auto peer = TlsPeer::start(server_settings(), log.sink(), stop.get_token());
        QVERIFY(peer);
        OpenSslProgram device;
        device.connect_to((*peer)->port(), {});
        QVERIFY(QTest::qWaitFor([&] { return log.has(PeerEventKind::established); }, 20000));
        stop.request_stop();
        QVERIFY(log.finished().finished());
        QTcpSocket refused;
        refused.connectToHost(u"127.0.0.1"_s, (*peer)->port());
        QVERIFY(!refused.waitForConnected());
        peer->reset();
    }

    void settings_that_cannot_be_are_refused_data()
    {
        QTest::addColumn<int>("what");
        QTest::addColumn<QString>("code");
        QTest::newRow("no identity") << 0 << u"peer-needs-identity"_s;
        QTest::newRow("demand without CA") << 1 << u"peer-needs-ca"_s;
        QTest::newRow("old version at level 2") << 2 << u"legacy-needs-level-0"_s;
        QTest::newRow("no such suite") << 3 << u"no-such-suite"_s;
        QTest::newRow("no address") << 4 << u"peer-address-invalid"_s;
    }
    void settings_that_cannot_be_are_refused()
    {
        QFETCH(int, what);
        PeerSettings settings = server_settings();
        switch (what) {
        case 0:
            settings.identity.reset();
            break;
        case 1:
            settings.require_client_certificate = true;
            break;
        case 2:
            settings.min_version = TlsVersion::tls10;
            break;
        case 3:
            settings.cipher_list = u"RC4-MD5-NOT"_s;
            break;
        default:
            settings.host = u"not an address"_s;
        }
        const auto peer = TlsPeer::start(settings, [](const PeerEvent &) { });
        QVERIFY(!peer);
        QTEST(peer.error().code, "code");
        QVERIFY(!peer.error().fix.isEmpty());
    }

    void port_in_use_is_said()
    {
        PeerLog log;
        const auto first = TlsPeer::start(server_settings(), log.sink());
        QVERIFY(first);
        PeerSettings settings = server_settings();
        settings.port = (*first)->port();
        const auto second = TlsPeer::start(settings, log.sink());
        QVERIFY(!second);
        QCOMPARE(second.error().code, u"peer-cannot-listen"_s);
        QCOMPARE(exit_status(second.error()), 1);
    }
};

QTEST_GUILESS_MAIN(PeerServerTest)
#include "tst_peer_server.moc"
