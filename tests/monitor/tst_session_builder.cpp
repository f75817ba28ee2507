// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#include "tests/monitor/scene.h"
#include "tests/present.h"

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::monitor;
using espseal::test::present;

namespace {

const QString mutual_client = uR"(
    hello
    settings client 192.168.4.2
    start client 192.168.4.2:8883 verifies mutual
    blob ca 0x7B ok TLS.ca_x509.cer 700
    blob identity 0x7C ok certificate 700
    blob identity 0x7C ok private_key 1200
    tcp opened 192.168.4.2:8883
    record -> 22 191
    -> ClientHello 191 compute=2000
    <- ServerHello 81 blocked=3000
    <- Certificate 1131
    cert <- 0 RSA 2048 2026-01-01 2030-01-01 0
    <- ServerKeyExchange 333
    <- CertificateRequest 186
    <- ServerHelloDone 4
    -> Certificate 703 compute=120000
    cert -> 0 EC 256 2026-01-01 2030-01-01 0
    -> ClientKeyExchange 70
    -> CertificateVerify 264
    -> ChangeCipherSpec 1
    -> Finished 40 encrypted
    <- ChangeCipherSpec 1
    <- Finished 40 encrypted
    negotiated 0x0303 0xc02f
    done
    memory 20000 18000 1136 3328
    app -> 100
    app -> 20
    app <- 120
    memory 21000 17000 900 3400
)"_s;

QString ladder(const Session &session)
{
    QStringList lines;
    for (const LadderStep &step : session.steps)
        lines.append(u"%1 %2 %3%4"_s.arg(step.flow == Flow::device_to_peer ? u"->"_s : u"<-"_s, step.name)
                .arg(step.bytes)
                .arg(step.encrypted ? u" encrypted"_s : QString()));
    return lines.join(u'\n');
}

