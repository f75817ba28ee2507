// SPDX-License-Identifier: Apache-2.0
// `espseal device` against the virtual device.
#include "tests/cli/espseal_program.h"
#include "tests/virtual/device_process.h"

#include <QStandardPaths>

#include <csignal>
#include <unistd.h>

using namespace espseal::cli::test;
using espseal::test::DeviceProcess;

namespace {

QByteArray pattern(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = static_cast<char>((i * 7 + i / 4096 * 31) % 251);
    return bytes;
}

constexpr qsizetype one_mb = 1 << 20;

} // namespace

class TestCliDevice : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    [[nodiscard]] Run device(const QStringList &arguments) const { return run(program_path(), QStringList { u"device"_s } + arguments, folder_.path()); }

private Q_SLOTS:
    void list_is_a_document()
    {
        const Run listed = device({ u"list"_s, u"--json"_s });
        QCOMPARE(listed.status, 0);
        QVERIFY(listed.json()[u"ok"_s].toBool());
        QVERIFY(listed.json()[u"ports"_s].isArray());
        QCOMPARE(device({ u"list"_s }).status, 0);
    }

    void info_names_the_board()
    {
        const DeviceProcess board({ u"--mac"_s, u"5C:CF:7F:A1:00:17"_s, u"--flash-size"_s, u"4MB"_s });
        const Run json = device({ u"info"_s, u"--port"_s, board.url(), u"--json"_s });
        QCOMPARE(json.status, 0);
        const QJsonObject info = json.json()[u"device"_s].toObject();
        QCOMPARE(info[u"mac"_s].toString(), u"5c:cf:7f:a1:00:17"_s);
        QCOMPARE(info[u"chip"_s].toString(), u"ESP8266EX"_s);
        QCOMPARE(info[u"flash"_s][u"size"_s].toInt(), 4 << 20);
        QVERIFY(json.json()[u"reset"_s][u"done"_s].toBool());
        QCOMPARE(json.json()[u"reset"_s][u"boot"_s][u"mode"_s].toInt(), 3);
        const Run text = device({ u"info"_s, u"--port"_s, board.url() });
        QCOMPARE(text.status, 0);
        QVERIFY(text.out.contains("5c:cf:7f:a1:00:17"));
        QVERIFY(text.out.contains("4 MB"));
        QVERIFY(text.err.contains("boots from flash"));
    }

    void write_verify_read_erase()
    {
        DeviceProcess board({ u"--pty"_s, u"-"_s }, pattern(one_mb));
        QByteArray flash = pattern(one_mb);
        const QByteArray ca(4096, 'c');
        const QByteArray identity(1000, 'i');
        write(folder_.filePath(u"ca.bin"_s), ca);
        write(folder_.filePath(u"identity.bin"_s), identity);
        flash.replace(0x7B000, ca.size(), ca).replace(0x7C000, identity.size(), identity);

        const Run written = device({ u"write"_s, u"0x7B000"_s, u"ca.bin"_s, u"0x7C000"_s, u"identity.bin"_s, u"--port"_s, board.url(), u"--json"_s });
        QCOMPARE(written.status, 0);
        QCOMPARE(written.json()[u"sectors"_s][u"written"_s].toInt(), 2);
        QCOMPARE(written.json()[u"pieces"_s][1][u"address"_s].toInt(), 0x7C000);
        QVERIFY(board.flash(0, one_mb) == flash);

        const Run verified = device({ u"verify"_s, u"0x7B000"_s, u"ca.bin"_s, u"--port"_s, board.url() });
        QCOMPARE(verified.status, 0);

        // Without lines the virtual device enters its loader on request.
        const QString pty = board.ready()[u"pty"_s].toString();
        const Run read = device({ u"read"_s, u"0x7AFF0"_s, u"0x2000"_s, u"--out"_s, u"out.bin"_s, u"--port"_s, pty });
        QCOMPARE(read.status, 0);
        QVERIFY(content(folder_.filePath(u"out.bin"_s)) == flash.mid(0x7AFF0, 0x2000));
        QVERIFY(is_private(folder_.filePath(u"out.bin"_s)));
        QVERIFY(read.err.contains("press RST"));

        const Run erased = device({ u"erase"_s, u"0x7B000"_s, u"4K"_s, u"--port"_s, board.url(), u"--json"_s });
        QCOMPARE(erased.status, 0);
        flash.replace(0x7B000, 4096, QByteArray(4096, '\xFF'));
        QVERIFY(board.flash(0, one_mb) == flash);

        const Run wrong = device({ u"verify"_s, u"0x7B000"_s, u"ca.bin"_s, u"--port"_s, board.url(), u"--json"_s });
        QCOMPARE(wrong.status, 1);
        QVERIFY(!wrong.json()[u"ok"_s].toBool());
        QCOMPARE(wrong.json()[u"mismatches"_s][0][u"sector"_s].toInt(), 0x7B000);
        QVERIFY(wrong.json()[u"mismatches"_s][0][u"erased"_s].toBool());
    }

    void reset_boots_the_application()
    {
        DeviceProcess board({ u"--download"_s });
        const Run reset = device({ u"reset"_s, u"--port"_s, board.url(), u"--json"_s });
        QCOMPARE(reset.status, 0);
        QCOMPARE(reset.json()[u"reset"_s][u"boot"_s][u"mode"_s].toInt(), 3);
        QCOMPARE(board.status(u"boot_mode"_s).toString(), u"flash"_s);
    }

    void failures_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code"); // empty: refused by the parser
        const QStringList port { u"--port"_s, u"/dev/ttyNOSUCH0"_s };
        QTest::newRow("no such port") << QStringList { u"info"_s } + port << 1 << u"port-missing"_s;
        QTest::newRow("no such port for reset") << QStringList { u"reset"_s } + port << 1 << u"port-missing"_s;
        QTest::newRow("no serial port") << QStringList { u"info"_s, u"--port"_s, u"/dev/null"_s } << 1 << u"port-failed"_s;
        QTest::newRow("port name") << QStringList { u"info"_s, u"--port"_s, u"rfc2217://nowhere"_s } << 2 << u"port-invalid"_s;
        QTest::newRow("missing file") << QStringList { u"write"_s, u"0x7B000"_s, u"missing.bin"_s } + port << 3 << u"file-missing"_s;
        QTest::newRow("address without a file") << QStringList { u"write"_s, u"0x7B000"_s } + port << 2 << u"pieces-odd"_s;
        QTest::newRow("no address") << QStringList { u"write"_s, u"ca"_s, u"ca.bin"_s } + port << 2 << u"not-a-number"_s;
        QTest::newRow("size of nothing") << QStringList { u"erase"_s, u"0x7B000"_s, u"0"_s } + port << 2 << u"not-a-number"_s;
        QTest::newRow("output folder missing") << QStringList { u"read"_s, u"0"_s, u"16"_s, u"--out"_s, u"no/such/out.bin"_s } + port << 3
                                               << u"file-unwritable"_s;
        QTest::newRow("no output") << QStringList { u"read"_s, u"0"_s, u"16"_s } + port << 2 << QString();
        QTest::newRow("speed") << QStringList { u"info"_s, u"--baud"_s, u"fast"_s } + port << 2 << QString();
        QTest::newRow("unknown command") << QStringList { u"explode"_s } << 2 << QString();
    }
    void failures()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, code);
        const Run failed = device(arguments + QStringList { u"--json"_s });
        QTEST(failed.status, "status");
        QVERIFY(!failed.err.isEmpty());
        if (code.isEmpty())
            return;
        QCOMPARE(failed.json()[u"error"_s][u"code"_s].toString(), code);
        QVERIFY(!failed.json()[u"error"_s][u"fix"_s].toString().isEmpty());
    }

    void a_board_in_run_mode_is_explained()
    {
        const DeviceProcess board({ u"--fault"_s, u"run-mode"_s });
        const Run failed = device({ u"info"_s, u"--port"_s, board.url() });
        QCOMPARE(failed.status, 1);
        QVERIFY2(failed.err.contains("boot mode 3") && failed.err.contains("Hold FLASH"), failed.err.constData());
    }

    void a_pulled_cable_and_a_second_run()
    {
        QByteArray flash = pattern(one_mb);
        const QByteArray blob(12'000, 'b');
        write(folder_.filePath(u"blob.bin"_s), blob);
        QByteArray left;
        {
            const DeviceProcess board({ u"--fault"_s, u"unplug-after=5000"_s }, flash);
            const Run failed = device({ u"write"_s, u"0x7B000"_s, u"blob.bin"_s, u"--port"_s, board.url(), u"--json"_s });
            QCOMPARE(failed.status, 1);
            QCOMPARE(failed.json()[u"error"_s][u"code"_s].toString(), u"port-gone"_s);
            QVERIFY(failed.json()[u"error"_s][u"message"_s].toString().contains(u"half written"_s));
            left = board.flash(0, one_mb);
        }
        const DeviceProcess board({}, left);
        const Run completed = device({ u"write"_s, u"0x7B000"_s, u"blob.bin"_s, u"--port"_s, board.url(), u"--json"_s });
        QCOMPARE(completed.status, 0);
        QCOMPARE(completed.json()[u"sectors"_s][u"unchanged"_s].toInt(), 1);
        flash.replace(0x7B000, blob.size(), blob);
        QVERIFY(board.flash(0, one_mb) == flash);
    }

    void no_permission_names_the_group()
    {
        if (geteuid() != 0 || QStandardPaths::findExecutable(u"setpriv"_s).isEmpty())
            QSKIP("needs root, to become somebody who may not");
        const DeviceProcess board({ u"--pty"_s, u"-"_s });
        const QString pty = board.ready()[u"pty"_s].toString();
        const Run failed = run(u"setpriv"_s,
            { u"--reuid=65534"_s, u"--regid=65534"_s, u"--clear-groups"_s, program_path(), u"device"_s, u"info"_s, u"--port"_s, pty, u"--json"_s }, u"/"_s);
        if (failed.status == 127)
            QSKIP("no second user id here");
        QCOMPARE(failed.status, 1);
        QCOMPARE(failed.json()[u"error"_s][u"code"_s].toString(), u"port-permission"_s);
    }

    void ctrl_c_stops_and_says_what_is_on_the_board()
    {
        DeviceProcess board({ u"--line-rate"_s, u"real"_s }, pattern(one_mb));
        write(folder_.filePath(u"large.bin"_s), QByteArray(200'000, 'L'));
        QProcess program;
        program.setWorkingDirectory(folder_.path());
        program.setProcessChannelMode(QProcess::MergedChannels);
        program.start(program_path(), { u"device"_s, u"write"_s, u"0x10000"_s, u"large.bin"_s, u"--port"_s, board.url() });
        QByteArray output;
        while (!output.contains("Writing") && program.waitForReadyRead(60'000))
            output += program.readAll();
        QCOMPARE(program.state(), QProcess::Running);
        ::kill(pid_t(program.processId()), SIGINT);
        QVERIFY(program.waitForFinished(60'000));
        output += program.readAll();
        QCOMPARE(program.exitCode(), 1);
        QVERIFY2(output.contains("sectors are complete"), output.constData());
    }
};

QTEST_GUILESS_MAIN(TestCliDevice)
#include "tst_cli_device.moc"
