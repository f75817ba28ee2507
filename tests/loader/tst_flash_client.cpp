// SPDX-License-Identifier: Apache-2.0
// The flash client against the virtual device, whose flash file is compared byte for byte.
#include "tests/loader/board_fixture.h"
#include "tests/present.h"

using namespace espseal;
using namespace espseal::loader;
using namespace espseal::test;
using espseal::test::present;

namespace {

constexpr qsizetype one_mb = 1 << 20;

struct Place {
    qint64 address;
    qsizetype size;
};

// A device on the kind of port that the row names, with a link of its own to its pty.
struct Bench {
    explicit Bench(bool pty, const QByteArray &flash, QStringList arguments = {})
        : device(arguments += pty ? QStringList { u"--pty"_s, u"-"_s } : QStringList(), flash)
        , port(pty ? device.ready().value("pty"_L1).toString() : device.url())
    {
    }
    DeviceProcess device;
    QString port;
};

} // namespace

class TestFlashClient : public QObject {
    Q_OBJECT

    static void port_rows()
    {
        QTest::addColumn<bool>("pty");
        QTest::newRow("RFC 2217") << false;
        QTest::newRow("pty") << true;
    }

private Q_SLOTS:
    void identifies_data() { port_rows(); }
    void identifies()
    {
        QFETCH(bool, pty);
        const Bench bench(pty, patterned_flash(one_mb), { u"--mac"_s, u"5C:CF:7F:A1:00:17"_s });
        const FlashClient client = connect_to(bench.port);
        const DeviceInfo &info = client.device();
        QCOMPARE(info.port, bench.port);
        QCOMPARE(info.chip, u"ESP8266EX"_s);
        QCOMPARE(to_string(info.mac), u"5c:cf:7f:a1:00:17"_s);
        QVERIFY(!info.mac_is_blank);
        QCOMPARE(info.chip_id & 0xFFFFFF, 0xA10017u);
        QVERIFY(info.flash_size.has_value());
        QCOMPARE(present(info.flash_size).value(), quint64(one_mb));
        QCOMPARE(info.flash_id >> 16, 0x14u);
        QCOMPARE(info.crystal_mhz, 26);
        QCOMPARE(info.can_reset, !pty);
        QCOMPARE(info.reset, pty ? u"none"_s : u"classic"_s);
    }

    void reads_any_range_data()
    {
        QTest::addColumn<qint64>("address");
        QTest::addColumn<qint64>("size");
        QTest::newRow("one byte") << qint64(5) << qint64(1);
        QTest::newRow("odd places") << qint64(0x1FFD) << qint64(7);
        QTest::newRow("a line") << qint64(0x7B000) << qint64(64);
        QTest::newRow("across sectors") << qint64(0x7AFF1) << qint64(4200);
        QTest::newRow("up to the end") << qint64(one_mb - 100) << qint64(100);
    }
    void reads_any_range()
    {
        QFETCH(qint64, address);
        QFETCH(qint64, size);
        const QByteArray flash = patterned_flash(one_mb);
        const Bench bench(false, flash);
        FlashClient client = connect_to(bench.port);
        const Result<SecureBytes> bytes = client.read({ Address(quint64(address)), Size(quint64(size)) }, {});
        require(bytes);
        QCOMPARE(to_array(bytes->view()), flash.mid(address, size));
    }

