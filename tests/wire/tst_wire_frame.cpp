// SPDX-License-Identifier: Apache-2.0
// The frames' bytes: checksums, both encodings, golden vectors.
#include "core/wire/base64.h"
#include "core/wire/cobs.h"
#include "core/wire/crc.h"
#include "core/wire/trace_event.h"
#include "core/wire/trace_frame.h"
#include "tests/wire/wire_support.h"

#include <QRandomGenerator>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace espseal::wire;
using namespace wire_test;

namespace {

uint8_t *data_of(QByteArray &bytes)
{
    return reinterpret_cast<uint8_t *>(bytes.data());
}

QByteArray cobs(const QByteArray &plain)
{
    QByteArray coded(cobs_encoded_max(static_cast<uint32_t>(plain.size())), '\0');
    CobsWriter writer(data_of(coded));
    writer.put(view(plain));
    return coded.first(writer.finish());
}

std::optional<QByteArray> uncobs(const QByteArray &coded)
{
    QByteArray plain(coded.size(), '\0');
    uint32_t size = 0;
    if (!cobs_decode(view(coded), data_of(plain), size))
        return std::nullopt;
    return plain.first(size);
}

std::optional<QByteArray> unbase64(const QByteArray &text)
{
    QByteArray plain(text.size() / 4 * 3, '\0');
    uint32_t size = 0;
    if (!base64_decode(view(text), data_of(plain), size))
        return std::nullopt;
    return plain.first(size);
}

QByteArray counting(int from, int to)
{
    QByteArray out;
    for (int i = from; i <= to; ++i)
        out += static_cast<char>(i);
    return out;
}

} // namespace

class TestWireFrame : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void checksums();
    void cobs_vectors_data();
    void cobs_vectors();
    void cobs_refuses_data();
    void cobs_refuses();
    void base64_agrees_with_qt();
    void base64_refuses_data();
    void base64_refuses();
    void golden_data();
    void golden();
    void golden_is_complete();
    void longest_frame();
    void refuses_data();
    void refuses();
};

void TestWireFrame::checksums()
{
    const QByteArray check = "123456789"_ba;
    QCOMPARE(crc16(view(check)), 0x29B1);
    QCOMPARE(crc32(view(check)), 0xCBF43926u);
    QCOMPARE(crc16({}), 0xFFFF);
    QCOMPARE(crc32({}), 0u);
    for (qsizetype cut = 0; cut <= check.size(); ++cut) {
        QCOMPARE(crc16(view(check.sliced(cut)), crc16(view(check.first(cut)))), 0x29B1);
        QCOMPARE(crc32(view(check.sliced(cut)), crc32(view(check.first(cut)))), 0xCBF43926u);
    }
}

// The examples that every description of COBS gives.
void TestWireFrame::cobs_vectors_data()
{
    QTest::addColumn<QByteArray>("plain");
    QTest::addColumn<QByteArray>("coded");

    QTest::newRow("nothing") << QByteArray() << "\x01"_ba;
    QTest::newRow("zero") << QByteArray(1, '\0') << "\x01\x01"_ba;
    QTest::newRow("two zeros") << QByteArray(2, '\0') << "\x01\x01\x01"_ba;
    QTest::newRow("zero, one, zero") << QByteArray("\0\x11\0", 3) << "\x01\x02\x11\x01"_ba;
    QTest::newRow("zero inside") << QByteArray("\x11\x22\0\x33", 4) << "\x03\x11\x22\x02\x33"_ba;
    QTest::newRow("no zero") << "\x11\x22\x33\x44"_ba << "\x05\x11\x22\x33\x44"_ba;
    QTest::newRow("zeros at the end") << QByteArray("\x11\0\0\0", 4) << "\x02\x11\x01\x01\x01"_ba;
    QTest::newRow("254 bytes") << counting(1, 254) << '\xFF' + counting(1, 254);
    QTest::newRow("zero and 254 bytes") << counting(0, 254) << "\x01\xFF"_ba + counting(1, 254);
    QTest::newRow("255 bytes") << counting(1, 255) << '\xFF' + counting(1, 254) + "\x02\xFF"_ba;
    QTest::newRow("254 bytes and zero") << counting(2, 255) + '\0' << '\xFF' + counting(2, 255) + "\x01\x01"_ba;
    QTest::newRow("253 bytes, zero, one") << counting(3, 255) + QByteArray("\0\x01", 2) << '\xFE' + counting(3, 255) + "\x02\x01"_ba;
}

void TestWireFrame::cobs_vectors()
{
    QFETCH(QByteArray, plain);
    QFETCH(QByteArray, coded);
    QCOMPARE(cobs(tight(plain)), coded);
    QByteArray in_pieces(cobs_encoded_max(static_cast<uint32_t>(plain.size())), '\0');
    CobsWriter writer(data_of(in_pieces));
    for (qsizetype i = 0; i < plain.size(); ++i)
        writer.put(view(plain).part(static_cast<uint32_t>(i), 1));
    QCOMPARE(in_pieces.first(writer.finish()), coded);
    QCOMPARE(uncobs(tight(coded)), plain);
}

void TestWireFrame::cobs_refuses_data()
{
    QTest::addColumn<QByteArray>("coded");
    QTest::newRow("zero") << QByteArray(1, '\0');
    QTest::newRow("zero in a block") << QByteArray("\x03\x11\0", 3);
    QTest::newRow("code points behind the end") << "\x05\x11\x22"_ba;
    QTest::newRow("longest code alone") << "\xFF"_ba;
    QTest::newRow("second block cut off") << "\x02\x11\x03\x22"_ba;
}

