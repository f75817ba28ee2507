// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#include "core/monitor/diagnosis.h"
#include "core/monitor/session_builder.h"
#include "tests/monitor/scene.h"
#include "tests/present.h"

#include <openssl/x509_vfy.h>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::monitor;
using espseal::test::present;

namespace {

const DiagnosisContext plan {
    .planned = { { wire::BlobRole::ca, Address(0x7B000), u"ca"_s }, { wire::BlobRole::identity, Address(0x7A000), u"identity"_s } },
};

// A session that only our own peer saw.
class PeerStory {
public:
    explicit PeerStory(wire::TlsRole device_role)
        : device_role_(device_role)
    {
        PeerEvent connected = event(PeerEventKind::connected);
        connected.remote = u"192.168.4.17"_s;
        connected.remote_port = 50000;
        add(connected);
    }
    PeerEvent event(PeerEventKind kind, Flow flow = Flow::peer_to_device) const
    {
        PeerEvent made;
        made.connection = 1;
        made.host = HostTime(std::chrono::seconds(1'795'000'000));
        made.kind = kind;
        made.device_role = device_role_;
        made.flow = flow;
        return made;
    }
    PeerStory &add(const PeerEvent &event)
    {
        (void)builder_.add(event);
        return *this;
    }
    PeerStory &message(Flow flow, std::uint8_t type, std::uint32_t bytes = 100)
    {
        PeerEvent made = event(PeerEventKind::message, flow);
        made.type = type;
        made.bytes = bytes;
        return add(made);
    }
    PeerStory &certificate(Flow flow)
    {
        PeerEvent made = event(PeerEventKind::certificate, flow);
        made.certificate = { .flow = flow, .subject = u"CN = greenhouse"_s, .issuer = u"CN = Farm CA"_s };
        return message(flow, 11, 700).add(made);
    }
    PeerStory &verify_failed(int code)
    {
        PeerEvent made = event(PeerEventKind::verify_error);
        made.verify = { code, 0, QString::fromUtf8(X509_verify_cert_error_string(code)), u"CN = greenhouse"_s };
        return add(made);
    }
    PeerStory &alert(Flow flow, std::uint8_t description)
    {
        PeerEvent made = event(PeerEventKind::alert, flow);
        made.level = 2;
        made.type = description;
        return add(made);
    }
    PeerStory &error(const QString &text)
    {
        PeerEvent made = event(PeerEventKind::tls_error);
        made.text = text;
        return add(made);
    }
    Session closed(bool clean = false)
    {
        PeerEvent made = event(PeerEventKind::closed);
        made.clean = clean;
        add(made);
        return builder_.sessions().constLast();
    }

private:
    wire::TlsRole device_role_;
    SessionBuilder builder_;
};

QString device(const QString &story)
{
    return u"hello\nsettings client esp.example\nstart client 192.168.4.2:8883 verifies\n"_s + story;
}
QString device_server(const QString &story)
{
    return u"hello\nsettings server\nstart server 192.168.4.2:51000 verifies\n"_s + story;
}

} // namespace

class DiagnosisTest : public QObject {
    Q_OBJECT

