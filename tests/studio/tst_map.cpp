// SPDX-License-Identifier: Apache-2.0
#include <QItemSelectionModel>
#include <QSignalSpy>
#include <QtTest>

#include "app/studio/document/plan_document.h"
#include "app/studio/map/flash_map_view.h"
#include "app/studio/map/map_scale.h"
#include "core/provision/sample.h"

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::studio;

class TestMap final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addresses_and_pixels_agree_data();
    void addresses_and_pixels_agree();
    void zoom_keeps_what_is_under_the_pointer();
    void never_leaves_the_chip();
    void ticks_are_powers_of_two_sectors_data();
    void ticks_are_powers_of_two_sectors();

    void a_click_selects();
    void a_drag_moves_by_whole_sectors();
    void a_drag_back_leaves_the_plan_clean();
    void the_sdk_s_own_cannot_be_dragged();
    void alt_arrows_move_data();
    void alt_arrows_move();
    void a_held_key_is_one_undo_step();
    void the_selected_region_comes_into_view();
    void escape_ends_a_drag();
};

namespace {

constexpr Size four_mb(4u << 20);

// The map of the sample plan, wired as the page wires it.
struct Bench {
    PlanDocument document;
    RegionModel model { document };
    QItemSelectionModel selection { &model };
    FlashMapView view { model, selection };

    Bench()
    {
        document.replace(*provision::make_sample_plan(u"bench"_s, u"127.0.0.1"_s, 8883), {});
        view.resize(1000, view.sizeHint().height());
        view.show();
        view.show_work();
        QObject::connect(&view, &FlashMapView::move_requested, &document,
            [this](const QString &region, Address start, int drag) { QVERIFY(document.apply_dragged({ flash::MoveRegion { region, start } }, drag)); });
    }
    Address start(const QString &region) const { return document.plan().find(region)->slot.start; }
    void select(const QString &region) { selection.setCurrentIndex(model.index(model.row_of(region), 0), QItemSelectionModel::ClearAndSelect); }
    QPoint middle(const QString &region) const { return view.region_rect(region).center().toPoint(); }
    void drag(const QString &region, QPoint by)
    {
        const QPoint from = middle(region);
        QTest::mousePress(&view, Qt::LeftButton, {}, from);
        QTest::mouseMove(&view, from + by / 2);
        QTest::mouseMove(&view, from + by);
        QTest::mouseRelease(&view, Qt::LeftButton, {}, from + by);
    }
};

} // namespace

void TestMap::addresses_and_pixels_agree_data()
{
    QTest::addColumn<double>("x");
    QTest::addColumn<quint64>("address");
    QTest::newRow("left edge") << 0.0 << quint64(0);
    QTest::newRow("middle") << 512.0 << quint64(2u << 20);
    QTest::newRow("right edge") << 1024.0 << quint64(4u << 20);
    QTest::newRow("beyond") << 2000.0 << quint64(4u << 20);
    QTest::newRow("before") << -50.0 << quint64(0);
}

void TestMap::addresses_and_pixels_agree()
{
    QFETCH(double, x);
    QFETCH(quint64, address);
    const MapScale scale(four_mb, 1024);
    QCOMPARE(scale.address_at(x).value(), address);
    if (x >= 0 && x <= 1024)
        QCOMPARE(scale.x_of(Address(address)), x);
}

void TestMap::zoom_keeps_what_is_under_the_pointer()
{
    MapScale scale(four_mb, 1024);
    const Address under = scale.address_at(300);
    for (int i = 0; i < 5; ++i) {
        scale = scale.zoomed(1.6, 300);
        QVERIFY(std::abs(scale.x_of(under) - 300) < 0.01);
    }
    QVERIFY(!scale.shows_all());
    QCOMPARE(scale.showing_all(), MapScale(four_mb, 1024));
}

void TestMap::never_leaves_the_chip()
{
    MapScale scale = MapScale(four_mb, 1024).zoomed(8, 512);
    for (const double pixels : { -1e7, 1e7 }) {
        scale = scale.scrolled(pixels);
        QVERIFY(scale.visible().end() <= Address(four_mb.value()));
    }
    for (int i = 0; i < 40; ++i)
        scale = scale.zoomed(3, 1024);
    QVERIFY(scale.at_closest());
    QCOMPARE(scale.visible().size, Size(16ull * sector_size));
    for (int i = 0; i < 40; ++i)
        scale = scale.zoomed(0.3, 0);
    QVERIFY(scale.shows_all());
    const Range last { Address((4u << 20) - sector_size), Size(sector_size) };
    QVERIFY(scale.showing(last).visible().contains(last));
    QVERIFY(MapScale(four_mb, 1024).zoomed(32, 0).revealing(last).visible().contains(last));
}

void TestMap::ticks_are_powers_of_two_sectors_data()
{
    QTest::addColumn<double>("zoom");
    for (const double zoom : { 1.0, 3.0, 10.0, 64.0 })
        QTest::addRow("x%g", zoom) << zoom;
}

