// SPDX-License-Identifier: Apache-2.0
// The Certificates page through the real window: mouse, keys and drops in; certificates, lists and files out.
#include "app/studio/certificates/batch_panel.h"
#include "app/studio/certificates/certificate_list.h"
#include "app/studio/certificates/certificate_tasks.h"
#include "app/studio/certificates/certificates_page.h"
#include "app/studio/certificates/export_panel.h"
#include "app/studio/certificates/import_panel.h"
#include "app/studio/document/device_profile.h"
#include "app/studio/inspector/certificate_view.h"
#include "core/pki/fix_action.h"
#include "tests/studio/certificate_folder.h"
#include "tests/studio/focus_stops.h"
#include "tests/studio/studio_bench.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDir>
#include <QDropEvent>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::studio;

class TestCertificatesPage final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void from_nothing();
    void from_the_ca_alone();
    void from_a_dropped_folder();
    void pasted_text_is_imported();
    void an_intermediate_ca_and_its_device();
    void what_does_not_fit_has_a_button();
    void every_fix_has_a_handler();
    void the_device_profile_is_an_undo_step();
    void exported_and_imported_again();
    void a_plain_key_wants_its_word();
    void removing_can_be_undone();
    void removing_a_ca_names_what_it_signed();
    void the_bin_restores();
    void revoking_shows();
    void renewing_moves_the_plan_on();
    void a_request_and_its_answer();
    void two_are_compared();
    void many_stop_and_go_on();
    void two_hundred_are_filtered();
    void the_start_page_counts();
    void the_inspector_shows_all_sides();
    void every_panel_has_names_data();
    void every_panel_has_names();
    void nothing_is_cut_off_data();
    void nothing_is_cut_off();
    void no_secret_reaches_the_log();
};

namespace {

constexpr int patience = 30'000; // for slow machines; nothing is timed

#define WAIT(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, patience)

// A window over a workspace that may have something in it already.
struct PageBench : StudioBench {
    CertificateFolder folder { studio.workspace.folder() };

    CertificatesPage &page() { return window.certificates_page(); }
    QTreeView &tree() { return page().list().tree(); }
    void reload()
    {
        studio.selection.go(Page::certificates);
        studio.workspace.reload();
        WAIT(!studio.workspace.is_empty());
    }
    void select(const QString &name)
    {
        page().list().select(name);
        WAIT(studio.selection.subject().key == name);
    }
    void select_both(const QString &one, const QString &two)
    {
        select(one);
        const QModelIndex other = index_of(two);
        tree().selectionModel()->select(other, QItemSelectionModel::Select | QItemSelectionModel::Rows);
        WAIT(studio.selection.marked().size() == 2);
    }
    QModelIndex index_of(const QString &key)
    {
        const QAbstractItemModel &model = *tree().model();
        const QModelIndexList found = model.match(model.index(0, 0), key_role, key, 1, Qt::MatchExactly | Qt::MatchRecursive);
        return found.value(0);
    }
    void trigger(QLatin1StringView id)
    {
        WAIT(studio.actions.action(id).isEnabled());
        studio.actions.action(id).trigger();
    }
    template <class Widget> Widget *named(const QString &name)
    {
        Widget *found = nullptr;
        if (!QTest::qWaitFor([&] { return (found = visible<Widget>(name)) != nullptr; }, patience))
            qFatal("no %s", qPrintable(name));
        return found;
    }
    void click_named(const QString &name)
    {
        auto *button = named<QPushButton>(name);
        WAIT(button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
    }
    void type_into(const QString &name, const QString &text)
    {
        auto *edit = named<QLineEdit>(name);
        edit->selectAll();
        QTest::keyClicks(edit, text);
    }
    void drop(QWidget &target, const QStringList &paths)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString &path : paths)
            urls.append(QUrl::fromLocalFile(path));
        data.setUrls(urls);
        const QPoint centre = target.rect().center();
        QDragEnterEvent enter(centre, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&target, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(centre, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&target, &event);
    }
    const StoredCredential &stored(const QString &name)
    {
        const StoredCredential *found = studio.workspace.find(name);
        if (!found)
            qFatal("no credential %s", qPrintable(name));
        return *found;
    }
};

} // namespace

