// SPDX-License-Identifier: Apache-2.0
#include "tests/virtual/device_process.h"
#include "tests/virtual/rom_client.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QObject>
#include <QSerialPort>
#include <QTemporaryFile>
#include <QUrl>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace espseal::test;

namespace {

constexpr int patience = 20'000; // ms

// Reads until `count` bytes are there.
QByteArray read_port(QSerialPort &port, qsizetype count)
{
    QByteArray data;
    while (data.size() < count && port.waitForReadyRead(patience))
        data += port.readAll();
    return data;
}

bool open_port(QSerialPort &port, const QString &name, qint32 baud)
{
    port.setPortName(name);
    port.setBaudRate(baud);
    return port.open(QIODevice::ReadWrite);
}

} // namespace

// How a host reaches the device, and how the program itself behaves.
class TestPorts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void negotiates_each_option_once();
    void answers_every_setting_data();
    void answers_every_setting();
    void doubles_255();
    void second_client_is_refused();
    void lines_drop_with_the_client();
    void reset_sequences_data();
    void reset_sequences();
    void pty_enters_the_loader_on_request();
    void pty_speed_counts();
    void pty_opens_again();
    void pty_hangs_up_when_unplugged();
    void signals_end_the_program_data();
    void signals_end_the_program();
    void stdin_ends_the_program_if_asked();
    void flash_content_outlives_the_program();
    void bad_arguments_data();
    void bad_arguments();
    void flash_file_is_not_shared();
};

void TestPorts::negotiates_each_option_once()
{
    DeviceProcess device;
    SerialClient client(device.port());
    client.settle();
    QCOMPARE(client.negotiated(), "\xFD\x2C\xFB\x2C"_ba); // DO, WILL COM-PORT
    QTcpSocket pyserial;
    // pyserial's opening burst, and BINARY, and an option that nobody has.
    DeviceProcess fresh;
    pyserial.connectToHost(QHostAddress(QHostAddress::LocalHost), fresh.port());
    QVERIFY(pyserial.waitForConnected(patience));
    pyserial.write(QByteArray::fromHex("fffd01 fffb03 fffd03 fffd2c fffb2c fffd00 fffb00 fffb18 fffd00 fffd2c"));
    const QByteArray expected = QByteArray::fromHex("fffc01 fffd03 fffb03 fffb2c fffd2c fffb00 fffd00 fffe18");
    QByteArray got;
    while (got.size() < expected.size() && pyserial.waitForReadyRead(patience))
        got += pyserial.readAll();
    QCOMPARE(got, expected);
    pyserial.write(QByteArray::fromHex("fffa2c0100000000fff0"));
    QVERIFY(pyserial.waitForReadyRead(patience));
    QCOMPARE(pyserial.readAll(), QByteArray::fromHex("fffa2c6500002580fff0")); // nothing in between
}

void TestPorts::answers_every_setting_data()
{
    QTest::addColumn<quint8>("command");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("answer");
    const auto row = [](const char *name, quint8 command, const char *body, const char *answer = nullptr) {
        QTest::newRow(name) << command << QByteArray::fromHex(body) << QByteArray::fromHex(answer == nullptr ? body : answer);
    };
    row("speed", 1, "000e1000");
    row("speed with an FF in it", 1, "0000ff00");
    row("speed asked", 1, "00000000", "0001c200");
    row("data size", 2, "08");
    row("parity", 3, "01");
    row("stop size", 4, "01");
    row("no flow control", 5, "01");
    row("flow control asked", 5, "00", "01");
    row("break on", 5, "05");
    row("DTR asked", 5, "07", "09");
    row("RTS asked", 5, "0a", "0c");
    row("inbound flow control", 5, "0e");
    row("line state mask", 10, "ff");
    row("modem state mask", 11, "0f");
    row("purge both", 12, "03");
    row("line state polled", 6, "", "60");
    row("modem state polled", 7, "", "00");
    row("signature", 0, "", "6573707365616c207669727475616c20646576696365");
}

void TestPorts::answers_every_setting()
{
    QFETCH(quint8, command);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, answer);
    DeviceProcess device;
    SerialClient client(device.port());
    QCOMPARE(client.command(command, body), answer);
}

void TestPorts::doubles_255()
{
    DeviceProcess device;
    RomClient client(device.port());
    client.enter_loader();
    client.write_registers({ { 0x3FFE8000, 0xFFFFFFFF }, { 0x3FFE8004, 0xFFC0DBFF } });
    QCOMPARE(client.read_register(0x3FFE8000), 0xFFFFFFFFU);
    QCOMPARE(client.read_register(0x3FFE8004), 0xFFC0DBFFU);
}

