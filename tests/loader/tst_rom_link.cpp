// SPDX-License-Identifier: Apache-2.0
#include "core/loader/rom_link.h"
#include "tests/loader/scripted_rom.h"

#include <QTest>
#include <QtEndian>

#include <atomic>

using namespace espseal;
using namespace espseal::loader;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::ScriptedRom;

namespace {

constexpr char sync_op = 0x08;
constexpr char write_op = 0x09;
constexpr char read_op = 0x0A;

QByteArray sync_answers(quint32 value = sync_value)
{
    return ScriptedRom::answer(sync_op, value).repeated(8);
}

quint32 address_of(const QByteArray &request)
{
    return qFromLittleEndian<quint32>(request.constData() + 8);
}

// Registers hold their own address.
QByteArray honest(const QByteArray &request)
{
    switch (request[1]) {
    case sync_op:
        return sync_answers();
    case read_op:
        return ScriptedRom::answer(read_op, address_of(request));
    default:
        return ScriptedRom::answer(request[1], 0x5A5A5A5A);
    }
}

struct Board {
    explicit Board(ScriptedRom::Script script)
        : Board(LoopbackTransport::make(), std::move(script))
    {
    }
    Board(LoopbackTransport::Pair pair, ScriptedRom::Script script)
        : host(std::move(pair.host))
        , rom(std::move(pair.board), std::move(script))
        , link(*host)
    {
    }

    std::unique_ptr<LoopbackTransport> host;
    ScriptedRom rom;
    RomLink link;
};

std::vector<Request> reads(std::uint32_t count)
{
    std::vector<Request> requests;
    requests.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i)
        requests.push_back(read_register_request(0x60000240 + 4 * i));
    return requests;
}

} // namespace

