// SPDX-License-Identifier: Apache-2.0
// `espseal monitor` on a port where a scene is played.
#include <QTcpServer>
#include <QTcpSocket>

#include "tests/cli/running_program.h"
#include "tests/monitor/scene.h"

using namespace espseal;
using namespace espseal::cli::test;

namespace {

// A port on which the device's bytes come as soon as somebody listens.
class PlayedDevice {
public:
    explicit PlayedDevice(const QString &scene)
        : bytes_(monitor::scene(scene))
    {
        QVERIFY(server_.listen(QHostAddress::LocalHost));
        QObject::connect(&server_, &QTcpServer::newConnection, &server_, [this] {
            socket_ = server_.nextPendingConnection();
            socket_->write(bytes_);
        });
    }
    [[nodiscard]] QString port() const { return u"socket://127.0.0.1:%1"_s.arg(server_.serverPort()); }
    [[nodiscard]] bool is_watched() const { return socket_; }
    void unplug()
    {
        server_.close();
        socket_->disconnectFromHost();
    }

private:
    QByteArray bytes_;
    QTcpServer server_;
    QTcpSocket *socket_ = nullptr;
};

const QString good = uR"(
    hello
    settings client 192.168.4.2
    start client 192.168.4.2:8883 verifies
    -> ClientHello 191 compute=2000
    <- ServerHello 81
    <- Certificate 1131
    negotiated 0x0303 0xc02f
    done
    app -> 100
    end done sent=100
)"_s;

const QString wrong_sector = uR"(
    hello
    settings server
    start server
    blob identity 0x7C erased certificate
    error -28 0 certificate: 0x7C000: the sector is erased
    end cb=-28
)"_s;

constexpr auto plan = R"({"format":"espseal-plan","version":1,"name":"Greenhouse","flash":{"size":"4MB","map":"512+512"},"tls":"espseal","sdk":"3.x",
    "agent":{"role":"server","local_port":0},
    "regions":[{"name":"identity","role":"identity","start":"0x7A000","size":"0x1000"}]})";

} // namespace

class CliMonitorTest : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    RunningProgram watch(const PlayedDevice &device, const QStringList &more)
    {
        return RunningProgram(QStringList { u"monitor"_s, u"--port"_s, device.port() } + more, folder_.path());
    }

