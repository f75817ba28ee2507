// SPDX-License-Identifier: Apache-2.0
// The rules of the SDK's SSL manual for the espconn_secure_* calls, one row or function each.
#include "firmware/runtime/session.h"
#include "tests/firmware/loopback.h"

#include <QTcpServer>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace espseal::test;
using namespace espseal::runtime;
namespace wire = espseal::wire;

namespace {

const uint8 some_bytes[] = { 0x30, 0x00 };
uint8 text[2048];

// Takes all of the runtime's memory but `bytes`, as the server's end would.
class MemoryLeft {
public:
    explicit MemoryLeft(uint32_t bytes)
    {
        if (!arena().take(ArenaEnd::low, Arena::size() - bytes))
            qFatal("the arena is in use before the test");
    }
    ~MemoryLeft() { arena().release(ArenaEnd::low); }
    Q_DISABLE_COPY_MOVE(MemoryLeft)
};

} // namespace

class ApiTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void calls_data();
    void calls();
    void sizesOfTheLevels();
    void acceptNeedsIdentity();
    void acceptTwice();
    void deleteForgetsTheServerButNotItsIdentity();
    void deleteWhileConnected();
    void connectTwice();
    void settingsInUse_data();
    void settingsInUse();
    void callbacksOfAConnection();
    void sendLengths_data();
    void sendLengths();
    void sendBeforeConnected();
    void sendBeforeSent();
    void sendFromInsideCallbacks();
    void sendThroughACopyOfTheEspconn();
    void disconnectInsideCallback_data();
    void disconnectInsideCallback();
    void deleteInsideCallback();
    void disconnectTwice();
    void connectInsideCallback();
    void silentPeerTimesOut();
    void nobodyThere();
    void mutualBothWays();
    void noMemoryForTheBuffer();
    void noMemoryForTheCredentials();
    void randomBytesRoundTripAtAnySize_data();
    void randomBytesRoundTripAtAnySize();
};