void TestPorts::second_client_is_refused()
{
    DeviceProcess device;
    RomClient first(device.port());
    QTcpSocket second;
    second.connectToHost(QHostAddress(QHostAddress::LocalHost), device.port());
    QVERIFY(second.waitForConnected(patience));
    QVERIFY(second.state() == QAbstractSocket::UnconnectedState || second.waitForDisconnected(patience));
    first.enter_loader(); // and the first is not disturbed
}

void TestPorts::lines_drop_with_the_client()
{
    DeviceProcess device;
    {
        SerialClient client(device.port());
        client.set_rts(true);
        client.settle();
        QCOMPARE(device.status(u"program"_s).toString(), u"held-in-reset"_s);
    }
    QVERIFY(QTest::qWaitFor([&] { return device.status(u"program"_s).toString() == u"application"_s; }));
    QCOMPARE(device.status(u"rts"_s).toBool(), false);
    for (int i = 0; i < 50; ++i)
        SerialClient(device.port()).settle(); // there is room for the next, however soon it comes
}

void TestPorts::reset_sequences_data()
{
    QTest::addColumn<QByteArray>("steps"); // D, d, R, r: DTR or RTS on or off
    QTest::addColumn<QString>("program");
    QTest::newRow("classic") << "dRDrd"_ba << u"rom-loader"_s;
    QTest::newRow("tight, one line at a time") << "drDRdDrd"_ba << u"rom-loader"_s;
    QTest::newRow("RTS let go first") << "dRrDd"_ba << u"rom-loader"_s;
    QTest::newRow("hard reset") << "dRr"_ba << u"application"_s;
    QTest::newRow("held") << "dR"_ba << u"held-in-reset"_s;
    QTest::newRow("both on is no reset") << "DRr"_ba << u"application"_s;
    QTest::newRow("both on lets go") << "dRD"_ba << u"application"_s;
}

void TestPorts::reset_sequences()
{
    QFETCH(QByteArray, steps);
    QFETCH(QString, program);
    DeviceProcess device;
    SerialClient client(device.port());
    for (const char step : steps) {
        if (step == 'D' || step == 'd')
            client.set_dtr(step == 'D');
        else
            client.set_rts(step == 'R');
    }
    QVERIFY(QTest::qWaitFor([&] { return device.status(u"program"_s).toString() == program; }));
}

void TestPorts::pty_enters_the_loader_on_request()
{
    DeviceProcess device({ u"--pty"_s, u"-"_s });
    QSerialPort port;
    QVERIFY(open_port(port, device.ready().value(u"pty"_s).toString(), 115200));
    QCOMPARE(device.status(u"program"_s).toString(), u"application"_s);
    port.write(sync_frame());
    QVERIFY(port.waitForBytesWritten(patience));
    QVERIFY(QTest::qWaitFor([&] { return device.status(u"program"_s).toString() == u"rom-loader"_s; }));
    port.write(sync_frame());
    QByteArray answers;
    while (answers.count("\xC0\x01\x08") < 8 && port.waitForReadyRead(patience))
        answers += port.readAll();
    QCOMPARE(answers.count("\xC0\x01\x08"), 8);
}

void TestPorts::pty_speed_counts()
{
    DeviceProcess device({ u"--pty"_s, u"-"_s, u"--download"_s });
    QSerialPort port;
    QVERIFY(open_port(port, device.ready().value(u"pty"_s).toString(), 74880));
    device.control("download");
    const QByteArray banner = "\n ets Jan  8 2013,rst cause:2, boot mode:(1,7)\n\n"_ba;
    QCOMPARE(read_port(port, banner.size()), banner);
    QVERIFY(port.setBaudRate(230400));
    device.control("download"); // not heard
    port.write(sync_frame());
    port.write(sync_frame());
    QVERIFY(read_port(port, 96).startsWith("\xC0\x01\x08"));
}

void TestPorts::pty_opens_again()
{
    const QTemporaryDir folder;
    const QString link = folder.filePath(u"esp"_s);
    DeviceProcess device({ u"--pty"_s, link, u"--download"_s, u"--keep-first-sync"_s });
    QCOMPARE(QFileInfo(link).symLinkTarget(), device.ready().value(u"pty"_s).toString());
    for (int i = 0; i < 3; ++i) {
        QSerialPort port;
        QVERIFY(open_port(port, link, 115200));
        port.write(sync_frame());
        QVERIFY(read_port(port, 96).startsWith("\xC0\x01\x08"));
    }
}

void TestPorts::pty_hangs_up_when_unplugged()
{
    DeviceProcess device({ u"--pty"_s, u"-"_s });
    // Not QSerialPort, which does not notice this on Linux.
    const int port = ::open(device.ready().value(u"pty"_s).toString().toLocal8Bit().constData(), O_RDWR | O_NOCTTY);
    QVERIFY(port >= 0);
    device.control("unplug");
    pollfd hangup { port, 0, 0 };
    QCOMPARE(::poll(&hangup, 1, patience), 1);
    QVERIFY(hangup.revents & POLLHUP);
    ::close(port);
}