    QSet<QString> shown_;

private Q_SLOTS:
    void causes_data()
    {
        QTest::addColumn<Session>("session");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("sentence"); // a part of message or reason
        const auto traced = [](const char *name, const QString &story, const QString &code, const QString &sentence) {
            QTest::newRow(name) << last_session(story) << code << sentence;
        };

        traced("identity erased", device_server(u"blob identity 0x7C erased certificate\nend cb=-28"_s), u"blob-erased"_s,
            u"no certificate at 0x7C000: the sector is erased; the plan put it at 0x7A000"_s);
        traced("CA erased", device(u"blob ca 0x7C erased\nend cb=-28"_s), u"blob-erased"_s,
            u"no CA certificate at 0x7C000: the sector is erased; the plan put it at 0x7B000"_s);
        traced("key erased", device(u"blob identity 0x7A ok certificate 700\nblob identity 0x7A erased private_key\nend cb=-28"_s), u"blob-erased"_s,
            u"no private key at 0x7A000: the sector is erased, although the plan put it there"_s);
        traced("something else there", device(u"blob ca 0x10 no-blob\nend cb=-28"_s), u"blob-foreign"_s,
            u"at 0x10000: something else is there; the plan put it at 0x7B000"_s);
        traced("entry missing", device(u"blob identity 0x7B missing-entry certificate\nend cb=-28"_s), u"blob-entry-missing"_s,
            u"no entry \"certificate\"; the plan put it at 0x7A000"_s);
        traced("identity where the CA is looked for", device(u"blob ca 0x7A missing-entry certificate\nend cb=-28"_s), u"blob-entry-missing"_s,
            u"certificate and key; the plan put it at 0x7B000"_s);
        traced(
            "bad payload", device(u"blob identity 0x7A bad-payload private_key 900\nend cb=-28"_s), u"blob-unreadable"_s, u"\"private_key\" cannot be read"_s);
        traced("cut off", device(u"blob ca 0x7B truncated TLS.ca_x509.cer\nend cb=-28"_s), u"blob-truncated"_s, u"cut off"_s);
        traced("outside the flash", device(u"blob ca 0x400 outside-flash\nend cb=-28"_s), u"blob-outside-flash"_s,
            u"at 0x400000: that is beyond its flash of 1"_s);
        traced("key of another certificate",
            device_server(u"error -28 0 certificate: 0x7A000: the private key does not belong to the certificate\nend cb=-28"_s), u"key-mismatch"_s, u""_s);
        traced("out of memory", device(u"error -1 0 memory: not enough for another session\nend cb=-1"_s), u"device-out-of-memory"_s,
            u"not enough for another session"_s);

        traced("wrong CA", device(u"<- Certificate 700\ncert <- 0 RSA 2048 2026-01-01 2030-01-01 62\nend tls=62 cb=-28"_s), u"peer-not-trusted"_s,
            u"192.168.4.2:8883"_s);
        traced("expired", device(u"<- Certificate 700\ncert <- 0 RSA 2048 2020-01-01 2021-02-03 54\nend tls=54 cb=-28"_s), u"peer-certificate-expired"_s,
            u"2021-02-03"_s);
        traced("not yet valid", device(u"<- Certificate 700\ncert <- 0 RSA 2048 2029-05-06 2030-01-01 54\nend tls=54 cb=-28"_s),
            u"peer-certificate-not-yet-valid"_s, u"2029-05-06"_s);
        traced("clock at its floor", device(u"<- Certificate 700\ncert <- 0 RSA 2048 2026-01-01 2030-01-01 54\nend tls=54 cb=-28"_s), u"device-clock"_s,
            u"2026-01-01 to 2030-01-01"_s);
        traced("no clock", device(u"<- Certificate 700\nend tls=53 cb=-28"_s), u"device-clock"_s, u"does not know the time"_s);
        traced("name", device(u"<- Certificate 700\ncert <- 0 RSA 2048 2026-01-01 2030-01-01 56\nend tls=56 cb=-28"_s), u"name-mismatch"_s, u"esp.example"_s);
        traced("another CA of the same name", device(u"<- Certificate 700\nend tls=52 cb=-28"_s), u"peer-chain-signature"_s, u""_s);
        traced("short key", device(u"<- Certificate 700\nend tls=60 cb=-28"_s), u"peer-key-weak"_s, u""_s);
        traced("peer's key is not its certificate's", device(u"<- Certificate 700\n<- ServerKeyExchange 300\nend tls=27 cb=-28"_s), u"peer-signature"_s, u""_s);
        traced("client sent no certificate", device_server(u"-> CertificateRequest 60\n<- Certificate 7\nend tls=29 cb=-28"_s), u"client-certificate-missing"_s,
            u"192.168.4.2:51000"_s);

        traced("peer: unknown CA", device(u"-> Certificate 700\nalert <- 48\nend tls=304 cb=-28"_s), u"device-not-trusted"_s, u"alert 48"_s);
        traced("peer: bad certificate", device(u"-> Certificate 700\nalert <- 42\nend tls=298 cb=-28"_s), u"device-certificate-refused"_s, u"alert 42"_s);
        traced("peer: expired", device(u"-> Certificate 700\ncert -> 0 EC 256 2020-01-01 2021-02-03 0\nalert <- 45\nend tls=301 cb=-28"_s),
            u"device-certificate-expired"_s, u"2021-02-03"_s);
        traced("peer: no certificate", device(u"<- CertificateRequest 60\n-> Certificate 7\nalert <- 40\nend tls=296 cb=-28"_s),
            u"device-certificate-missing"_s, u"do not switch client authentication on"_s);
        traced("no version, alert received", device(u"-> ClientHello 100\nalert <- 70\nend tls=326 cb=-28"_s), u"no-common-version"_s, u""_s);
        traced("no version, alert sent", device_server(u"<- ClientHello 100\nalert -> 70\nend tls=582 cb=-28"_s), u"no-common-version"_s, u""_s);
        traced("no suite, alert received", device(u"-> ClientHello 100\nalert <- 40\nend tls=296 cb=-28"_s), u"no-common-suite"_s, u""_s);
        traced("no suite, alert sent", device_server(u"<- ClientHello 100\nalert -> 40\nend tls=552 cb=-28"_s), u"no-common-suite"_s, u""_s);
        traced("record larger than the buffer", device(u"done\nrecord <- 23 4029\nend tls=6 cb=-61 done"_s), u"record-too-large"_s, u"4,029 bytes"_s);
        traced("not TLS, client", device(u"-> ClientHello 100\nerror 0 0 received: the first byte is 0x48, no TLS record\nend tls=9 cb=-28"_s), u"not-tls"_s,
            u"0x48"_s);
        traced("not TLS, server", device_server(u"error 0 0 received: the first byte is 0x47, no TLS record\nend tls=9 cb=-28"_s), u"not-tls"_s,
            u"192.168.4.2:51000"_s);
        traced("refused", device(u"tcp refused 192.168.4.2:8883\nend cb=-11"_s), u"connection-refused"_s, u"192.168.4.2:8883"_s);
        traced(
            "unreachable", device(u"tcp unreachable 192.168.4.2:8883\nerror -4 0 tcp: no route to 192.168.4.2\nend cb=-4"_s), u"unreachable"_s, u"no route"_s);
        traced("connect timed out", device(u"tcp timed-out 192.168.4.2:8883\nend cb=-3"_s), u"connect-timed-out"_s, u""_s);
        traced("handshake timed out", device(u"-> ClientHello 100\ntcp closed 192.168.4.2:8883\nend cb=-3"_s), u"handshake-timed-out"_s, u"ClientHello"_s);
        traced("rebooted", device(u"-> ClientHello 100\nsay Fatal exception 28(LoadProhibitedCause):\nreboot"_s), u"device-rebooted"_s, u"exception 28"_s);
        traced("peer closed", device(u"-> ClientHello 100\ntcp closed 192.168.4.2:8883\nend cb=-28"_s), u"peer-closed"_s, u"ClientHello"_s);
        traced("other alert", device(u"-> ClientHello 100\nalert <- 80\nend tls=336 cb=-28"_s), u"alert"_s, u"alert 80, internal_error"_s);
        traced("other code", device(u"<- ServerHello 80\nend tls=20 cb=-28"_s), u"tls-error"_s, u"BR_ERR_EXTRA_EXTENSION"_s);
        traced("nothing known", device(u"end cb=-28"_s), u"handshake-failed"_s, u"192.168.4.2:8883"_s);

        const auto stock = [](const char *name, const QByteArray &log, const QString &code, const QString &sentence) {
            QTest::newRow(name) << watched(log)->builder().sessions().constLast() << code << sentence;
        };
        stock("stock: sector erased",
            "client handshake start.\nespconn_mbedtls.c 662, type[\xff\xff],length[65535]\nclient handshake failed!\nReason:[-0x7f00]\n", u"blob-erased"_s,
            u"the sector is erased"_s);
        stock("stock: something else there",
            "client handshake start.\nespconn_mbedtls.c 662, type[\xe9\x01],length[4660]\nclient handshake failed!\nReason:[-0x7f00]\n", u"blob-foreign"_s,
            u"something else is there"_s);
        stock("stock: verify", "client handshake start.\nclient handshake failed!\nReason:[-0x2700]\n", u"peer-not-trusted"_s, u"X509_CERT_VERIFY_FAILED"_s);
        stock(
            "stock: record", "client handshake start.\nclient handshake ok!\nclient's data invalid protocol\nReason:[-0x7200]\n", u"record-too-large"_s, u""_s);
        stock("stock: no client certificate", "server handshake start.\nserver handshake failed!\nReason:[-0x7480]\n", u"client-certificate-missing"_s, u""_s);
        stock("stock: memory", "client handshake start.\nE:M 2048\nclient handshake failed!\nReason:[-0x7f00]\n", u"device-out-of-memory"_s, u"2048"_s);
        stock("stock: split message", "client handshake start.\nclient handshake failed!\nReason:[-0x7080]\n", u"tls-error"_s, u"cut into several records"_s);
        stock("stock axTLS: words", "client handshake start.\nCert has expired\nclient handshake failed\n", u"handshake-failed"_s, u"Cert has expired"_s);
        stock("stock: watchdog", "client handshake start.\nwdt reset\n ets Jan  8 2013,rst cause:4, boot mode:(3,6)\n", u"device-rebooted"_s, u"wdt reset"_s);

        const auto seen = [](const char *name, const Session &session, const QString &code, const QString &sentence = {}) {
            QTest::newRow(name) << session << code << sentence;
        };
        constexpr auto client = wire::TlsRole::client;
        constexpr auto server = wire::TlsRole::server;
        constexpr auto in = Flow::device_to_peer;
        constexpr auto out = Flow::peer_to_device;
        const auto checked = [&](int code, std::uint8_t alert) {
            return PeerStory(client).message(in, 1).certificate(in).verify_failed(code).alert(out, alert).error(u"certificate verify failed"_s).closed(true);
        };
        seen("our peer: unknown CA", checked(X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, 48), u"device-not-trusted"_s, u"\"greenhouse\" from \"Farm CA\""_s);
        seen("our peer: expired", checked(X509_V_ERR_CERT_HAS_EXPIRED, 45), u"device-certificate-expired"_s);
        seen("our peer: not yet valid", checked(X509_V_ERR_CERT_NOT_YET_VALID, 42), u"device-certificate-not-yet-valid"_s);
        seen("our peer: IP address", checked(X509_V_ERR_IP_ADDRESS_MISMATCH, 42), u"device-name-mismatch"_s);
        seen("our peer: weak key", checked(X509_V_ERR_EE_KEY_TOO_SMALL, 42), u"device-certificate-weak"_s);
        seen("our peer: purpose", checked(X509_V_ERR_INVALID_PURPOSE, 43), u"device-certificate-purpose"_s);
        seen("our peer: revoked", checked(X509_V_ERR_CERT_REVOKED, 44), u"device-certificate-refused"_s, u"certificate revoked"_s);
        seen("our peer: no certificate",
            PeerStory(client).message(in, 1).message(out, 13).message(in, 11, 7).alert(out, 40).error(u"peer did not return a certificate"_s).closed(true),
            u"device-certificate-missing"_s);
        seen("our peer: bad signature", PeerStory(client).certificate(in).alert(out, 51).error(u"bad signature"_s).closed(true), u"key-mismatch"_s);
        seen("our peer: device distrusts us", PeerStory(client).certificate(out).alert(in, 48).closed(true), u"peer-not-trusted"_s,
            u"\"greenhouse\" from \"Farm CA\""_s);
        seen("our peer: silence after our certificate", PeerStory(client).message(in, 1).certificate(out).closed(), u"device-hung-up"_s,
            u"most likely it does not trust it"_s);
        seen("our peer: silence", PeerStory(server).message(out, 1).closed(), u"device-hung-up"_s, u"without an alert"_s);
        seen("our peer: no version", PeerStory(client).message(in, 1).alert(out, 70).error(u"unsupported protocol"_s).closed(true), u"no-common-version"_s);
        seen("our peer: no suite", PeerStory(client).message(in, 1).alert(out, 40).error(u"no shared cipher"_s).closed(true), u"no-common-suite"_s);

        PeerStory text(client);
        PeerEvent not_tls = text.event(PeerEventKind::not_tls, in);
        not_tls.text = u"GET / HTTP/1.1"_s;
        seen("our peer: no TLS", text.add(not_tls).error(u"http request"_s).closed(), u"not-tls"_s, u"GET / HTTP/1.1"_s);

        PeerStory nobody(server);
        PeerEvent refused = nobody.event(PeerEventKind::connect_failed);
        refused.end = EndKind::refused;
        refused.remote = u"192.168.4.17"_s;
        refused.remote_port = 443;
        seen("our peer: refused", nobody.add(refused).closed(), u"connection-refused"_s, u"192.168.4.17:443"_s);
    }
    void causes()
    {
        QFETCH(Session, session);
        QFETCH(QString, sentence);
        const QList<Finding> findings = diagnose(session, plan);
        QCOMPARE(findings.size(), 1);
        const Finding &first = findings.constFirst();
        QTEST(first.code, "code");
        shown_.insert(first.code);
        QVERIFY2((first.message + first.why).contains(sentence), qPrintable(first.message + first.why));
        QVERIFY(first.message.endsWith(u'.'));
        QVERIFY(first.fix.endsWith(u'.'));
        QVERIFY(!first.message.contains("%1"_L1) && !first.fix.contains("%1"_L1));
        QCOMPARE(first.severity, Severity::error);
        QCOMPARE(first.place, u"session:%1"_s.arg(session.id));
    }

