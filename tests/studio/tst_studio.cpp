// SPDX-License-Identifier: Apache-2.0
// The whole job through the real window: keys and mouse in, a provisioned virtual board and its handshake out.
#include "app/studio/certificates/certificates_page.h"
#include "app/studio/map/flash_map_view.h"
#include "app/studio/map/map_page.h"
#include "app/studio/monitor/ladder_rows.h"
#include "app/studio/shell/command_palette.h"
#include "tests/present.h"
#include "tests/studio/certificate_folder.h"
#include "tests/studio/focus_stops.h"
#include "tests/studio/studio_bench.h"

#include <QMenu>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::studio;
using espseal::test::present;

class TestStudio final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void every_focus_stop_has_a_name_data();
    void every_focus_stop_has_a_name();
    void every_action_is_in_a_menu();
    void keys_go_to_the_pages();
    void palette_finds_and_runs();
    void panels_fold();
    void works_at_1024x600();
    void from_nothing_to_a_handshake_with_one_key();
    void by_hand_with_a_conflict_on_the_way();
    void a_stranger_s_ca_is_diagnosed();
    void stopping_says_what_is_left_and_a_second_run_completes();
    void pulled_plug_ends_in_a_sentence();
    void unreachable_port_ends_in_a_sentence();
    void a_locked_vault_is_opened_for_the_board();
    void keys_never_reach_the_log();
};

namespace {

constexpr int patience = 30'000; // for slow machines; nothing is timed

#define WAIT(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, patience)

void plug_in(StudioBench &bench)
{
    bench.studio.actions.action(action::virtual_start).trigger();
    WAIT(bench.studio.devices.current());
}

void make_test_certificates(StudioBench &bench)
{
    WAIT(bench.studio.actions.action(action::certificate_make_test).isEnabled());
    bench.studio.actions.action(action::certificate_make_test).trigger();
    WAIT(!bench.region_credential(flash::RegionRole::identity).isEmpty() && bench.studio.workspace.credentials().size() == 3);
}

// Provisions by the main button and waits for the end.
void provision_board(StudioBench &bench)
{
    WAIT(bench.main_button()->isEnabled() && bench.main_button()->text().startsWith("Provision "_L1));
    bench.press(Qt::Key_F5);
    WAIT(bench.studio.run.is_running());
    WAIT(!bench.studio.run.is_running());
}

// Fills the form in and issues with Ctrl+Return, as a person without a mouse would.
void issue_by_form(StudioBench &bench, const QString &preset_name, const QString &name)
{
    const qsizetype before = bench.studio.workspace.credentials().size();
    bench.window.certificates_page().show_form(preset_name);
    auto *edit = bench.visible<QLineEdit>(u"form-name"_s);
    QVERIFY(edit);
    edit->selectAll();
    QTest::keyClicks(edit, name);
    WAIT(bench.visible<QPushButton>(u"form-issue"_s)->isEnabled());
    QTest::keyClick(edit, Qt::Key_Return, Qt::ControlModifier);
    WAIT(bench.studio.workspace.credentials().size() == before + 1);
}

const monitor::Session *last_session(const StudioBench &bench)
{
    return bench.studio.sessions.sessions().isEmpty() ? nullptr : &bench.studio.sessions.sessions().constLast();
}

} // namespace

void TestStudio::initTestCase()
{
    if (provision::virtual_device_program().isEmpty())
        QSKIP("espseal-virtual-device is not built");
}

void TestStudio::every_focus_stop_has_a_name_data()
{
    QTest::addColumn<Page>("page");
    QTest::newRow("start") << Page::start;
    QTest::newRow("devices") << Page::devices;
    QTest::newRow("certificates") << Page::certificates;
    QTest::newRow("map") << Page::map;
    QTest::newRow("provision") << Page::provision;
    QTest::newRow("monitor") << Page::monitor;
}

void TestStudio::every_focus_stop_has_a_name()
{
    QFETCH(Page, page);
    StudioBench bench;
    bench.studio.selection.go(page);
    const test::FocusStops stops = test::focus_stops(bench.window);
    QVERIFY2(stops.unnamed.isEmpty(), qPrintable(stops.unnamed.join(u"; "_s)));
    QVERIFY(stops.count > 3);
}

