// SPDX-License-Identifier: Apache-2.0
#include "tests/studio/device_key_tour.h"

#include "app/studio/certificates/certificate_list.h"
#include "app/studio/certificates/certificates_page.h"
#include "app/studio/document/region_content.h"
#include "tests/studio/certificate_folder.h"
#include "tests/studio/tour_camera.h"

#include <QCheckBox>
#include <QLabel>
#include <QMenu>
#include <QRadioButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int preview_ms = 700;

class DeviceKeyTour {
public:
    explicit DeviceKeyTour(const QDir &folder)
        : camera_(folder, bench_)
    {
    }

    bool run() { return prepare() && key() && question() && profiles() && dark(); }

private:
    const flash::Region &identity() const { return *bench_.studio.document.plan().find(flash::RegionRole::identity); }
    bool provision()
    {
        if (!camera_.until("provisioning", [&] { return bench_.studio.actions.action(action::run_provision).isEnabled(); }))
            return false;
        camera_.trigger(action::run_provision);
        return camera_.until("the run", [&] { return bench_.studio.run.is_running(); })
            && camera_.until("its end", [&] { return !bench_.studio.run.is_running(); });
    }
    bool open_form(const QString &name)
    {
        bench_.window.certificates_page().show_form(preset::board_client);
        camera_.settle();
        QTest::keyClicks(bench_.visible<QLineEdit>(u"form-name"_s), name);
        if (!camera_.until("the choice", [&] { return bench_.visible<QRadioButton>(u"key-on-device"_s)->isEnabled(); }))
            return false;
        bench_.visible<QRadioButton>(u"key-on-device"_s)->setChecked(true);
        if (!camera_.until("the board's answer", [&] { return bench_.visible<QPushButton>(u"form-issue"_s)->isEnabled(); }))
            return false;
        QTest::qWait(preview_ms);
        return true;
    }

    bool prepare()
    {
        bench_.window.certificates_page().show_form(preset::board_client);
        QTest::qWait(preview_ms);
        camera_.shot(u"60-no-board"_s);
        camera_.trigger(action::virtual_start);
        if (!camera_.until("the board", [&] { return bench_.studio.devices.current() != nullptr; }))
            return false;
        const CertificateFolder folder(bench_.studio.workspace.folder());
        camera_.trigger(action::certificate_make_test);
        if (!camera_.until("the test set", [&] { return !bench_.region_credential(flash::RegionRole::identity).isEmpty(); }))
            return false;
        folder.make_leaf(u"greenhouse-1"_s, u"test-ca"_s, -40);
        bench_.studio.workspace.reload();
        return bench_.studio.document.apply(leave_to_device(identity())).has_value() && provision();
    }

    bool key()
    {
        camera_.shot(u"61-waits-for-its-key"_s);
        if (!open_form(u"greenhouse-17"_s))
            return false;
        camera_.shot(u"62-made-on-the-device"_s);
        QTest::mouseClick(bench_.visible<QPushButton>(u"form-issue"_s), Qt::LeftButton);
        if (!camera_.until("the certificate", [&] { return !bench_.window.certificates_page().task(); }))
            return false;
        QTest::qWait(preview_ms);
        camera_.shot(u"63-key-on-the-device"_s);
        if (!open_form(u"greenhouse-18"_s))
            return false;
        QTest::mouseClick(bench_.visible<QPushButton>(u"form-issue"_s), Qt::LeftButton);
        if (!camera_.until("the refusal", [&] { return bench_.visible<QLabel>(u"key-status"_s)->text().contains(u"repeated"_s); }))
            return false;
        camera_.shot(u"64-has-one-already"_s);
        return true;
    }

    bool question()
    {
        if (!bench_.studio.document.apply(fill_with_credential(identity(), u"board"_s)) || !provision())
            return false;
        camera_.shot(u"65-overwrite"_s);
        return true;
    }

    bool profiles()
    {
        bench_.window.certificates_page().show_form(preset::ca);
        QTest::qWait(preview_ms);
        for (QAction *action : bench_.visible<QToolButton>(u"profile-menu"_s)->menu()->actions())
            if (action->text().startsWith(u"Save"_s))
                action->trigger();
        QTest::keyClicks(bench_.visible<QLineEdit>(u"profile-name"_s), u"Farm CA, 5 years"_s);
        camera_.shot(u"66-own-profile"_s);
        QTest::keyClick(bench_.visible<QLineEdit>(u"profile-name"_s), Qt::Key_Return);
        camera_.shot(u"67-own-profile-kept"_s);
        bench_.window.certificates_page().show_list();
        camera_.shot(u"68-list"_s);
        bench_.visible<QCheckBox>(u"hide-expired"_s)->click();
        camera_.shot(u"69-expired-hidden"_s);
        return true;
    }

    bool dark()
    {
        camera_.trigger(action::view_scheme_dark);
        camera_.shot(u"70-dark-expired-hidden"_s);
        bench_.studio.selection.go(Page::provision);
        camera_.shot(u"71-dark-overwrite"_s);
        const bool open = open_form(u"greenhouse-18"_s);
        camera_.shot(u"72-dark-made-on-the-device"_s);
        camera_.trigger(action::view_scheme_light);
        return open;
    }

    StudioBench bench_;
    TourCamera camera_;
};

} // namespace

bool device_key_tour(const QDir &folder)
{
    return DeviceKeyTour(folder).run();
}

} // namespace espseal::studio