void TestPorts::signals_end_the_program_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void TestPorts::signals_end_the_program()
{
    QFETCH(int, number);
    const QTemporaryDir folder;
    const QString link = folder.filePath(u"esp"_s);
    DeviceProcess device({ u"--pty"_s, link });
    ::kill(pid_t(device.process().processId()), number);
    QVERIFY(device.process().waitForFinished(patience));
    QCOMPARE(device.process().exitStatus(), QProcess::NormalExit);
    QCOMPARE(device.process().exitCode(), 0);
    QVERIFY(!QFileInfo(link).isSymLink());
}

void TestPorts::stdin_ends_the_program_if_asked()
{
    DeviceProcess device; // starts it with --exit-with-stdin
    device.process().closeWriteChannel();
    QVERIFY(device.process().waitForFinished(patience));
    QCOMPARE(device.process().exitCode(), 0);

    QProcess stays;
    stays.start(device_program(), { u"--rfc2217"_s, u"0"_s });
    QVERIFY(stays.waitForReadyRead(patience));
    const QJsonObject ready = QJsonDocument::fromJson(stays.readLine()).object();
    stays.closeWriteChannel();
    SerialClient(quint16(QUrl(ready.value(u"rfc2217"_s).toString()).port())).settle();
    QCOMPARE(stays.state(), QProcess::Running);
    stays.terminate();
    QVERIFY(stays.waitForFinished(patience));
}

void TestPorts::flash_content_outlives_the_program()
{
    DeviceProcess first;
    RomClient client(first.port());
    client.enter_loader();
    QCOMPARE(client.request(0x02, words({ 0x1000, 1, 0x400, 0x200000 })).status, 0);
    QCOMPARE(client.data(0x03, "kept"_ba, 0).status, 0);
    first.process().terminate();
    QVERIFY(first.process().waitForFinished(patience));
    const DeviceProcess second({}, first.flash(0, 4 << 20));
    QCOMPARE(second.flash(0x200000, 4), "kept"_ba);
}

void TestPorts::bad_arguments_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("unknown option") << QStringList { u"--nonsense"_s } << 2 << "nonsense"_ba;
    QTest::newRow("MAC") << QStringList { u"--mac"_s, u"5C:CF:7F"_s } << 2 << "5C:CF:7F:00:00:17"_ba;
    QTest::newRow("multicast MAC") << QStringList { u"--mac"_s, u"01:00:5E:00:00:01"_s } << 2 << "no station MAC"_ba;
    QTest::newRow("flash size") << QStringList { u"--flash-size"_s, u"3MB"_s } << 2 << "choose 512KB, 1MB"_ba;
    QTest::newRow("line rate") << QStringList { u"--line-rate"_s, u"slow"_s } << 2 << "line-rate"_ba;
    QTest::newRow("port") << QStringList { u"--rfc2217"_s, u"70000"_s } << 2 << "rfc2217"_ba;
    QTest::newRow("folder as flash") << QStringList { u"--flash"_s, QDir::tempPath() } << 3 << QDir::tempPath().toUtf8();
    QTest::newRow("no such folder") << QStringList { u"--flash"_s, u"/nowhere/at/all"_s } << 3 << "/nowhere/at/all"_ba;
    QTest::newRow("flash of no known size") << QStringList { u"--flash"_s, u"SHORT_FILE"_s } << 3 << "not the content of a flash"_ba;
    QTest::newRow("link over a file") << QStringList { u"--pty"_s, device_program() } << 3 << "link"_ba;
}

void TestPorts::bad_arguments()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    QFETCH(QByteArray, says);
    QTemporaryFile short_file;
    QVERIFY(short_file.open() && short_file.write("not a flash") > 0 && short_file.flush());
    arguments.replaceInStrings(u"SHORT_FILE"_s, short_file.fileName());
    QProcess process;
    process.start(device_program(), arguments);
    QVERIFY(process.waitForFinished(patience));
    QCOMPARE(process.exitCode(), code);
    const QByteArray error = process.readAllStandardError();
    QVERIFY2(error.contains(says), error.constData());
    QVERIFY(process.readAllStandardOutput().isEmpty());
}

void TestPorts::flash_file_is_not_shared()
{
    const DeviceProcess first;
    QProcess second;
    second.start(device_program(), { u"--flash"_s, first.file(u"flash.bin"_s) });
    QVERIFY(second.waitForFinished(patience));
    QCOMPARE(second.exitCode(), 3);
    QVERIFY(second.readAllStandardError().contains("in use by another virtual device"));
}

QTEST_GUILESS_MAIN(TestPorts)
#include "tst_virtual_ports.moc"