void TestCertificatesPage::from_nothing()
{
    PageBench bench;
    bench.studio.selection.go(Page::certificates);
    bench.click_named(u"guide-nothing"_s);
    bench.type_into(u"set-ca"_s, u"Barn CA"_s);
    bench.type_into(u"set-name-0"_s, u"barn-1"_s);
    bench.click_named(u"set-make"_s);
    WAIT(bench.studio.workspace.credentials().size() == 3);
    QCOMPARE(bench.region_credential(flash::RegionRole::ca), u"barn-ca"_s);
    QCOMPARE(bench.region_credential(flash::RegionRole::identity), u"barn-1"_s);
    WAIT(bench.index_of(u"barn-1"_s).isValid());
    QCOMPARE(bench.index_of(u"barn-1"_s).parent(), bench.index_of(u"barn-ca"_s));
    QVERIFY2(bench.windows.strays.isEmpty(), qPrintable(bench.windows.strays.join(u", "_s))); // one page, no dialogs
}

void TestCertificatesPage::from_the_ca_alone()
{
    const CertificateFolder elsewhere;
    const QString ca = elsewhere.make_ca(u"Company CA"_s);
    PageBench bench;
    bench.studio.selection.go(Page::certificates);
    bench.click_named(u"guide-ca"_s);
    bench.drop(*bench.named<QWidget>(u"import-drop"_s), { elsewhere.path + u'/' + ca + u".crt"_s });
    bench.click_named(u"import-store"_s);
    WAIT(bench.region_credential(flash::RegionRole::ca) == ca);
    QVERIFY(!bench.stored(ca).has_key);
    QVERIFY2(bench.windows.strays.isEmpty(), qPrintable(bench.windows.strays.join(u", "_s)));
}

// Files under names that say nothing, one of them locked, in a folder with others.
void TestCertificatesPage::from_a_dropped_folder()
{
    const CertificateFolder elsewhere;
    const QString ca = elsewhere.make_ca(u"Company CA"_s);
    const QString board = elsewhere.make_leaf(u"pump-3"_s, ca);
    const QTemporaryDir mess;
    QVERIFY(QFile::copy(elsewhere.path + u'/' + ca + u".crt"_s, mess.filePath(u"a.dat"_s)));
    QVERIFY(QFile::copy(elsewhere.path + u'/' + board + u".crt"_s, mess.filePath(u"b.dat"_s)));
    QByteArray word("open sesame");
    const SecureBytes password = SecureBytes::take(word);
    QVERIFY(write_file(mess.filePath(u"c.dat"_s), elsewhere.keyed.key(board)->to_encrypted_pem(password)->view(), FileMode::secret));
    QVERIFY(write_file(mess.filePath(u"notes.txt"_s), QByteArray("remember the milk")));
    PageBench bench;
    bench.studio.selection.go(Page::certificates);
    bench.click_named(u"guide-identity"_s);
    bench.drop(*bench.named<QWidget>(u"import-drop"_s), { mess.path() });
    auto *typed = bench.named<QLineEdit>(u"Password"_s);
    QTest::keyClicks(typed, u"wrong"_s);
    QTest::keyClick(typed, Qt::Key_Return);
    WAIT(bench.finding() && bench.finding()->finding().code == "wrong-password"_L1);
    QTest::keyClicks(typed, u"open sesame"_s);
    QTest::keyClick(typed, Qt::Key_Return);
    bench.click_named(u"import-store"_s);
    WAIT(bench.region_credential(flash::RegionRole::identity) == board);
    QCOMPARE(bench.region_credential(flash::RegionRole::ca), ca);
    QVERIFY(bench.stored(board).has_key && !bench.stored(board).key_problem);
    QCOMPARE(bench.stored(board).issuer, ca);
}

