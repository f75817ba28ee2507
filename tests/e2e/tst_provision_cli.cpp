// SPDX-License-Identifier: Apache-2.0
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include "tests/e2e/program.h"

using namespace Qt::StringLiterals;

class ProvisionCliTest final : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

    [[nodiscard]] QString path(const QString &name) const { return folder_.filePath(name); }
    [[nodiscard]] QStringList provision(const QString &port) const { return { u"provision"_s, path(u"plan.json"_s), u"--port"_s, port, u"--json"_s }; }

private Q_SLOTS:
    // As a newcomer would: a CA, a server identity, a plan.
    void initTestCase()
    {
        QVERIFY(folder_.isValid());
        QCOMPARE(run({ u"ca"_s, u"new"_s, u"--cn"_s, u"Farm CA"_s, u"--key"_s, u"ec:p256"_s, u"--plain-key"_s, u"--out"_s, path(u"ca"_s) }).status, 0);
        const Ran issued = run({ u"cert"_s, u"issue"_s, u"--ca"_s, path(u"ca"_s), u"--cn"_s, u"greenhouse-17"_s, u"--san"_s, u"IP:127.0.0.1"_s, u"--role"_s,
            u"server"_s, u"--plain-key"_s, u"--out"_s, path(u"identity"_s) });
        QVERIFY2(issued.status == 0, issued.err.constData());
        QFile plan(path(u"plan.json"_s));
        QVERIFY(plan.open(QIODevice::WriteOnly));
        plan.write(R"({"format":"espseal-plan","version":1,"name":"Greenhouse","flash":{"size":"4MB","map":"512+512"},"tls":"espseal","sdk":"3.x",
            "agent":{"role":"server","local_port":0},
            "regions":[
              {"name":"bootloader","role":"bootloader","start":"0x0","size":"0x1000"},
              {"name":"user1","role":"user1","start":"0x1000","size":"0x6A000"},
              {"name":"identity","role":"identity","credential":"identity","start":"0x7A000","size":"0x1000"},
              {"name":"settings","role":"agent-settings","start":"0x7D000","size":"0x1000"}]})");
    }

    void a_run_cut_off_is_completed_by_the_next()
    {
        const QString flash = path(u"cut.bin"_s);
        {
            const Device device({ u"--flash"_s, flash, u"--fault"_s, u"unplug-after=600"_s });
            const Ran cut = run(provision(device.port()));
            QVERIFY2(cut.status == 1, (cut.out + cut.err).constData());
            const QJsonObject error = cut.json()["error"_L1].toObject();
            QCOMPARE(error["code"_L1].toString(), u"port-gone"_s);
            QVERIFY(!error["fix"_L1].toString().isEmpty());
        }
        const Device device({ u"--flash"_s, flash });
        const Ran second = run(provision(device.port()));
        QVERIFY2(second.status == 0, second.err.constData());
        QVERIFY(second.json()["write"_L1]["written"_L1].toInt() > 0);
        const Ran third = run(provision(device.port()));
        QVERIFY2(third.status == 0, third.err.constData());
        QCOMPARE(third.json()["write"_L1]["written"_L1].toInt(), 0);
    }

    void bad_input_is_named_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::newRow("no such port") << QStringList { path(u"plan.json"_s), u"--port"_s, u"/dev/ttyNONE7"_s } << 1 << u"port-missing"_s;
        QTest::newRow("nothing listens") << QStringList { path(u"plan.json"_s), u"--port"_s, u"rfc2217://127.0.0.1:1"_s } << 1 << u"port-refused"_s;
        QTest::newRow("no plan") << QStringList { path(u"none.json"_s), u"--port"_s, u"x"_s } << 3 << u"file-missing"_s;
        QTest::newRow("no credentials") << QStringList { path(u"plan.json"_s), u"--port"_s, u"x"_s, u"--credentials"_s, u"/tmp"_s } << 3
                                        << u"credential-missing"_s;
    }
    void bad_input_is_named()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const int, status);
        QFETCH(const QString, code);
        const Ran ran = run(QStringList { u"provision"_s, u"--json"_s } + arguments);
        QVERIFY2(ran.status == status, (ran.out + ran.err).constData());
        const QJsonObject error = ran.json()["error"_L1].toObject();
        QCOMPARE(error["code"_L1].toString(), code);
        QVERIFY(!error["message"_L1].toString().isEmpty());
        QVERIFY(!error["fix"_L1].toString().isEmpty());
        QVERIFY2(("\n" + ran.err).contains("\nespseal: "), ran.err.constData());
    }

    // The user guide's job, word for word: nothing of it edits a plan by hand.
    void as_the_guide_says()
    {
        const QTemporaryDir job;
        const QString folder = job.path();
        QCOMPARE(run({ u"ca"_s, u"new"_s, u"--cn"_s, u"Farm CA"_s, u"--plain-key"_s, u"--out"_s, u"ca"_s }, folder).status, 0);
        for (const auto &[name, role, out] :
            { std::tuple { u"greenhouse-17"_s, u"client"_s, u"identity"_s }, std::tuple { u"127.0.0.1"_s, u"server"_s, u"computer"_s } }) {
            const Ran issued = run({ u"cert"_s, u"issue"_s, u"--ca"_s, u"ca"_s, u"--cn"_s, name, u"--san"_s, u"IP:127.0.0.1"_s, u"--role"_s, role,
                                       u"--plain-key"_s, u"--out"_s, out },
                folder);
            QVERIFY2(issued.status == 0, issued.err.constData());
        }
        QProcess peer;
        peer.setWorkingDirectory(folder);
        peer.start(program(u"espseal"_s),
            { u"peer"_s, u"server"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--cert"_s, u"computer/server.crt"_s, u"--key"_s, u"computer/server.key"_s, u"--ca"_s,
                u"ca/ca.crt"_s, u"--require-client-cert"_s, u"--count"_s, u"1"_s });
        while (!peer.canReadLine() && peer.waitForReadyRead(30'000)) { }
        const QString port = QString::fromUtf8(peer.readLine()).trimmed().section(u':', -1);
        QVERIFY2(port.toUShort() != 0, peer.readAllStandardError().constData());

        const Ran suggested = run({ u"flash"_s, u"suggest"_s, u"--flash-size"_s, u"4MB"_s, u"--map"_s, u"512+512"_s, u"--host"_s, u"127.0.0.1"_s,
                                      u"--remote-port"_s, port, u"--out"_s, u"plan.json"_s },
            folder);
        QVERIFY2(suggested.status == 0, suggested.err.constData());
        QCOMPARE(run({ u"flash"_s, u"check"_s, u"plan.json"_s }, folder).status, 0);
        const Device device;
        const Ran provisioned = run({ u"provision"_s, u"plan.json"_s, u"--port"_s, device.port(), u"--wait-handshake"_s, u"60"_s }, folder);
        QVERIFY2(provisioned.status == 0 && provisioned.out.contains("first handshake succeeded"), (provisioned.out + provisioned.err).constData());
        peer.terminate();
        QVERIFY(peer.waitForFinished(30'000));
    }

    void usage_errors_exit_with_2()
    {
        QCOMPARE(run({ u"provision"_s }).status, 2);
        QCOMPARE(run({ u"provision"_s, path(u"plan.json"_s), u"--port"_s, u"x"_s, u"--payload"_s, u"jpeg"_s }).status, 2);
    }

    void a_board_in_run_mode_is_explained()
    {
        const Device device({ u"--fault"_s, u"run-mode"_s });
        const Ran ran = run(provision(device.port()));
        QVERIFY2(ran.status == 1, (ran.out + ran.err).constData());
        QCOMPARE(ran.json()["error"_L1]["code"_L1].toString(), u"boot-mode-run"_s);
        QVERIFY(ran.json()["error"_L1]["fix"_L1].toString().contains(u"GPIO0"_s) || ran.json()["error"_L1]["fix"_L1].toString().contains(u"FLASH"_s));
    }
};

QTEST_GUILESS_MAIN(ProvisionCliTest)
#include "tst_provision_cli.moc"
