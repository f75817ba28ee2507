// SPDX-License-Identifier: Apache-2.0
#include "tests/studio/certificate_tour.h"
#include "tests/pki/soft_token.h"

#include "app/studio/certificates/certificate_list.h"
#include "app/studio/certificates/certificates_page.h"
#include "app/studio/certificates/export_panel.h"
#include "app/studio/document/device_profile.h"
#include "app/studio/inspector/certificate_view.h"
#include "tests/studio/certificate_folder.h"
#include "tests/studio/tour_camera.h"

#include <QCheckBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int preview_ms = 700;

class CertificateTour {
public:
    explicit CertificateTour(const QDir &folder)
        : folder_(folder)
        , camera_(folder, bench_)
        , made_(bench_.studio.workspace.folder())
    {
    }

    bool run() { return guide() && fill() && list() && panels() && judgement() && dark() && password() && token(); }

private:
    CertificatesPage &page() { return bench_.window.certificates_page(); }
    bool press(const QString &name)
    {
        return camera_.until(qPrintable(name), [&] {
            auto *button = bench_.visible<QPushButton>(name);
            return button && button->isEnabled();
        }) && (QTest::mouseClick(bench_.visible<QPushButton>(name), Qt::LeftButton), true);
    }
    bool select(const QString &name)
    {
        page().list().select(name);
        return camera_.until("the selection", [&] { return bench_.studio.selection.subject().key == name; });
    }
    bool open(QLatin1StringView id, const QString &picture)
    {
        if (!camera_.until(id.data(), [&] { return bench_.studio.actions.action(id).isEnabled(); }))
            return false;
        camera_.trigger(id);
        QTest::qWait(preview_ms);
        camera_.shot(picture);
        return true;
    }

    bool guide()
    {
        bench_.studio.selection.go(Page::certificates);
        camera_.settle();
        camera_.shot(u"30-guide"_s);
        if (!press(u"guide-nothing"_s))
            return false;
        QTest::qWait(preview_ms);
        camera_.shot(u"31-guide-nothing"_s);
        const CertificateFolder elsewhere;
        const QString ca = elsewhere.make_ca(u"Company CA"_s);
        static_cast<void>(elsewhere.key_file(elsewhere.make_leaf(u"greenhouse-3"_s, ca)));
        page().show_list();
        if (!press(u"guide-identity"_s))
            return false;
        page().import_files({ elsewhere.dir.path() });
        if (!camera_.until("the review", [&] { return bench_.visible<QPushButton>(u"import-store"_s)->isEnabled(); }))
            return false;
        camera_.shot(u"32-guide-identity"_s);
        page().show_list();
        return true;
    }

    // A farm of 200, some of them near their end, two CAs, one below the other.
    bool fill()
    {
        const QString farm = made_.make_ca(u"Farm CA 2026"_s);
        const QString line = made_.make(*simple_request(preset::intermediate, u"Line 3 CA"_s, {}, farm));
        for (int i = 1; i <= 190; ++i)
            made_.make_leaf(u"greenhouse-%1"_s.arg(i), i % 4 == 0 ? line : farm, i % 31 == 0 ? 12 : i % 17 == 0 ? 70 : 900);
        for (int i = 1; i <= 6; ++i)
            made_.make_leaf(u"pump-%1"_s.arg(i), line, i == 2 ? -9 : 1200);
        made_.make(*simple_request(preset::computer, u"mqtt.farm.local"_s, u"mqtt.farm.local, 192.168.4.1"_s, farm));
        const bool request = make_csr(*simple_request(preset::board_client, u"silo-1"_s, {}, {}), made_.keyed, no_job).has_value();
        const bool binned = move_to_bin(made_.path, { made_.make_leaf(u"greenhouse-old"_s, farm) }).has_value();
        bench_.studio.workspace.reload();
        return request && binned && camera_.until("200 certificates", [&] { return bench_.studio.workspace.credentials().size() >= 199; });
    }