// Calls that need no connection.
void ApiTest::calls_data()
{
    QTest::addColumn<std::function<int()>>("call");
    QTest::addColumn<int>("result");
    const auto row = [](const char *name, int result, const std::function<int()> &call) { QTest::newRow(name) << call << result; };

    row("set_size: 0", false, [] { return espconn_secure_set_size(ESPCONN_CLIENT, 0); });
    row("set_size: 1", true, [] { return espconn_secure_set_size(ESPCONN_CLIENT, 1); });
    row("set_size: 8192", true, [] { return espconn_secure_set_size(ESPCONN_SERVER, 8192); });
    row("set_size: 8193", false, [] { return espconn_secure_set_size(ESPCONN_SERVER, 8193); });
    row("set_size: both", true, [] { return espconn_secure_set_size(ESPCONN_BOTH, 3072); });
    row("set_size: level 0", false, [] { return espconn_secure_set_size(ESPCONN_IDLE, 2048); });
    row("set_size: level 4", false, [] { return espconn_secure_set_size(ESPCONN_MAX, 2048); });
    row("get_size: as set", 1, [] { return espconn_secure_set_size(ESPCONN_CLIENT, 1) ? espconn_secure_get_size(ESPCONN_CLIENT) : -1; });
    row("get_size: default", 2048, [] { return espconn_secure_get_size(ESPCONN_SERVER); });
    row("get_size: level 0", ESPCONN_ARG, [] { return espconn_secure_get_size(ESPCONN_IDLE); });
    row("get_size: level 4", ESPCONN_ARG, [] { return espconn_secure_get_size(ESPCONN_MAX); });

    row("ca_enable: client", true, [] { return espconn_secure_ca_enable(ESPCONN_CLIENT, 0x7B); });
    row("ca_enable: server", true, [] { return espconn_secure_ca_enable(ESPCONN_SERVER, 0x7B); });
    row("ca_enable: both", true, [] { return espconn_secure_ca_enable(ESPCONN_BOTH, 0x7B); });
    row("ca_enable: level 0", false, [] { return espconn_secure_ca_enable(ESPCONN_IDLE, 0x7B); });
    row("ca_enable: sector 0", false, [] { return espconn_secure_ca_enable(ESPCONN_CLIENT, 0); });
    row("ca_disable: both", true, [] { return espconn_secure_ca_disable(ESPCONN_BOTH); });
    row("ca_disable: level 4", false, [] { return espconn_secure_ca_disable(ESPCONN_MAX); });
    row("cert_req_enable: client", true, [] { return espconn_secure_cert_req_enable(ESPCONN_CLIENT, 0x7C); });
    row("cert_req_enable: server", false, [] { return espconn_secure_cert_req_enable(ESPCONN_SERVER, 0x7C); });
    row("cert_req_enable: both", false, [] { return espconn_secure_cert_req_enable(ESPCONN_BOTH, 0x7C); });
    row("cert_req_enable: sector 0", false, [] { return espconn_secure_cert_req_enable(ESPCONN_CLIENT, 0); });
    row("cert_req_disable: client", true, [] { return espconn_secure_cert_req_disable(ESPCONN_CLIENT); });
    row("cert_req_disable: server", false, [] { return espconn_secure_cert_req_disable(ESPCONN_SERVER); });

    row("default certificate: NULL", false, [] { return espconn_secure_set_default_certificate(nullptr, 100); });
    row("default certificate: nothing", false, [] { return espconn_secure_set_default_certificate(some_bytes, 0); });
    row("default certificate: 8193 bytes", false, [] { return espconn_secure_set_default_certificate(some_bytes, 8193); });
    row("default key: NULL", false, [] { return espconn_secure_set_default_private_key(nullptr, 100); });
    row("default key: 8193 bytes", false, [] { return espconn_secure_set_default_private_key(some_bytes, 8193); });

    static espconn udp;
    udp.type = ESPCONN_UDP;
    static espconn without_tcp;
    without_tcp.type = ESPCONN_TCP;
    static esp_tcp bad_ports;
    bad_ports.remote_port = 0;
    bad_ports.local_port = 65536;
    static espconn with_bad_ports;
    with_bad_ports.type = ESPCONN_TCP;
    with_bad_ports.proto.tcp = &bad_ports;
    static esp_tcp far_away;
    far_away.remote_port = 443;
    far_away.remote_ip[0] = 192;
    static espconn to_far_away;
    to_far_away.type = ESPCONN_TCP;
    to_far_away.proto.tcp = &far_away;
    row("accept: NULL", ESPCONN_ARG, [] { return espconn_secure_accept(nullptr); });
    row("accept: UDP", ESPCONN_ARG, [] { return espconn_secure_accept(&udp); });
    row("accept: no esp_tcp", ESPCONN_ARG, [] { return espconn_secure_accept(&without_tcp); });
    row("accept: port 65536", ESPCONN_ARG, [] { return espconn_secure_accept(&with_bad_ports); });
    row("delete: NULL", ESPCONN_ARG, [] { return espconn_secure_delete(nullptr); });
    row("delete: never accepted", ESPCONN_ARG, [] { return espconn_secure_delete(&without_tcp); });
    row("connect: NULL", ESPCONN_ARG, [] { return espconn_secure_connect(nullptr); });
    row("connect: UDP", ESPCONN_ARG, [] { return espconn_secure_connect(&udp); });
    row("connect: port 0", ESPCONN_ARG, [] { return espconn_secure_connect(&with_bad_ports); });
    row("connect: no route", ESPCONN_RTE, [] { return espconn_secure_connect(&to_far_away); });
    row("send: NULL", ESPCONN_ARG, [] { return espconn_secure_send(nullptr, text, 1); });
    row("send: never connected", ESPCONN_ARG, [] { return espconn_secure_send(&without_tcp, text, 1); });
    row("sent: never connected", ESPCONN_ARG, [] { return espconn_secure_sent(&to_far_away, text, 1); });
    row("disconnect: NULL", ESPCONN_ARG, [] { return espconn_secure_disconnect(nullptr); });
    row("disconnect: never connected", ESPCONN_ARG, [] { return espconn_secure_disconnect(&to_far_away); });

    row("regist: NULL", ESPCONN_ARG, [] { return espconn_regist_connectcb(nullptr, nullptr); });
    row("regist: UDP", ESPCONN_ARG, [] { return espconn_regist_recvcb(&udp, nullptr); });
    row("regist: TCP", ESPCONN_OK, [] { return espconn_regist_sentcb(&to_far_away, nullptr); });
    row("server name: 63 characters", true, [] { return espseal_secure_set_server_name(QByteArray(63, 'n').constData(), true); });
    row("server name: 64 characters", false, [] { return espseal_secure_set_server_name(QByteArray(64, 'n').constData(), true); });
    row("key log: only in test builds", false, [] { return espseal_secure_set_keylog(true); });
}