class TestRomLink : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void the_first_sync_may_be_lost()
    {
        int syncs = 0;
        Board board([&](const QByteArray &) { return ++syncs == 1 ? QByteArray() : sync_answers(); });
        const Result<std::uint32_t> value = board.link.sync(5, {});
        QVERIFY(value);
        QCOMPARE(*value, sync_value);
    }

    void a_helper_of_another_tool_shows_in_the_value()
    {
        Board board([](const QByteArray &) { return sync_answers(0); });
        const Result<std::uint32_t> value = board.link.sync(5, {});
        QVERIFY(value);
        QCOMPARE(*value, 0u);
    }

    void silence_is_described()
    {
        Board mute([](const QByteArray &) { return QByteArray(); });
        Silence silence;
        const Result<std::uint32_t> value = mute.link.sync(2, {}, &silence);
        QVERIFY(!value);
        QCOMPARE(value.error().code, u"board-silent"_s);
        QCOMPARE(silence.bytes, 0u);

        Board echo([](const QByteArray &request) { return ScriptedRom::framed(request); });
        QVERIFY(!echo.link.sync(2, {}, &silence));
        QVERIFY(silence.echo);
    }

    void late_sync_answers_are_skipped()
    {
        Board board([](const QByteArray &request) { return request[1] == read_op ? sync_answers() + honest(request) : honest(request); });
        const Result<std::uint32_t> value = board.link.read_register(0x40001000, {});
        QVERIFY(value);
        QCOMPARE(*value, 0x40001000u);
    }

    void values_come_in_order()
    {
        Board board(honest);
        for (const bool lock_step : { false, true }) {
            std::vector<std::uint32_t> values;
            QVERIFY(board.link.exchange(reads(200), [&](std::size_t, const Answer &answer) { values.push_back(answer.value); }, {}, lock_step));
            QCOMPARE(values.size(), 200u);
            for (std::uint32_t i = 0; i < 200; ++i)
                QCOMPARE(values[i], 0x60000240 + 4 * i);
        }
        QCOMPARE(board.link.faults(), 0u);
    }

    // The ROM keeps 255 unread bytes. This one reads nothing while it may still be sent something.
    void never_more_in_flight_than_the_ring_holds()
    {
        LoopbackTransport::Pair pair = LoopbackTransport::make();
        RomLink link(*pair.host);
        std::atomic<std::size_t> most = 0;
        const std::jthread rom([&](const std::stop_token &stop) {
            SlipReader reader;
            for (;;) {
                std::size_t unread = 0;
                QByteArray answers;
                for (;;) {
                    const Result<Bytes> bytes = pair.board->read(4096, wait_for(5ms, stop));
                    if (!bytes)
                        return;
                    if (bytes->empty())
                        break;
                    unread += bytes->size();
                    reader.feed(*bytes);
                }
                most = std::max(most.load(), unread);
                while (const std::optional<Bytes> frame = reader.next())
                    answers += honest(QByteArray(reinterpret_cast<const char *>(frame->data()), qsizetype(frame->size())));
                const std::span view(reinterpret_cast<const std::uint8_t *>(answers.constData()), std::size_t(answers.size()));
                if (!pair.board->write(view, wait_for(10s, stop)))
                    return;
            }
        });
        QVERIFY(link.exchange(reads(64), [](std::size_t, const Answer &) { }, {}));
        QVERIFY2(most <= 255, qPrintable(QString::number(most)));
        QVERIFY(most > 14); // and it is a pipeline
    }

    void hostile_answers_data()
    {
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<QString>("code");
        QTest::newRow("nothing") << ""_ba << u"board-silent"_s;
        QTest::newRow("another op") << ScriptedRom::answer(write_op) << u"answer-garbled"_s;
        QTest::newRow("unknown op") << ScriptedRom::answer(0x77) << u"answer-garbled"_s;
        QTest::newRow("refused") << ScriptedRom::answer(read_op, 0, 1, 5) << u"answer-refused"_s;
        QTest::newRow("truncated") << ScriptedRom::framed(QByteArray::fromHex("010a02000000")) << u"answer-garbled"_s;
        QTest::newRow("length field lies") << ScriptedRom::framed(QByteArray::fromHex("010affff000000000000")) << u"answer-garbled"_s;
        QTest::newRow("wrong escape") << QByteArray::fromHex("c0010adb0000c0") << u"answer-garbled"_s;
        QTest::newRow("huge frame") << ScriptedRom::framed(QByteArray(40000, 'x')) << u"answer-garbled"_s;
        QTest::newRow("one byte") << ScriptedRom::framed("x"_ba) << u"answer-garbled"_s;
        QTest::newRow("never closed") << QByteArray::fromHex("c0010a0200") << u"board-silent"_s;
        QTest::newRow("a request") << ScriptedRom::framed(QByteArray::fromHex("000a040000000000100040")) << u"answer-garbled"_s;
    }
    void hostile_answers()
    {
        QFETCH(QByteArray, wire);
        QFETCH(QString, code);
        Board board([&](const QByteArray &request) { return request[1] == read_op ? wire : honest(request); });
        const Result<std::uint32_t> value = board.link.read_register(0x40001000, {});
        QVERIFY(!value);
        QCOMPARE(value.error().code, code);
        QVERIFY(is_line_fault(value.error()));
        QVERIFY(!value.error().fix.isEmpty());
        QCOMPARE(board.link.faults(), 1u);
        // And the link is usable again.
        QVERIFY(board.link.recover({}));
        QVERIFY(board.link.write_registers({}, {}));
    }

    void a_doubled_or_missing_answer_is_noticed()
    {
        for (const bool doubled : { true, false }) {
            int reading = 0;
            Board board([&](const QByteArray &request) {
                if (request[1] != read_op || ++reading != 3)
                    return honest(request);
                return doubled ? honest(request).repeated(2) : QByteArray();
            });
            std::vector<Request> requests = reads(5);
            requests.push_back(write_registers_request({}));
            const Result<void> done = board.link.exchange(requests, [](std::size_t, const Answer &) { }, {});
            QVERIFY(!done);
            QCOMPARE(done.error().code, u"answer-garbled"_s);
        }
    }

    void a_stop_request_ends_a_wait()
    {
        std::stop_source source;
        Board board([&](const QByteArray &) {
            source.request_stop();
            return QByteArray();
        });
        const Result<std::uint32_t> value = board.link.read_register(0x40001000, source.get_token());
        QVERIFY(!value);
        QCOMPARE(value.error().kind, ErrorKind::cancelled);
        QCOMPARE(board.link.faults(), 0u);
    }

    void a_vanished_port_is_no_line_fault()
    {
        LoopbackTransport::Pair pair = LoopbackTransport::make();
        RomLink link(*pair.host);
        pair.board->close();
        const Result<std::uint32_t> value = link.read_register(0x40001000, {});
        QVERIFY(!value);
        QCOMPARE(value.error().code, u"port-gone"_s);
        QVERIFY(!is_line_fault(value.error()));
    }

    void endless_noise_ends_a_recovery()
    {
        LoopbackTransport::Pair pair = LoopbackTransport::make();
        RomLink link(*pair.host);
        const std::jthread noise([&](const std::stop_token &stop) {
            const Bytes garbage(4096, 0x5B);
            while (pair.board->write(garbage, { QDeadlineTimer::Forever, stop })) { }
        });
        const Result<void> recovered = link.recover({});
        QVERIFY(!recovered);
        QCOMPARE(recovered.error().code, u"line-noise"_s);
    }
};

QTEST_GUILESS_MAIN(TestRomLink)
#include "tst_rom_link.moc"