    bool list()
    {
        if (!select(u"greenhouse-1"_s))
            return false;
        camera_.trigger(action::certificate_place);
        bench_.studio.selection.go(Page::certificates);
        QTest::qWait(preview_ms);
        camera_.shot(u"33-two-hundred"_s);
        page().list().show_only(CertificateMark::ends_30);
        camera_.shot(u"34-ending"_s);
        if (!press(u"mark-%1"_s.arg(static_cast<int>(CertificateMark::ends_30))) || !select(u"greenhouse-1"_s))
            return false;
        auto *view = bench_.window.findChild<CertificateView *>();
        view->tabs().setCurrentIndex(1);
        camera_.shot(u"35-fields"_s);
        view->tabs().setCurrentIndex(3);
        auto *structure = bench_.visible<QTreeView>(u"ASN.1 structure"_s);
        structure->setCurrentIndex(structure->model()->index(0, 0, structure->model()->index(0, 0)));
        camera_.shot(u"36-structure"_s);
        view->tabs().setCurrentIndex(0);
        bench_.studio.selection.go(Page::start);
        camera_.shot(u"37-start-attention"_s);
        bench_.studio.selection.go(Page::certificates);
        return true;
    }

    bool panels()
    {
        page().show_form(preset::board_server);
        QTest::keyClicks(bench_.visible<QLineEdit>(u"form-name"_s), u"esp.local"_s);
        bench_.visible<QLineEdit>(u"form-alt-names"_s)->setText(u"esp.local, 192.168.4.1"_s);
        bench_.visible<QToolButton>(u"form-more"_s)->click();
        QTest::qWait(preview_ms);
        camera_.shot(u"38-form-more"_s);
        page().show_list();
        if (!select(u"greenhouse-31"_s) || !open(action::certificate_renew, u"39-renew"_s))
            return false;
        page().show_list();
        if (!open(action::certificate_export, u"40-export"_s) || !open(action::certificate_revoke, u"41-revoke"_s))
            return false;
        page().show_list();
        camera_.trigger(action::certificate_batch);
        bench_.visible<QPlainTextEdit>(u"batch-table"_s)
            ->setPlainText(u"name,mac,days\nsilo-1,5C:CF:7F:A1:00:01,730\nsilo-2,5C:CF:7F:A1:00:02,730\nsilo-3,5C:CF:7F:A1:00:03,never\nsilo-4,,365\n"_s);
        QTest::qWait(preview_ms);
        camera_.shot(u"42-batch"_s);
        page().show_list();
        return true;
    }

    bool judgement()
    {
        auto &document = bench_.studio.document;
        if (!document.apply(set_device_profile(document.plan(), { .tls = pki::DeviceTls::mbedtls, .sdk = { 3, 0, 4 } })) || !select(u"greenhouse-1"_s))
            return false;
        if (!camera_.until("the judgement", [&] { return bench_.finding() && !bench_.finding()->finding().actions.isEmpty(); }))
            return false;
        camera_.shot(u"43-judgement"_s);
        return true;
    }

