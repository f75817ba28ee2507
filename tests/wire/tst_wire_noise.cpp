// SPDX-License-Identifier: Apache-2.0
// Frames and console text over a bad line: whatever is flipped, lost or overrun, no frame appears that was not sent and no byte of
// a frame appears as text. Fixed seeds, so a failure repeats.
#include "tests/wire/wire_support.h"

#include <QRandomGenerator>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace espseal::wire;
using namespace wire_test;

namespace {

struct Sent {
    QByteArray stream;
    QList<KeptFrame> frames;
    QList<QByteArray> lines;
};

struct Rates {
    double flips = 0; // of a bit, per byte
    double drops = 0; // of a byte, per byte
    double bursts = 0; // of 16 to 128 bytes, per byte: a FIFO overrun
};

struct Harm {
    qsizetype flips = 0;
    qsizetype gaps = 0;
};

constexpr char letters[] = "abcdefghijklmnopqrstuvwxyz ~:.";

QByteArray random_bytes(QRandomGenerator &random, int size)
{
    QByteArray out(size, '\0');
    for (char &byte : out)
        byte = static_cast<char>(random.generate());
    return out;
}

// Lower-case letters only, so that a line that comes back can be told from a frame's remains.
QByteArray random_line(QRandomGenerator &random)
{
    QByteArray out(random.bounded(8, 60), ' ');
    for (char &letter : out)
        letter = letters[random.bounded(int(sizeof letters - 1))];
    return out + "\r\n"_ba;
}

using Encode = QByteArray (*)(const KeptFrame &, uint16_t);

Sent send(QRandomGenerator &random, int count, Encode encode)
{
    Sent sent;
    for (int i = 0; i < count; ++i) {
        const KeptFrame frame { static_cast<uint8_t>(random.bounded(1, 18)), static_cast<uint8_t>(i), random_bytes(random, random.bounded(0, 42)) };
        sent.frames.append(frame);
        sent.stream += encode(frame, 0x1234);
        if (random.bounded(100) < 40) {
            sent.lines.append(random_line(random));
            sent.stream += sent.lines.last();
        }
    }
    return sent;
}

QByteArray corrupt(const QByteArray &stream, const Rates &rates, QRandomGenerator &random, Harm &harm)
{
    QByteArray out;
    out.reserve(stream.size());
    for (qsizetype i = 0; i < stream.size(); ++i) {
        if (random.generateDouble() < rates.bursts) {
            i += random.bounded(16, 129) - 1;
            ++harm.gaps;
            continue;
        }
        if (random.generateDouble() < rates.drops) {
            ++harm.gaps;
            continue;
        }
        const int flip = random.generateDouble() < rates.flips ? 1 << random.bounded(8) : 0;
        harm.flips += flip != 0;
        out += static_cast<char>(stream[i] ^ flip);
    }
    return out;
}

KeepingSink decode(const QByteArray &stream, QRandomGenerator &random)
{
    KeepingSink sink;
    FrameDecoder decoder([](uint8_t) -> uint16_t { return 0x1234; });
    for (qsizetype at = 0; at < stream.size();) {
        const qsizetype size = std::min<qsizetype>(random.bounded(1, 200), stream.size() - at);
        const QByteArray piece = tight(stream.sliced(at, size));
        decoder.feed(view(piece), sink);
        if (random.bounded(50) == 0)
            decoder.flush(sink);
        at += size;
    }
    decoder.flush(sink);
    return sink;
}

// How many of `wanted` came back, in order; fails on one that was not sent.
template <class T> qsizetype count_in_order(const QList<T> &wanted, const QList<T> &got)
{
    qsizetype at = 0;
    for (const T &one : got) {
        at = wanted.indexOf(one, at) + 1;
        if (at == 0)
            return -1;
    }
    return got.size();
}

qsizetype foreign_letters(const QByteArray &text)
{
    const QByteArray ours = QByteArray(letters) + "\r\n"_ba;
    return std::ranges::count_if(text, [&ours](char letter) { return !ours.contains(letter); });
}

} // namespace

class TestWireNoise : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bad_line_data();
    void bad_line();
    void garbage_is_no_frame();
};