void ApiTest::calls()
{
    QFETCH(std::function<int()>, call);
    const Loopback loopback;
    QTEST(call(), "result");
}

void ApiTest::sizesOfTheLevels()
{
    const Loopback loopback;
    QVERIFY(espconn_secure_set_size(ESPCONN_CLIENT, 3000));
    QVERIFY(espconn_secure_set_size(ESPCONN_SERVER, 4000));
    QCOMPARE(espconn_secure_get_size(ESPCONN_CLIENT), 3000);
    QCOMPARE(espconn_secure_get_size(ESPCONN_SERVER), 4000);
    QCOMPARE(espconn_secure_get_size(ESPCONN_BOTH), 3000);
}

// Runs before any test has set an identity; the order of the slots sees to it.
void ApiTest::acceptNeedsIdentity()
{
    Loopback loopback;
    QCOMPARE(espconn_secure_accept(&loopback.server), ESPCONN_ARG);
}

void ApiTest::acceptTwice()
{
    Loopback loopback;
    QCOMPARE(loopback.accept(), ESPCONN_OK);
    QCOMPARE(espconn_secure_accept(&loopback.server), ESPCONN_ISCONN);
    esp_tcp other_tcp {};
    espconn other {};
    other.type = ESPCONN_TCP;
    other.proto.tcp = &other_tcp;
    QCOMPARE(espconn_secure_accept(&other), ESPCONN_ISCONN);
}

void ApiTest::deleteForgetsTheServerButNotItsIdentity()
{
    Loopback loopback;
    QCOMPARE(loopback.accept(), ESPCONN_OK);
    QCOMPARE(espconn_secure_delete(&loopback.server), ESPCONN_OK);
    QCOMPARE(espconn_secure_delete(&loopback.server), ESPCONN_ARG);
    QCOMPARE(espconn_secure_accept(&loopback.server), ESPCONN_OK);
}

void ApiTest::deleteWhileConnected()
{
    Loopback loopback;
    loopback.connect_both();
    QCOMPARE(espconn_secure_delete(&loopback.server), ESPCONN_INPROGRESS);
    QCOMPARE(espconn_secure_disconnect(loopback.accepted()), ESPCONN_OK);
    QVERIFY(loopback.runs_until(u"server disconnect"_s));
    QCOMPARE(espconn_secure_delete(&loopback.server), ESPCONN_OK);
}

void ApiTest::connectTwice()
{
    Loopback loopback;
    QCOMPARE(loopback.accept(), ESPCONN_OK);
    QCOMPARE(loopback.connect(), ESPCONN_OK);
    QCOMPARE(loopback.connect(), ESPCONN_ISCONN); // while connecting
    QVERIFY(loopback.runs_until(u"client connect"_s));
    esp_tcp other_tcp = loopback.client_tcp;
    espconn other = loopback.client;
    other.proto.tcp = &other_tcp;
    QCOMPARE(espconn_secure_connect(&other), ESPCONN_ISCONN);
}

void ApiTest::settingsInUse_data()
{
    QTest::addColumn<std::function<bool()>>("call");
    const auto row = [](const char *name, const std::function<bool()> &call) { QTest::newRow(name) << call; };
    row("set_size, client", [] { return espconn_secure_set_size(ESPCONN_CLIENT, 4096); });
    row("set_size, server", [] { return espconn_secure_set_size(ESPCONN_SERVER, 4096); });
    row("set_size, both", [] { return espconn_secure_set_size(ESPCONN_BOTH, 4096); });
    row("ca_enable", [] { return espconn_secure_ca_enable(ESPCONN_CLIENT, 0x7B); });
    row("ca_disable", [] { return espconn_secure_ca_disable(ESPCONN_SERVER); });
    row("cert_req_enable", [] { return espconn_secure_cert_req_enable(ESPCONN_CLIENT, 0x7C); });
    row("cert_req_disable", [] { return espconn_secure_cert_req_disable(ESPCONN_CLIENT); });
    row("default certificate", [] { return espconn_secure_set_default_certificate(some_bytes, 2); });
    row("default key", [] { return espconn_secure_set_default_private_key(some_bytes, 2); });
    row("server name", [] { return espseal_secure_set_server_name("name", true); });
}