    void device_alone_data()
    {
        QTest::addColumn<QString>("story");
        QTest::addColumn<QString>("code");
        QTest::newRow("no settings") << u"hello\nsettings none"_s << u"no-settings"_s;
        QTest::newRow("no role") << u"hello\nsettings nothing"_s << u"no-role"_s;
        QTest::newRow("unknown host") << u"hello\nsettings client nowhere\nerror -4 0 resolve: no address for nowhere"_s << u"host-unknown"_s;
        QTest::newRow("identity erased") << u"hello\nsettings server\nblob identity 0x7C erased certificate"_s << u"blob-erased"_s;
        QTest::newRow("stock without time") << u"say SDK ver: 2.0.0\nsay please start sntp first !"_s << u"device-clock"_s;
    }
    void device_alone()
    {
        QFETCH(QString, story);
        const auto monitor = watched(scene(story));
        const QList<Finding> findings = diagnose(monitor->builder().device(), plan);
        QCOMPARE(findings.size(), 1);
        QTEST(findings.constFirst().code, "code");
        shown_.insert(findings.constFirst().code);
        QVERIFY(findings.constFirst().place.isEmpty());
    }

    void every_rule_was_shown()
    {
        if (shown_.isEmpty())
            QSKIP("only counts when the whole program runs");
        for (const RuleEntry &entry : rules())
            QVERIFY2(shown_.contains(QString::fromLatin1(entry.code)), entry.code);
    }