    bool dark()
    {
        camera_.trigger(action::view_scheme_dark);
        camera_.shot(u"44-dark-judgement"_s);
        document_back();
        camera_.trigger(action::certificate_guide);
        camera_.shot(u"45-dark-guide"_s);
        page().show_form(preset::ca);
        QTest::keyClicks(bench_.visible<QLineEdit>(u"form-name"_s), u"Farm CA 2027"_s);
        QTest::qWait(preview_ms);
        camera_.shot(u"46-dark-form"_s);
        camera_.trigger(action::view_scheme_light);
        return true;
    }
    // A workspace of its own, whose password nobody knows yet.
    bool password()
    {
        StudioBench bench(false, Answers::the_window);
        TourCamera camera(folder_, bench);
        bench.window.certificates_page().show_form(preset::ca);
        QTest::keyClicks(bench.visible<QLineEdit>(u"form-name"_s), u"Farm CA 2026"_s);
        const auto button = [&](const QString &name) { return bench.visible<QPushButton>(name); };
        if (!camera.until("the preview", [&] { return button(u"form-issue"_s)->isEnabled(); }))
            return false;
        QTest::mouseClick(button(u"form-issue"_s), Qt::LeftButton);
        if (!camera.until("the choice of a password", [&] { return bench.visible<QLineEdit>(u"vault-password"_s) != nullptr; }))
            return false;
        QTest::keyClicks(bench.visible<QLineEdit>(u"vault-password"_s), u"greenhouse"_s);
        camera.shot(u"47-password-new"_s);
        for (const QString &name : { u"vault-password"_s, u"vault-again"_s })
            bench.visible<QLineEdit>(name)->setText(QString::fromLatin1(test_password));
        QTest::mouseClick(button(u"vault-go"_s), Qt::LeftButton);
        if (!camera.until("the CA", [&] { return bench.studio.workspace.find(u"farm-ca-2026"_s) != nullptr; }))
            return false;
        camera.trigger(action::keys_lock);
        if (!camera.until("the lock", [&] { return bench.studio.actions.action(action::keys_unlock).isEnabled(); }))
            return false;
        camera.trigger(action::keys_unlock);
        if (!camera.until("the question", [&] { return bench.visible<QLineEdit>(u"vault-password"_s) != nullptr; }))
            return false;
        QTest::keyClicks(bench.visible<QLineEdit>(u"vault-password"_s), u"wrong"_s);
        QTest::mouseClick(button(u"vault-go"_s), Qt::LeftButton);
        if (!camera.until("the problem", [&] {
                auto *problem = bench.visible<QLabel>(u"vault-problem"_s);
                return problem && !problem->text().isEmpty();
            }))
            return false;
        camera.shot(u"48-password-wrong"_s);
        QTest::mouseClick(button(u"vault-cancel"_s), Qt::LeftButton);
        return true;
    }
    // A CA whose key is on a token.
    bool token()
    {
        const pki::test::SoftToken token;
        if (!token.make())
            return false;
        StudioBench bench(false, Answers::the_window);
        TourCamera camera(folder_, bench);
        bench.window.certificates_page().show_form(preset::ca);
        QTest::keyClicks(bench.visible<QLineEdit>(u"form-name"_s), u"Farm CA 2026"_s);
        bench.visible<QCheckBox>(u"ca-key-on-token"_s)->setChecked(true);
        auto *module = bench.visible<QComboBox>(u"token-module"_s);
        module->lineEdit()->setText(pki::test::SoftToken::module());
        QTest::keyClick(module->lineEdit(), Qt::Key_Return);
        if (!camera.until("the token", [&] { return bench.visible<QPushButton>(u"form-issue"_s)->isEnabled(); }))
            return false;
        camera.shot(u"49-ca-on-token"_s);
        camera.trigger(action::view_scheme_dark);
        QTest::mouseClick(bench.visible<QPushButton>(u"form-issue"_s), Qt::LeftButton);
        if (!camera.until("the PIN", [&] { return bench.visible<QLineEdit>(u"vault-password"_s) != nullptr; }))
            return false;
        camera.shot(u"50-dark-pin"_s);
        camera.trigger(action::view_scheme_light);
        QTest::mouseClick(bench.visible<QPushButton>(u"vault-cancel"_s), Qt::LeftButton);
        return true;
    }
    void document_back()
    {
        bench_.studio.document.undo().undo();
        QTest::qWait(preview_ms);
    }

    QDir folder_;
    StudioBench bench_;
    TourCamera camera_;
    CertificateFolder made_;
};

} // namespace

bool certificate_tour(const QDir &folder)
{
    return CertificateTour(folder).run();
}

} // namespace espseal::studio
