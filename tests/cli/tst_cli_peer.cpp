// SPDX-License-Identifier: Apache-2.0
// `espseal peer` with the openssl program as the device, and with itself.
#include "tests/cli/running_program.h"
#include "tests/monitor/credentials.h"
#include "tests/monitor/openssl_program.h"

using namespace espseal;
using namespace espseal::cli::test;
using monitor::Authority;
using monitor::OpenSslProgram;

class CliPeerTest : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    const Authority ours_ { u"Farm CA"_s };
    const Authority theirs_ { u"Other CA"_s };

    void write_identity(const QString &name, const pki::Identity &identity)
    {
        const auto key = identity.key().to_pem();
        QVERIFY(key);
        write(folder_.filePath(name + u".crt"_s), identity.certificate().pem());
        write(folder_.filePath(name + u".key"_s), QByteArray(key->chars(), static_cast<qsizetype>(key->size())));
    }

    static QStringList identity(const QString &name) { return { u"--cert"_s, name + u".crt"_s, u"--key"_s, name + u".key"_s }; }

    // Where a server listens, by its first line.
    static std::uint16_t port_of(RunningProgram &server)
    {
        if (!server.says("listening on 127.0.0.1:"))
            return 0;
        return server.out().split('\n').constFirst().split(':').constLast().toUShort();
    }

