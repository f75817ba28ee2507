// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#include "core/flash/drawing.h"
#include "core/flash/layout.h"
#include "tests/flash/drawn_plan.h"

using namespace espseal;
using namespace espseal::flash;
using namespace espseal::flash::test;
using namespace Qt::StringLiterals;

namespace {

QString lines_of(const QList<Range> &ranges)
{
    QStringList lines;
    for (const Range &range : ranges)
        lines += to_string(range.start) + u'-' + to_string(Address(range.end().value() - 1));
    return lines.join(u' ');
}

} // namespace

class FlashLayoutTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void finds_free_ranges()
    {
        const Plan plan = drawn(u"1MB 512+512\nprograms\n0x07B000-0x07BFFF ca ca"_s);
        QCOMPARE(lines_of(free_ranges(plan)), u"0x06B000-0x07AFFF 0x07C000-0x080FFF 0x0EB000-0x0FAFFF"_s);
        QCOMPARE(lines_of(free_ranges(plan, u"ca"_s)), u"0x06B000-0x080FFF 0x0EB000-0x0FAFFF"_s);
    }

    void finds_the_nearest_place_data()
    {
        QTest::addColumn<quint64>("near");
        QTest::addColumn<quint64>("size");
        QTest::addColumn<QString>("place");
        QTest::newRow("in a gap") << quint64(0x70000) << quint64(1) << u"0x070000-0x070FFF"_s;
        QTest::newRow("taken, one above") << quint64(0x7B000) << quint64(0x1000) << u"0x07A000-0x07AFFF"_s;
        QTest::newRow("two sectors") << quint64(0x7B000) << quint64(0x1001) << u"0x07C000-0x07DFFF"_s;
        QTest::newRow("unaligned wish") << quint64(0x70123) << quint64(0x1000) << u"0x070000-0x070FFF"_s;
        QTest::newRow("behind everything") << quint64(0xFFFFFF) << quint64(0x1000) << u"0x0FA000-0x0FAFFF"_s;
        QTest::newRow("too large") << quint64(0) << quint64(0x11000) << u""_s;
    }
    void finds_the_nearest_place()
    {
        QFETCH(const quint64, near);
        QFETCH(const quint64, size);
        const Plan plan = drawn(u"1MB 512+512\nprograms\n0x07B000-0x07BFFF ca ca"_s);
        const std::optional<Range> place = nearest_free(free_ranges(plan), Address(near), Size(size));
        QTEST(place ? lines_of(QList<Range> { *place }) : QString(), "place");
    }

    void knows_where_updates_write()
    {
        QCOMPARE(lines_of(fota_slots(drawn(u"4MB 1024+1024"_s))), u"0x001000-0x0E0FFF 0x101000-0x1E0FFF"_s);
        // An update may be as long as the longer slot, though the plan does not list the other one.
        QCOMPARE(lines_of(fota_slots(drawn(u"4MB 1024+1024\n0x1000-0xF0FFF user1 user1"_s))), u"0x001000-0x0F0FFF 0x101000-0x1F0FFF"_s);
        QCOMPARE(lines_of(fota_slots(drawn(u"4MB non-fota\nprograms"_s))), u""_s);
        QCOMPARE(lines_of(fota_slots(drawn(u"4MB 2048+2048"_s))), u""_s);
    }

    void lists_system_regions_once()
    {
        const Plan plan = drawn(u"1MB 512+512\n0x0FB000-0x0FBFFF rf rf-calibration\n0x0FE000-0x0FEFFF blank system-parameters"_s);
        QStringList names;
        for (const Region &region : all_regions(plan))
            names += region.name;
        QCOMPARE(names.join(u' '), u"rf phy-data system-parameters blank"_s);
    }

    void shows_what_a_write_erases_data()
    {
        QTest::addColumn<QString>("plan");
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("sectors");
        QTest::addColumn<QString>("also");
        const QString base = u"1MB 512+512\n0x1000-0x6AFFF user1 user1 content=0x2801\n"_s;
        QTest::newRow("blob: its whole region") << base + u"0x078000-0x079FFF ca ca content=100"_s << u"ca"_s << u"0x078000-0x079FFF"_s << u""_s;
        QTest::newRow("program: its content") << base << u"user1"_s << u"0x001000-0x003FFF"_s << u""_s;
        QTest::newRow("nothing to write") << base + u"0x078000-0x079FFF data user"_s << u"data"_s << u""_s << u""_s;
        QTest::newRow("neighbours join") << base + u"0x07A000-0x07AFFF id identity\n0x07B000-0x07BFFF ca ca"_s << u"ca id"_s << u"0x07A000-0x07BFFF"_s << u""_s;
        QTest::newRow("a neighbour in the same sector") << base + u"0x07A000-0x07A7FF a user content=100\n0x07A800-0x07AFFF b user content=50"_s << u"a"_s
                                                        << u"0x07A000-0x07AFFF"_s << u"b 0x07A800-0x07AFFF"_s;
        QTest::newRow("blob on the system's sectors") << base + u"0x0FB000-0x0FBFFF ca ca"_s << u"ca"_s << u"0x0FB000-0x0FBFFF"_s
                                                      << u"rf-calibration 0x0FB000-0x0FBFFF"_s;
        QTest::newRow("long blob") << base + u"0x07A000-0x07AFFF id identity content=5000\n0x07B000-0x07BFFF ca ca"_s << u"id"_s << u"0x07A000-0x07BFFF"_s
                                   << u"ca 0x07B000-0x07BFFF"_s;
        QTest::newRow("unplaced") << base + u"unplaced ca ca"_s << u"ca"_s << u""_s << u""_s;
    }
    void shows_what_a_write_erases()
    {
        QFETCH(const QString, plan);
        QFETCH(const QString, written);
        const ErasePreview preview = erase_preview(drawn(plan), written.split(u' '));
        QTEST(lines_of(preview.sectors), "sectors");
        QStringList also;
        for (const ErasePreview::Loss &loss : preview.also_erased)
            also += loss.region + u' ' + lines_of(QList<Range> { loss.range });
        QTEST(also.join(u'\n'), "also");
    }

    void counts_sectors()
    {
        const Plan plan = drawn(u"1MB 512+512\n0x07A000-0x07AFFF id identity\n0x060000-0x061FFF ca ca"_s);
        QCOMPARE(erase_preview(plan, { u"ca"_s, u"id"_s }).sector_count(), 3u);
    }

    void draws_to_scale()
    {
        const QString drawing = draw(drawn(u"1MB 512+512\nprograms\n0x07B000-0x07BFFF ca ca"_s));
        const QString strip = u"b"_s + QString(26, u'1') + u"...C."_s + QString(27, u'2') + u"...ss"_s; // 16 KB a column
        QVERIFY2(drawing.contains(u'|' + strip + u'|'), qUtf8Printable(drawing));
        QVERIFY(drawing.contains(u"espconn_secure_ca_enable(ESPCONN_CLIENT, 0x7B);"_s));
        QVERIFY(drawing.contains(u"0x07C000\u20130x080FFF"_s)); // the gap behind
    }

    // A name is text, never a place for an argument.
    void draws_hostile_names()
    {
        Plan plan = drawn(u"1MB 512+512\n0x07B000-0x07BFFF ca ca"_s);
        plan.name = u"%1 %2 %3"_s;
        plan.regions[0].name = u"%1%5%9"_s;
        QVERIFY(draw(plan).contains(u"%1%5%9"_s));
        QVERIFY(draw(plan).startsWith(u"%1 %2 %3: 1MB"_s));
    }
};

QTEST_GUILESS_MAIN(FlashLayoutTest)
#include "tst_flash_layout.moc"
