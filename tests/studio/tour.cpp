// SPDX-License-Identifier: Apache-2.0
// Walks the real window through the whole job against the virtual device and takes pictures on the way: studio-tour FOLDER [PART].
#include "tests/studio/certificate_tour.h"
#include "tests/studio/device_key_tour.h"
#include "tests/studio/map_tour.h"
#include "tests/studio/tour_camera.h"

#include "app/studio/certificates/certificates_page.h"
#include "app/studio/map/flash_map_view.h"
#include "app/studio/map/map_page.h"
#include "core/base/english_plurals.h"

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::studio;

namespace {

class Tour {
public:
    explicit Tour(const QDir &folder)
        : bench_(true)
        , camera_(folder, bench_)
    {
    }

    bool run() { return first_steps() && certificates() && map() && provisioning() && handshakes() && trouble() && dark(); }

private:
    bool until(const char *what, const std::function<bool()> &condition) { return camera_.until(what, condition); }
    void settle() { camera_.settle(); }
    void shot(const QString &name) { camera_.shot(name); }
    void trigger(QLatin1StringView id) { camera_.trigger(id); }
    bool issue(const QString &preset_name, const QString &name, const QString &picture = {})
    {
        const qsizetype before = bench_.studio.workspace.credentials().size();
        bench_.window.certificates_page().show_form(preset_name);
        settle();
        auto *edit = bench_.visible<QLineEdit>(u"form-name"_s);
        edit->selectAll();
        QTest::keyClicks(edit, name);
        if (!until("the preview", [&] { return bench_.visible<QPushButton>(u"form-issue"_s)->isEnabled(); }))
            return false;
        QTest::qWait(600);
        if (!picture.isEmpty())
            shot(picture);
        QTest::keyClick(edit, Qt::Key_Return, Qt::ControlModifier);
        return until("the certificate", [&] { return bench_.studio.workspace.credentials().size() == before + 1; });
    }

    bool first_steps()
    {
        settle();
        shot(u"01-start"_s);
        bench_.studio.selection.go(Page::devices);
        shot(u"02-devices-empty"_s);
        bench_.studio.selection.go(Page::start);
        if (!bench_.click(u"Try it with"_s) || !until("the virtual board", [&] { return bench_.studio.devices.current() != nullptr; }))
            return false;
        shot(u"03-certificates-empty"_s);
        trigger(action::device_identify);
        if (!until("the board's answer", [&] { return bench_.studio.devices.current()->info.has_value(); }))
            return false;
        bench_.studio.devices.rename(bench_.studio.devices.current()->port, u"greenhouse-17"_s);
        bench_.studio.selection.go(Page::devices);
        shot(u"04-devices"_s);
        return true;
    }

    bool certificates()
    {
        if (!issue(preset::ca, u"Farm CA 2026"_s, u"05-new-ca"_s) || !issue(preset::computer, u"localhost"_s)
            || !issue(preset::board_client, u"greenhouse-17"_s, u"06-new-certificate"_s))
            return false;
        bench_.studio.selection.select({ .kind = Subject::Kind::certificate, .key = u"greenhouse-17"_s });
        shot(u"07-certificates"_s);
        return true;
    }

    bool map()
    {
        trigger(action::view_map);
        if (!until("the contents' sizes", [&] { return bench_.studio.document.plan().find(flash::RegionRole::identity)->content.has_value(); }))
            return false;
        bench_.studio.selection.select({ .kind = Subject::Kind::region, .key = u"identity"_s });
        shot(u"08-map"_s);
        bench_.studio.selection.select({ .kind = Subject::Kind::region, .key = bench_.studio.document.plan().find(flash::RegionRole::agent_settings)->name });
        shot(u"09-map-agent"_s);
        const Range user1 = bench_.studio.document.plan().find(flash::RegionRole::user1)->slot;
        bench_.window.plans().apply({ flash::MoveRegion { u"ca"_s, Address(user1.end().value() - 2ull * sector_size) } });
        bench_.studio.selection.select({ .kind = Subject::Kind::region, .key = u"ca"_s });
        bench_.window.map_page().view().show_range({ Address(user1.end().value() - 8ull * sector_size), Size(24ull * sector_size) });
        shot(u"10-map-conflict"_s);
        const QList<FixAction> fixes = bench_.studio.document.findings().constFirst().actions;
        if (fixes.isEmpty() || !bench_.click(fixes.constFirst().label))
            return until("a fix button", [] { return false; });
        shot(u"11-map-fixed"_s);
        trigger(action::map_zoom_fit);
        shot(u"12-map-whole-chip"_s);
        return true;
    }

