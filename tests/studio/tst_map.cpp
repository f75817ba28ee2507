// SPDX-License-Identifier: Apache-2.0
#include <QClipboard>
#include <QItemSelectionModel>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QPointingDevice>
#include <QSignalSpy>
#include <QToolButton>
#include <QToolTip>
#include <QtTest>

#include "app/studio/actions/action_registry.h"
#include "app/studio/document/plan_document.h"
#include "app/studio/document/region_place.h"
#include "app/studio/inspector/content_view.h"
#include "app/studio/inspector/describe.h"
#include "app/studio/map/flash_map_view.h"
#include "app/studio/map/map_ink.h"
#include "app/studio/map/map_scale.h"
#include "app/studio/theme/theme.h"
#include "core/flash/suggest.h"
#include "core/provision/sample.h"
#include "tests/present.h"

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::studio;
using espseal::test::present;

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

    void an_edge_stretches_data();
    void an_edge_stretches();
    void a_region_keeps_a_sector();
    void a_drag_shows_what_it_would_break();
    void control_arrows_resize_data();
    void control_arrows_resize();
    void a_held_resize_is_one_undo_step();
    void programs_are_as_long_as_they_are();
    void the_current_region_s_edge_wins();
    void hovering_tells_about_a_region();
    void hovering_tells_about_free_space();
    void space_tells_about_the_current_region();
    void free_space_scrolls();
    void fingers_zoom();
    void patterns_differ_without_colour();
    void says_why_a_place_is_good();
    void a_call_is_copied_with_one_click();
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
        QObject::connect(&view, &FlashMapView::resize_requested, &document, [this](const QString &region, const Range &place, int drag) {
            QVERIFY(document.apply_dragged(put_at(*document.plan().find(region), place), drag));
        });
    }
    Range slot(const QString &region) const { return document.plan().find(region)->slot; }
    void apply(const flash::Edit &edit) { QVERIFY(document.apply(edit)); }
    double sectors(int count) const { return view.scale().width_of(Size(static_cast<std::uint64_t>(count) * sector_size)); }
    void hover(QPoint point)
    {
        QHelpEvent help(QEvent::ToolTip, point, view.mapToGlobal(point));
        QCoreApplication::sendEvent(&view, &help);
    }
    // A hold of one edge of a block, not yet let go.
    QPoint take_edge(const QString &region, MapGrip edge)
    {
        const QRectF block = view.region_rect(region);
        const QPoint at((edge == MapGrip::start ? QPointF(block.left() + 1, block.center().y()) : QPointF(block.right() - 1, block.center().y())).toPoint());
        QTest::mousePress(&view, Qt::LeftButton, {}, at);
        return at;
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
    QCOMPARE(scale.visible().size, Size(sector_size));
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

void TestMap::an_edge_stretches_data()
{
    QTest::addColumn<MapGrip>("edge");
    QTest::addColumn<int>("pulled"); // sectors to the right
    QTest::addColumn<int>("start"); // sectors from where it was
    QTest::addColumn<int>("size");
    QTest::newRow("end outwards") << MapGrip::end << 2 << 0 << 3;
    QTest::newRow("start outwards") << MapGrip::start << -1 << -1 << 2;
    QTest::newRow("start outwards, far") << MapGrip::start << -3 << -3 << 4;
}

void TestMap::an_edge_stretches()
{
    QFETCH(MapGrip, edge);
    QFETCH(int, pulled);
    QFETCH(int, start);
    QFETCH(int, size);
    Bench bench;
    bench.select(u"ca"_s);
    const Range before = bench.slot(u"ca"_s);
    QCOMPARE(before.size, Size(sector_size));
    const QPoint from = bench.take_edge(u"ca"_s, edge);
    const QPoint to = from + QPoint(qRound(pulled < 0 ? -bench.sectors(-pulled) : bench.sectors(pulled)), 0);
    QTest::mouseMove(&bench.view, (from + to) / 2);
    QTest::mouseMove(&bench.view, to);
    QTest::mouseRelease(&bench.view, Qt::LeftButton, {}, to);
    const auto wanted_start = static_cast<std::int64_t>(before.start.value()) + start * std::int64_t(sector_size);
    QCOMPARE(static_cast<std::int64_t>(bench.slot(u"ca"_s).start.value()), wanted_start);
    QCOMPARE(bench.slot(u"ca"_s).size.sectors(), static_cast<std::uint32_t>(size));
    QCOMPARE(bench.document.undo().count(), 1);
    bench.document.undo().undo();
    QCOMPARE(bench.slot(u"ca"_s), before);
    QVERIFY(!bench.document.is_modified());
}

void TestMap::a_region_keeps_a_sector()
{
    Bench bench;
    bench.apply({ flash::ResizeRegion { u"ca"_s, Size(3ull * sector_size) } });
    bench.select(u"ca"_s);
    const Range before = bench.slot(u"ca"_s);
    const QPoint from = bench.take_edge(u"ca"_s, MapGrip::end);
    const QPoint to = from - QPoint(qRound(bench.sectors(8)), 0);
    QTest::mouseMove(&bench.view, to);
    QTest::mouseRelease(&bench.view, Qt::LeftButton, {}, to);
    QCOMPARE(bench.slot(u"ca"_s), (Range { before.start, Size(sector_size) }));
    QTest::keyClick(&bench.view, Qt::Key_Left, Qt::ControlModifier);
    QCOMPARE(bench.slot(u"ca"_s).size, Size(sector_size));
    QCOMPARE(stretched(before, MapGrip::start, before.end() + Size(sector_size), four_mb).size, Size(sector_size));
    QCOMPARE(stretched(before, MapGrip::end, Address(99u << 20), four_mb).end(), Address(four_mb.value()));
}

void TestMap::a_drag_shows_what_it_would_break()
{
    Bench bench;
    bench.select(u"ca"_s);
    QVERIFY(!bench.view.ghost());
    const Range neighbour = bench.slot(u"identity"_s);
    const QPoint from = bench.take_edge(u"ca"_s, MapGrip::start);
    QTest::mouseMove(&bench.view, from - QPoint(qRound(bench.sectors(1)), 0));
    const MapGhost ghost = present(bench.view.ghost());
    QVERIFY(ghost.target.overlaps(neighbour));
    QVERIFY(ghost.conflict);
    QVERIFY2(ghost.words.contains(u"identity"_s), qPrintable(ghost.words));
    QVERIFY(!bench.document.is_modified());
    QTest::keyClick(&bench.view, Qt::Key_Escape);
    QVERIFY(!bench.view.ghost());
}

void TestMap::control_arrows_resize_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<bool>("shift");
    QTest::addColumn<int>("sectors");
    QTest::newRow("longer") << Qt::Key_Right << false << 5;
    QTest::newRow("shorter") << Qt::Key_Left << false << 3;
    QTest::newRow("64 KB longer") << Qt::Key_Right << true << 20;
    QTest::newRow("never nothing") << Qt::Key_Left << true << 1;
}