void TestWireNoise::bad_line_data()
{
    QTest::addColumn<Encode>("encode");
    QTest::addColumn<double>("flips");
    QTest::addColumn<double>("drops");
    QTest::addColumn<double>("bursts");
    QTest::addColumn<int>("frames_kept"); // per cent, at least
    QTest::addColumn<int>("lines_kept");

    QTest::newRow("clean") << Encode(framed) << 0.0 << 0.0 << 0.0 << 100 << 100;
    QTest::newRow("flips") << Encode(framed) << 1e-3 << 0.0 << 0.0 << 94 << 90;
    QTest::newRow("drops") << Encode(framed) << 0.0 << 1e-3 << 0.0 << 94 << 90;
    QTest::newRow("bursts") << Encode(framed) << 0.0 << 0.0 << 1e-3 << 80 << 80;
    QTest::newRow("ordinary line") << Encode(framed) << 2e-4 << 2e-4 << 2e-5 << 98 << 97;
    QTest::newRow("bad line") << Encode(framed) << 2e-3 << 2e-3 << 2e-4 << 85 << 80;
    QTest::newRow("hopeless line") << Encode(framed) << 0.05 << 0.05 << 1e-2 << 0 << 0;
    QTest::newRow("clean, base64") << Encode(lined) << 0.0 << 0.0 << 0.0 << 100 << 100;
    QTest::newRow("bad line, base64") << Encode(lined) << 2e-3 << 2e-3 << 2e-4 << 80 << 80;
}

void TestWireNoise::bad_line()
{
    QFETCH(Encode, encode);
    QFETCH(double, flips);
    QFETCH(double, drops);
    QFETCH(double, bursts);
    QFETCH(int, frames_kept);
    QFETCH(int, lines_kept);
    const bool clean = flips + drops + bursts == 0;
    qsizetype frames_sent = 0;
    qsizetype frames_got = 0;
    qsizetype lines_sent = 0;
    qsizetype lines_got = 0;
    qsizetype foreign = 0;
    Harm harm;

    for (quint32 seed = 1; seed <= 20; ++seed) {
        QRandomGenerator random(seed);
        const Sent sent = send(random, 400, encode);
        const QByteArray stream = corrupt(sent.stream, { flips, drops, bursts }, random, harm);
        const KeepingSink sink = decode(stream, random);

        const qsizetype frames = count_in_order(sent.frames, sink.frames);
        QVERIFY2(frames >= 0, "a frame appeared that was not sent");
        foreign += foreign_letters(sink.text_bytes);
        if (clean) {
            QCOMPARE(sink.frames, sent.frames);
            QCOMPARE(sink.text_bytes, sent.lines.join());
            QCOMPARE(sink.damaged_bytes, 0);
        }
        frames_sent += sent.frames.size();
        frames_got += frames;
        lines_sent += sent.lines.size();
        for (const QByteArray &line : sent.lines)
            lines_got += sink.text_bytes.contains(line);
    }
    // A gap that leaves only the last two or three bytes of a frame leaves what may be text, such as dots that show progress.
    if (encode == Encode(framed))
        QCOMPARE_LE(foreign, harm.flips + harm.gaps / 20);
    QCOMPARE_GE(frames_got * 100, frames_sent * frames_kept);
    QCOMPARE_GE(lines_got * 100, lines_sent * lines_kept);
}

// Bytes that nobody framed: a CRC of 16 bits lets one segment in 65536 through, no more.
void TestWireNoise::garbage_is_no_frame()
{
    QRandomGenerator random(42);
    const QByteArray garbage = random_bytes(random, 2'000'000);
    const KeepingSink sink = decode(garbage, random);
    QCOMPARE_LE(sink.frames.size(), 3);
    qsizetype frame_bytes = 0;
    for (const KeptFrame &frame : sink.frames)
        frame_bytes += frame.body.size() + 8;
    const qsizetype zeros = garbage.count('\0');
    QCOMPARE_GE(sink.text_bytes.size() + sink.damaged_bytes + zeros + frame_bytes, garbage.size() - 300);
    QCOMPARE_LE(sink.text_bytes.size(), garbage.size() / 100);
}

QTEST_APPLESS_MAIN(TestWireNoise)
#include "tst_wire_noise.moc"
