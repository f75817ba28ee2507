// SPDX-License-Identifier: Apache-2.0
// The flasher on a model of the chip: what each frame does, and what lost, damaged, repeated and hostile ones do not do.
#include "tests/flasher/conversation.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace espseal::test;
using namespace espseal::wire::flasher;

namespace {

const QByteArray salt = "0123456789abcdef"_ba;

QByteArray pattern(int seed)
{
    QByteArray bytes(qsizetype(sector_size), Qt::Uninitialized);
    for (qsizetype i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>((i * 5 + i / 64 * 3 + seed * 31) % 250);
    return bytes;
}

// Content with blank pieces, which are not programmed.
QByteArray sparse()
{
    return pattern(1).first(100) + QByteArray(3000, '\xFF') + pattern(2).first(996);
}

QList<Said> of_kind(const QList<Said> &said, Kind kind)
{
    QList<Said> found;
    for (const Said &one : said) {
        if (one.kind == kind)
            found.append(one);
    }
    return found;
}

} // namespace

class TestFlasher : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void greets_unasked_and_when_asked()
    {
        Conversation talk;
        for (const QByteArray &asked : { QByteArray(), encode(Kind::hello, salt) }) {
            const QList<Said> said = talk.tell(asked);
            QCOMPARE(said.size(), 1);
            QCOMPARE(said[0].kind, Kind::greeting);
            QCOMPARE(said[0].body, QByteArray(1, char(version)) + le32(0x1440EF) + le32(16384) + le32(0x12345678));
        }
    }

    void digests_are_of_salt_sector_and_content()
    {
        Conversation talk;
        talk.chip.flash.replace(3 * 4096, 4096, pattern(3));
        (void)talk.tell(Kind::hello, salt);
        QByteArray all;
        const QList<Said> said = talk.tell(Kind::digests, le16(7) + le16(0) + le16(40));
        QCOMPARE(said.size(), 3); // of 16, 16 and 8
        for (const Said &one : said) {
            QCOMPARE(one.kind, Kind::digest);
            QCOMPARE(one.body.first(4), le16(7) + le16(quint32(all.size() / 16)));
            all += one.body.mid(4);
        }
        QCOMPARE(all.size(), 40 * 16);
        for (quint32 sector = 0; sector < 40; ++sector)
            QCOMPARE(all.mid(qsizetype(sector) * 16, 16), digest_of(salt, sector, talk.chip.flash.mid(qsizetype(sector) * 4096, 4096)));
        // Another salt, other digests.
        (void)talk.tell(Kind::hello, "fedcba9876543210"_ba);
        QVERIFY(talk.tell(Kind::digests, le16(8) + le16(3) + le16(1))[0].body.mid(4) != all.mid(48, 16));
        QVERIFY(talk.tell(Kind::digests, le16(8) + le16(0xFFF) + le16(2)).isEmpty()); // beyond what 24 address bits reach
    }

    void reads_as_far_as_it_may()
    {
        Conversation talk;
        talk.chip.flash.replace(0x7000, 4096, pattern(4));
        (void)talk.tell(Kind::hello, salt);
        QByteArray read;
        for (const quint32 end : { 0x7200U, 0x7200U, 0x8004U }) {
            for (const Said &one : talk.tell(Kind::read, le16(1) + le32(0x7000) + le32(end))) {
                QCOMPARE(one.kind, Kind::bytes);
                QCOMPARE(one.body.first(6), le16(1) + le32(quint32(0x7000 + read.size())));
                read += one.body.mid(6);
            }
            QCOMPARE(read.size(), qsizetype(end - 0x7000));
        }
        QCOMPARE(read, talk.chip.flash.mid(0x7000, 0x1004));
        // A new tag starts over.
        QCOMPARE(talk.tell(Kind::read, le16(2) + le32(0x7000) + le32(0x7004))[0].body.mid(6), pattern(4).first(4));
        QVERIFY(talk.tell(Kind::read, le16(3) + le32(0x7001) + le32(0x7004)).isEmpty());
        QVERIFY(talk.tell(Kind::read, le16(3) + le32(0x7004) + le32(0x7000)).isEmpty());
        QVERIFY(talk.tell(Kind::read, le16(3) + le32(0xFFFFFC) + le32(0x1000004)).isEmpty());
    }