void TestMap::control_arrows_resize()
{
    QFETCH(Qt::Key, key);
    QFETCH(bool, shift);
    QFETCH(int, sectors);
    Bench bench;
    bench.apply({ flash::ResizeRegion { u"ca"_s, Size(4ull * sector_size) } });
    bench.select(u"ca"_s);
    const Address start = bench.start(u"ca"_s);
    QTest::keyClick(&bench.view, key, shift ? Qt::ControlModifier | Qt::ShiftModifier : Qt::ControlModifier);
    QCOMPARE(bench.slot(u"ca"_s), (Range { start, Size(static_cast<std::uint64_t>(sectors) * sector_size) }));
}

void TestMap::a_held_resize_is_one_undo_step()
{
    Bench bench;
    bench.select(u"ca"_s);
    for (const bool repeated : { false, true, true }) {
        QKeyEvent press(QEvent::KeyPress, Qt::Key_Right, Qt::ControlModifier, QString(), repeated);
        QCoreApplication::sendEvent(&bench.view, &press);
    }
    QCOMPARE(bench.slot(u"ca"_s).size.sectors(), 4u);
    QCOMPARE(bench.document.undo().count(), 1);
}

void TestMap::programs_are_as_long_as_they_are()
{
    Bench bench;
    RegionRow row = bench.model.rows().at(bench.model.row_of(u"user1"_s));
    QVERIFY(is_resizable(row));
    row.region.content = Size(300000);
    QVERIFY(is_movable(row));
    QVERIFY(!is_resizable(row));
    row.region.pinned = true;
    QVERIFY(!is_movable(row));
}