void ApiTest::settingsInUse()
{
    QFETCH(std::function<bool()>, call);
    Loopback loopback;
    loopback.connect_both();
    QVERIFY(!call());
}

void ApiTest::callbacksOfAConnection()
{
    Loopback loopback;
    loopback.connect_both();
    QCOMPARE(loopback.client.state, ESPCONN_CONNECT);
    QCOMPARE(loopback.accepted()->proto.tcp->remote_port, loopback.client_tcp.local_port);
    QCOMPARE(loopback.accepted()->proto.tcp->remote_ip[0], 127);
    memcpy(text, "hello", sizeof "hello");
    QCOMPARE(espconn_secure_send(&loopback.client, text, 5), ESPCONN_OK);
    QVERIFY(loopback.runs_until(u"server recv hello"_s));
    QVERIFY(loopback.runs_until(u"client sent"_s));
    QCOMPARE(espconn_secure_sent(loopback.accepted(), text, 4), ESPCONN_OK);
    QVERIFY(loopback.runs_until(u"client recv hell"_s));
    QVERIFY(loopback.runs_until(u"server sent"_s));
    QCOMPARE(espconn_secure_disconnect(&loopback.client), ESPCONN_OK);
    QVERIFY(loopback.runs_until(u"client disconnect"_s));
    QVERIFY(loopback.runs_until(u"server disconnect"_s));
    QCOMPARE(loopback.client.state, ESPCONN_CLOSE);
    QStringList seen = loopback.seen();
    seen.sort();
    QCOMPARE(seen,
        (QStringList { u"client connect"_s, u"client disconnect"_s, u"client recv hell"_s, u"client sent"_s, u"server connect"_s, u"server disconnect"_s,
            u"server recv hello"_s, u"server sent"_s }));
}

void ApiTest::sendLengths_data()
{
    QTest::addColumn<int>("length");
    QTest::addColumn<int>("result");
    QTest::newRow("0") << 0 << ESPCONN_ARG;
    QTest::newRow("1") << 1 << ESPCONN_OK;
    QTest::newRow("1024") << 1024 << ESPCONN_OK;
    QTest::newRow("1025") << 1025 << ESPCONN_ARG;
}

void ApiTest::sendLengths()
{
    QFETCH(int, length);
    Loopback loopback;
    loopback.connect_both();
    QCOMPARE(espconn_secure_send(&loopback.client, nullptr, 1), ESPCONN_ARG);
    QTEST(int(espconn_secure_send(&loopback.client, text, uint16(length))), "result");
}

void ApiTest::sendBeforeConnected()
{
    Loopback loopback;
    QCOMPARE(loopback.accept(), ESPCONN_OK);
    QCOMPARE(loopback.connect(), ESPCONN_OK);
    QCOMPARE(espconn_secure_send(&loopback.client, text, 1), ESPCONN_ARG);
}

void ApiTest::sendBeforeSent()
{
    Loopback loopback;
    loopback.connect_both();
    QCOMPARE(espconn_secure_send(&loopback.client, text, 10), ESPCONN_OK);
    QCOMPARE(espconn_secure_send(&loopback.client, text, 10), ESPCONN_INPROGRESS);
    QVERIFY(loopback.runs_until(u"client sent"_s));
    QCOMPARE(espconn_secure_send(&loopback.client, text, 10), ESPCONN_OK);
}

void ApiTest::sendFromInsideCallbacks()
{
    Loopback loopback;
    sint8 results[3] = { 1, 1, 1 };
    static uint8 one[] = "1", two[] = "2", three[] = "3";
    loopback.inside(u"client connect"_s, [&] { results[0] = espconn_secure_send(&loopback.client, one, 1); });
    loopback.inside(u"server recv 1"_s, [&] { results[1] = espconn_secure_send(loopback.accepted(), two, 1); });
    loopback.inside(u"server sent"_s, [&] { results[2] = espconn_secure_send(loopback.accepted(), three, 1); });
    loopback.connect_both();
    QVERIFY(loopback.runs_until(u"client recv 2"_s));
    QVERIFY(loopback.runs_until(u"client recv 3"_s));
    for (const sint8 result : results)
        QCOMPARE(result, ESPCONN_OK);
}

