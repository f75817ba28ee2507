// SPDX-License-Identifier: Apache-2.0
#include <QRandomGenerator>
#include <QTest>

#include "tests/monitor/scene.h"

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::monitor;

namespace {

const QString handshake = uR"(
    hello
    start server 192.168.4.2:51000
    <- ClientHello 191
    -> ServerHello 81
    end cb=-28
)"_s;

template <class T> qsizetype count_of(const QList<Event> &events)
{
    return std::count_if(events.cbegin(), events.cend(), [](const Event &event) { return std::holds_alternative<T>(event.payload); });
}

} // namespace

class TraceReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void frames_become_events()
    {
        TraceReader reader;
        const HostTime now = host_now();
        const QList<Event> events = reader.feed(span_of(scene(handshake)), now);
        QCOMPARE(events.size(), 5);
        QCOMPARE(reader.counts(), (TraceCounts { .frames = 5 }));
        const auto &hello = std::get<wire::Hello>(events.at(0).payload);
        QCOMPARE(to_qstring(hello.firmware), u"espseal-agent 0.1.0"_s);
        QCOMPARE(to_bytes(hello.mac), QByteArray::fromHex("5ccf7f010203"));
        QCOMPARE(events.at(0).host, now);
        QCOMPARE(events.at(0).device_us, 0u);
        QCOMPARE(events.at(4).device_us, 40'000u);
    }

    void events_outlive_reader_and_bytes()
    {
        QList<Event> events;
        {
            TraceReader reader;
            events = reader.feed(span_of(scene(handshake)), host_now());
        }
        const QList<Event> copies = events;
        events.clear();
        QCOMPARE(to_qstring(std::get<wire::SessionStart>(copies.at(1).payload).peer), u"192.168.4.2:51000"_s);
    }

    void pieces_of_any_size_give_the_same_data()
    {
        QTest::addColumn<int>("piece");
        for (const int piece : { 1, 2, 7, 64 })
            QTest::addRow("%d", piece) << piece;
    }
    void pieces_of_any_size_give_the_same()
    {
        QFETCH(int, piece);
        const QByteArray bytes = scene(handshake + u"say hello there\nstart client 10.0.0.1:443\n"_s);
        TraceReader reader;
        QStringList console;
        qsizetype frames = 0;
        for (qsizetype at = 0; at < bytes.size(); at += piece) {
            for (const Event &event : reader.feed(span_of(bytes.sliced(at, std::min<qsizetype>(piece, bytes.size() - at))), host_now())) {
                if (const auto *line = std::get_if<ConsoleLine>(&event.payload))
                    console.append(line->text);
                else
                    ++frames;
            }
        }
        QCOMPARE(frames, 6);
        QCOMPARE(console, QStringList(u"hello there"_s));
    }

    void console_text_is_split_into_lines()
    {
        TraceReader reader;
        const QByteArray bytes = "first line\r\n\nsecond line\nno end yet";
        QList<Event> events = reader.feed(span_of(bytes), host_now());
        events += reader.flush(host_now());
        QStringList lines;
        for (const Event &event : std::as_const(events))
            lines.append(std::get<ConsoleLine>(event.payload).text);
        QCOMPARE(lines, QStringList({ u"first line"_s, u"second line"_s, u"no end yet"_s }));
        QCOMPARE(reader.counts().console_lines, 3u);
    }

    void endless_line_comes_in_pieces()
    {
        TraceReader reader;
        QList<Event> events = reader.feed(span_of(QByteArray(5000, 'x')), host_now());
        events += reader.flush(host_now());
        qsizetype size = 0;
        for (const Event &event : std::as_const(events)) {
            const QString text = std::get<ConsoleLine>(event.payload).text;
            QVERIFY(text.size() <= 1024);
            size += text.size();
        }
        QCOMPARE(size, 5000);
    }

    void sdk_lines_are_understood_beside_the_text()
    {
        TraceReader reader;
        const QList<Event> events = reader.feed(span_of("client handshake failed!\nReason:[-0x2700]\nplain\n"), host_now());
        QCOMPARE(count_of<ConsoleLine>(events), 3);
        QCOMPARE(count_of<SdkLog>(events), 2);
    }

    void lost_frames_show_as_gaps()
    {
        TraceReader reader;
        const QList<Event> events = reader.feed(span_of(scene(u"hello\nlost 3\nstart client 10.0.0.1:443"_s)), host_now());
        QCOMPARE(events.at(0).lost_before, 0u);
        QCOMPARE(events.at(1).lost_before, 3u);
        QCOMPARE(reader.counts().lost_frames, 3u);
    }

    void damaged_frame_costs_itself_alone()
    {
        QByteArray bytes = scene(handshake);
        const qsizetype middle = bytes.size() / 2;
        bytes[middle] = static_cast<char>(bytes.at(middle) ^ 0x55);
        TraceReader reader;
        const QList<Event> events = reader.feed(span_of(bytes), host_now());
        QCOMPARE(events.size(), 4);
        QVERIFY(reader.counts().damaged_bytes > 0);
        QCOMPARE(reader.counts().lost_frames, 1u);
    }

    void hello_behind_the_clock_is_a_reboot()
    {
        TraceReader reader;
        const HostTime start = host_now();
        QList<Event> events = reader.feed(span_of(scene(u"hello\nstart client 10.0.0.1:443"_s)), start);
        events += reader.feed(span_of(scene(u"reboot"_s)), start + std::chrono::seconds(2));
        QVERIFY(!events.at(0).rebooted);
        QVERIFY(events.at(2).rebooted);
        QCOMPARE(events.at(2).lost_before, 0u);
        QVERIFY(events.at(2).device_us >= 2'000'000); // the time line runs on
    }

    void hello_ahead_of_the_clock_repairs_lost_time()
    {
        // 20 frames of 10 ms each go missing between the two.
        QString between = u"hello\n"_s;
        for (int i = 0; i < 20; ++i)
            between += u"app -> 1\n"_s;
        const QByteArray first = scene(u"hello"_s);
        const QByteArray second = scene(between + u"hello"_s).sliced(scene(between).size());
        TraceReader reader;
        QList<Event> events = reader.feed(span_of(first), host_now());
        events += reader.feed(span_of(second), host_now());
        QCOMPARE(events.size(), 2);
        QCOMPARE(events.at(1).lost_before, 20u);
        QCOMPARE(events.at(1).device_us, 210'000u);
    }

    void unknown_kinds_are_counted()
    {
        std::array<std::uint8_t, wire::frame_encoded_max> frame = {};
        const std::uint32_t size = wire::encode_frame(0x7F, 0, 0, {}, { frame.data(), frame.size() });
        TraceReader reader;
        QVERIFY(reader.feed(std::span(frame).first(size), host_now()).isEmpty());
        QCOMPARE(reader.counts().unknown_frames, 1u);
    }

    void noise_never_hurts()
    {
        QRandomGenerator random(4711);
        const QByteArray good = scene(handshake);
        Monitor monitor;
        for (int round = 0; round < 300; ++round) {
            QByteArray bytes = good;
            for (int hit = 0; hit < 8; ++hit)
                bytes[random.bounded(bytes.size())] = static_cast<char>(random.bounded(256));
            QByteArray noise(random.bounded(200), Qt::Uninitialized);
            for (char &byte : noise)
                byte = static_cast<char>(random.bounded(256));
            monitor.feed(span_of(noise), host_now());
            monitor.feed(span_of(bytes), host_now());
        }
        // The stream recovers: an undamaged scene behind all that is seen whole.
        monitor.feed(span_of(QByteArray(2, '\0') + scene(handshake)), host_now());
        QCOMPARE(monitor.builder().sessions().constLast().steps.size(), 2);
    }
};

QTEST_GUILESS_MAIN(TraceReaderTest)
#include "tst_trace_reader.moc"