void TestMap::the_current_region_s_edge_wins()
{
    Bench bench;
    const QRectF left = bench.view.region_rect(u"identity"_s);
    QCOMPARE(bench.slot(u"identity"_s).end(), bench.start(u"ca"_s));
    const QRectF lane(bench.view.region_rect(u"user2"_s).adjusted(-2000, 0, 2000, 0));
    const auto hit = [&](const QString &current, double x) {
        const QRectF whole(left.left() - bench.view.scale().x_of(bench.start(u"identity"_s)), lane.top(), bench.view.scale().width(), lane.height());
        return hit_test(bench.model.rows(), current, bench.view.scale(), whole, { x, lane.center().y() });
    };
    QCOMPARE(hit(u"identity"_s, left.right() + 1).row->region.name, u"identity"_s);
    QCOMPARE(hit(u"identity"_s, left.right() + 1).grip, MapGrip::end);
    QCOMPARE(hit(u"ca"_s, left.right() - 1).row->region.name, u"ca"_s);
    QCOMPARE(hit(u"ca"_s, left.right() - 1).grip, MapGrip::start);
    QCOMPARE(hit({}, left.right() - 1).row->region.name, u"identity"_s);
    QCOMPARE(hit({}, left.center().x()).grip, MapGrip::whole);
}

void TestMap::hovering_tells_about_a_region()
{
    Bench bench;
    bench.hover(bench.middle(u"ca"_s));
    const QString text = QToolTip::text();
    for (const QString &part : { u"ca"_s, to_string(bench.start(u"ca"_s)), to_string(bench.start(u"ca"_s).sector()), state_word(RegionState::written) })
        QVERIFY2(text.contains(part), qPrintable(text + u" lacks "_s + part));
    bench.apply({ flash::MoveRegion { u"ca"_s, bench.start(u"identity"_s) } });
    bench.hover(bench.middle(u"ca"_s));
    QVERIFY2(QToolTip::text().contains(u"both claim"_s), qPrintable(QToolTip::text()));
}

void TestMap::hovering_tells_about_free_space()
{
    Bench bench;
    const QList<Range> free = flash::free_ranges(bench.document.plan());
    const Range gap = *std::ranges::find_if(free, [&](const Range &range) { return bench.slot(u"ca"_s).end() == range.start; });
    bench.hover(bench.middle(u"ca"_s) + QPoint(qRound(bench.sectors(1)), 0));
    const QString text = QToolTip::text();
    for (const QString &part : { to_string(gap.start), to_string(gap.size), to_string(gap.start.sector()) })
        QVERIFY2(text.contains(part), qPrintable(text + u" lacks "_s + part));
}

void TestMap::space_tells_about_the_current_region()
{
    Bench bench;
    bench.select(u"identity"_s);
    QVERIFY(bench.view.accessibleDescription().contains(to_string(bench.start(u"identity"_s))));
    QTest::keyClick(&bench.view, Qt::Key_Space);
    QVERIFY2(QToolTip::text().contains(to_string(bench.start(u"identity"_s).sector())), qPrintable(QToolTip::text()));
}

void TestMap::free_space_scrolls()
{
    Bench bench;
    const Address before = bench.view.scale().visible().start;
    const QPoint from = bench.middle(u"ca"_s) + QPoint(qRound(bench.sectors(1)), 0);
    QTest::mousePress(&bench.view, Qt::LeftButton, {}, from);
    QTest::mouseMove(&bench.view, from + QPoint(80, 0));
    QTest::mouseRelease(&bench.view, Qt::LeftButton, {}, from + QPoint(80, 0));
    QVERIFY(bench.view.scale().visible().start < before);
    QCOMPARE(bench.document.undo().count(), 0);
}