private Q_SLOTS:
    void healthy_session()
    {
        const PlayedDevice device(good);
        const Run run = watch(device, { u"--count"_s, u"1"_s }).ended();
        QVERIFY2(run.status == 0, run.err.constData());
        QVERIFY(run.out.contains("5c:cf:7f:01:02:03  espseal-agent 0.1.0, BearSSL 0.6"));
        QVERIFY(run.out.contains("the device is client, its server is 192.168.4.2:8883"));
        QVERIFY(run.out.contains("-> ClientHello"));
        QVERIFY(run.out.contains("191 B"));
        QVERIFY(run.out.contains("device 2.0 ms"));
        QVERIFY(run.out.contains("<- Certificate"));
        QVERIFY(run.out.contains("ok: TLS 1.2, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"));
    }

    void wrong_sector_is_named()
    {
        write(folder_.filePath(u"plan.json"_s), plan);
        const PlayedDevice device(wrong_sector);
        const Run run = watch(device, { u"--count"_s, u"1"_s, u"--plan"_s, u"plan.json"_s }).ended();
        QCOMPARE(run.status, 1);
        QVERIFY2(run.out.contains("no certificate at 0x7C000: the sector is erased; the plan put it at 0x7A000"), (run.out + run.err).constData());
        QCOMPARE(run.out.count("no certificate at"), 1);
    }

    void json_is_an_object_a_line()
    {
        const PlayedDevice device(wrong_sector);
        const Run run = watch(device, { u"--count"_s, u"1"_s, u"--json"_s }).ended();
        QCOMPARE(run.status, 1);
        const QList<QJsonObject> lines = json_lines(run.out);
        QVERIFY(lines.size() >= 2);
        for (const QJsonObject &line : lines)
            QVERIFY2(!line[u"type"_s].toString().isEmpty(), run.out.constData());
        QCOMPARE(lines.first()[u"type"_s].toString(), u"device"_s);
        QCOMPARE(lines.last()[u"type"_s].toString(), u"session"_s);
        QCOMPARE(codes(lines.last()), QStringList(u"blob-erased"_s));
        QCOMPARE(lines.last()[u"state"_s].toString(), u"failed"_s);
    }

    void device_without_settings_is_said_before_any_session()
    {
        const PlayedDevice device(u"hello\nsettings none"_s);
        RunningProgram program(QStringList { u"monitor"_s, u"--port"_s, device.port() }, folder_.path());
        QVERIFY(program.says("no settings in its flash"));
        program.interrupt();
        QCOMPARE(program.ended().status, 1);
    }

    void recording_replays()
    {
        {
            const PlayedDevice device(good);
            QCOMPARE(watch(device, { u"--count"_s, u"1"_s, u"--record"_s, u"good.rec"_s }).ended().status, 0);
        }
        const Run text = run_espseal({ u"monitor"_s, u"replay"_s, u"good.rec"_s }, folder_.path());
        QVERIFY2(text.status == 0, text.err.constData());
        QVERIFY(text.out.contains("-> ClientHello") && text.out.contains("ok: TLS 1.2"));
        const Run json = run_espseal({ u"monitor"_s, u"replay"_s, u"good.rec"_s, u"--json"_s }, folder_.path());
        const QJsonObject session = json.json()[u"sessions"_s][0].toObject();
        QCOMPARE(session[u"state"_s].toString(), u"closed"_s);
        QCOMPARE(session[u"steps"_s][0][u"name"_s].toString(), u"ClientHello"_s);
    }

    void cut_off_recording_is_shown_as_far_as_it_goes()
    {
        {
            const PlayedDevice device(wrong_sector + u"reboot\nhello\nsay and more"_s);
            QCOMPARE(watch(device, { u"--count"_s, u"1"_s, u"--record"_s, u"whole.rec"_s }).ended().status, 1);
        }
        write(folder_.filePath(u"cut.rec"_s), content(folder_.filePath(u"whole.rec"_s)) + QByteArray("\x01\x02\x03"));
        const Run run = run_espseal({ u"monitor"_s, u"replay"_s, u"cut.rec"_s }, folder_.path());
        QCOMPARE(run.status, 1); // the session in it failed
        QVERIFY(run.err.contains("cut off"));
        QVERIFY(run.out.contains("no certificate at 0x7C000"));
    }

    void no_session_in_time()
    {
        const PlayedDevice device(u"say just a shell"_s);
        const Run run = watch(device, { u"--count"_s, u"1"_s, u"--timeout"_s, u"1"_s, u"--json"_s }).ended();
        QCOMPARE(run.status, 1);
        QCOMPARE(json_lines(run.out).last()[u"code"_s].toString(), u"no-session"_s);
        QVERIFY(run.err.contains("0 of 1"));
    }

    void unplugged()
    {
        PlayedDevice device(u"hello"_s);
        RunningProgram program({ u"monitor"_s, u"--port"_s, device.port() }, folder_.path());
        QVERIFY(program.says("device 5c:cf"));
        device.unplug();
        const Run run = program.ended();
        QCOMPARE(run.status, 1);
        QVERIFY(!run.err.isEmpty());
    }

    void bad_calls_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("no port") << QStringList { u"monitor"_s } << 2 << QByteArray("--port");
        QTest::newRow("port is not there") << QStringList { u"monitor"_s, u"--port"_s, u"/dev/ttyNONE7"_s } << 1 << QByteArray("ttyNONE7");
        QTest::newRow("plan is not there") << QStringList { u"monitor"_s, u"--port"_s, u"x"_s, u"--plan"_s, u"none.json"_s } << 3 << QByteArray("none.json");
        QTest::newRow("recording is not there") << QStringList { u"monitor"_s, u"replay"_s, u"none.rec"_s } << 3 << QByteArray("none.rec");
        QTest::newRow("no recording") << QStringList { u"monitor"_s, u"replay"_s, program_path() } << 3 << QByteArray("no monitor recording");
        QTest::newRow("record over something else") << QStringList { u"monitor"_s, u"--port"_s, u"x"_s, u"--record"_s, program_path() } << 3
                                                    << QByteArray("no recording");
    }
    void bad_calls()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, says);
        const Run run = run_espseal(arguments, folder_.path());
        QTEST(run.status, "status");
        QVERIFY2(run.err.contains(says), run.err.constData());
    }

    void explain_data()
    {
        QTest::addColumn<QStringList>("code");
        QTest::addColumn<QString>("name");
        QTest::newRow("alert") << QStringList { u"alert"_s, u"48"_s } << u"unknown_ca"_s;
        QTest::newRow("one word") << QStringList { u"alert 48"_s } << u"unknown_ca"_s;
        QTest::newRow("negative") << QStringList { u"-28"_s } << u"ESPCONN_HANDSHAKE"_s;
        QTest::newRow("hexadecimal") << QStringList { u"-0x2700"_s } << u"X509_CERT_VERIFY_FAILED"_s;
        QTest::newRow("log line") << QStringList { u"Reason:[-0x7200]"_s } << u"SSL_INVALID_RECORD"_s;
        QTest::newRow("family and negative") << QStringList { u"espconn"_s, u"-9"_s } << u"ESPCONN_RST"_s;
    }
    void explain()
    {
        QFETCH(QStringList, code);
        QFETCH(QString, name);
        const Run json = run_espseal(QStringList { u"explain"_s, u"--json"_s } + code, folder_.path());
        QVERIFY2(json.status == 0, json.err.constData());
        QCOMPARE(json.json()[u"codes"_s][0][u"name"_s].toString(), name);
        const Run text = run_espseal(QStringList(u"explain"_s) + code, folder_.path());
        QVERIFY(text.out.contains(name.toUtf8()));
    }

    void unknown_code()
    {
        const Run run = run_espseal({ u"explain"_s, u"banana"_s, u"--json"_s }, folder_.path());
        QCOMPARE(run.status, 3);
        QCOMPARE(run.json()[u"error"_s][u"code"_s].toString(), u"code-unknown"_s);
    }
};

QTEST_GUILESS_MAIN(CliMonitorTest)
#include "tst_cli_monitor.moc"