void TestStudio::every_action_is_in_a_menu()
{
    StudioBench bench;
    QSet<const QAction *> shown;
    for (const QMenu *menu : bench.window.findChildren<QMenu *>())
        for (const QAction *action : menu->actions())
            shown.insert(action);
    for (const QString &id : bench.studio.actions.ids())
        QVERIFY2(shown.contains(bench.studio.actions.find(id)), qPrintable(id));
    for (const QString &id : bench.studio.actions.ids()) {
        const QAction *action = bench.studio.actions.find(id);
        QVERIFY2(action->isEnabled() || !bench.studio.actions.reason(id).isEmpty(), qPrintable(id + u" is off and does not say why"_s));
    }
}

void TestStudio::keys_go_to_the_pages()
{
    StudioBench bench;
    const Page pages[] = { Page::devices, Page::certificates, Page::map, Page::provision, Page::monitor };
    for (int i = 0; i < 5; ++i) {
        bench.press(static_cast<Qt::Key>(Qt::Key_1 + i), Qt::ControlModifier);
        QCOMPARE(bench.studio.selection.page(), pages[i]);
    }
}

void TestStudio::palette_finds_and_runs()
{
    StudioBench bench;
    bench.press(Qt::Key_K, Qt::ControlModifier);
    auto *palette = bench.window.findChild<CommandPalette *>();
    QVERIFY(palette->isVisible());
    QTest::keyClicks(QApplication::focusWidget(), u"flash map"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(!palette->isVisible());
    QCOMPARE(bench.studio.selection.page(), Page::map);
    bench.press(Qt::Key_K, Qt::ControlModifier);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!palette->isVisible());
}

void TestStudio::panels_fold()
{
    StudioBench bench;
    bench.studio.selection.go(Page::map);
    const QAction &inspector = bench.studio.actions.action(action::view_inspector);
    const bool before = inspector.isChecked();
    bench.press(Qt::Key_F4);
    QCOMPARE(inspector.isChecked(), !before);
    bench.press(Qt::Key_F9);
    QVERIFY(bench.studio.actions.action(action::view_drawer).isChecked());
    bench.press(Qt::Key_F9);
    QVERIFY(!bench.studio.actions.action(action::view_drawer).isChecked());
}

void TestStudio::works_at_1024x600()
{
    StudioBench bench;
    bench.window.resize(1024, 600);
    for (const Page page : { Page::start, Page::devices, Page::certificates, Page::map, Page::provision, Page::monitor }) {
        bench.studio.selection.go(page);
        QCoreApplication::processEvents();
        QVERIFY2(bench.window.minimumSizeHint().width() <= 1024 && bench.window.minimumSizeHint().height() <= 600, "the page needs more room");
        QVERIFY(bench.main_button()->visibleRegion().boundingRect().contains(bench.main_button()->rect()));
    }
}

void TestStudio::from_nothing_to_a_handshake_with_one_key()
{
    StudioBench bench;
    QVERIFY(bench.click(u"Try it with the virtual board"_s));
    WAIT(bench.studio.devices.current());
    QCOMPARE(bench.main_button()->text(), u"Make test certificates"_s);
    bench.press(Qt::Key_F5);
    WAIT(bench.studio.workspace.credentials().size() == 3);
    QTRY_COMPARE_WITH_TIMEOUT(bench.main_button()->text(), u"Provision Virtual ESP8266"_s, patience);
    provision_board(bench);
    QVERIFY2(bench.studio.run.state() == RunState::succeeded, qPrintable(bench.studio.run.error() ? present(bench.studio.run.error()).sentence() : QString()));
    QVERIFY(present(bench.studio.run.report()).handshake_seen());
    QCOMPARE(bench.studio.selection.page(), Page::monitor);
    WAIT(last_session(bench) && bench.studio.sessions.sessions().constFirst().handshake_done);
    const monitor::Session &session = bench.studio.sessions.sessions().constFirst();
    QStringList messages;
    for (const LadderRow &row : ladder_rows(session))
        messages.append(row.name);
    for (const QString &expected : { u"ClientHello"_s, u"ServerHello"_s, u"Certificate"_s, u"CertificateVerify"_s, u"Finished"_s })
        QVERIFY2(messages.contains(expected), qPrintable(messages.join(u", "_s)));
    QVERIFY(session.traced); // the board's own view,
    QVERIFY(session.peer_facts); // and ours, on one ladder
    WAIT(bench.studio.watch.is_on());
    QTRY_COMPARE_WITH_TIMEOUT(bench.main_button()->text(), u"Verify Virtual ESP8266"_s, patience);
    QVERIFY2(bench.windows.strays.isEmpty(), qPrintable(bench.windows.strays.join(u", "_s)));
    bench.press(Qt::Key_F5);
    WAIT(bench.studio.run.kind() == RunKind::verify && !bench.studio.run.is_running());
    QCOMPARE(bench.studio.run.state(), RunState::succeeded);
}