PeerEvent peer_event(PeerEventKind kind, Flow flow = Flow::peer_to_device)
{
    PeerEvent event;
    event.kind = kind;
    event.connection = 7;
    event.host = HostTime(std::chrono::seconds(1'795'000'000));
    event.flow = flow;
    return event;
}

PeerEvent peer_message(Flow flow, std::uint8_t type, const QString &detail = {})
{
    PeerEvent event = peer_event(PeerEventKind::message, flow);
    event.type = type;
    event.text = detail;
    return event;
}

} // namespace

class SessionBuilderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void healthy_session()
    {
        const Session session = last_session(mutual_client + u"end done received=120 sent=120"_s);
        QCOMPARE(session.state, SessionState::closed);
        QCOMPARE(session.end, EndKind::closed);
        QCOMPARE(session.role, wire::TlsRole::client);
        QCOMPARE(session.peer, u"192.168.4.2:8883"_s);
        QVERIFY(session.mutual && session.verifies && session.handshake_done && session.traced && !session.start_missed);
        QCOMPARE(ladder(session), uR"(-> ClientHello 191
<- ServerHello 81
<- Certificate 1131
<- ServerKeyExchange 333
<- CertificateRequest 186
<- ServerHelloDone 4
-> Certificate 703
-> ClientKeyExchange 70
-> CertificateVerify 264
-> ChangeCipherSpec 1
-> Finished 40 encrypted
<- ChangeCipherSpec 1
<- Finished 40 encrypted
-> Application data 120 encrypted
<- Application data 120 encrypted)"_s);
        QCOMPARE(session.steps.at(0).device_us, 60'000);
        QCOMPARE(session.steps.at(0).compute_us, 2000u);
        QCOMPARE(session.steps.at(1).blocked_us, 3000u);
        QCOMPARE(session.steps.at(1).detail, u"TLS 1.2, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"_s);
        QCOMPARE(session.steps.at(2).detail, u"RSA 2048, until 2030-01-01"_s);
        QCOMPARE(session.certificates.size(), 2);
        QCOMPARE(session.blobs.size(), 3);
        QCOMPARE(session.handshake_us, 900'000u);
        QCOMPARE(present(session.memory).heap_free, 21000u);
        QCOMPARE(present(session.memory).heap_low_water, 17000u);
        QCOMPARE(present(session.memory).buffer_high_water, 1136u);
        QCOMPARE(present(session.memory).stack_high_water, 3400u);
        QCOMPARE(session.bytes_received, 120u);
        QCOMPARE(session.record_count, 3u);
        QCOMPARE(present(session.device.agent).host, u"192.168.4.2"_s);
    }

    void states_follow_the_messages_data()
    {
        QTest::addColumn<QString>("more");
        QTest::addColumn<SessionState>("state");
        QTest::addColumn<EndKind>("end");
        QTest::newRow("just started") << u""_s << SessionState::connecting << EndKind::open;
        QTest::newRow("first message") << u"-> ClientHello 100"_s << SessionState::handshaking << EndKind::open;
        QTest::newRow("done") << u"-> ClientHello 100\ndone"_s << SessionState::established << EndKind::open;
        QTest::newRow("closed") << u"done\nend done"_s << SessionState::closed << EndKind::closed;
        QTest::newRow("handshake broken") << u"-> ClientHello 100\nend tls=62 cb=-28"_s << SessionState::failed << EndKind::tls_error;
        QTest::newRow("alert received") << u"alert <- 48\nend tls=304 cb=-28"_s << SessionState::failed << EndKind::alert_received;
        QTest::newRow("alert sent") << u"alert -> 40\nend tls=552 cb=-28"_s << SessionState::failed << EndKind::alert_sent;
        QTest::newRow("error behind the handshake") << u"done\nend done tls=6 cb=-61"_s << SessionState::failed << EndKind::tls_error;
        QTest::newRow("reset behind the handshake") << u"done\ntcp reset 10.0.0.1:1\nend done cb=-9"_s << SessionState::closed << EndKind::reset;
        QTest::newRow("refused") << u"tcp refused 192.168.4.2:443\nend cb=-11"_s << SessionState::failed << EndKind::refused;
        QTest::newRow("unreachable") << u"tcp unreachable 192.168.4.2:443\nend cb=-4"_s << SessionState::failed << EndKind::unreachable;
        QTest::newRow("connect timed out") << u"tcp timed-out 192.168.4.2:443\nend cb=-3"_s << SessionState::failed << EndKind::timed_out;
        QTest::newRow("handshake timed out") << u"-> ClientHello 100\ntcp closed 10.0.0.1:1\nend cb=-3"_s << SessionState::failed << EndKind::timed_out;
        QTest::newRow("peer closed") << u"-> ClientHello 100\ntcp closed 10.0.0.1:1\nend cb=-28"_s << SessionState::failed << EndKind::reset;
        QTest::newRow("no credentials") << u"blob ca 0x7B erased\nerror -28 0 CA: 0x7B000: the sector is erased\nend cb=-28"_s << SessionState::failed
                                        << EndKind::gave_up;
        QTest::newRow("reboot") << u"-> ClientHello 100\nreboot"_s << SessionState::failed << EndKind::rebooted;
        QTest::newRow("reset at work") << u"-> ClientHello 100\ndone\nreboot"_s << SessionState::closed << EndKind::rebooted;
        QTest::newRow("boot text") << u"-> ClientHello 100\nsay  ets Jan  8 2013,rst cause:4, boot mode:(3,6)"_s << SessionState::failed << EndKind::rebooted;
    }
    void states_follow_the_messages()
    {
        QFETCH(QString, more);
        const Session session = last_session(u"hello\nstart client 192.168.4.2:443\n"_s + more);
        QTEST(session.state, "state");
        QTEST(session.end, "end");
        QVERIFY(!end_text(session).isEmpty());
    }

    void attach_in_the_middle()
    {
        const Session session = last_session(u"<- ServerKeyExchange 333\n<- ServerHelloDone 4\ndone\nend done"_s);
        QVERIFY(session.start_missed);
        QCOMPARE(session.steps.size(), 2);
        QCOMPARE(session.state, SessionState::closed);
    }

    void refused_without_a_session_is_one()
    {
        const Session session = last_session(u"tcp refused 10.1.2.3:443"_s);
        QCOMPARE(session.state, SessionState::failed);
        QCOMPARE(session.peer, u"10.1.2.3:443"_s);
    }

    void sessions_survive_a_reboot()
    {
        const auto monitor = watched(scene(mutual_client + u"end done\nreboot\nstart client 192.168.4.2:8883\n-> ClientHello 99\nend tls=62 cb=-28"_s));
        const QList<Session> &sessions = monitor->builder().sessions();
        QCOMPARE(sessions.size(), 2);
        QCOMPARE(sessions.at(0).state, SessionState::closed);
        QCOMPARE(sessions.at(0).id, 1u);
        QCOMPARE(sessions.at(1).device_session, 1u); // the device counts anew
        QCOMPARE(sessions.at(1).end, EndKind::tls_error);
        QCOMPARE(monitor->builder().device().reboots, 1u);
    }

    void server_and_client_at_a_time()
    {
        const auto monitor
            = watched(scene(u"hello\nstart server 10.0.0.9:50000\n<- ClientHello 100\ndone\nstart client 10.0.0.1:443\n-> ClientHello 150\ndone\nend done"_s));
        const QList<Session> &sessions = monitor->builder().sessions();
        QCOMPARE(sessions.size(), 2);
        QCOMPARE(sessions.at(0).state, SessionState::established);
        QCOMPARE(sessions.at(1).state, SessionState::closed);
    }

    void frames_of_two_sessions_are_told_apart()
    {
        const auto monitor = watched(scene(u"hello\nstart server 10.0.0.9:50000\n<- ClientHello 100\nstart client 10.0.0.1:443\n-> ClientHello 150\n"
                                           "in 1\n-> ServerHello 80\nin 2\n<- ServerHello 81\nin 1\ndone\nin 9\n<- Finished 40 encrypted"_s));
        const QList<Session> &sessions = monitor->builder().sessions();
        QCOMPARE(sessions.size(), 2);
        QCOMPARE(ladder(sessions.at(0)), u"<- ClientHello 100\n-> ServerHello 80\n<- Finished 40 encrypted"_s);
        QCOMPARE(ladder(sessions.at(1)), u"-> ClientHello 150\n<- ServerHello 81"_s);
        QCOMPARE(sessions.at(0).state, SessionState::established);
        QCOMPARE(sessions.at(1).state, SessionState::handshaking);
    }

    void lost_end_is_said()
    {
        const auto monitor = watched(scene(u"hello\nstart client 10.0.0.1:443\n-> ClientHello 150\ndone\nlost 2\nstart client 10.0.0.1:443"_s));
        const Session &first = monitor->builder().sessions().constFirst();
        QCOMPARE(first.end, EndKind::unseen);
        QCOMPARE(first.state, SessionState::closed);
    }

    void console_lines_go_to_the_open_session()
    {
        const Session session = last_session(u"say before\nstart client 10.0.0.1:443\nsay during\nend cb=-28\nsay after"_s);
        QCOMPARE(session.console.size(), 1);
        QCOMPARE(session.console.constFirst().text, u"during"_s);
    }

    void stock_log_becomes_sessions()
    {
        const auto monitor = watched("SDK ver: 3.0.4(9532ceb) compiled @ May 22 2020\r\nclient handshake start.\r\n"
                                     "espconn_mbedtls.c 662, type[certificate],length[1042]\r\nclient handshake ok!\r\n"
                                     "client's data invalid protocol\r\nReason:[-0x7880]\r\n"
                                     "client handshake start.\r\nclient handshake failed!\r\nReason:[-0x2700]\r\n");
        const QList<Session> &sessions = monitor->builder().sessions();
        QCOMPARE(sessions.size(), 2);
        QVERIFY(sessions.at(0).from_log);
        QCOMPARE(sessions.at(0).state, SessionState::closed);
        QCOMPARE(sessions.at(0).blobs.constFirst().length, 1042u);
        QCOMPARE(sessions.at(1).state, SessionState::failed);
        QCOMPARE(sessions.at(1).tls_error, -0x2700);
        QCOMPARE(sessions.at(1).callback_error, -39);
        QVERIFY(monitor->builder().device().firmware.contains("3.0.4"_L1));
    }

    void bundled_runtime_prints_like_the_sdk_but_is_traced()
    {
        const auto monitor
            = watched(scene(u"hello\nstart client 10.0.0.1:443\nsay client handshake start.\n-> ClientHello 9\nsay client handshake ok!\ndone\nend done"_s));
        QCOMPARE(monitor->builder().sessions().size(), 1);
        QVERIFY(!monitor->builder().sessions().constFirst().from_log);
    }

    // Attached behind HELLO: one trace frame is enough to know that the log lines say the same again.
    void bundled_runtime_is_known_without_its_hello()
    {
        const auto monitor = watched(scene(u"start client 10.0.0.1:443\nsay client handshake start.\n-> ClientHello 9\ndone\nend done"_s));
        QCOMPARE(monitor->builder().sessions().size(), 1);
        QCOMPARE(monitor->builder().sessions().constFirst().state, SessionState::closed);
    }

    void role_of_a_session_whose_start_was_missed_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<wire::TlsRole>("role");
        QTest::newRow("sends as a client") << u"-> ClientKeyExchange 70"_s << wire::TlsRole::client;
        QTest::newRow("hears a server") << u"<- ServerHello 81"_s << wire::TlsRole::client;
        QTest::newRow("sends as a server") << u"-> ServerHello 81"_s << wire::TlsRole::server;
        QTest::newRow("hears a client") << u"<- CertificateVerify 264"_s << wire::TlsRole::server;
        QTest::newRow("set up as a client") << u"settings client 10.0.0.1\n-> Finished 40 encrypted"_s << wire::TlsRole::client;
        QTest::newRow("set up as a server") << u"settings server\n-> Finished 40 encrypted"_s << wire::TlsRole::server;
    }
    void role_of_a_session_whose_start_was_missed()
    {
        QFETCH(QString, text);
        const Session session = last_session(text);
        QVERIFY(session.start_missed);
        QTEST(session.role, "role");
    }

    void our_peer_s_end_is_marked_as_such()
    {
        SessionBuilder builder;
        PeerEvent connected = peer_event(PeerEventKind::connected);
        connected.local_port = 8883;
        (void)builder.add(connected);
        TraceReader reader;
        for (const Event &event : reader.feed(span_of(scene(u"start client 192.168.4.2:8883\n-> ClientHello 191"_s)), connected.host))
            (void)builder.add(event);
        (void)builder.add(peer_event(PeerEventKind::closed));
        QVERIFY(builder.sessions().constFirst().finished() && builder.sessions().constFirst().end_is_peers);
        for (const Event &event : reader.feed(span_of(scene(u"end tls=62 cb=-28"_s)), connected.host)) {
            Event named = event;
            std::get<wire::SessionEnd>(named.payload).session = 1;
            (void)builder.add(named);
        }
        QCOMPARE(builder.sessions().constFirst().end, EndKind::tls_error);
        QVERIFY(!builder.sessions().constFirst().end_is_peers);
    }

    void own_peer_goes_onto_the_same_ladder()
    {
        SessionBuilder builder;
        PeerEvent connected = peer_event(PeerEventKind::connected);
        connected.local_port = 8883;
        connected.remote = u"192.168.4.17"_s;
        const QList<std::uint64_t> opened = builder.add(connected);
        (void)builder.add(peer_message(Flow::device_to_peer, 1, u"offers 12 suites"_s));
        (void)builder.add(peer_message(Flow::peer_to_device, 2));

        TraceReader reader;
        // The device's ServerHello frame is lost, its ClientHello is not.
        for (const Event &event :
            reader.feed(span_of(scene(u"start client 192.168.4.2:8883\n-> ClientHello 191\nlost 1\n<- Certificate 1131"_s)), connected.host))
            (void)builder.add(event);
        PeerEvent certificate = peer_message(Flow::peer_to_device, 11);
        certificate.host += std::chrono::milliseconds(3);
        (void)builder.add(certificate);

        QCOMPARE(builder.sessions().size(), 1);
        const Session &session = builder.sessions().constFirst();
        QCOMPARE(session.id, opened.constFirst());
        QCOMPARE(session.steps.size(), 3);
        QVERIFY(session.steps.at(0).device_us && session.steps.at(0).peer_us);
        QCOMPARE(session.steps.at(0).detail, u"offers 12 suites"_s);
        QVERIFY(!session.steps.at(1).device_us && session.steps.at(1).peer_us);
        QCOMPARE(session.steps.at(2).peer_us, 3000);
    }

    void other_connections_stay_apart_data()
    {
        QTest::addColumn<QString>("start");
        QTest::addColumn<int>("seconds_later");
        QTest::newRow("another port") << u"start client 192.168.4.2:443"_s << 0;
        QTest::newRow("same role") << u"start server 192.168.4.2:8883"_s << 0;
        QTest::newRow("much later") << u"start client 192.168.4.2:8883"_s << 60;
    }
    void other_connections_stay_apart()
    {
        QFETCH(QString, start);
        QFETCH(int, seconds_later);
        SessionBuilder builder;
        PeerEvent connected = peer_event(PeerEventKind::connected);
        connected.local_port = 8883;
        (void)builder.add(connected);
        TraceReader reader;
        for (const Event &event : reader.feed(span_of(scene(start)), connected.host + std::chrono::seconds(seconds_later)))
            (void)builder.add(event);
        QCOMPARE(builder.sessions().size(), 2);
    }

    void changes_name_their_sessions()
    {
        SessionBuilder builder;
        TraceReader reader;
        QList<QList<std::uint64_t>> changes;
        for (const Event &event : reader.feed(span_of(scene(u"hello\nstart client 10.0.0.1:443\n-> ClientHello 9\nend cb=-28\nhello"_s)), host_now()))
            changes.append(builder.add(event));
        QCOMPARE(changes, (QList<QList<std::uint64_t>> { {}, { 1 }, { 1 }, { 1 }, {} }));
        QVERIFY(builder.find(1));
        QVERIFY(!builder.find(2));
    }

    void old_sessions_are_forgotten()
    {
        SessionBuilder builder;
        TraceReader reader;
        const QByteArray one = scene(u"start client 10.0.0.1:443\nend cb=-28"_s);
        for (qsizetype i = 0; i < SessionBuilder::limit + 50; ++i) {
            for (const Event &event : reader.feed(span_of(one), host_now()))
                (void)builder.add(event);
        }
        QCOMPARE(builder.sessions().size(), SessionBuilder::limit);
        QVERIFY(!builder.find(1));
    }
};

QTEST_GUILESS_MAIN(SessionBuilderTest)
#include "tst_session_builder.moc"
