// SPDX-License-Identifier: Apache-2.0
#include "core/loader/slip.h"

#include <QTest>

using namespace espseal::loader;
using namespace Qt::StringLiterals;

namespace {

Bytes bytes(const QByteArray &hex)
{
    const QByteArray raw = QByteArray::fromHex(hex);
    return Bytes(raw.begin(), raw.end());
}

QByteArray hex(const Bytes &frame)
{
    return QByteArray(reinterpret_cast<const char *>(frame.data()), static_cast<qsizetype>(frame.size())).toHex();
}

// All frames, in hex, joined by '|'.
QByteArray drained(SlipReader &reader)
{
    QByteArrayList frames;
    while (const std::optional<Bytes> frame = reader.next())
        frames << hex(*frame);
    return frames.join('|');
}

} // namespace

class TestSlip : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void encodes_data()
    {
        QTest::addColumn<QByteArray>("frame");
        QTest::addColumn<QByteArray>("wire");
        QTest::newRow("empty") << ""_ba << "c0c0"_ba;
        QTest::newRow("plain") << "0102"_ba << "c00102c0"_ba;
        QTest::newRow("delimiter") << "01c002"_ba << "c001dbdc02c0"_ba;
        QTest::newRow("escape") << "db"_ba << "c0dbddc0"_ba;
        QTest::newRow("both in a row") << "dbc0"_ba << "c0dbdddbdcc0"_ba;
    }
    void encodes()
    {
        QFETCH(QByteArray, frame);
        QFETCH(QByteArray, wire);
        QCOMPARE(hex(slip_encode(bytes(frame))), wire);
    }

    void decodes_data()
    {
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<QByteArray>("frames");
        QTest::addColumn<int>("damaged");
        QTest::newRow("one") << "c00102c0"_ba << "0102"_ba << 0;
        QTest::newRow("shared delimiter") << "c001c002c0"_ba << "01|02"_ba << 0;
        QTest::newRow("doubled delimiters") << "c001c0c002c0c0"_ba << "01|02"_ba << 0;
        QTest::newRow("text before") << "0a6574c00102c0"_ba << "0102"_ba << 0;
        QTest::newRow("lost opening delimiter costs one frame") << "01c0c002c0"_ba << "02"_ba << 0;
        QTest::newRow("lost closing delimiter joins") << "c001c00203c0"_ba << "01|0203"_ba << 0;
        QTest::newRow("escapes") << "c0dbdcdbddc0"_ba << "c0db"_ba << 0;
        QTest::newRow("wrong escape") << "c0db01c0c002c0"_ba << "02"_ba << 1;
        QTest::newRow("cut escape") << "c001dbc0c002c0"_ba << "02"_ba << 1;
        QTest::newRow("open end") << "c00102"_ba << ""_ba << 0;
    }
    void decodes()
    {
        QFETCH(QByteArray, wire);
        QFETCH(QByteArray, frames);
        QFETCH(int, damaged);
        SlipReader whole;
        whole.feed(bytes(wire));
        QCOMPARE(drained(whole), frames);
        QCOMPARE(whole.damaged(), std::uint64_t(damaged));

        SlipReader trickled;
        QByteArrayList got;
        for (const std::uint8_t byte : bytes(wire)) {
            trickled.feed(std::span(&byte, 1));
            if (const QByteArray more = drained(trickled); !more.isEmpty())
                got << more;
        }
        QCOMPARE(got.join('|'), frames);
    }

    void every_byte_survives()
    {
        Bytes frame;
        for (int byte = 0; byte < 256; ++byte)
            frame.push_back(static_cast<std::uint8_t>(byte));
        SlipReader reader;
        reader.feed(slip_encode(frame));
        QCOMPARE(reader.next(), frame);
    }

    void an_endless_frame_is_dropped_and_the_next_one_read()
    {
        SlipReader reader;
        reader.feed(Bytes { 0xC0 });
        reader.feed(Bytes(1u << 20, 0x41));
        QVERIFY(!reader.next());
        reader.feed(bytes("c00102c0"));
        QCOMPARE(drained(reader), "0102"_ba);
        QCOMPARE(reader.damaged(), 1u);
    }
};

QTEST_APPLESS_MAIN(TestSlip)
#include "tst_slip.moc"