void TestCertificatesPage::pasted_text_is_imported()
{
    const CertificateFolder elsewhere;
    const QString ca = elsewhere.make_ca(u"Company CA"_s);
    PageBench bench;
    bench.studio.selection.go(Page::certificates);
    QGuiApplication::clipboard()->setText(u"mail from IT:\n"_s + QString::fromLatin1(elsewhere.stored(ca).certificate.pem()));
    bench.press(Qt::Key_V, Qt::ControlModifier);
    bench.click_named(u"import-store"_s);
    WAIT(bench.studio.workspace.find(ca));
    QGuiApplication::clipboard()->setText(u"nothing of the kind"_s);
    bench.press(Qt::Key_V, Qt::ControlModifier);
    WAIT(bench.window.findChild<Banner *>()->text().contains("clipboard"_L1));
}

void TestCertificatesPage::an_intermediate_ca_and_its_device()
{
    PageBench bench;
    const QString root = bench.folder.make_ca(u"Farm CA"_s);
    bench.reload();
    bench.page().show_form(preset::intermediate);
    bench.type_into(u"form-name"_s, u"Line CA"_s);
    bench.click_named(u"form-issue"_s);
    WAIT(bench.studio.workspace.find(u"line-ca"_s));
    QCOMPARE(bench.stored(u"line-ca"_s).issuer, root);
    bench.select(u"line-ca"_s);
    bench.page().show_form(preset::board_client); // the CA that is looked at is proposed
    bench.type_into(u"form-name"_s, u"pump-1"_s);
    bench.click_named(u"form-issue"_s);
    WAIT(bench.studio.workspace.find(u"pump-1"_s));
    const StoredCredential &made = bench.stored(u"pump-1"_s);
    QCOMPARE(made.issuer, u"line-ca"_s);
    QCOMPARE(made.chain.size(), 1);
    QCOMPARE(bench.index_of(u"pump-1"_s).parent().parent(), bench.index_of(root));
}

// P-256 on a board that knows RSA only: the card says so, its button leads to one that fits.
void TestCertificatesPage::what_does_not_fit_has_a_button()
{
    PageBench bench;
    const QString ca = bench.folder.make_ca(u"Farm CA"_s);
    const QString board = bench.folder.make_leaf(u"greenhouse-17"_s, ca);
    bench.reload();
    auto &document = bench.studio.document;
    QVERIFY(document.apply(set_device_profile(document.plan(), { .tls = pki::DeviceTls::mbedtls, .sdk = { 3, 0, 4 } })));
    bench.select(board);
    WAIT(bench.finding() && bench.finding()->finding().code == "key-unsupported"_L1);
    QCOMPARE(bench.index_of(board).siblingAtColumn(static_cast<int>(CertificateColumn::state)).data().toString(), health_word(CertificateHealth::unfit));
    const FixAction fix = bench.finding()->finding().actions.value(0);
    QVERIFY(!fix.label.isEmpty());
    QVERIFY2(bench.click(fix.label), qPrintable(fix.label));
    QCOMPARE(bench.named<QLineEdit>(u"form-name"_s)->text(), u"greenhouse-17"_s);
    QVERIFY(bench.named<QComboBox>(u"form-key"_s)->currentData().toString().startsWith("rsa:"_L1));
    bench.click_named(u"form-issue"_s);
    WAIT(bench.studio.workspace.find(u"greenhouse-17-2"_s));
    QCOMPARE(bench.stored(u"greenhouse-17-2"_s).certificate.key().type, pki::KeyType::rsa);
    WAIT(std::ranges::none_of(bench.studio.judgements.of(u"greenhouse-17-2"_s), [](const Finding &finding) { return finding.code == "key-unsupported"_L1; }));
}

void TestCertificatesPage::every_fix_has_a_handler()
{
    PageBench bench;
    for (int fix = 0; fix <= static_cast<int>(pki::Fix::set_clock); ++fix) {
        const FixAction action = pki::fix_action(static_cast<pki::Fix>(fix));
        QVERIFY2(bench.window.fixes().knows(action.action), qPrintable(action.action));
        QVERIFY(!action.label.isEmpty());
    }
}