void ApiTest::sendThroughACopyOfTheEspconn()
{
    Loopback loopback;
    loopback.connect_both();
    esp_tcp copied_tcp = *loopback.accepted()->proto.tcp;
    espconn copied = *loopback.accepted();
    copied.proto.tcp = &copied_tcp;
    memcpy(text, "copy", sizeof "copy");
    QCOMPARE(espconn_secure_send(&copied, text, 4), ESPCONN_OK);
    QVERIFY(loopback.runs_until(u"client recv copy"_s));
    copied_tcp.remote_port ^= 1;
    QCOMPARE(espconn_secure_send(&copied, text, 4), ESPCONN_ARG);
}

void ApiTest::disconnectInsideCallback_data()
{
    QTest::addColumn<QString>("callback");
    QTest::newRow("connect") << u"client connect"_s;
    QTest::newRow("recv") << u"client recv x"_s;
    QTest::newRow("sent") << u"client sent"_s;
    QTest::newRow("another connection's") << u"server recv y"_s;
}

void ApiTest::disconnectInsideCallback()
{
    QFETCH(QString, callback);
    Loopback loopback;
    static uint8 x[] = "x", y[] = "y";
    sint8 result = 1;
    loopback.inside(callback, [&] { result = espconn_secure_disconnect(&loopback.client); });
    loopback.connect_both();
    QCOMPARE(espconn_secure_send(loopback.accepted(), x, 1), ESPCONN_OK);
    QCOMPARE(espconn_secure_send(&loopback.client, y, 1), ESPCONN_OK);
    QVERIFY(loopback.runs_until(u"client recv x"_s));
    QVERIFY(loopback.runs_until(u"server recv y"_s));
    QVERIFY(loopback.runs_until(u"client sent"_s));
    QCOMPARE(result, ESPCONN_INPROGRESS);
    QVERIFY(!loopback.seen().contains(u"client disconnect"_s));
    QCOMPARE(espconn_secure_disconnect(&loopback.client), ESPCONN_OK); // from outside
}

void ApiTest::deleteInsideCallback()
{
    Loopback loopback;
    sint8 result = 1;
    loopback.inside(u"server disconnect"_s, [&] { result = espconn_secure_delete(&loopback.server); });
    loopback.connect_both();
    QCOMPARE(espconn_secure_disconnect(&loopback.client), ESPCONN_OK);
    QVERIFY(loopback.runs_until(u"server disconnect"_s));
    QCOMPARE(result, ESPCONN_INPROGRESS);
    QCOMPARE(espconn_secure_delete(&loopback.server), ESPCONN_OK);
}

void ApiTest::disconnectTwice()
{
    Loopback loopback;
    loopback.connect_both();
    QCOMPARE(espconn_secure_disconnect(&loopback.client), ESPCONN_OK);
    QCOMPARE(espconn_secure_disconnect(&loopback.client), ESPCONN_INPROGRESS);
    QCOMPARE(espconn_secure_send(&loopback.client, text, 1), ESPCONN_ARG);
    QVERIFY(loopback.runs_until(u"client disconnect"_s));
    QCOMPARE(espconn_secure_disconnect(&loopback.client), ESPCONN_ARG);
    QCOMPARE(loopback.seen().count(u"client disconnect"_s), 1);
}

void ApiTest::connectInsideCallback()
{
    Loopback loopback;
    sint8 result = 1;
    loopback.connect_both();
    loopback.inside(u"server disconnect"_s, [&] { result = espconn_secure_connect(&loopback.client); });
    QCOMPARE(espconn_secure_disconnect(&loopback.client), ESPCONN_OK);
    QVERIFY(loopback.runs_until([&] { return loopback.seen().count(u"client connect"_s) == 2; }));
    QCOMPARE(result, ESPCONN_OK);
}

void ApiTest::silentPeerTimesOut()
{
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    Loopback loopback;
    loopback.server_tcp.local_port = silent.serverPort();
    espseal_secure_set_handshake_timeout(1);
    QCOMPARE(loopback.connect(), ESPCONN_OK);
    QVERIFY(loopback.runs_until(u"client reconnect -3"_s)); // ESPCONN_TIMEOUT
}

