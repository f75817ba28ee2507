// SPDX-License-Identifier: Apache-2.0
// What goes wrong on a bench: cables, power, noise, buttons, dead chips. The virtual device plays it.
#include "tests/loader/board_fixture.h"

using namespace espseal;
using namespace espseal::loader;
using namespace espseal::test;

namespace {

constexpr qsizetype one_mb = 1 << 20;
constexpr quint64 ca_place = 0x7B000;

QStringList fault(const QString &spec)
{
    return { u"--fault"_s, spec };
}

} // namespace

class TestFlashFaults : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Nothing that the line does may end in wrong flash content, neither in the sector nor beside it.
    void a_bad_line_costs_time_only_data()
    {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<int>("sectors");
        QTest::newRow("lost answers") << u"lost-answer=211"_s << 3;
        QTest::newRow("flipped bits") << u"noise=6000"_s << 2;
        QTest::newRow("lost bytes") << u"drop=6000"_s << 2;
    }
    void a_bad_line_costs_time_only()
    {
        QFETCH(QString, spec);
        QFETCH(int, sectors);
        QByteArray flash = patterned_flash(one_mb);
        DeviceProcess device({}, flash);
        FlashClient client = connect_to(device.url());
        QVERIFY(device.control("fault " + spec.toLatin1()).value("ok"_L1).toBool());
        const QByteArray content = random_bytes(sectors * 4096 - 500, 7); // the last sector in part
        const FlashPiece piece { Address(ca_place), view(content), u"CA"_s };
        const Result<WriteReport> report = client.write(std::span(&piece, 1), {});
        require(report);
        QCOMPARE(report->written, quint32(sectors));
        flash.replace(qsizetype(ca_place), content.size(), content);
        QVERIFY(device.flash(0, one_mb) == flash);
    }

    void a_board_on_a_bad_line_is_identified()
    {
        const DeviceProcess device(fault(u"noise=3000"_s) + QStringList { u"--mac"_s, u"5C:CF:7F:A1:00:17"_s });
        const FlashClient client = connect_to(device.url());
        QCOMPARE(to_string(client.device().mac), u"5c:cf:7f:a1:00:17"_s);
        QCOMPARE(client.device().flash_id, 0x1640EFu);
    }

    void a_restart_of_the_board_is_survived()
    {
        QByteArray flash = patterned_flash(one_mb);
        DeviceProcess device({}, flash);
        FlashClient client = connect_to(device.url());
        const QByteArray content = random_bytes(0x3000, 8);
        const FlashPiece piece { Address(ca_place), view(content), u"CA"_s };
        bool pressed = false;
        Watcher watcher([&](const QString &what, quint64 done, quint64) {
            if (!pressed && what.startsWith("Writing"_L1) && done > 4096) {
                pressed = true;
                device.control("reset");
            }
        });
        require(client.write(std::span(&piece, 1), { &watcher, {} }));
        QVERIFY(pressed);
        flash.replace(qsizetype(ca_place), content.size(), content);
        QVERIFY(device.flash(0, one_mb) == flash);
    }

    // Whoever looks at the head of such a piece sees the old one, none, or the whole new one.
    void what_counts_only_when_whole_shows_its_head_last_data()
    {
        QTest::addColumn<int>("after");
        for (const int after : { 1, 4095, 4097, 7937, 8190 })
            QTest::addRow("%d", after) << after;
    }
    void what_counts_only_when_whole_shows_its_head_last()
    {
        QFETCH(const int, after);
        const QByteArray flash = patterned_flash(one_mb);
        DeviceProcess device(fault(u"unplug-after=%1"_s.arg(after)), flash);
        FlashClient client = connect_to(device.url());
        const QByteArray content = random_bytes(0x2000, 11);
        const FlashPiece piece { Address(ca_place), view(content), u"identity"_s, true };
        const Result<WriteReport> report = client.write(std::span(&piece, 1), {});
        QVERIFY(!report);
        const QByteArray left = device.flash(ca_place, 0x2000);
        QVERIFY(left != content);
        QVERIFY(left.first(4) != content.first(4));
        if (left.first(0x1000) != flash.mid(qsizetype(ca_place), 0x1000))
            QVERIFY(left.sliced(0x1000) == content.sliced(0x1000)); // its turn was first

        DeviceProcess replugged({}, device.flash(0, one_mb));
        FlashClient second = connect_to(replugged.url());
        require(second.write(std::span(&piece, 1), {}));
        QByteArray wanted = flash;
        wanted.replace(qsizetype(ca_place), content.size(), content);
        QVERIFY(replugged.flash(0, one_mb) == wanted);
    }

    void a_pulled_cable_says_what_is_on_the_board()
    {
        QByteArray flash = patterned_flash(one_mb);
        DeviceProcess device(fault(u"unplug-after=6000"_s), flash);
        FlashClient client = connect_to(device.url());
        const QByteArray content = random_bytes(0x4000, 9);
        const FlashPiece piece { Address(ca_place), view(content), u"CA"_s };
        const Result<WriteReport> report = client.write(std::span(&piece, 1), {});
        QVERIFY(!report);
        QCOMPARE(report.error().code, u"port-gone"_s);
        QVERIFY2(report.error().message.contains(u"Sector 0x07C000 is erased and half written"_s), qPrintable(report.error().message));
        QVERIFY2(report.error().message.contains(u"1 of 4 sectors are complete"_s), qPrintable(report.error().message));
        // Sectors that were not begun are as they were.
        QVERIFY(device.flash(0x7D000, one_mb - 0x7D000) == flash.mid(0x7D000));
        QVERIFY(device.flash(0, 0x7B000) == flash.left(0x7B000));

        DeviceProcess replugged({}, device.flash(0, one_mb));
        FlashClient second = connect_to(replugged.url());
        const Result<WriteReport> completed = second.write(std::span(&piece, 1), {});
        require(completed);
        QCOMPARE(completed->unchanged, 1u);
        QCOMPARE(completed->written, 3u);
        flash.replace(qsizetype(ca_place), content.size(), content);
        QVERIFY(replugged.flash(0, one_mb) == flash);
    }

    void a_device_that_dies_is_gone_data()
    {
        QTest::addColumn<bool>("pty");
        QTest::newRow("RFC 2217") << false;
        QTest::newRow("pty") << true;
    }
    void a_device_that_dies_is_gone()
    {
        QFETCH(bool, pty);
        DeviceProcess device({ u"--pty"_s, u"-"_s }, patterned_flash(one_mb));
        FlashClient client = connect_to(pty ? device.ready().value("pty"_L1).toString() : device.url());
        device.process().kill();
        QVERIFY(device.process().waitForFinished());
        const Result<SecureBytes> bytes = client.read({ Address(0), Size(4096) }, {});
        QVERIFY(!bytes);
        QCOMPARE(bytes.error().code, u"port-gone"_s);
    }

    void cancelling_says_what_is_on_the_board_data()
    {
        QTest::addColumn<QString>("at"); // start of the progress text
        QTest::addColumn<int>("occurrence");
        QTest::addColumn<qsizetype>("size");
        QTest::addColumn<QString>("words");
        QTest::newRow("before the first byte") << u"Comparing"_s << 1 << qsizetype(8192) << u"Nothing on the board was changed"_s;
        QTest::newRow("in a sector") << u"Writing"_s << 2 << qsizetype(8192) << u"Sector 0x07B000 is erased and half written. 0 of 2 sectors are complete"_s;
        QTest::newRow("between sectors") << u"Comparing"_s << 2 << qsizetype(8192) << u"1 of 2 sectors are complete"_s;
        // Bytes that are not the caller's are put back first.
        QTest::newRow("in a shared sector") << u"Writing"_s << 2 << qsizetype(500 + 4096) << u"1 of 2 sectors are complete"_s;
    }
    void cancelling_says_what_is_on_the_board()
    {
        QFETCH(QString, at);
        QFETCH(int, occurrence);
        QFETCH(qsizetype, size);
        QFETCH(QString, words);
        const QByteArray flash = patterned_flash(one_mb);
        DeviceProcess device({}, flash);
        FlashClient client = connect_to(device.url());
        const bool shared = size % 4096 != 0;
        const quint64 place = shared ? ca_place + 4096 - 500 : ca_place; // first sector in part
        const QByteArray content = random_bytes(size, 10);
        const FlashPiece piece { Address(place), view(content), u"CA"_s };
        std::stop_source source;
        int seen = 0;
        Watcher watcher([&](const QString &what, quint64, quint64) {
            if (what.startsWith(at) && ++seen == occurrence)
                source.request_stop();
        });
        const Result<WriteReport> report = client.write(std::span(&piece, 1), { &watcher, source.get_token() });
        QVERIFY(!report);
        QCOMPARE(report.error().kind, ErrorKind::cancelled);
        QVERIFY2(report.error().message.contains(words), qPrintable(report.error().message));
        if (shared)
            QVERIFY(device.flash(ca_place, 4096 - 500) == flash.mid(ca_place, 4096 - 500));
        // The session goes on.
        require(client.write(std::span(&piece, 1), {}));
        QVERIFY(device.flash(qint64(place), size) == content);
    }

    void diagnoses_data()
    {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<bool>("pty");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("words");
        QTest::newRow("runs its program") << u"run-mode"_s << false << u"boot-mode-run"_s << u"Hold FLASH"_s;
        QTest::newRow("does not hear us") << u"no-sync"_s << false << u"boot-mode-deaf"_s << u"TX"_s;
        QTest::newRow("does not hear us, no lines") << u"no-sync"_s << true << u"no-answer"_s << u"Hold FLASH"_s;
        QTest::newRow("another chip") << u"other-chip"_s << false << u"other-chip"_s << u"ESP32"_s;
        QTest::newRow("dead flash") << u"bad-id"_s << false << u"flash-silent"_s << u"GPIO6"_s;
    }
    void diagnoses()
    {
        QFETCH(QString, spec);
        QFETCH(bool, pty);
        QFETCH(QString, code);
        QFETCH(QString, words);
        const DeviceProcess device(QStringList { u"--pty"_s, u"-"_s } + fault(spec));
        const Result<FlashClient> client = FlashClient::connect(pty ? device.ready().value("pty"_L1).toString() : device.url(), {}, {});
        QVERIFY(!client);
        QCOMPARE(client.error().code, code);
        QVERIFY2(client.error().sentence().contains(words), qPrintable(client.error().sentence()));
        QCOMPARE(exit_status(client.error()), 1);
    }

    void an_empty_efuse_is_reported()
    {
        const DeviceProcess device(fault(u"zero-efuse"_s));
        const FlashClient client = connect_to(device.url());
        QVERIFY(client.device().mac_is_blank);
    }

    void a_sector_that_does_not_take_data_is_named()
    {
        DeviceProcess device(fault(u"stuck-sector=0x7C000"_s), patterned_flash(one_mb));
        FlashClient client = connect_to(device.url());
        const QByteArray content = random_bytes(8192, 11);
        const FlashPiece piece { Address(ca_place), view(content), u"CA"_s };
        const Result<WriteReport> report = client.write(std::span(&piece, 1), {});
        QVERIFY(!report);
        QCOMPARE(report.error().code, u"flash-write"_s);
        QVERIFY2(report.error().message.contains(u"Sector 0x07C000 does not take the data"_s), qPrintable(report.error().message));
        const Result<EraseReport> erased = client.erase({ Address(0x7C000), Size(4096) }, {});
        QVERIFY(!erased);
        QCOMPARE(erased.error().code, u"flash-erase"_s);
    }

    void a_flash_that_stays_busy_is_named()
    {
        DeviceProcess device(fault(u"stuck-busy"_s), patterned_flash(one_mb));
        FlashClient client = connect_to(device.url());
        const Result<EraseReport> erased = client.erase({ Address(0x7C000), Size(4096) }, {});
        QVERIFY(!erased);
        QCOMPARE(erased.error().code, u"flash-busy"_s);
    }

    void a_slow_erase_is_waited_for()
    {
        DeviceProcess device(fault(u"slow-erase=700"_s), patterned_flash(one_mb));
        FlashClient client = connect_to(device.url());
        require(client.erase({ Address(0x7C000), Size(4096) }, {}));
        QCOMPARE(device.flash(0x7C000, 4096), QByteArray(4096, '\xFF'));
    }

    void a_second_client_is_refused()
    {
        const DeviceProcess device;
        const FlashClient first = connect_to(device.url());
        const Result<FlashClient> second = FlashClient::connect(device.url(), {}, {});
        QVERIFY(!second);
        QCOMPARE(second.error().code, u"port-busy"_s);
    }

    void a_high_speed_is_taken_from_the_first_sync()
    {
        const DeviceProcess device;
        const FlashClient client = connect_to(device.url(), { .baud = 460800 });
        QCOMPARE(client.device().baud, 460800);
    }
};

QTEST_GUILESS_MAIN(TestFlashFaults)
#include "tst_flash_faults.moc"