void TestCertificatesPage::the_device_profile_is_an_undo_step()
{
    PageBench bench;
    const QString ca = bench.folder.make_ca(u"Farm CA"_s);
    bench.reload();
    const auto bad = [&] { return has_errors(bench.studio.judgements.of(ca)); };
    WAIT(!bad());
    auto *firmware = bench.named<QComboBox>(u"device-firmware"_s);
    const int axtls = firmware->findText(u"axTLS"_s, Qt::MatchContains);
    QVERIFY(axtls >= 0);
    firmware->setFocus();
    while (firmware->currentIndex() != axtls)
        QTest::keyClick(firmware, firmware->currentIndex() < axtls ? Qt::Key_Down : Qt::Key_Up);
    QCOMPARE(bench.studio.document.plan().tls, flash::TlsStack::axtls);
    WAIT(bad());
    while (bench.studio.document.plan().tls == flash::TlsStack::axtls || bench.studio.document.undo().canUndo())
        bench.studio.document.undo().undo();
    WAIT(!bad());
    QCOMPARE(firmware->currentIndex(), 0);
}

void TestCertificatesPage::exported_and_imported_again()
{
    PageBench bench;
    const QString ca = bench.folder.make_ca(u"Farm CA"_s);
    const QString board = bench.folder.make_leaf(u"pump-1"_s, ca);
    bench.reload();
    bench.select(board);
    bench.trigger(action::certificate_export);
    auto *panel = qobject_cast<ExportPanel *>(bench.page().task());
    QVERIFY(panel);
    panel->choose(pki::ExportFormat::pkcs12, false);
    auto *save = bench.named<QPushButton>(u"export-save"_s);
    QVERIFY(!save->isEnabled());
    bench.type_into(u"export-password"_s, u"correct horse battery"_s);
    QVERIFY(!save->isEnabled()); // once is not enough
    bench.type_into(u"export-again"_s, u"correct horse battery"_s);
    QVERIFY(save->isEnabled());
    const QString file = bench.folder.dir.filePath(u"pump-1.p12"_s);
    panel->write(file);
    WAIT(QFileInfo::exists(file) && !bench.page().task());

    bench.select(board);
    bench.press(Qt::Key_Delete, Qt::ControlModifier);
    WAIT(!bench.studio.workspace.find(board));
    bench.page().import_files({ file });
    auto *password = bench.named<QLineEdit>(u"Password"_s);
    QTest::keyClicks(password, u"correct horse battery"_s);
    QTest::keyClick(password, Qt::Key_Return);
    bench.click_named(u"import-store"_s);
    WAIT(bench.studio.workspace.find(board));
    QVERIFY(bench.stored(board).has_key && !bench.stored(board).key_problem);
}

