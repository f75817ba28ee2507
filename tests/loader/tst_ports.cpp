// SPDX-License-Identifier: Apache-2.0
#include "core/loader/port_facts.h"
#include "tests/present.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

using namespace espseal;
using namespace espseal::loader;
using namespace Qt::StringLiterals;
using espseal::test::present;

namespace {

PortFacts usable()
{
    PortFacts facts;
    facts.port = u"/dev/ttyUSB0"_s;
    facts.exists = facts.is_terminal = facts.may_use = true;
    facts.group = u"dialout"_s;
    facts.user = u"kim"_s;
    return facts;
}

} // namespace

class TestPorts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void obstacles_data()
    {
        QTest::addColumn<PortFacts>("facts");
        QTest::addColumn<QString>("code"); // empty: none
        QTest::addColumn<QString>("words"); // in the message and fix
        PortFacts facts = usable();
        QTest::newRow("usable") << facts << QString() << QString();

        facts.exists = false;
        QTest::newRow("missing, nothing there") << facts << u"port-missing"_s << u"Plug the board in"_s;
        facts.others = { u"/dev/ttyUSB1"_s, u"/dev/ttyACM0"_s };
        QTest::newRow("missing, others there") << facts << u"port-missing"_s << u"/dev/ttyUSB1, /dev/ttyACM0"_s;

        facts = usable();
        facts.is_terminal = false;
        QTest::newRow("a plain file") << facts << u"port-failed"_s << u"no serial port"_s;

        facts = usable();
        facts.may_use = false;
        QTest::newRow("not in the group") << facts << u"port-permission"_s << u"sudo usermod -aG dialout kim"_s;
        facts.is_member = true;
        QTest::newRow("in the group since after the login") << facts << u"port-permission"_s << u"log out and in again"_s;
        facts.group.clear();
        QTest::newRow("root only") << facts << u"port-permission"_s << u"udev rule"_s;

        facts = usable();
        facts.holders = { { 4711, u"screen"_s, false } };
        QTest::newRow("held by another program") << facts << u"port-busy"_s << u"screen (process 4711)"_s;
        facts.holders = { { 12, u"espseal"_s, true } };
        QTest::newRow("held by ourselves") << facts << u"port-busy"_s << u"This program"_s;
    }
    void obstacles()
    {
        QFETCH(PortFacts, facts);
        QFETCH(QString, code);
        QFETCH(QString, words);
        const std::optional<Error> error = obstacle(facts);
        QCOMPARE(error ? error->code : QString(), code);
        if (!error)
            return;
        QVERIFY2(error->sentence().contains(words), qPrintable(error->sentence()));
        QVERIFY(error->message.contains(facts.port) || error->message.startsWith(u"This program"_s));
        QVERIFY(!error->fix.isEmpty());
        QCOMPARE(exit_status(*error), 1);
    }

    void a_locked_port_without_a_visible_holder()
    {
        const Error error = port_busy(u"/dev/ttyUSB0"_s, {});
        QCOMPARE(error.code, u"port-busy"_s);
        QVERIFY(error.fix.contains(u"fuser -v /dev/ttyUSB0"_s));
    }

    void adapters_data()
    {
        QTest::addColumn<int>("vendor");
        QTest::addColumn<int>("product");
        QTest::addColumn<QString>("name");
        QTest::newRow("CP2102") << 0x10C4 << 0xEA60 << u"CP210x"_s;
        QTest::newRow("CH340") << 0x1A86 << 0x7523 << u"CH340"_s;
        QTest::newRow("FT232R") << 0x0403 << 0x6001 << u"FT232R"_s;
        QTest::newRow("some FTDI") << 0x0403 << 0x9999 << u"FTDI"_s;
        QTest::newRow("something else") << 0x1234 << 0x5678 << QString();
    }
    void adapters()
    {
        QFETCH(int, vendor);
        QFETCH(int, product);
        QTEST(adapter_name(quint16(vendor), quint16(product)), "name");
    }

    void a_missing_path_is_seen()
    {
        const std::optional<Error> error = port_obstacle(u"/dev/ttyNOSUCH0"_s);
        QVERIFY(error);
        QCOMPARE(present(error).code, u"port-missing"_s);
    }

    void names_data()
    {
        QTest::addColumn<QString>("port");
        QTest::addColumn<QString>("path");
        QTest::newRow("in /dev") << u"null"_s << u"/dev/null"_s;
        QTest::newRow("in the folder we are in") << u"board"_s << u"/dev/zero"_s; // a link
        QTest::newRow("a path") << u"./board"_s << u"/dev/zero"_s;
        QTest::newRow("nowhere") << u"ttyNOSUCH0"_s << u"/dev/ttyNOSUCH0"_s;
    }
    void names()
    {
        QFETCH(QString, port);
        const QTemporaryDir folder;
        QVERIFY(QFile::link(u"/dev/zero"_s, folder.filePath(u"board"_s)));
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(folder.path()));
        const QString path = port_path(port);
        QVERIFY(QDir::setCurrent(before));
        QTEST(path, "path");
    }

    void a_plain_file_is_no_port()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"port"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const std::optional<Error> error = port_obstacle(file.fileName());
        QVERIFY(error);
        QCOMPARE(present(error).code, u"port-failed"_s);
    }

    // Whoever holds the master of a pty is its far side, a terminal emulator or a virtual device, and no rival.
    void holders_of_a_pty()
    {
        const int master = posix_openpt(O_RDWR | O_NOCTTY);
        QVERIFY(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
        const QString path = QString::fromLocal8Bit(ptsname(master));
        const int far_side = open(qPrintable(path), O_RDWR | O_NOCTTY);
        QVERIFY(far_side >= 0);
        QVERIFY(!port_obstacle(path));
        close(master);
        close(far_side);
    }

    void our_own_hold_is_seen()
    {
        // Any file will do: what counts is the descriptor.
        QTemporaryDir folder;
        QFile file(folder.filePath(u"port"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QList<PortHolder> holders = port_holders(QFileInfo(file).canonicalFilePath());
        QCOMPARE(holders.size(), 1);
        QVERIFY(holders.first().ours);
        QCOMPARE(holders.first().pid, QCoreApplication::applicationPid());
        QVERIFY(!holders.first().program.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestPorts)
#include "tst_ports.moc"