private Q_SLOTS:
    void initTestCase()
    {
        write_identity(u"server"_s, ours_.issue(pki::Role::server));
        write_identity(u"client"_s, ours_.issue(pki::Role::client, u"greenhouse"_s));
        write_identity(u"stranger"_s, theirs_.issue(pki::Role::client, u"stranger"_s));
        write(folder_.filePath(u"ca.crt"_s), ours_.certificate().pem());
        write(folder_.filePath(u"other.crt"_s), theirs_.certificate().pem());
    }

    void server_for_a_foreign_device()
    {
        RunningProgram server(
            QStringList { u"peer"_s, u"server"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--count"_s, u"1"_s } + identity(u"server"_s), folder_.path());
        OpenSslProgram device;
        device.connect_to(port_of(server), device.ca(ours_.certificate()));
        QVERIFY(device.says("Verify return code: 0 (ok)"));
        device.type("hello\n");
        QVERIFY(device.says("\nhello\n"));
        device.stop();
        const Run run = server.ended();
        QVERIFY2(run.status == 0, (run.out + run.err).constData());
        for (const auto *line : { "-> ClientHello", "<- ServerHello", "<- Certificate", "-> Finished", "Application data", "ok: TLS 1.2" })
            QVERIFY2(run.out.contains(line), run.out.constData());
    }

    void mutual_authentication_data()
    {
        QTest::addColumn<QStringList>("client");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("server_says");
        QTest::newRow("good") << identity(u"client"_s) << 0 << QByteArray("ok: TLS 1.2");
        QTest::newRow("stranger") << identity(u"stranger"_s) << 1 << QByteArray("does not know the CA of \"stranger\" from \"Other CA\"");
        QTest::newRow("nobody") << QStringList() << 1 << QByteArray("sent none");
    }
    void mutual_authentication()
    {
        QFETCH(QStringList, client);
        QFETCH(int, status);
        QFETCH(QByteArray, server_says);
        RunningProgram server(
            QStringList { u"peer"_s, u"server"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--count"_s, u"1"_s, u"--ca"_s, u"ca.crt"_s, u"--require-client-cert"_s }
                + identity(u"server"_s),
            folder_.path());
        const QString place = u"127.0.0.1:%1"_s.arg(port_of(server));
        RunningProgram device(QStringList { u"peer"_s, u"client"_s, place, u"--ca"_s, u"ca.crt"_s, u"--name"_s, u"localhost"_s } + client, folder_.path());
        const Run served = server.ended();
        const Run connected = device.ended();
        QVERIFY2(served.status == status, (served.out + served.err).constData());
        QVERIFY2(connected.status == status, (connected.out + connected.err).constData());
        QVERIFY2(served.out.contains(server_says), served.out.constData());
    }

    void client_checks_the_device_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QStringList>("findings");
        QTest::newRow("good") << QStringList { u"--ca"_s, u"ca.crt"_s, u"--name"_s, u"127.0.0.1"_s } << QStringList();
        QTest::newRow("unchecked") << QStringList() << QStringList();
        QTest::newRow("wrong CA") << QStringList { u"--ca"_s, u"other.crt"_s } << QStringList(u"device-not-trusted"_s);
        QTest::newRow("wrong name") << QStringList { u"--ca"_s, u"ca.crt"_s, u"--name"_s, u"other.example"_s } << QStringList(u"device-name-mismatch"_s);
    }
    void client_checks_the_device()
    {
        QFETCH(QStringList, options);
        QFETCH(QStringList, findings);
        OpenSslProgram device;
        const std::uint16_t port = device.listen(device.identity(ours_.issue(pki::Role::server)) + QStringList(u"-www"_s));
        RunningProgram client(QStringList { u"peer"_s, u"client"_s, u"127.0.0.1:%1"_s.arg(port), u"--json"_s } + options, folder_.path());
        const Run run = client.ended();
        QVERIFY2(run.status == (findings.isEmpty() ? 0 : 1), (run.out + run.err).constData());
        const QJsonObject session = json_lines(run.out).constLast();
        QCOMPARE(session[u"type"_s].toString(), u"session"_s);
        QCOMPARE(codes(session), findings);
    }

    void recording_holds_what_the_peer_saw()
    {
        OpenSslProgram device;
        const std::uint16_t port = device.listen(device.identity(ours_.issue(pki::Role::server)) + QStringList(u"-www"_s));
        RunningProgram client({ u"peer"_s, u"client"_s, u"127.0.0.1:%1"_s.arg(port), u"--record"_s, u"peer.rec"_s }, folder_.path());
        QCOMPARE(client.ended().status, 0);
        const Run replay = run_espseal({ u"monitor"_s, u"replay"_s, u"peer.rec"_s }, folder_.path());
        QVERIFY2(replay.status == 0 && replay.out.contains("ServerHello"), (replay.out + replay.err).constData());
    }

    void ctrl_c_ends_a_server()
    {
        RunningProgram server(QStringList { u"peer"_s, u"server"_s, u"--listen"_s, u"127.0.0.1:0"_s } + identity(u"server"_s), folder_.path());
        QVERIFY(port_of(server) != 0);
        server.interrupt();
        QCOMPARE(server.ended().status, 0);
    }

    void bad_calls_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("says");
        const QStringList server { u"peer"_s, u"server"_s, u"--listen"_s, u"127.0.0.1:0"_s };
        QTest::newRow("no command") << QStringList { u"peer"_s } << 2 << QByteArray();
        QTest::newRow("no identity") << server << 3 << QByteArray("needs a certificate");
        QTest::newRow("address") << QStringList { u"peer"_s, u"client"_s, u"nowhere"_s } << 2 << QByteArray("HOST:PORT");
        QTest::newRow("key of another") << (server + QStringList { u"--cert"_s, u"server.crt"_s, u"--key"_s, u"client.key"_s }) << 3 << QByteArray();
        QTest::newRow("no such file") << (server + QStringList { u"--cert"_s, u"none.crt"_s }) << 3 << QByteArray("none.crt");
        QTest::newRow("demand without CA") << (server + identity(u"server"_s) + QStringList(u"--require-client-cert"_s)) << 3 << QByteArray("no CA");
        QTest::newRow("old version") << (server + identity(u"server"_s) + QStringList { u"--min-tls"_s, u"1.0"_s }) << 2 << QByteArray("security level 0");
        QTest::newRow("refused") << QStringList { u"peer"_s, u"client"_s, u"127.0.0.1:1"_s } << 1 << QByteArray();
        QTest::newRow("nobody comes") << (server + identity(u"server"_s) + QStringList { u"--count"_s, u"1"_s, u"--timeout"_s, u"1"_s }) << 1
                                      << QByteArray("0 of 1");
    }
    void bad_calls()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, says);
        const Run run = run_espseal(arguments, folder_.path());
        QTEST(run.status, "status");
        QVERIFY2(run.err.contains(says), run.err.constData());
    }
};

QTEST_GUILESS_MAIN(CliPeerTest)
#include "tst_cli_peer.moc"