void TestCertificatesPage::a_plain_key_wants_its_word()
{
    PageBench bench;
    const QString board = bench.folder.make_leaf(u"pump-1"_s, bench.folder.make_ca(u"Farm CA"_s));
    bench.reload();
    bench.select(board);
    bench.press(Qt::Key_E, Qt::ControlModifier);
    auto *panel = qobject_cast<ExportPanel *>(bench.page().task());
    QVERIFY(panel);
    panel->choose(pki::ExportFormat::identity_blob, true);
    auto *save = bench.named<QPushButton>(u"export-save"_s);
    QVERIFY(!save->isEnabled());
    bench.type_into(u"export-plain"_s, u"yes"_s);
    QVERIFY(!save->isEnabled());
    bench.type_into(u"export-plain"_s, u"plain"_s);
    QVERIFY(save->isEnabled());
    const QString file = bench.folder.dir.filePath(u"blob.bin"_s);
    panel->write(file);
    WAIT(QFileInfo::exists(file));
    QCOMPARE(QFileInfo(file).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void TestCertificatesPage::removing_can_be_undone()
{
    PageBench bench;
    const QString ca = bench.folder.make_ca(u"Farm CA"_s);
    const QString one = bench.folder.make_leaf(u"pump-1"_s, ca);
    const QString two = bench.folder.make_leaf(u"pump-2"_s, ca);
    bench.reload();
    bench.select_both(one, two);
    QTest::keyClick(&bench.tree(), Qt::Key_Delete);
    WAIT(bench.studio.workspace.credentials().size() == 1);
    QCOMPARE(bench.studio.workspace.content().bin.size(), 2);
    QVERIFY(!bench.studio.document.is_modified()); // the plan is as it was
    bench.press(Qt::Key_Z, Qt::ControlModifier);
    WAIT(bench.studio.workspace.credentials().size() == 3);
    QVERIFY(bench.stored(one).has_key);
    bench.press(Qt::Key_Y, Qt::ControlModifier);
    WAIT(bench.studio.workspace.credentials().size() == 1);
    bench.press(Qt::Key_Z, Qt::ControlModifier);
    WAIT(bench.studio.workspace.credentials().size() == 3);
    QVERIFY(bench.studio.workspace.content().bin.isEmpty());
}

void TestCertificatesPage::removing_a_ca_names_what_it_signed()
{
    PageBench bench;
    const QString ca = bench.folder.make_ca(u"Farm CA"_s);
    const QString board = bench.folder.make_leaf(u"pump-1"_s, ca);
    bench.reload();
    bench.select(ca);
    bench.trigger(action::certificate_remove);
    const auto *banner = bench.window.findChild<Banner *>();
    WAIT(banner->text().contains("pump-1"_L1));
    QVERIFY(bench.studio.workspace.find(ca)); // not yet
    QVERIFY(bench.click(u"Remove to the bin"_s));
    WAIT(!bench.studio.workspace.find(ca));
    QVERIFY(bench.studio.workspace.find(board));
    QVERIFY(banner->is_empty());
}

void TestCertificatesPage::the_bin_restores()
{
    PageBench bench;
    const QString ca = bench.folder.make_ca(u"Farm CA"_s);
    QVERIFY(move_to_bin(bench.folder.path, { ca }));
    bench.reload();
    const QString id = bench.studio.workspace.content().bin.constFirst().id;
    WAIT(bench.index_of(id).isValid());
    bench.tree().setCurrentIndex(bench.index_of(id));
    bench.trigger(action::certificate_restore);
    WAIT(bench.studio.workspace.find(ca));
    QVERIFY(bench.studio.workspace.content().bin.isEmpty());
}

void TestCertificatesPage::revoking_shows()
{
    PageBench bench;
    const QString ca = bench.folder.make_ca(u"Farm CA"_s);
    const QString board = bench.folder.make_leaf(u"pump-1"_s, ca);
    bench.reload();
    bench.select(board);
    bench.trigger(action::certificate_revoke);
    bench.click_named(u"revoke-now"_s);
    WAIT(bench.stored(board).revoked);
    const auto state = [&] { return bench.index_of(board).siblingAtColumn(static_cast<int>(CertificateColumn::state)).data().toString(); };
    WAIT(state() == health_word(CertificateHealth::revoked));
    QVERIFY(!bench.studio.actions.action(action::certificate_revoke).isEnabled());
    const QString file = bench.folder.dir.filePath(u"farm.crl"_s);
    bench.page().tasks().write_crl(ca, file);
    WAIT(QFileInfo::exists(file));
    QCOMPARE(bench.stored(ca).crl->entries().size(), 1);
}

void TestCertificatesPage::renewing_moves_the_plan_on()
{
    PageBench bench;
    const QString ca = bench.folder.make_ca(u"Farm CA"_s);
    const QString board = bench.folder.make_leaf(u"pump-1"_s, ca, 10);
    bench.reload();
    bench.select(board);
    bench.trigger(action::certificate_place);
    WAIT(bench.region_credential(flash::RegionRole::identity) == board);
    bench.select(board);
    bench.press(Qt::Key_R, Qt::ControlModifier);
    WAIT(bench.page().task());
    bench.click_named(u"renew-now"_s);
    WAIT(bench.region_credential(flash::RegionRole::identity) == "pump-1-2"_L1);
    bench.studio.selection.go(Page::map);
    bench.studio.selection.select({ .kind = Subject::Kind::region, .key = u"identity"_s });
    bench.studio.selection.go(Page::certificates);
    QCOMPARE(bench.studio.selection.subject().kind, Subject::Kind::certificate); // again what is marked on this page
    QVERIFY(bench.stored(u"pump-1-2"_s).certificate.not_after() >= bench.stored(board).certificate.not_after()); // times have whole seconds
    QVERIFY(bench.stored(u"pump-1-2"_s).certificate.serial() != bench.stored(board).certificate.serial());
}

void TestCertificatesPage::a_request_and_its_answer()
{
    PageBench bench;
    bench.folder.make_ca(u"Farm CA"_s);
    bench.reload();
    bench.trigger(action::certificate_request);
    bench.type_into(u"form-name"_s, u"pump-7"_s);
    bench.click_named(u"form-issue"_s);
    WAIT(bench.studio.workspace.find_request(u"pump-7"_s));
    WAIT(bench.studio.selection.subject().kind == Subject::Kind::request);
    bench.trigger(action::certificate_sign); // our own CA will do
    bench.click_named(u"form-issue"_s);
    WAIT(bench.studio.workspace.find(u"pump-7"_s));
    QVERIFY(bench.stored(u"pump-7"_s).has_key && !bench.stored(u"pump-7"_s).key_problem);
    QCOMPARE(bench.stored(u"pump-7"_s).issuer, u"farm-ca"_s);
    QVERIFY(bench.studio.workspace.content().requests.isEmpty());
}

void TestCertificatesPage::two_are_compared()
{
    PageBench bench;
    const QString ca = bench.folder.make_ca(u"Farm CA"_s);
    const QString one = bench.folder.make_leaf(u"pump-1"_s, ca);
    const QString two = bench.folder.make_leaf(u"pump-2"_s, ca);
    bench.reload();
    bench.select(one);
    QVERIFY(!bench.studio.actions.action(action::certificate_compare).isEnabled());
    bench.select_both(one, two);
    bench.trigger(action::certificate_compare);
    const auto *table = bench.named<QTreeView>(u"Fields of both certificates"_s);
    QVERIFY(table->model()->rowCount() > 8);
    QVERIFY(bench.click(u"Back to the list"_s));
    QVERIFY(!bench.page().task());
}

void TestCertificatesPage::many_stop_and_go_on()
{
    PageBench bench;
    const QString ca = bench.folder.make_ca(u"Farm CA"_s);
    bench.reload();
    bench.select(ca);
    bench.trigger(action::certificate_batch);
    QString table = u"name,mac,key\n"_s;
    for (int i = 0; i < 50; ++i) // RSA keys take long enough to be stopped
        table += u"pump-%1,5C:CF:7F:A1:00:%2,%3\n"_s.arg(i).arg(i, 2, 16, QLatin1Char('0')).arg(i < 25 ? u"ec:p256"_s : u"rsa:2048"_s);
    bench.named<QPlainTextEdit>(u"batch-table"_s)->setPlainText(table.replace(u"pump-7,"_s, u"../pump,"_s));
    auto *run = bench.named<QPushButton>(u"batch-run"_s);
    const QTreeView *rows = bench.named<QTreeView>(u"Rows of the table"_s);
    WAIT(rows->model()->rowCount() == 50);
    QVERIFY(!run->isEnabled()); // one row would leave the folder
    bench.named<QPlainTextEdit>(u"batch-table"_s)->setPlainText(table.replace(u"../pump,"_s, u"pump-7,"_s));
    WAIT(run->isEnabled());
    QTest::mouseClick(run, Qt::LeftButton);
    auto *stop = bench.named<QPushButton>(u"batch-stop"_s);
    const QString out = bench.named<QLineEdit>(u"batch-folder"_s)->text();
    WAIT(!QDir(out).entryList(QDir::Dirs | QDir::NoDotAndDotDot).isEmpty());
    QTest::mouseClick(stop, Qt::LeftButton);
    WAIT(run->isEnabled());
    const auto made = [&] { return bench.studio.workspace.credentials().size() - 1; };
    QCOMPARE(made(), 0); // what was stopped is not listed yet
    QTest::mouseClick(run, Qt::LeftButton);
    WAIT(made() == 50);
    QVERIFY(QFileInfo::exists(out + u"/issued.csv"_s));
    QSet<QString> serials; // none twice
    for (const StoredCredential &credential : bench.studio.workspace.credentials())
        serials.insert(credential.certificate.serial());
    QCOMPARE(serials.size(), 51);
}

void TestCertificatesPage::two_hundred_are_filtered()
{
    PageBench bench;
    const QString ca = bench.folder.make_ca(u"Farm CA"_s);
    for (int i = 0; i < 200; ++i)
        bench.folder.make_leaf(u"greenhouse-%1"_s.arg(i), ca, i < 12 ? 20 : 400);
    bench.reload();
    WAIT(bench.tree().model()->rowCount(bench.index_of(ca)) == 200);
    bench.press(Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), u"house-19"_s);
    WAIT(bench.tree().model()->rowCount(bench.index_of(ca)) == 11); // 19, 190 to 199
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Delete);
    bench.click_named(u"mark-%1"_s.arg(static_cast<int>(CertificateMark::ends_30)));
    WAIT(bench.tree().model()->rowCount(bench.index_of(ca)) == 12);
    bench.click_named(u"mark-%1"_s.arg(static_cast<int>(CertificateMark::ends_30)));
    WAIT(bench.tree().model()->rowCount(bench.index_of(ca)) == 200);
}