void TestMap::ticks_are_powers_of_two_sectors()
{
    QFETCH(double, zoom);
    const MapScale scale = MapScale(four_mb, 1024).zoomed(zoom, 0);
    const std::uint64_t tick = scale.tick(80).value();
    QCOMPARE(tick % sector_size, 0u);
    QVERIFY(std::has_single_bit(tick / sector_size));
    QVERIFY(scale.width_of(Size(tick)) >= 80);
}

void TestMap::a_click_selects()
{
    Bench bench;
    QTest::mouseClick(&bench.view, Qt::LeftButton, {}, bench.middle(u"ca"_s));
    QCOMPARE(bench.selection.currentIndex().data(key_role).toString(), u"ca"_s);
    QCOMPARE(bench.document.undo().count(), 0);
}

void TestMap::a_drag_moves_by_whole_sectors()
{
    Bench bench;
    const Address before = bench.start(u"ca"_s);
    const double sector = bench.view.scale().width_of(Size(sector_size));
    bench.drag(u"ca"_s, QPoint(qRound(sector * 2.2), 0));
    QCOMPARE(bench.start(u"ca"_s), before + Size(2ull * sector_size));
    QCOMPARE(bench.document.undo().count(), 1);
    bench.document.undo().undo();
    QCOMPARE(bench.start(u"ca"_s), before);
    QVERIFY(!bench.document.is_modified());
}

void TestMap::a_drag_back_leaves_the_plan_clean()
{
    Bench bench;
    const QPoint from = bench.middle(u"ca"_s);
    QTest::mousePress(&bench.view, Qt::LeftButton, {}, from);
    QTest::mouseMove(&bench.view, from + QPoint(120, 0));
    QTest::mouseMove(&bench.view, from + QPoint(1, 0));
    QTest::mouseRelease(&bench.view, Qt::LeftButton, {}, from + QPoint(1, 0));
    QVERIFY(!bench.document.is_modified());
    QCOMPARE(bench.document.undo().count(), 0);
}

void TestMap::the_sdk_s_own_cannot_be_dragged()
{
    Bench bench;
    bench.view.show_range({ Address((4u << 20) - 8ull * sector_size), Size(8ull * sector_size) });
    QString system;
    for (const RegionRow &row : bench.model.rows())
        if (row.region.role == flash::RegionRole::system_parameters)
            system = row.region.name;
    QVERIFY(!bench.view.region_rect(system).isEmpty());
    QSignalSpy moves(&bench.view, &FlashMapView::move_requested);
    bench.drag(system, QPoint(-200, 0));
    QCOMPARE(moves.count(), 0);
}

void TestMap::alt_arrows_move_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<bool>("shift");
    QTest::addColumn<int>("sectors");
    QTest::newRow("right") << Qt::Key_Right << false << 1;
    QTest::newRow("left") << Qt::Key_Left << false << -1;
    QTest::newRow("64 KB right") << Qt::Key_Right << true << 16;
    QTest::newRow("64 KB left") << Qt::Key_Left << true << -16;
}

void TestMap::alt_arrows_move()
{
    QFETCH(Qt::Key, key);
    QFETCH(bool, shift);
    QFETCH(int, sectors);
    Bench bench;
    bench.select(u"ca"_s);
    const std::int64_t before = static_cast<std::int64_t>(bench.start(u"ca"_s).value());
    QTest::keyClick(&bench.view, key, shift ? Qt::AltModifier | Qt::ShiftModifier : Qt::AltModifier);
    QCOMPARE(static_cast<std::int64_t>(bench.start(u"ca"_s).value()), before + sectors * std::int64_t(sector_size));
}

void TestMap::a_held_key_is_one_undo_step()
{
    Bench bench;
    bench.select(u"ca"_s);
    for (const bool repeated : { false, true, true }) {
        QKeyEvent press(QEvent::KeyPress, Qt::Key_Right, Qt::AltModifier, QString(), repeated);
        QCoreApplication::sendEvent(&bench.view, &press);
    }
    QCOMPARE(bench.document.undo().count(), 1);
    QTest::keyClick(&bench.view, Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(bench.document.undo().count(), 2);
}

void TestMap::the_selected_region_comes_into_view()
{
    Bench bench;
    bench.view.show_range({ Address(0), Size(sector_size) });
    QVERIFY(bench.view.region_rect(u"ca"_s).isEmpty());
    bench.select(u"ca"_s);
    QVERIFY(!bench.view.region_rect(u"ca"_s).isEmpty());
}

void TestMap::escape_ends_a_drag()
{
    Bench bench;
    QSignalSpy moves(&bench.view, &FlashMapView::move_requested);
    const QPoint from = bench.middle(u"ca"_s);
    QTest::mousePress(&bench.view, Qt::LeftButton, {}, from);
    QTest::mouseMove(&bench.view, from + QPoint(200, 0));
    QTest::keyClick(&bench.view, Qt::Key_Escape);
    QTest::mouseRelease(&bench.view, Qt::LeftButton, {}, from + QPoint(200, 0));
    QCOMPARE(moves.count(), 0);
}

QTEST_MAIN(TestMap)
#include "tst_map.moc"