    void writes_units()
    {
        Conversation talk;
        talk.chip.flash.fill('\x11');
        QByteArray expected = talk.chip.flash;
        (void)talk.tell(Kind::hello, salt);
        // One sector, a blank one, and a block.
        QByteArray units = unit(5, Erase::sector, pattern(5)) + unit(7, Erase::sector, QByteArray(4096, '\xFF'));
        expected.replace(5 * 4096, 4096, pattern(5)).replace(7 * 4096, 4096, QByteArray(4096, '\xFF')).replace(65536, 65536, QByteArray(65536, '\xFF'));
        for (quint32 sector = 16; sector < 32; ++sector) {
            units += unit(sector, sector == 16 ? Erase::block : Erase::none, sector % 3 == 0 ? sparse() : pattern(int(sector)));
            expected.replace(qsizetype(sector) * 4096, 4096, sector % 3 == 0 ? sparse() : pattern(int(sector)));
        }
        const QList<Said> said = talk.tell(stream_frames(1, deflated(units), 18));
        QVERIFY(talk.chip.flash == expected);
        QCOMPARE(talk.chip.sector_erases, 2);
        QCOMPARE(talk.chip.block_erases, 1);
        QCOMPARE(talk.chip.accesses_while_busy, 0);
        const State state = Conversation::state(said);
        QCOMPARE(state.phase, Phase::done);
        QCOMPARE(state.units, 18);
        const QList<Said> reports = of_kind(said, Kind::digest);
        QCOMPARE(reports.size(), 18);
        for (const Said &report : reports) {
            const quint32 sector = quint8(report.body[2]);
            QCOMPARE(report.body.first(2), le16(1));
            QCOMPARE(report.body.mid(4), digest_of(salt, sector, expected.mid(qsizetype(sector) * 4096, 4096)));
        }
    }

    void what_does_not_stick_shows_in_the_digest()
    {
        Conversation talk;
        (void)talk.tell(Kind::hello, salt);
        talk.chip.stuck = true;
        const QList<Said> reports = of_kind(talk.tell(stream_frames(1, deflated(unit(2, Erase::sector, pattern(6))), 1)), Kind::digest);
        QCOMPARE(reports.size(), 1);
        QCOMPARE(reports[0].body.mid(4), digest_of(salt, 2, QByteArray(4096, '\xFF')));
    }

    void each_byte_of_a_stream_counts_once()
    {
        Conversation talk;
        const QByteArray compressed = deflated(unit(1, Erase::sector, pattern(7)) + unit(2, Erase::sector, pattern(8)), 1);
        QVERIFY(compressed.size() > 600);
        (void)talk.tell(begin_frame(9, compressed.size(), 2));
        // Ahead of what is due: refused, and said so with the turn.
        State state = Conversation::state(talk.tell(data_frame(9, compressed, 200, 200, 4)));
        QVERIFY(state.gap);
        QCOMPARE(state.turn, 4);
        QCOMPARE(state.received, 0U);
        // In order, and one of them three times.
        (void)talk.tell(data_frame(9, compressed, 0, 200, 5));
        (void)talk.tell(data_frame(9, compressed, 200, 200, 5));
        state = Conversation::state(talk.tell(data_frame(9, compressed, 0, 200, 5) + data_frame(9, compressed, 200, 200, 5)));
        QVERIFY(!state.gap);
        QCOMPARE(state.received, 400U);
        // A stream that is not the one at work changes nothing and hears which one is.
        state = Conversation::state(talk.tell(data_frame(8, compressed, 400, 200, 5)));
        QCOMPARE(state.stream, 9);
        QCOMPARE(state.received, 400U);
        // Its beginning once more does not begin it anew.
        state = Conversation::state(talk.tell(begin_frame(9, compressed.size(), 2)));
        QCOMPARE(state.received, 400U);
        state = Conversation::state(talk.tell(data_frame(9, compressed, 400, compressed.size(), 5)));
        QCOMPARE(state.phase, Phase::done);
        QCOMPARE(talk.chip.sector_erases, 2);
        QVERIFY(talk.chip.flash.mid(4096, 8192) == pattern(7) + pattern(8));
        // An empty one asks how it stands.
        QCOMPARE(Conversation::state(talk.tell(data_frame(9, compressed, 0, 0))).phase, Phase::done);
    }

    void damaged_frames_do_nothing()
    {
        const QByteArray frames = stream_frames(1, deflated(unit(3, Erase::sector, pattern(9))), 1) + encode(Kind::leave, {});
        for (qsizetype bit = 0; bit < frames.size() * 8; bit += 7) {
            Conversation talk;
            QByteArray damaged = frames;
            damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
            const State state = Conversation::state(talk.tell(damaged));
            const bool whole = state.phase == Phase::done; // the fault was in the last frame or in a delimiter
            QCOMPARE(talk.chip.flash.mid(3 * 4096, 4096), whole ? pattern(9) : QByteArray(4096, '\xFF'));
            QVERIFY(state.phase != Phase::failed);
            QCOMPARE(talk.chip.flash.count('\xFF'), (whole ? pattern(9).count('\xFF') : 4096) + ModelChip::flash_size - 4096);
        }
    }