void TestCertificatesPage::the_start_page_counts()
{
    PageBench bench;
    const QString ca = bench.folder.make_ca(u"Farm CA"_s);
    bench.folder.make_leaf(u"pump-1"_s, ca, 10);
    bench.folder.make_leaf(u"pump-2"_s, ca, 800);
    bench.reload();
    bench.studio.selection.go(Page::start);
    WAIT(bench.button(u"1 certificate"_s));
    QVERIFY(bench.click(u"1 certificate"_s));
    QCOMPARE(bench.studio.selection.page(), Page::certificates);
    QCOMPARE(bench.page().list().filter().shown_certificates(), 1);
}

void TestCertificatesPage::the_inspector_shows_all_sides()
{
    PageBench bench;
    const QString board = bench.folder.make_leaf(u"pump-1"_s, bench.folder.make_ca(u"Farm CA"_s));
    bench.reload();
    bench.select(board);
    auto *view = bench.window.findChild<CertificateView *>();
    WAIT(view && view->isVisible());
    for (int tab = 0; tab < view->tabs().count(); ++tab)
        view->tabs().setCurrentIndex(tab);
    QVERIFY(bench.named<QPlainTextEdit>(u"As OpenSSL prints it"_s)->toPlainText().contains("Serial Number"_L1));
    view->tabs().setCurrentIndex(3);
    auto *structure = bench.named<QTreeView>(u"ASN.1 structure"_s);
    const auto *bytes = bench.named<QPlainTextEdit>(u"Bytes"_s);
    QVERIFY(bytes->toPlainText().startsWith("0000  30 82"_L1));
    structure->setCurrentIndex(structure->model()->index(0, 0));
    QVERIFY(!bytes->extraSelections().isEmpty());
    view->tabs().setCurrentIndex(2);
    QVERIFY(bench.named<QPlainTextEdit>(u"PEM"_s)->toPlainText().startsWith("-----BEGIN CERTIFICATE"_L1));
}