    void writes_exactly_data()
    {
        QTest::addColumn<bool>("pty");
        QTest::addColumn<QList<Place>>("places");
        QTest::addColumn<quint32>("written");
        QTest::newRow("one sector") << false << QList<Place> { { 0x7B000, 4096 } } << 1u;
        QTest::newRow("one sector on a pty") << true << QList<Place> { { 0x7B000, 4096 } } << 1u;
        QTest::newRow("last sector of a block") << false << QList<Place> { { 0x7F000, 4096 } } << 1u;
        QTest::newRow("first bytes of a sector") << false << QList<Place> { { 0x7B000, 1200 } } << 1u;
        QTest::newRow("odd place and size") << false << QList<Place> { { 0x7B013, 777 } } << 1u;
        QTest::newRow("across a border") << false << QList<Place> { { 0x7BFF0, 40 } } << 2u;
        QTest::newRow("blobs side by side") << false << QList<Place> { { 0x7B000, 1500 }, { 0x7C000, 2300 } } << 2u;
        QTest::newRow("two pieces in one sector") << false << QList<Place> { { 0x7B800, 100 }, { 0x7B000, 100 } } << 1u;
        QTest::newRow("many sectors") << false << QList<Place> { { 0x10000, 40'001 } } << 10u;
        QTest::newRow("last sector of the chip") << false << QList<Place> { { one_mb - 4096, 4096 } } << 1u;
    }
    void writes_exactly()
    {
        QFETCH(bool, pty);
        QFETCH(QList<Place>, places);
        QFETCH(quint32, written);
        QByteArray flash = patterned_flash(one_mb);
        Bench bench(pty, flash);
        FlashClient client = connect_to(bench.port);
        QByteArrayList contents;
        std::vector<FlashPiece> pieces;
        pieces.reserve(std::size_t(places.size()));
        for (const Place &place : places) {
            contents << random_bytes(place.size, quint32(place.address));
            flash.replace(place.address, place.size, contents.last());
        }
        for (qsizetype i = 0; i < places.size(); ++i)
            pieces.push_back({ Address(quint64(places[i].address)), view(contents[i]), u"piece"_s });

        const Result<WriteReport> report = client.write(pieces, {});
        require(report);
        QCOMPARE(report->written, written);
        QCOMPARE(report->retries, 0u);
        QVERIFY(bench.device.flash(0, one_mb) == flash);

        const Result<WriteReport> again = client.write(pieces, {});
        require(again);
        QCOMPARE(again->written, 0u);
        QCOMPARE(again->unchanged, written);
        QVERIFY(bench.device.flash(0, one_mb) == flash);
        for (const FlashPiece &piece : pieces) {
            const Result<QList<Mismatch>> mismatches = client.verify(piece, {});
            require(mismatches);
            QVERIFY(mismatches->isEmpty());
        }
    }

    void only_changed_sectors_are_written()
    {
        Bench bench(false, patterned_flash(one_mb));
        FlashClient client = connect_to(bench.port);
        QByteArray firmware = random_bytes(0x8000, 1);
        const auto write = [&] {
            const FlashPiece piece { Address(0x10000), view(firmware), u"firmware"_s };
            const Result<WriteReport> report = client.write(std::span(&piece, 1), {});
            require(report);
            return report->written;
        };
        QCOMPARE(write(), 8u);
        firmware[5 * 4096 + 4000] = char(firmware[5 * 4096 + 4000] ^ 1);
        QCOMPARE(write(), 1u);
        QVERIFY(bench.device.flash(0x10000, firmware.size()) == firmware);
    }

    void progress_counts_the_bytes_of_the_pieces()
    {
        Bench bench(false, patterned_flash(one_mb));
        FlashClient client = connect_to(bench.port);
        const QByteArray content = random_bytes(5000, 2);
        const FlashPiece piece { Address(0x7B000), view(content), u"CA"_s };
        QStringList texts;
        quint64 before = 0;
        Watcher watcher([&](const QString &what, quint64 done, quint64 total) {
            QCOMPARE(total, quint64(content.size()));
            QVERIFY(done >= before && done <= total);
            before = done;
            if (texts.isEmpty() || texts.last() != what)
                texts << what;
        });
        require(client.write(std::span(&piece, 1), { &watcher, {} }));
        QVERIFY(texts.contains(u"Writing CA to 0x07B000"_s));
        QVERIFY(texts.contains(u"Writing CA to 0x07C000"_s));
    }

    void verify_finds_the_place()
    {
        QByteArray flash = patterned_flash(one_mb);
        Bench bench(false, flash);
        FlashClient client = connect_to(bench.port);
        const QByteArray wanted = flash.mid(0x7A000, 0x4000);
        const FlashPiece piece { Address(0x7A000), view(wanted), u"identity"_s };
        QByteArray other = flash.mid(0x7B123, 3);
        for (char &byte : other)
            byte = char(~byte);
        bench.device.set_flash(0x7B123, other);
        bench.device.set_flash(0x7D000, QByteArray(4096, '\xFF'));
        const Result<QList<Mismatch>> mismatches = client.verify(piece, {});
        require(mismatches);
        QCOMPARE(mismatches->size(), 2);
        QCOMPARE(mismatches->at(0).sector.value(), 0x7Bu);
        QCOMPARE(mismatches->at(0).first.value(), 0x7B123u);
        QCOMPARE(mismatches->at(0).count, 3u);
        QVERIFY(!mismatches->at(0).erased && !mismatches->at(0).unsteady);
        QCOMPARE(mismatches->at(1).sector.value(), 0x7Du);
        QVERIFY(mismatches->at(1).erased);
    }

    void erases_exactly_data()
    {
        QTest::addColumn<qint64>("address");
        QTest::addColumn<qint64>("size");
        QTest::addColumn<quint32>("sectors");
        QTest::addColumn<bool>("fully");
        QTest::newRow("one sector") << qint64(0x7B000) << qint64(4096) << 1u << true;
        QTest::newRow("some bytes") << qint64(0x7B010) << qint64(100) << 1u << true;
        QTest::newRow("half, whole, half") << qint64(0x7B800) << qint64(8192) << 3u << true;
        QTest::newRow("blocks and sectors") << qint64(0x1E000) << qint64(0x24000) << 0x24u << false;
    }
    void erases_exactly()
    {
        QFETCH(qint64, address);
        QFETCH(qint64, size);
        QByteArray flash = patterned_flash(one_mb);
        Bench bench(false, flash);
        FlashClient client = connect_to(bench.port);
        const Result<EraseReport> report = client.erase({ Address(quint64(address)), Size(quint64(size)) }, {});
        require(report);
        QTEST(report->sectors, "sectors");
        QTEST(report->checked_fully, "fully");
        flash.replace(address, size, QByteArray(size, '\xFF'));
        QVERIFY(bench.device.flash(0, one_mb) == flash);
    }

    void refuses_places_outside_the_chip()
    {
        Bench bench(false, patterned_flash(one_mb));
        FlashClient client = connect_to(bench.port);
        const QByteArray content(4096, 'x');
        const FlashPiece outside { Address(quint64(one_mb)), view(content), u"CA"_s };
        const FlashPiece inside { Address(0x7B000), view(content), u"CA"_s };
        const std::array pieces { inside, outside };
        const Result<WriteReport> written = client.write(pieces, {});
        QVERIFY(!written);
        QCOMPARE(written.error().code, u"flash-range"_s);
        QVERIFY(bench.device.flash(0, one_mb) == patterned_flash(one_mb));
        QCOMPARE(client.read({ Address(0xFFFFF), Size(2) }, {}).error().code, u"flash-range"_s);
        QCOMPARE(client.erase({ Address(0xFFFFF), Size(1u << 31) }, {}).error().code, u"flash-range"_s);
    }

    // The ROM itself believes in 4 MB.
    void reaches_the_end_of_16_mb()
    {
        Bench bench(false, {}, { u"--flash-size"_s, u"16MB"_s });
        FlashClient client = connect_to(bench.port);
        QCOMPARE(present(client.device().flash_size).value(), quint64(16 << 20));
        const QByteArray content = random_bytes(4096, 3);
        for (const quint64 address : { 0x400000u, 0xFFF000u }) {
            const FlashPiece piece { Address(address), view(content), u"file"_s };
            require(client.write(std::span(&piece, 1), {}));
            QVERIFY(bench.device.flash(qint64(address), 4096) == content);
        }
    }

    void ends_in_a_real_reset()
    {
        Bench bench(false, {});
        FlashClient client = connect_to(bench.port);
        QCOMPARE(bench.device.status(u"boot_mode"_s).toString(), u"download"_s);
        const Result<ResetReport> report = client.reset_into_application({});
        require(report);
        QVERIFY(report->done);
        QVERIFY(report->banner.has_value());
        QVERIFY(present(report->banner).runs_from_flash());
        QVERIFY(report->text.contains(u"ets Jan  8 2013"_s));
        QCOMPARE(bench.device.status(u"boot_mode"_s).toString(), u"flash"_s);
    }

    void says_where_a_reset_by_hand_is_needed()
    {
        const Bench bench(true, {});
        FlashClient client = connect_to(bench.port);
        const Result<ResetReport> report = client.reset_into_application({});
        require(report);
        QVERIFY(!report->done);
    }

    // Without lines nobody resets the ROM, which then keeps the speed of the session before.
    void a_loader_left_at_another_speed_is_found()
    {
        const Bench bench(true, {});
        {
            const FlashClient client = connect_to(bench.port, { .baud = 460800 });
            QCOMPARE(client.device().baud, 460800);
        }
        const FlashClient client = connect_to(bench.port);
        QCOMPARE(client.device().baud, 460800);
        QCOMPARE(client.device().crystal_mhz, 26);
    }

    void hands_over_the_port()
    {
        const Bench bench(false, {});
        FlashClient client = connect_to(bench.port);
        Result<FlashClient> again = FlashClient::connect(client.release(), {}, {});
        require(again);
        QCOMPARE(again->device().port, bench.port);
    }
};

QTEST_GUILESS_MAIN(TestFlashClient)
#include "tst_flash_client.moc"