    void a_bad_stream_ends_data()
    {
        QTest::addColumn<QByteArray>("compressed");
        QTest::addColumn<int>("units");
        QTest::addColumn<Problem>("problem");
        QTest::addColumn<int>("erases");
        const QByteArray one = unit(3, Erase::sector, pattern(1));
        QTest::newRow("no Deflate") << QByteArray(64, '\x07') << 1 << Problem::stream << 0;
        QTest::newRow("ends early") << deflated(one) << 2 << Problem::stream << 1;
        QTest::newRow("a unit cut short") << deflated(one.first(4000)) << 1 << Problem::stream << 1;
        QTest::newRow("sector beyond 16 MB") << deflated(unit(0x1000, Erase::sector, pattern(1))) << 1 << Problem::unit << 0;
        QTest::newRow("unknown erase") << deflated(unit(3, Erase(3), pattern(1))) << 1 << Problem::unit << 0;
        QTest::newRow("header with more") << deflated(QByteArray(one).replace(3, 1, "\x01")) << 1 << Problem::unit << 0;
    }
    void a_bad_stream_ends()
    {
        QFETCH(QByteArray, compressed);
        QFETCH(int, units);
        QFETCH(Problem, problem);
        QFETCH(int, erases);
        Conversation talk;
        const State state = Conversation::state(talk.tell(stream_frames(1, compressed, quint32(units))));
        QCOMPARE(state.phase, Phase::failed);
        QCOMPARE(state.problem, problem);
        QCOMPARE(talk.chip.sector_erases, erases);
        // The next one works.
        QCOMPARE(Conversation::state(talk.tell(stream_frames(2, deflated(unit(3, Erase::sector, pattern(2))), 1))).phase, Phase::done);
        QCOMPARE(talk.chip.flash.mid(3 * 4096, 4096), pattern(2));
    }

    void a_greeting_ends_what_runs()
    {
        Conversation talk;
        const QByteArray compressed = deflated(unit(1, Erase::sector, pattern(7)), 1);
        (void)talk.tell(begin_frame(3, compressed.size(), 1) + data_frame(3, compressed, 0, 100));
        QCOMPARE(talk.tell(Kind::hello, salt).size(), 1);
        // The rest of it finds no stream.
        QCOMPARE(Conversation::state(talk.tell(data_frame(3, compressed, 100, 1000))).phase, Phase::idle);
        // The same number is a new stream.
        QCOMPARE(Conversation::state(talk.tell(stream_frames(3, compressed, 1))).phase, Phase::done);
    }

    void a_speed_that_works_stays()
    {
        Conversation talk;
        const QList<Said> said = talk.tell(Kind::speed, le32(113));
        QCOMPARE(said.last().kind, Kind::speed_set);
        QCOMPARE(said.last().body, le32(113));
        QCOMPARE(talk.chip.uart_divider, 113U);
        (void)talk.tell(Kind::hello, salt);
        talk.chip.time += 100'000'000;
        (void)talk.tell(""_ba);
        QCOMPARE(talk.chip.dividers, QList<quint32> { 113 });
    }

    void a_speed_that_does_not_work_is_left()
    {
        Conversation talk;
        (void)talk.tell(Kind::speed, le32(113));
        // What a wrong speed makes of a frame.
        (void)talk.tell("\xC0\x31\x91\x07\x55\xFE\xC0"_ba);
        QCOMPARE(talk.chip.uart_divider, 113U);
        talk.chip.time += espseal::flasher::Flasher::trial_ticks;
        (void)talk.tell(""_ba);
        QCOMPARE(talk.chip.dividers, (QList<quint32> { 113, 452 }));
        // Nonsense is answered with the speed that stays.
        QCOMPARE(talk.tell(Kind::speed, le32(0)).last().body, le32(452));
    }

    void leaves_when_asked()
    {
        Conversation talk;
        (void)talk.tell(QByteArray());
        const QList<Said> said = talk.tell(Kind::leave, {});
        QCOMPARE(said.last().kind, Kind::bye);
        QVERIFY(talk.chip.restarted);
    }

    void makes_way_for_who_wants_the_rom()
    {
        Conversation talk;
        const QByteArray sync = "\xC0\x00\x08\x24\x00\x00\x00\x00\x00\x07\x07\x12\x20"_ba + QByteArray(32, '\x55') + '\xC0';
        const QByteArray other = QByteArray(sync).replace(2, 1, "\x0A");
        (void)talk.tell(other);
        QVERIFY(!talk.chip.restarted);
        (void)talk.tell(sync);
        QVERIFY(talk.chip.restarted);
    }

    void strange_frames_are_passed_over()
    {
        Conversation talk;
        const State before = Conversation::state(talk.tell(begin_frame(4, 100, 1)));
        QByteArray strange;
        for (int kind = 0; kind < 256; ++kind) {
            for (const qsizetype size : { 0, 1, 3, 5, 17, 600, int(body_max) }) {
                if (Kind(kind) != Kind::leave && Kind(kind) != Kind::begin)
                    strange += encode(Kind(kind), QByteArray(size, '\x5A'));
            }
        }
        (void)talk.tell(strange);
        const State after = Conversation::state(talk.tell(data_frame(4, {}, 0, 0)));
        QCOMPARE(after.received, before.received);
        QCOMPARE(talk.chip.programs + talk.chip.sector_erases + talk.chip.block_erases, 0);
        QVERIFY(!talk.chip.restarted);
    }
};

QTEST_APPLESS_MAIN(TestFlasher)
#include "tst_flasher.moc"
