// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#include "core/base/units.h"

using namespace espseal;
using namespace Qt::StringLiterals;

class UnitsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parses_numbers_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("ok");
        QTest::addColumn<quint64>("number");
        QTest::newRow("decimal") << u"503808"_s << true << quint64(503808);
        QTest::newRow("hex") << u"0x7B000"_s << true << quint64(0x7B000);
        QTest::newRow("hex that ends in b") << u"0x7b"_s << true << quint64(0x7B);
        QTest::newRow("kilo") << u"512K"_s << true << quint64(512 * 1024);
        QTest::newRow("kilobytes") << u"512 KB"_s << true << quint64(512 * 1024);
        QTest::newRow("mega") << u"4MB"_s << true << quint64(4 * 1024 * 1024);
        QTest::newRow("spaces") << u"  16 "_s << true << quint64(16);
        QTest::newRow("largest") << u"0xFFFFFFFF"_s << true << quint64(0xFFFFFFFF);
        QTest::newRow("too large") << u"0x100000000"_s << false << quint64(0);
        QTest::newRow("empty") << u""_s << false << quint64(0);
        QTest::newRow("word") << u"sector"_s << false << quint64(0);
        QTest::newRow("negative") << u"-4"_s << false << quint64(0);
        QTest::newRow("unit alone") << u"M"_s << false << quint64(0);
        QTest::newRow("hex with unit") << u"0x10K"_s << false << quint64(0);
    }
    void parses_numbers()
    {
        QFETCH(const QString, text);
        QFETCH(const bool, ok);
        QFETCH(const quint64, number);
        const Result<std::uint64_t> parsed = parse_number(text, u"a size"_s);
        QCOMPARE(parsed.has_value(), ok);
        if (ok) {
            QCOMPARE(*parsed, number);
        } else {
            QCOMPARE(parsed.error().kind, ErrorKind::bad_input);
            QVERIFY(parsed.error().message.contains(u"a size"_s));
            QVERIFY(!parsed.error().fix.isEmpty());
        }
    }

    void ranges_know_what_they_share()
    {
        const Range a { Address(0x1000), Size(0x1000) };
        QVERIFY(!a.overlaps({ Address(0x2000), Size(0x1000) }));
        QVERIFY(a.overlaps({ Address(0x1FFF), Size(1) }));
        QVERIFY(!a.overlaps({ Address(0x1800), Size(0) }));
        QVERIFY(a.contains(Range { Address(0x1000), Size(0x1000) }));
        QVERIFY(!a.contains(Range { Address(0x1001), Size(0x1000) }));
        QCOMPARE(a.intersected({ Address(0x1800), Size(0x1000) }), (Range { Address(0x1800), Size(0x800) }));
        QVERIFY(a.intersected({ Address(0x4000), Size(1) }).empty());
        QCOMPARE((Range { Address(0x1FFF), Size(2) }).in_sectors(), (Range { Address(0x1000), Size(0x2000) }));
    }

    void sums_of_hostile_numbers_do_not_wrap()
    {
        const Range huge { Address(0xFFFFFFFF), Size(0xFFFFFFFF) };
        QVERIFY(huge.end() > huge.start);
        QVERIFY(!huge.overlaps({ Address(0), Size(0x1000) }));
    }

    void writes_as_the_field_does()
    {
        QLocale::setDefault(QLocale::c());
        QCOMPARE(to_string(Address(0x7B000)), u"0x07B000"_s);
        QCOMPARE(to_string(Address(SectorIndex(0x7B))), u"0x07B000"_s);
        QCOMPARE(to_string(SectorIndex(0x7B)), u"0x7B"_s);
        QCOMPARE(to_string(Size(4u << 20)), u"4 MB"_s);
        QCOMPARE(to_string(Size(512u << 10)), u"512 KB"_s);
        QVERIFY(to_string(Size(1001)).endsWith(u" bytes"_s));
    }
};

QTEST_GUILESS_MAIN(UnitsTest)
#include "tst_units.moc"
