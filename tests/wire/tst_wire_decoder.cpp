// SPDX-License-Identifier: Apache-2.0
// The decoder on a console: text around frames, noise, lost delimiters, lines for transports without NUL.
#include "tests/wire/wire_support.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace espseal::wire;
using namespace wire_test;

namespace {

const KeptFrame first { 0x05, 1, "\x96\x01\x01\x0B\xB4\x09\x00\xF0\xC1\x02"_ba };
const KeptFrame second { 0x02, 2, "\x05\x01\x01\x10"_ba + "192.168.4.2:8883"_ba }; // ends in characters
const KeptFrame holds_line_feeds { 0x0A, 10, "\n\n\xFF\nBearSSL 0.6\x0C\n"_ba };
const QByteArray zero(1, '\0');

QByteArray broken(const KeptFrame &frame)
{
    QByteArray coded = framed(frame);
    coded[3] = static_cast<char>(coded[3] ^ 0x10);
    return coded;
}

} // namespace

class TestWireDecoder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void splits_data();
    void splits();
    void text_is_not_held_back_data();
    void text_is_not_held_back();
    void flush_keeps_a_frame_under_way();
    void flush_ends_waiting_data();
    void flush_ends_waiting();
    void sequence_numbers_wrap();
    void attaches_anywhere();
};

void TestWireDecoder::splits_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QList<KeptFrame>>("frames");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("damage");
    using Frames = QList<KeptFrame>;

    const QByteArray f1 = framed(first);
    const QByteArray f2 = framed(second);
    const QByteArray lf = framed(holds_line_feeds);
    const QByteArray boot = " ets Jan  8 2013,rst cause:2, boot mode:(3,6)\r\n"_ba;

    QTest::newRow("text") << boot << Frames() << boot << false;
    QTest::newRow("frame") << f1 << Frames { first } << ""_ba << false;
    QTest::newRow("frames") << f1 + f2 << Frames { first, second } << ""_ba << false;
    QTest::newRow("frames that share a delimiter") << f1 + f2.sliced(1) << Frames { first, second } << ""_ba << false;
    QTest::newRow("idle zeros") << QByteArray(9, '\0') + f1 + QByteArray(9, '\0') << Frames { first } << ""_ba << false;
    QTest::newRow("frame with line feeds") << lf + boot + lf << Frames { holds_line_feeds, holds_line_feeds } << boot << false;
    QTest::newRow("text between frames") << boot + f1 + "a\r\n"_ba + f2 + "b"_ba + f1 + "c"_ba << Frames { first, second, first } << boot + "a\r\nbc"_ba
                                         << false;
    QTest::newRow("short text first") << "hello"_ba + f1 << Frames { first } << "hello"_ba << false;
    QTest::newRow("tilde") << f1 + "~~~\r\n"_ba + f2 << Frames { first, second } << "~~~\r\n"_ba << false;
    QTest::newRow("colours") << f1 + "\x1B[31mred\x1B[0m\r\n"_ba + f2 << Frames { first, second } << "\x1B[31mred\x1B[0m\r\n"_ba << false;
    QTest::newRow("UTF-8") << f1 + "22 °C, 日本, 🔒\r\n"_ba + f2 << Frames { first, second } << "22 °C, 日本, 🔒\r\n"_ba << false;
    QTest::newRow("very long line") << f1 + QByteArray(5000, 'l') + "\r\n"_ba + f2 << Frames { first, second } << QByteArray(5000, 'l') + "\r\n"_ba << false;
    QTest::newRow("many lines") << f1 + boot.repeated(50) + f2 << Frames { first, second } << boot.repeated(50) << false;

    QTest::newRow("damaged frame") << f1 + broken(second) + f1 << Frames { first, first } << ""_ba << true;
    QTest::newRow("damaged frame with line feeds") << f1 + broken(holds_line_feeds) + f1 << Frames { first, first } << ""_ba << true;
    QTest::newRow("damaged frame, then text") << broken(second) + "a\r\n"_ba + f1 << Frames { first } << "a\r\n"_ba << true;
    QTest::newRow("frame cut off") << f1 + f2.first(12) + f1 << Frames { first, first } << ""_ba << true;
    QTest::newRow("opening zero lost") << boot + f2.sliced(1) + f1 << Frames { second, first } << boot << false;
    QTest::newRow("opening zero lost in a line") << f1 + "prompt> "_ba + f2.sliced(1) + f1 << Frames { first, first } << ""_ba << true;
    QTest::newRow("closing zero lost") << f1 + f2.chopped(1) + "lost\r\nkept\r\n"_ba + f1 << Frames { first, first } << "kept\r\n"_ba << true;
    QTest::newRow("closing zero lost, text between") << f1 + f2.chopped(1) + boot + boot + f1 << Frames { first, first } << boot << true;
    QTest::newRow("both zeros lost") << f1.chopped(1) + f2.sliced(1) + f1 << Frames { first } << ""_ba << true;
    QTest::newRow("zero in text") << f1 + "one"_ba + zero + "two\r\n"_ba + f2 + "three"_ba + f1 << Frames { first, second, first } << "onetwo\r\nthree"_ba
                                  << false;
    QTest::newRow("zero in a frame") << f1 + f2.first(8) + zero + f2.sliced(8) + "text"_ba + f1 << Frames { first, first } << "text"_ba << true;
    QTest::newRow("flipped bit in a line") << f1 + "mode \x81 sta(18:fe)\r\nadd if0\r\n"_ba + f2 << Frames { first, second } << " sta(18:fe)\r\nadd if0\r\n"_ba
                                           << true;
    QTest::newRow("noise at the end of a line") << f1 + "mode : sta\x81\r\nadd if0\r\n"_ba + f2 << Frames { first, second } << "add if0\r\n"_ba << true;
    QTest::newRow("noise without a line end") << f1 + "abcdef\x81ghijkl"_ba + f2 << Frames { first, second } << ""_ba << true;
    QTest::newRow("boot text at another rate") << "\xFC\x00\xE1\x12\x00\x00\x86\xC3\xFF\x00"_ba + "\x8E\x01\xF1\r\n"_ba + boot + f1 << Frames { first } << boot
                                               << true;
    QTest::newRow("long noise") << f1 + QByteArray(3000, '\x80') + f2 + "text\r\n"_ba + f1 << Frames { first, second, first } << "text\r\n"_ba << true;
    QTest::newRow("tail of a frame") << f2.last(3) + f1 << Frames { first } << ""_ba << true;

    const QByteArray l1 = lined(first);
    const QByteArray l2 = lined(second);
    QTest::newRow("lines") << l1 + l2 << Frames { first, second } << ""_ba << false;
    QTest::newRow("lines between text") << boot + l1 + "a\r\n"_ba + l2 + "b\r\n"_ba << Frames { first, second } << boot + "a\r\nb\r\n"_ba << false;
    QTest::newRow("lines without CR") << boot + l1.chopped(2) + '\n' + l2 << Frames { first, second } << boot << false;
    QTest::newRow("lines and frames") << l1 + f2 + l1 + f2 << Frames { first, second, first, second } << ""_ba << false;
    QTest::newRow("damaged line") << boot + QByteArray(l1).replace(8, 1, "z") + l2 << Frames { second } << boot << true;
    QTest::newRow("line cut off") << l1.first(12) + "\r\n"_ba + l2 << Frames { second } << ""_ba << true;
    QTest::newRow("prefix alone") << "#ES \r\n"_ba + l2 << Frames { second } << ""_ba << true;
    QTest::newRow("prefix inside a line") << "see #ES AAAA\r\n"_ba + l2 << Frames { second } << "see #ES AAAA\r\n"_ba << false;
}

