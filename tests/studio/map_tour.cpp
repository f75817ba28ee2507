// SPDX-License-Identifier: Apache-2.0
#include "tests/studio/map_tour.h"

#include "app/studio/map/flash_map_view.h"
#include "app/studio/map/map_page.h"
#include "core/flash/suggest.h"
#include "tests/studio/tour_camera.h"

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int settings_port = 8883;

class MapTour {
public:
    explicit MapTour(const QDir &folder)
        : folder_(folder)
        , camera_(folder, bench_)
    {
    }

    bool run() { return chips() && dragging() && board() && dark(); }

private:
    FlashMapView &view() { return bench_.window.map_page().view(); }
    void select(const QString &region) { bench_.studio.selection.select({ .kind = Subject::Kind::region, .key = region }); }
    bool open_plan(Size chip, flash::MapKind map)
    {
        flash::AgentPlan agent;
        agent.role = wire::AgentRole::client;
        agent.host = u"192.168.4.2"_s;
        agent.remote_port = settings_port;
        agent.client_verifies = true;
        agent.client_authenticates = true;
        Result<flash::Plan> plan = flash::default_plan(chip, map, agent);
        if (!plan) {
            std::fprintf(stderr, "studio-tour: %s\n", qPrintable(plan.error().sentence()));
            return false;
        }
        plan->name = u"Greenhouse"_s;
        bench_.studio.document.replace(*std::move(plan), {});
        bench_.studio.selection.go(Page::map);
        camera_.settle();
        return true;
    }

    bool chips()
    {
        if (!open_plan(Size(512u << 10), flash::MapKind::non_fota))
            return false;
        select(u"ca"_s);
        view().show_all();
        camera_.shot(u"80-map-512k"_s);
        if (!open_plan(Size(16u << 20), flash::MapKind::map_1024_1024))
            return false;
        select(u"ca"_s);
        view().show_all();
        camera_.shot(u"81-map-16m"_s);
        const Range ca = bench_.studio.document.plan().find(u"ca"_s)->slot;
        view().show_range(ca);
        camera_.shot(u"82-map-16m-sectors"_s);
        while (!view().scale().at_closest())
            view().zoom(2);
        camera_.shot(u"83-map-one-sector"_s);
        return true;
    }

    bool dragging()
    {
        if (!open_plan(Size(4u << 20), flash::MapKind::map_512_512))
            return false;
        select(u"ca"_s);
        view().show_work();
        camera_.settle();
        const QRectF block = view().region_rect(u"ca"_s);
        const QPoint edge(qRound(block.left()) + 1, qRound(block.center().y()));
        const QPoint to = edge - QPoint(qRound(view().scale().width_of(Size(sector_size))), 0);
        QTest::mousePress(&view(), Qt::LeftButton, {}, edge);
        QTest::mouseMove(&view(), to);
        camera_.shot(u"84-map-conflict-in-a-drag"_s);
        QTest::keyClick(&view(), Qt::Key_Escape);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, to);
        return true;
    }

    bool board()
    {
        bench_.window.plans().new_plan();
        camera_.trigger(action::virtual_start);
        if (!camera_.until("the board", [&] { return bench_.studio.devices.current() != nullptr; }))
            return false;
        camera_.trigger(action::certificate_make_test);
        if (!camera_.until("the test set", [&] { return !bench_.region_credential(flash::RegionRole::identity).isEmpty(); })
            || !camera_.until("provisioning", [&] { return bench_.studio.actions.action(action::run_provision).isEnabled(); }))
            return false;
        camera_.trigger(action::run_provision);
        if (!camera_.until("the run", [&] { return bench_.studio.run.is_running(); })
            || !camera_.until("its end", [&] { return !bench_.studio.run.is_running(); }))
            return false;
        flash::AgentPlan agent = bench_.studio.document.plan().agent;
        agent.buffer_size = 4096;
        bench_.window.plans().apply({ flash::SetAgent { agent } });
        bench_.window.plans().apply({ flash::ResizeRegion { u"ca"_s, Size(2ull * sector_size) } });
        bench_.studio.selection.go(Page::map);
        select(u"ca"_s);
        view().show_work();
        if (!camera_.until("comparing", [&] { return bench_.studio.actions.action(action::map_compare).isEnabled(); }))
            return false;
        camera_.trigger(action::map_compare);
        if (!camera_.until("the comparison", [&] { return bench_.studio.reading.snapshot().has_value(); }))
            return false;
        camera_.shot(u"85-map-board"_s);
        bench_.window.plans().apply({ flash::RemoveRegion { u"user2"_s } });
        camera_.shot(u"86-map-board-outdated"_s);
        bench_.studio.document.undo().undo();
        return true;
    }

    bool dark()
    {
        camera_.trigger(action::view_scheme_dark);
        camera_.shot(u"89-dark-map"_s);
        camera_.trigger(action::view_scheme_light);
        return true;
    }

    QDir folder_;
    StudioBench bench_;
    TourCamera camera_;
};

} // namespace

bool map_tour(const QDir &folder)
{
    return MapTour(folder).run();
}

} // namespace espseal::studio