void TestMap::fingers_zoom()
{
    Bench bench;
    bench.view.show_all();
    QVERIFY(bench.view.scale().shows_all());
    const QPointF at = bench.view.rect().center();
    QNativeGestureEvent pinch(Qt::ZoomNativeGesture, QPointingDevice::primaryPointingDevice(), 2, at, at, bench.view.mapToGlobal(at), 0.5, {});
    QCoreApplication::sendEvent(&bench.view, &pinch);
    QVERIFY(!bench.view.scale().shows_all());
    const Size half = bench.view.scale().visible().size;
    QWheelEvent wheel(at, bench.view.mapToGlobal(at), {}, { 0, 120 }, Qt::NoButton, Qt::ControlModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&bench.view, &wheel);
    QVERIFY(bench.view.scale().visible().size < half);
}

// Each role painted in black on white: no two may look alike.
void TestMap::patterns_differ_without_colour()
{
    for (const bool dark : { false, true }) {
        const QPalette palette = studio_palette(dark);
        QList<QByteArray> seen;
        for (const MapInk ink : map_inks) {
            QImage image(60, 40, QImage::Format_RGB32);
            image.fill(palette.color(QPalette::Base));
            QPainter painter(&image);
            paint_ink(painter, QRectF(0, 0, 60, 40), QRectF(0, 0, 60, 40), ink, palette);
            painter.end();
            const QRgb ground = ink_fill(ink, palette).rgb();
            QByteArray inked;
            for (int y = 5; y < 35; ++y)
                for (int x = 5; x < 55; ++x)
                    inked.append(image.pixel(x, y) == ground ? '.' : '#');
            for (const QByteArray &other : seen) {
                qsizetype differing = 0;
                for (qsizetype i = 0; i < inked.size(); ++i)
                    differing += inked.at(i) != other.at(i);
                QVERIFY2(differing * 20 > inked.size(), "two roles look alike without their colours");
            }
            seen.append(inked);
        }
    }
}

void TestMap::says_why_a_place_is_good()
{
    Bench bench;
    const auto facts = [&] {
        QString all;
        const InspectorContent content = describe(bench.model.rows().at(bench.model.row_of(u"ca"_s)), bench.document);
        for (const Fact &fact : content.sections.constFirst().facts)
            all += fact.label + u": "_s + fact.value + u'\n';
        return all;
    };
    const auto suggestion = flash::suggest(bench.document.plan());
    QVERIFY(suggestion.has_value());
    const auto placement = std::ranges::find(suggestion->placements, u"ca"_s, &flash::Placement::region);
    QVERIFY(placement != suggestion->placements.end());
    bench.apply({ flash::MoveRegion { u"ca"_s, placement->slot.start } });
    QVERIFY2(facts().contains(u"Why here: "_s + placement->reason), qPrintable(facts()));
    bench.apply({ flash::MoveRegion { u"ca"_s, Address(3u << 20) } });
    QVERIFY2(facts().contains(u"Suggested: "_s), qPrintable(facts()));
}

void TestMap::a_call_is_copied_with_one_click()
{
    Bench bench;
    const InspectorContent content = describe(bench.model.rows().at(bench.model.row_of(u"ca"_s)), bench.document);
    const ActionRegistry actions;
    ContentView view(actions);
    view.show_content(content, nullptr);
    view.show();
    const QString call = flash::firmware_calls(*bench.document.plan().find(u"ca"_s)).constFirst();
    QToolButton *copy = nullptr;
    for (QToolButton *button : view.findChildren<QToolButton *>())
        if (button->accessibleName().contains(call))
            copy = button;
    QVERIFY(copy);
    QTest::mouseClick(copy, Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), call);
}

QTEST_MAIN(TestMap)
#include "tst_map.moc"