void TestStudio::by_hand_with_a_conflict_on_the_way()
{
    StudioBench bench;
    plug_in(bench);
    issue_by_form(bench, preset::ca, u"Farm CA"_s);
    issue_by_form(bench, preset::computer, u"localhost"_s);
    issue_by_form(bench, preset::board_client, u"greenhouse-17"_s);
    QCOMPARE(bench.region_credential(flash::RegionRole::ca), u"farm-ca"_s);
    QCOMPARE(bench.region_credential(flash::RegionRole::identity), u"greenhouse-17"_s);

    // Drag the CA into the program: the map says so, the main button refuses and says why.
    bench.press(Qt::Key_3, Qt::ControlModifier);
    FlashMapView &map = bench.window.map_page().view();
    const Range user1 = bench.studio.document.plan().find(flash::RegionRole::user1)->slot;
    map.show_range({ Address(user1.end().value() - 8ull * sector_size), Size(24ull * sector_size) });
    const QPoint from = map.region_rect(u"ca"_s).center().toPoint();
    const QPoint to = map.region_rect(u"user1"_s).center().toPoint();
    QTest::mousePress(&map, Qt::LeftButton, {}, from);
    QTest::mouseMove(&map, (from + to) / 2);
    QTest::mouseMove(&map, to);
    QTest::mouseRelease(&map, Qt::LeftButton, {}, to);
    QVERIFY(has_errors(bench.studio.document.findings()));
    QVERIFY(!bench.main_button()->isEnabled());
    WAIT(bench.finding());
    QVERIFY(bench.studio.document.findings().constFirst().regions.contains(u"ca"_s));

    // The card's button puts it right, in one undo step.
    const QString fix = bench.studio.document.findings().constFirst().actions.constFirst().label;
    QVERIFY2(bench.click(fix), qPrintable(fix));
    QVERIFY(!has_errors(bench.studio.document.findings()));
    QVERIFY(!bench.studio.document.erase_preview().sectors.isEmpty());

    provision_board(bench);
    QVERIFY2(bench.studio.run.state() == RunState::succeeded, qPrintable(bench.studio.run.error() ? present(bench.studio.run.error()).sentence() : QString()));
    QVERIFY(present(bench.studio.run.report()).handshake_seen());
}

void TestStudio::a_stranger_s_ca_is_diagnosed()
{
    StudioBench bench;
    plug_in(bench);
    make_test_certificates(bench);
    provision_board(bench);
    QVERIFY(bench.studio.run.report() && present(bench.studio.run.report()).handshake_seen());
    const QString good = bench.region_credential(flash::RegionRole::ca);
    // A CA that has signed nothing here goes on the board.
    issue_by_form(bench, preset::ca, u"Stranger"_s);
    WAIT(bench.region_credential(flash::RegionRole::ca) == "stranger"_L1);
    provision_board(bench);
    QCOMPARE(bench.studio.run.state(), RunState::succeeded); // the board holds what it should,
    QVERIFY(!present(bench.studio.run.report()).handshake_seen()); // and refuses its partner
    WAIT(last_session(bench) && last_session(bench)->finished());
    const QList<Finding> diagnosis = bench.studio.sessions.findings(last_session(bench)->id);
    QVERIFY(!diagnosis.isEmpty());
    QCOMPARE(diagnosis.constFirst().code, u"peer-not-trusted"_s);
    bench.studio.selection.go(Page::monitor);
    WAIT(bench.finding());
    QCOMPARE(bench.finding()->accessibleName(), diagnosis.constFirst().message);
    QVERIFY(bench.studio.problems.count(ProblemSource::monitor) > 0);
    // The card's button puts the right one back.
    const QList<FixAction> &fixes = bench.finding()->finding().actions;
    QVERIFY2(!fixes.isEmpty(), qPrintable(diagnosis.constFirst().message));
    QVERIFY2(bench.click(fixes.constFirst().label), qPrintable(fixes.constFirst().label));
    QCOMPARE(bench.region_credential(flash::RegionRole::ca), good);
    provision_board(bench);
    QVERIFY(bench.studio.run.report() && present(bench.studio.run.report()).handshake_seen());
}