namespace {

// Opens what the row's name says, over a workspace with a CA, two certificates and a request.
void open_panel(PageBench &bench, const QString &what)
{
    const QString ca = bench.folder.make_ca(u"Farm CA"_s);
    bench.folder.make_leaf(u"pump-1"_s, ca);
    bench.folder.make_leaf(u"pump-2"_s, ca, 10);
    QVERIFY(make_csr(*simple_request(preset::board_client, u"pump-3"_s, {}, {}), bench.folder.keyed, no_job));
    bench.reload();
    if (what == action::certificate_compare)
        bench.select_both(u"pump-1"_s, u"pump-2"_s);
    else
        bench.select(u"pump-1"_s);
    if (what == "import"_L1)
        bench.page().import_files({ bench.folder.path });
    for (const QLatin1StringView id : { action::certificate_guide, action::certificate_new, action::certificate_new_ca, action::certificate_request,
             action::certificate_batch, action::certificate_renew, action::certificate_export, action::certificate_revoke, action::certificate_compare })
        if (id == what)
            bench.trigger(id);
    QTest::qWait(400); // previews
}

void panel_rows()
{
    QTest::addColumn<QString>("what");
    for (const char *what : { "list", "import", "certificate.guide", "certificate.new", "certificate.new-ca", "certificate.request", "certificate.batch",
             "certificate.renew", "certificate.export", "certificate.revoke", "certificate.compare" })
        QTest::newRow(what) << QString::fromLatin1(what);
}

} // namespace