void TestWireFrame::cobs_refuses()
{
    QFETCH(QByteArray, coded);
    QVERIFY(!uncobs(tight(coded)).has_value());
}

void TestWireFrame::base64_agrees_with_qt()
{
    QRandomGenerator random(7);
    for (int size = 0; size < 260; ++size) {
        QByteArray plain(size, '\0');
        for (char &byte : plain)
            byte = static_cast<char>(random.generate());
        QByteArray text(base64_encoded_size(static_cast<uint32_t>(size)), '\0');
        base64_encode(view(tight(plain)), data_of(text));
        QCOMPARE(text, plain.toBase64());
        QCOMPARE(unbase64(tight(text)), plain);
    }
}

void TestWireFrame::base64_refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("broken group") << "QUJ"_ba;
    QTest::newRow("blank") << "QUJ "_ba;
    QTest::newRow("no digit") << "QU*D"_ba;
    QTest::newRow("high byte") << "QU\xC3\xBC"_ba;
    QTest::newRow("padding in front") << "=QUJ"_ba;
    QTest::newRow("padding inside") << "QQ==QUJD"_ba;
    QTest::newRow("digit behind padding") << "QU=D"_ba;
    QTest::newRow("three padding characters") << "Q==="_ba;
    QTest::newRow("spare bits in two digits") << "QR=="_ba;
    QTest::newRow("spare bits in three digits") << "QUK="_ba.replace('K', 'J');
    QTest::newRow("URL alphabet") << "-_-_"_ba;
}

void TestWireFrame::base64_refuses()
{
    QFETCH(QByteArray, text);
    QVERIFY(!unbase64(tight(text)).has_value());
}

void TestWireFrame::golden_data()
{
    QTest::addColumn<uint8_t>("kind");
    QTest::addColumn<uint8_t>("seq");
    QTest::addColumn<uint16_t>("schema");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<QByteArray>("line");
    const QList<QByteArray> rows = data_file(u"trace/vectors.txt"_s).trimmed().split('\n');
    for (const QByteArray &row : rows) {
        const QList<QByteArray> columns = row.split(' ');
        QCOMPARE(columns.size(), 8);
        QTest::newRow(columns[0].constData()) << static_cast<uint8_t>(columns[1].toUInt(nullptr, 16)) << static_cast<uint8_t>(columns[2].toUInt(nullptr, 16))
                                              << columns[3].toUShort(nullptr, 16) << QByteArray::fromHex(columns[4]) << QByteArray::fromHex(columns[5])
                                              << columns[6] + ' ' + columns[7] + "\r\n";
    }
}

void TestWireFrame::golden()
{
    QFETCH(uint8_t, kind);
    QFETCH(uint8_t, seq);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, frame);
    QFETCH(QByteArray, line);
    QTEST(schema_of_kind(kind), "schema");
    const KeptFrame plain { kind, seq, body };
    QCOMPARE(framed(plain, schema_of_kind(kind)), frame);
    QCOMPARE(lined(plain, schema_of_kind(kind)), line);

    for (const QByteArray &coded : { frame, line }) {
        KeepingSink sink;
        FrameDecoder decoder(schema_of_kind);
        decoder.feed(view(coded), sink);
        QCOMPARE(sink.frames, QList { plain });
        QCOMPARE(sink.text_bytes, QByteArray());
        QCOMPARE(sink.damaged_bytes, 0);
    }
}

void TestWireFrame::golden_is_complete()
{
    QCOMPARE(data_file(u"trace/vectors.txt"_s).count('\n'), 9);
}

// The published sizes are exact enough to be array bounds and no more.
void TestWireFrame::longest_frame()
{
    const KeptFrame longest { 0x7F, 1, QByteArray(frame_body_max, '\x11') };
    QVERIFY(framed(longest).size() <= qsizetype(frame_encoded_max));
    QVERIFY(framed(longest).size() >= qsizetype(frame_encoded_max) - 2);
    QCOMPARE(lined(longest).size(), qsizetype(frame_line_max));
    for (const QByteArray &coded : { framed(longest), lined(longest) }) {
        KeepingSink sink;
        FrameDecoder decoder(no_schema);
        decoder.feed(view(coded), sink);
        QCOMPARE(sink.frames, QList { longest });
    }
}

void TestWireFrame::refuses_data()
{
    QTest::addColumn<int>("body");
    QTest::addColumn<int>("room");
    QTest::newRow("body too long") << int(frame_body_max) + 1 << 1000;
    QTest::newRow("no room") << 10 << 0;
    QTest::newRow("too little room") << 10 << 16;
}

void TestWireFrame::refuses()
{
    QFETCH(int, body);
    QFETCH(int, room);
    const QByteArray content(body, 'b');
    QByteArray out(room, 'x');
    const ByteSpan span { data_of(out), static_cast<uint32_t>(room) };
    QCOMPARE(encode_frame(1, 0, 0, view(content), span), 0u);
    QCOMPARE(encode_frame_line(1, 0, 0, view(content), span), 0u);
    QCOMPARE(out, QByteArray(room, 'x'));
}

QTEST_APPLESS_MAIN(TestWireFrame)
#include "tst_wire_frame.moc"