    void healthy_has_no_findings_data()
    {
        QTest::addColumn<QString>("story");
        QTest::newRow("closed") << device(u"blob ca 0x7B ok TLS.ca_x509.cer 700\n-> ClientHello 100\ndone\nend done"_s);
        QTest::newRow("open") << device(u"-> ClientHello 100\ndone"_s);
        QTest::newRow("in the middle") << device(u"-> ClientHello 100"_s);
        QTest::newRow("reset behind the handshake") << device(u"done\ntcp reset 192.168.4.2:8883\nend cb=-9 done"_s);
        QTest::newRow("warning alert") << device(u"done\nalert <- 0 encrypted\nend done"_s);
        QTest::newRow("blob moved since") << device(
            u"blob ca 0x7C erased\nend cb=-28\nreboot\nstart client 192.168.4.2:8883\nblob ca 0x7B ok TLS.ca_x509.cer 700\ndone\nend done"_s);
    }
    void healthy_has_no_findings()
    {
        QFETCH(QString, story);
        const auto monitor = watched(scene(story));
        QVERIFY(diagnose(monitor->builder().sessions().constLast(), plan).isEmpty());
        QVERIFY(diagnose(monitor->builder().device(), plan).isEmpty());
    }

    void wrong_sector_offers_to_move_the_region()
    {
        const Session session = last_session(device_server(u"blob identity 0x7C erased certificate\nend cb=-28"_s));
        const Finding finding = diagnose(session, plan).constFirst();
        QCOMPARE(finding.regions, QStringList(u"identity"_s));
        QCOMPARE(finding.actions.size(), 1);
        QCOMPARE(finding.actions.constFirst().action, u"region.move"_s);
        QCOMPARE(present(finding.actions.constFirst().range).start, Address(0x7C000));
        QCOMPARE(present(finding.range).start, Address(0x7C000));
        QVERIFY(finding.fix.contains("0x7A000"_L1));
    }

    void without_a_plan_the_place_is_still_named()
    {
        const Session session = last_session(device(u"blob ca 0x7C erased\nend cb=-28"_s));
        const Finding finding = diagnose(session).constFirst();
        QCOMPARE(finding.message, u"The device found no CA certificate at 0x7C000: the sector is erased."_s);
        QVERIFY(finding.actions.isEmpty());
    }
};

QTEST_GUILESS_MAIN(DiagnosisTest)
#include "tst_diagnosis.moc"