// The result must not depend on how the bytes come in.
void TestWireDecoder::splits()
{
    QFETCH(QByteArray, stream);
    for (const qsizetype step : { stream.size(), 1_n, 7_n }) {
        KeepingSink sink;
        FrameDecoder decoder(no_schema);
        for (qsizetype at = 0; at < stream.size(); at += step) {
            const QByteArray piece = tight(stream.sliced(at, std::min(step, stream.size() - at)));
            decoder.feed(view(piece), sink);
        }
        decoder.flush(sink);
        QTEST(sink.frames, "frames");
        QTEST(sink.text_bytes, "text");
        QTEST(sink.damaged_bytes > 0, "damage");
    }
}

void TestWireDecoder::text_is_not_held_back_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("line") << "mode : sta\r\n"_ba << "mode : sta\r\n"_ba;
    QTest::newRow("line behind a frame") << framed(first) + "mode : sta\r\n"_ba << "mode : sta\r\n"_ba;
    QTest::newRow("short lines wait for a longer one") << "a\r\n\r\nmode : sta\r\n"_ba << "a\r\n\r\nmode : sta\r\n"_ba;
    QTest::newRow("line, then the head of a frame") << "mode : sta\r\n"_ba + framed(second).first(10) << "mode : sta\r\n"_ba;
    QTest::newRow("end of a line") << "mode : sta\r\n>"_ba << "mode : sta\r\n"_ba;
}