void TestCertificatesPage::every_panel_has_names_data()
{
    panel_rows();
}

void TestCertificatesPage::every_panel_has_names()
{
    QFETCH(QString, what);
    PageBench bench;
    open_panel(bench, what);
    const test::FocusStops stops = test::focus_stops(bench.window);
    QVERIFY2(stops.unnamed.isEmpty(), qPrintable(stops.unnamed.join(u"; "_s)));
    QVERIFY(stops.count > 5);
}

void TestCertificatesPage::nothing_is_cut_off_data()
{
    panel_rows();
}

void TestCertificatesPage::nothing_is_cut_off()
{
    QFETCH(QString, what);
    PageBench bench;
    open_panel(bench, what);
    bench.window.resize(1024, 600);
    QTest::qWait(100);
    QVERIFY(bench.window.minimumSizeHint().width() <= 1024 && bench.window.minimumSizeHint().height() <= 600);
    for (const QPushButton *button : bench.page().findChildren<QPushButton *>()) {
        if (!button->isVisible())
            continue;
        QVERIFY2(button->width() >= button->minimumSizeHint().width(), qPrintable(button->text()));
        const QRect where(button->mapTo(&bench.page(), QPoint()), button->size());
        QVERIFY2(where.right() <= bench.page().width(), qPrintable(button->text()));
    }
    for (const QComboBox *box : bench.page().findChildren<QComboBox *>())
        if (box->isVisible())
            QVERIFY2(box->width() >= box->fontMetrics().horizontalAdvance(box->currentText()), qPrintable(box->currentText()));
}

void TestCertificatesPage::no_secret_reaches_the_log()
{
    PageBench bench;
    const QString ca = bench.folder.make_ca(u"Farm CA"_s);
    const QString board = bench.folder.make_leaf(u"pump-1"_s, ca);
    bench.reload();
    bench.select(board);
    bench.trigger(action::certificate_export);
    auto *panel = qobject_cast<ExportPanel *>(bench.page().task());
    panel->choose(pki::ExportFormat::pkcs8, false);
    bench.type_into(u"export-password"_s, u"tell nobody 4711"_s);
    bench.type_into(u"export-again"_s, u"tell nobody 4711"_s);
    const QString file = bench.folder.dir.filePath(u"pump-1.key"_s);
    panel->write(file);
    WAIT(QFileInfo::exists(file) && !bench.page().task());
    QString all;
    for (const LogRow &row : bench.studio.log.rows())
        all += row.text + u'\n';
    QVERIFY(all.size() > 20);
    QVERIFY(!all.contains("4711"_L1));
    QVERIFY(!all.contains("PRIVATE KEY"_L1));
}

QTEST_MAIN(TestCertificatesPage)
#include "tst_certificates_page.moc"
