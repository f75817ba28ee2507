// SPDX-License-Identifier: Apache-2.0
#include "core/loader/sector_plan.h"

#include <QTest>

using namespace espseal;
using namespace espseal::loader;
using namespace Qt::StringLiterals;

namespace {

// "0x7B000+4096 0x7C010+16": address and length of each piece.
std::vector<FlashPiece> pieces(const QString &text, std::span<const std::uint8_t> bytes)
{
    std::vector<FlashPiece> list;
    for (const QString &word : text.split(u' ', Qt::SkipEmptyParts)) {
        const QStringList parts = word.split(u'+');
        list.push_back({ Address(parts[0].toULongLong(nullptr, 0)), bytes.first(parts[1].toULongLong(nullptr, 0)), word });
    }
    return list;
}

// "7b:0+4096! 7c:16+16": sector, offset and length of each part; '!' for complete sectors.
QString describe(const std::vector<SectorTask> &tasks)
{
    QStringList words;
    for (const SectorTask &task : tasks) {
        QStringList parts;
        for (const SectorPart &part : task.parts)
            parts << u"%1+%2"_s.arg(part.offset).arg(part.bytes.size());
        words << QString::number(task.sector.value(), 16) + u':' + parts.join(u',') + (task.is_complete() ? u"!"_s : QString());
    }
    return words.join(u' ');
}

} // namespace

class TestSectorPlan : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void plans_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("tasks");
        QTest::newRow("whole sector") << u"0x7B000+4096"_s << u"7b:0+4096!"_s;
        QTest::newRow("start of a sector") << u"0x7B000+100"_s << u"7b:0+100"_s;
        QTest::newRow("across a border") << u"0x7BFF0+32"_s << u"7b:4080+16 7c:0+16"_s;
        QTest::newRow("three sectors") << u"0x7B800+0x1900"_s << u"7b:2048+2048 7c:0+4096! 7d:0+256"_s;
        QTest::newRow("two in one sector") << u"0x7B800+2048 0x7B000+2048"_s << u"7b:0+2048,2048+2048!"_s;
        QTest::newRow("sorted") << u"0x7D000+1 0x7B000+1"_s << u"7b:0+1 7d:0+1"_s;
        QTest::newRow("empty piece") << u"0x7B000+0 0x7C000+4"_s << u"7c:0+4"_s;
        QTest::newRow("up to the end") << u"0xFF000+4096"_s << u"ff:0+4096!"_s;
        QTest::newRow("nothing") << u""_s << u""_s;
    }
    void plans()
    {
        QFETCH(QString, given);
        QFETCH(QString, tasks);
        const Bytes bytes(1u << 16, 0xAA);
        const auto planned = plan_sectors(pieces(given, bytes), Size(1u << 20));
        QVERIFY(planned);
        QCOMPARE(describe(*planned), tasks);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("code");
        QTest::newRow("outside") << u"0x100000+1"_s << u"flash-range"_s;
        QTest::newRow("across the end") << u"0xFF000+4097"_s << u"flash-range"_s;
        QTest::newRow("far outside") << u"0xFFFFFFFFFFF00000+4096"_s << u"flash-range"_s;
        QTest::newRow("overlap") << u"0x7B000+4097 0x7C000+1"_s << u"pieces-overlap"_s;
        QTest::newRow("same place") << u"0x7B000+16 0x7B000+16"_s << u"pieces-overlap"_s;
    }
    void refuses()
    {
        QFETCH(QString, given);
        const Bytes bytes(1u << 16, 0xAA);
        const auto planned = plan_sectors(pieces(given, bytes), Size(1u << 20));
        QVERIFY(!planned);
        QTEST(planned.error().code, "code");
        QCOMPARE(exit_status(planned.error()), 3);
    }

    void lays_over_and_recognises()
    {
        const Bytes bytes { 1, 2, 3, 4 };
        const auto planned = plan_sectors(pieces(u"0x7B002+4"_s, bytes), Size(1u << 20));
        QVERIFY(planned);
        Bytes content(sector_size, 0x55);
        QVERIFY(!planned->front().is_done_by(content));
        planned->front().lay_over(content);
        QVERIFY(planned->front().is_done_by(content));
        const std::vector<std::uint8_t> head(content.begin(), content.begin() + 8);
        QCOMPARE(head, (std::vector<std::uint8_t> { 0x55, 0x55, 1, 2, 3, 4, 0x55, 0x55 }));
    }

    void heads_come_last()
    {
        const Bytes bytes(1u << 16, 0xAA);
        auto list = pieces(u"0x7A000+8192 0x7D000+100 0x10000+5000"_s, bytes);
        list.front().head_last = true;
        auto planned = plan_sectors(list, Size(1u << 20));
        QVERIFY(planned.has_value());
        put_in_writing_order(*planned);
        QCOMPARE(describe(*planned), u"10:0+4096! 11:0+904 7d:0+100 7b:0+4096! 7a:0+4096!"_s);
        QVERIFY(planned->front().head_last() == nullptr);
        QVERIFY(planned->back().head_last() != nullptr);
    }
};

QTEST_APPLESS_MAIN(TestSectorPlan)
#include "tst_sector_plan.moc"