void TestWireDecoder::text_is_not_held_back()
{
    QFETCH(QByteArray, stream);
    KeepingSink sink;
    FrameDecoder decoder(no_schema);
    decoder.feed(view(stream), sink);
    QTEST(sink.text_bytes, "text");
}

// The device may stop in the middle of a frame while it computes for seconds.
void TestWireDecoder::flush_keeps_a_frame_under_way()
{
    const QByteArray stream = framed(second) + "text\r\n"_ba + framed(holds_line_feeds) + framed(first);
    for (qsizetype pause = 0; pause <= stream.size(); ++pause) {
        KeepingSink sink;
        FrameDecoder decoder(no_schema);
        decoder.feed(view(stream).part(0, static_cast<uint32_t>(pause)), sink);
        decoder.flush(sink);
        decoder.feed(view(stream).part(static_cast<uint32_t>(pause)), sink);
        QCOMPARE(sink.frames, (QList { second, holds_line_feeds, first }));
        QCOMPARE(sink.text_bytes, "text\r\n"_ba);
        QCOMPARE(sink.damaged_bytes, 0);
    }
}

void TestWireDecoder::flush_ends_waiting_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("prompt") << ">"_ba << ">"_ba;
    QTest::newRow("prompt behind a frame") << framed(first) + "> "_ba << "> "_ba;
    QTest::newRow("short line") << "ok\r\n"_ba << "ok\r\n"_ba;
    QTest::newRow("text behind noise") << "\x83\xFF\x12\r\nready\r\n"_ba << "ready\r\n"_ba;
    QTest::newRow("text behind noise with a zero") << "\x83\xFF"_ba + zero + "\x12\r\nready\r\n"_ba << "ready\r\n"_ba;
    QTest::newRow("text behind a lone zero") << zero + "ready\r\n"_ba << "ready\r\n"_ba;
    QTest::newRow("prompt behind a line with noise") << "AT+\x83RST\r\n> "_ba << "> "_ba;
    QTest::newRow("short lines long after noise") << "\x83\xFF\r\nready\r\nOK\r\nOK\r\n"_ba << "ready\r\nOK\r\nOK\r\n"_ba;
    QTest::newRow("half a character") << "22 \xC2"_ba << ""_ba;
    QTest::newRow("erased") << QByteArray(100, '\xFF') << ""_ba;
}

void TestWireDecoder::flush_ends_waiting()
{
    QFETCH(QByteArray, stream);
    KeepingSink sink;
    FrameDecoder decoder(no_schema);
    decoder.feed(view(stream), sink);
    decoder.flush(sink);
    QTEST(sink.text_bytes, "text");
    decoder.flush(sink);
    QTEST(sink.text_bytes, "text");
}

void TestWireDecoder::sequence_numbers_wrap()
{
    QByteArray stream;
    for (int i = 0; i < 600; ++i) {
        if (i % 100 != 50)
            stream += framed({ 0x05, static_cast<uint8_t>(i), "body"_ba });
    }
    KeepingSink sink;
    FrameDecoder decoder(no_schema);
    decoder.feed(view(stream), sink);
    QCOMPARE(sink.frames.size(), 594);
    int lost = 0;
    for (qsizetype i = 1; i < sink.frames.size(); ++i)
        lost += static_cast<uint8_t>(sink.frames[i].seq - sink.frames[i - 1].seq - 1);
    QCOMPARE(lost, 6);
}

// Wherever the cable is plugged in, whole frames and lines behind that place come through.
void TestWireDecoder::attaches_anywhere()
{
    const QByteArray line = "mode : sta(18:fe:34:a0:b1:c2)\r\n"_ba;
    const QByteArray head = framed(first) + line + framed(holds_line_feeds) + framed(first);
    const QByteArray stream = head + framed(second) + line + framed(first);
    for (qsizetype start = 0; start <= head.size(); ++start) {
        KeepingSink sink;
        FrameDecoder decoder(no_schema);
        decoder.feed(view(stream).part(static_cast<uint32_t>(start)), sink);
        QVERIFY(sink.frames.size() >= 2);
        QCOMPARE(sink.frames.last(2), (QList { second, first }));
        QVERIFY(sink.text_bytes.endsWith(line));
        QCOMPARE(sink.text_bytes, (line + line).last(std::min(sink.text_bytes.size(), 2 * line.size())));
    }
}

QTEST_APPLESS_MAIN(TestWireDecoder)
#include "tst_wire_decoder.moc"