    bool provisioning()
    {
        trigger(action::view_provision);
        shot(u"13-provision-before"_s);
        trigger(action::virtual_slow_erase);
        bench_.press(Qt::Key_F5);
        if (!until("the write", [&] {
                const JobRecord *job = bench_.studio.jobs.find(bench_.studio.run.job());
                return job && bench_.studio.run.steps().size() > 2 && bench_.studio.run.steps().at(2).state == provision::StepState::running && job->total > 0
                    && job->done * 4 > job->total;
            }))
            return false;
        shot(u"14-provision-running"_s);
        trigger(action::virtual_slow_erase);
        return until(
            "the messages", [&] { return !bench_.studio.sessions.sessions().isEmpty() && bench_.studio.sessions.sessions().constFirst().steps.size() >= 5; });
    }

    bool handshakes()
    {
        shot(u"15-monitor-live"_s);
        if (!until("the end of the run", [&] { return !bench_.studio.run.is_running(); }))
            return false;
        bench_.studio.selection.go(Page::monitor);
        QTest::qWait(2500);
        shot(u"16-monitor"_s);
        bench_.studio.selection.go(Page::provision);
        shot(u"17-provision-done"_s);
        const std::optional<provision::ProvisionReport> &report = bench_.studio.run.report();
        return report && report->handshake_seen();
    }

    bool trouble()
    {
        if (!issue(preset::ca, u"Stranger CA"_s) || !until("the stranger on the map", [&] {
                return bench_.region_credential(flash::RegionRole::ca) == "stranger-ca"_L1 && bench_.main_button()->isEnabled();
            }))
            return false;
        bench_.press(Qt::Key_F5);
        if (!until("the run", [&] { return bench_.studio.run.is_running(); })
            || !until("the failed handshake", [&] { return !bench_.studio.run.is_running(); }))
            return false;
        bench_.studio.selection.go(Page::monitor);
        QTest::qWait(800);
        shot(u"18-monitor-failed"_s);
        trigger(action::problem_next);
        shot(u"19-problems"_s);
        trigger(action::view_drawer);
        bench_.studio.document.undo().undo();
        trigger(action::virtual_unplug_writing);
        bench_.studio.selection.go(Page::provision);
        bench_.press(Qt::Key_F5);
        if (!until("the run", [&] { return bench_.studio.run.is_running(); }))
            return false;
        if (!until("the pulled plug", [&] { return !bench_.studio.run.is_running(); }))
            return false;
        shot(u"20-provision-failed"_s);
        bench_.press(Qt::Key_K, Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), u"zoom"_s);
        shot(u"21-palette"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        return true;
    }

    bool dark()
    {
        trigger(action::view_scheme_dark);
        for (const auto &[page, name] :
            { std::pair { Page::start, u"22-dark-start"_s }, { Page::certificates, u"23-dark-certificates"_s }, { Page::map, u"24-dark-map"_s },
                { Page::provision, u"25-dark-provision"_s }, { Page::monitor, u"26-dark-monitor"_s }, { Page::devices, u"27-dark-devices"_s } }) {
            bench_.studio.selection.go(page);
            shot(name);
        }
        return true;
    }

    StudioBench bench_;
    TourCamera camera_;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    EnglishPlurals plurals;
    QApplication::installTranslator(&plurals);
    if (argc != 2 && argc != 3) {
        std::fprintf(stderr, "usage: studio-tour FOLDER [certificates|device-key|map|job]\n");
        return 2;
    }
    QDir folder(QString::fromLocal8Bit(argv[1]));
    if (!folder.mkpath(u"."_s)) {
        std::fprintf(stderr, "studio-tour: cannot make %s\n", argv[1]);
        return 3;
    }
    const auto wanted = [part = argc == 3 ? QByteArray(argv[2]) : QByteArray()](const char *name) { return part.isEmpty() || part == name; };
    const bool done = (!wanted("certificates") || certificate_tour(folder)) && (!wanted("device-key") || device_key_tour(folder))
        && (!wanted("map") || map_tour(folder)) && (!wanted("job") || Tour(folder).run());
    return done ? 0 : 1;
}