void TestStudio::stopping_says_what_is_left_and_a_second_run_completes()
{
    StudioBench bench;
    plug_in(bench);
    make_test_certificates(bench);
    bench.studio.actions.action(action::virtual_slow_erase).trigger();
    WAIT(bench.main_button()->isEnabled());
    QSignalSpy steps(&bench.studio.run, &ProvisionRun::step_started);
    bench.press(Qt::Key_F5);
    WAIT(std::ranges::any_of(steps, [](const auto &step) { return step.at(0).template value<provision::Step>() == provision::Step::write; }));
    bench.press(Qt::Key_Escape);
    WAIT(!bench.studio.run.is_running());
    QCOMPARE(bench.studio.run.state(), RunState::cancelled);
    QVERIFY(!present(bench.studio.run.error()).message.isEmpty());
    QVERIFY(bench.finding());
    bench.studio.actions.action(action::virtual_slow_erase).trigger();
    QVERIFY(bench.click(u"Try again"_s));
    WAIT(bench.studio.run.state() == RunState::succeeded);
    QVERIFY(present(bench.studio.run.report()).handshake_seen());
}

void TestStudio::pulled_plug_ends_in_a_sentence()
{
    StudioBench bench;
    plug_in(bench);
    make_test_certificates(bench);
    bench.studio.actions.action(action::virtual_unplug_writing).trigger();
    provision_board(bench);
    QCOMPARE(bench.studio.run.state(), RunState::failed);
    QVERIFY(!present(bench.studio.run.error()).fix.isEmpty());
    QVERIFY(bench.finding());
    QCOMPARE(bench.finding()->accessibleName(), present(bench.studio.run.error()).message);
}

void TestStudio::unreachable_port_ends_in_a_sentence()
{
    StudioBench bench;
    bench.studio.actions.action(action::device_add_port).trigger();
    QTest::keyClicks(QApplication::focusWidget(), u"/dev/ttyNOPE7"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    WAIT(bench.studio.devices.current());
    bench.studio.actions.action(action::device_identify).trigger();
    WAIT(!bench.studio.jobs.front());
    const QString said = bench.window.findChild<Banner *>()->text();
    QVERIFY2(said.contains("ttyNOPE7"_L1), qPrintable(said));
}

void TestStudio::a_locked_vault_is_opened_for_the_board()
{
    StudioBench bench(false, Answers::the_window);
    {
        const CertificateFolder before(bench.studio.workspace.folder()); // another run
        const QString ca = before.make_ca(u"Farm CA"_s);
        before.make_leaf(u"greenhouse-17"_s, ca);
        before.make(*simple_request(preset::computer, u"localhost"_s, u"localhost, 127.0.0.1"_s, ca));
    }
    bench.studio.workspace.reload();
    WAIT(bench.studio.workspace.credentials().size() == 3);
    plug_in(bench);
    for (const QString &name : { u"farm-ca"_s, u"greenhouse-17"_s }) {
        bench.studio.selection.select({ .kind = Subject::Kind::certificate, .key = name });
        bench.studio.actions.action(action::certificate_place).trigger();
    }
    QVERIFY(!bench.studio.keys.is_open());
    WAIT(bench.main_button()->isEnabled() && bench.main_button()->text().startsWith("Provision "_L1));
    bench.press(Qt::Key_F5);
    WAIT(bench.visible<QLineEdit>(u"vault-password"_s));
    QTest::keyClicks(QApplication::focusWidget(), QString::fromLatin1(test_password));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    WAIT(bench.studio.run.is_running());
    WAIT(!bench.studio.run.is_running());
    QVERIFY2(bench.studio.run.state() == RunState::succeeded, qPrintable(bench.studio.run.error() ? present(bench.studio.run.error()).sentence() : QString()));
    QVERIFY(present(bench.studio.run.report()).handshake_seen());
    const flash::Region *identity = bench.studio.document.plan().find(flash::RegionRole::identity);
    QVERIFY(identity && identity->content.has_value()); // its size is known since
}

void TestStudio::keys_never_reach_the_log()
{
    StudioBench bench;
    plug_in(bench);
    make_test_certificates(bench);
    provision_board(bench);
    QByteArray all;
    for (const LogRow &row : bench.studio.log.rows())
        all += row.text.toUtf8() + '\n';
    QVERIFY(all.size() > 100);
    QVERIFY(!all.contains("PRIVATE KEY"));
    for (const StoredCredential &credential : bench.studio.workspace.credentials()) {
        const auto identity = KeyFolder(bench.studio.keys, {}).identity(credential.name);
        QVERIFY(identity);
        const auto pem = identity->key().to_pem();
        const QByteArray secret(pem->chars() + 40, 40); // a stretch of the base64
        QVERIFY(!all.contains(secret));
    }
}

QTEST_MAIN(TestStudio)
#include "tst_studio.moc"