void ApiTest::nobodyThere()
{
    QTcpServer once;
    QVERIFY(once.listen(QHostAddress::LocalHost));
    Loopback loopback;
    loopback.server_tcp.local_port = once.serverPort();
    once.close();
    QCOMPARE(loopback.connect(), ESPCONN_OK);
    QVERIFY(loopback.runs_until(u"client reconnect -11"_s)); // ESPCONN_CONN
    loopback.server_tcp.local_port = 0;
}

void ApiTest::mutualBothWays()
{
    Loopback loopback;
    const espseal::test::Identity ca = make_ca(KeyKind::p256);
    loopback.write_flash(0x7B, ca_blob({ ca.certificate_as(Encoding::pem) }));
    loopback.write_flash(0x7C, identity_blob(make_leaf(ca, KeyKind::p256, u"device"_s)));
    QVERIFY(espconn_secure_ca_enable(ESPCONN_BOTH, 0x7B));
    QVERIFY(espconn_secure_cert_req_enable(ESPCONN_CLIENT, 0x7C));
    QVERIFY(espseal_secure_set_server_name("localhost", true));
    loopback.connect_both();

    QCOMPARE(espconn_secure_disconnect(&loopback.client), ESPCONN_OK);
    QVERIFY(loopback.runs_until(u"server disconnect"_s));
    QVERIFY(espconn_secure_cert_req_disable(ESPCONN_CLIENT));
    QCOMPARE(loopback.connect(), ESPCONN_OK);
    QVERIFY(loopback.runs_until(u"server reconnect -28"_s)); // ESPCONN_HANDSHAKE
    QVERIFY(loopback.runs_until(u"client reconnect -28"_s));
}

void ApiTest::noMemoryForTheBuffer()
{
    Loopback loopback;
    loopback.give_identity();
    QVERIFY(espconn_secure_set_size(ESPCONN_BOTH, 8192));
    const MemoryLeft few(8192);
    QCOMPARE(espconn_secure_accept(&loopback.server), ESPCONN_MEM);
    loopback.server_tcp.local_port = 1;
    QCOMPARE(loopback.connect(), ESPCONN_MEM);
    loopback.server_tcp.local_port = 0;
}

void ApiTest::noMemoryForTheCredentials()
{
    Loopback loopback;
    const espseal::test::Identity ca = make_ca(KeyKind::rsa2048);
    loopback.write_flash(0x7C, identity_blob(make_leaf(ca, KeyKind::rsa2048, u"device"_s)));
    QVERIFY(espconn_secure_cert_req_enable(ESPCONN_CLIENT, 0x7C));
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    loopback.server_tcp.local_port = server.serverPort();
    SessionPlan plan;
    plan.role = wire::TlsRole::client;
    const MemoryLeft few(Session::memory_needed(plan) + 600);
    QCOMPARE(loopback.connect(), ESPCONN_OK);
    QVERIFY(loopback.runs_until(u"client reconnect -1"_s)); // ESPCONN_MEM
    loopback.server_tcp.local_port = 0;
}

void ApiTest::randomBytesRoundTripAtAnySize_data()
{
    QTest::addColumn<int>("size");
    for (const int size : { 1, 836, 837, 1024, 2048, 4096, 8192 })
        QTest::addRow("%d", size) << size;
}

// Whatever the buffer, 1024 bytes go in one call.
void ApiTest::randomBytesRoundTripAtAnySize()
{
    QFETCH(int, size);
    Loopback loopback;
    QVERIFY(espconn_secure_set_size(ESPCONN_BOTH, uint16(size)));
    loopback.connect_both();
    for (uint8 &byte : text)
        byte = uint8('a' + QRandomGenerator::global()->bounded(26));
    QCOMPARE(espconn_secure_send(&loopback.client, text, 1024), ESPCONN_OK);
    QString all;
    QVERIFY(loopback.runs_until([&] {
        all.clear();
        for (const QString &line : loopback.seen()) {
            if (line.startsWith(u"server recv "_s))
                all += QStringView(line).sliced(12);
        }
        return all.size() == 1024;
    }));
    QCOMPARE(all, QString::fromLatin1(reinterpret_cast<const char *>(text), 1024));
}

QTEST_GUILESS_MAIN(ApiTest)
#include "tst_api.moc"
