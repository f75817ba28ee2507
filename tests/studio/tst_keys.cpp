// SPDX-License-Identifier: Apache-2.0
// Private keys at rest, through the real window: the password that is chosen, forgotten, mistyped and changed; plain files on their way into the vault.
#include "app/studio/workspace/key_location.h"
#include "tests/studio/key_bench.h"

#include <QCheckBox>
#include <QDirIterator>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::studio;

class TestKeys final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_first_key_asks_for_a_password();
    void giving_up_leaves_everything_as_it_was_data();
    void giving_up_leaves_everything_as_it_was();
    void the_sheet_says_what_is_wrong();
    void a_locked_vault_is_opened_once();
    void what_needs_no_key_asks_nothing();
    void locked_keys_are_asked_for_again();
    void the_password_is_changed();
    void plain_files_are_moved_into_the_vault();
    void plain_files_stay_if_the_user_gives_up();
    void the_offer_is_made_once();
    void removing_and_undoing_need_no_password();
    void deleting_for_good_takes_the_key_out();
    void a_kept_key_survives_its_older_certificate();
    void another_program_may_change_the_vault();
    void another_program_may_change_the_password();
    void a_vault_of_the_command_line_shows();
    void a_lost_vault_is_told();
    void stopping_the_work_closes_the_question();
    void the_password_reaches_no_file_and_no_log();
};

namespace {

// NAME.crt and NAME.key in the folder, as the command line writes them.
void make_plain(const CertificateFolder &folder, const QString &path, const QString &name)
{
    QVERIFY(make_folder(path));
    QVERIFY(write_file(path + u'/' + name + u".crt"_s, folder.stored(name).certificate.pem()));
    QVERIFY(write_file(path + u'/' + name + u".key"_s, folder.keyed.key(name)->to_pem()->view(), FileMode::secret));
}

QByteArray all_files(const QString &folder)
{
    QByteArray all;
    for (QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); files.hasNext();) {
        const auto bytes = read_file(files.next());
        all += bytes ? *bytes : QByteArray();
    }
    return all;
}

bool holds_key(const QByteArray &bytes, const pki::PrivateKey &key)
{
    const auto pem = key.to_pem();
    const auto der = key.to_der();
    const auto middle = [](const SecureBytes &secret) { return QByteArray(secret.chars() + 40, 30); };
    return bytes.contains("PRIVATE KEY") || bytes.contains(middle(*pem)) || bytes.contains(QByteArray(der->chars() + 8, 24));
}

} // namespace

void TestKeys::the_first_key_asks_for_a_password()
{
    KeyBench bench;
    bench.begin_issue(preset::ca, u"Farm CA"_s);
    WAIT(bench.sheet());
    QVERIFY(bench.sheet()->accessibleName().contains("Choose"_L1));
    QCOMPARE(QApplication::focusWidget(), bench.part<QLineEdit>(u"vault-password"_s));
    auto *go = bench.part<QPushButton>(u"vault-go"_s);
    QVERIFY(!go->isEnabled());
    bench.type(u"vault-password"_s, u"abc123"_s);
    QVERIFY(bench.part<QLabel>(u"vault-hint"_s)->text().contains("guessed"_L1)); // the hint is honest
    bench.type(u"vault-password"_s, QString::fromLatin1(test_password));
    QVERIFY(!go->isEnabled()); // once is not enough
    bench.type(u"vault-again"_s, u"staple"_s);
    QVERIFY(!go->isEnabled());
    bench.type(u"vault-again"_s, QString::fromLatin1(test_password));
    QCOMPARE(bench.part<QLineEdit>(u"vault-password"_s)->echoMode(), QLineEdit::Password);
    bench.window.findChild<PasswordSheet *>()->findChild<QCheckBox *>()->setChecked(true);
    QCOMPARE(bench.part<QLineEdit>(u"vault-password"_s)->echoMode(), QLineEdit::Normal);
    bench.click(u"vault-go"_s);
    WAIT(bench.studio.workspace.find(u"farm-ca"_s));
    WAIT(!bench.sheet());
    QVERIFY(bench.part<QLineEdit>(u"vault-password"_s)->text().isEmpty());
    QVERIFY(bench.studio.workspace.find(u"farm-ca"_s)->can_sign());
    const auto key = KeyFolder(bench.studio.keys, {}).key(u"farm-ca"_s);
    QVERIFY(key);
    QVERIFY(!holds_key(all_files(bench.studio.workspace.folder()), *key));
    QVERIFY(bench.made.keyed.key(u"farm-ca"_s)); // the vault opens with that password, elsewhere too
    QVERIFY2(bench.strays().isEmpty(), qPrintable(bench.strays().join(u", "_s))); // in place, no dialog
}

void TestKeys::giving_up_leaves_everything_as_it_was_data()
{
    QTest::addColumn<bool>("escape");
    QTest::addColumn<bool>("there");
    QTest::newRow("no vault, Cancel") << false << false;
    QTest::newRow("no vault, Esc") << true << false;
    QTest::newRow("locked, Cancel") << false << true;
    QTest::newRow("locked, Esc") << true << true;
}

void TestKeys::giving_up_leaves_everything_as_it_was()
{
    QFETCH(bool, escape);
    QFETCH(bool, there);
    KeyBench bench;
    if (there) {
        bench.made.make_ca(u"Old CA"_s);
        bench.reload();
    }
    const QStringList before = QDir(bench.studio.workspace.folder()).entryList(QDir::Files);
    bench.begin_issue(there ? preset::board_client : preset::ca, u"Farm 1"_s);
    WAIT(bench.sheet());
    bench.type(u"vault-password"_s, u"half a passw"_s);
    if (escape)
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    else
        bench.click(u"vault-cancel"_s);
    bench.settle();
    QCOMPARE(QDir(bench.studio.workspace.folder()).entryList(QDir::Files), before);
    QVERIFY(!bench.studio.keys.is_open());
    QCOMPARE(bench.visible<QLineEdit>(u"form-name"_s)->text(), u"Farm 1"_s); // the form is as it was,
    QVERIFY(bench.part<QLineEdit>(u"vault-password"_s)->text().isEmpty());
    WAIT(bench.visible<QPushButton>(u"form-issue"_s)->isEnabled()); // and can be sent again
    QTest::mouseClick(bench.visible<QPushButton>(u"form-issue"_s), Qt::LeftButton);
    if (there)
        bench.unlock();
    else
        bench.choose();
    WAIT(bench.studio.workspace.find(u"farm-1"_s));
}

void TestKeys::the_sheet_says_what_is_wrong()
{
    KeyBench bench;
    bench.made.make_ca(u"Farm CA"_s);
    bench.reload();
    QVERIFY(!bench.studio.keys.is_open());
    bench.begin_issue(preset::board_client, u"pump-1"_s);
    bench.unlock(u"wrong"_s);
    WAIT(bench.problem().contains("does not open"_L1));
    QVERIFY(bench.sheet());
    QCOMPARE(QApplication::focusWidget(), bench.part<QLineEdit>(u"vault-password"_s));
    bench.unlock(u"wrong again"_s);
    WAIT(bench.part<QLineEdit>(u"vault-password"_s)->isEnabled() && !bench.problem().isEmpty());
    bench.unlock();
    WAIT(bench.studio.workspace.find(u"pump-1"_s));
    QVERIFY(bench.studio.workspace.find(u"pump-1"_s)->has_key);
    WAIT(!bench.sheet());
}

void TestKeys::a_locked_vault_is_opened_once()
{
    KeyBench bench(Answers::known_password);
    bench.made.make_ca(u"Farm CA"_s);
    bench.reload();
    for (const QString &name : { u"pump-1"_s, u"pump-2"_s }) {
        bench.begin_issue(preset::board_client, name);
        WAIT(bench.studio.workspace.find(name));
    }
    QCOMPARE(bench.password.questions.load(), 1);
}

void TestKeys::what_needs_no_key_asks_nothing()
{
    KeyBench bench(Answers::known_password);
    const QString ca = bench.made.make_ca(u"Farm CA"_s);
    const QString board = bench.made.make_leaf(u"pump-1"_s, ca);
    QVERIFY(make_csr(*simple_request(preset::board_client, u"pump-7"_s, {}, {}), bench.made.keyed, no_job));
    bench.reload();
    const StoredCredential &stored = *bench.studio.workspace.find(board);
    QVERIFY(stored.has_key && !stored.key_problem); // known while it is locked
    QVERIFY(bench.studio.workspace.find(ca)->can_sign());
    QVERIFY(bench.studio.workspace.find_request(u"pump-7"_s)->has_key);
    bench.select({ .kind = Subject::Kind::certificate, .key = board });
    bench.trigger(action::certificate_place);
    WAIT(bench.region_credential(flash::RegionRole::identity) == board);
    for (const QLatin1StringView id : { action::certificate_new, action::certificate_renew, action::certificate_export, action::certificate_revoke }) {
        bench.select({ .kind = Subject::Kind::certificate, .key = board });
        bench.trigger(id); // opening a panel, with its preview
        bench.settle();
    }
    bench.window.certificates_page().import_files({ bench.made.path + u'/' + ca + u".crt"_s });
    bench.settle();
    QCOMPARE(bench.password.questions.load(), 0);
    QVERIFY(!bench.studio.keys.is_open());
}

void TestKeys::locked_keys_are_asked_for_again()
{
    KeyBench bench;
    bench.made.make_ca(u"Farm CA"_s);
    bench.reload();
    QVERIFY(!bench.studio.actions.action(action::keys_lock).isEnabled());
    bench.trigger(action::keys_unlock);
    bench.unlock();
    WAIT(bench.studio.keys.is_open() && bench.studio.actions.action(action::keys_lock).isEnabled());
    QVERIFY(!bench.studio.actions.action(action::keys_unlock).isEnabled());
    bench.trigger(action::keys_lock);
    WAIT(!bench.studio.keys.is_open());
    WAIT(bench.studio.actions.action(action::keys_unlock).isEnabled());
    bench.begin_issue(preset::board_client, u"pump-1"_s);
    bench.unlock();
    WAIT(bench.studio.workspace.find(u"pump-1"_s));
}

void TestKeys::the_password_is_changed()
{
    KeyBench bench;
    const QString ca = bench.made.make_ca(u"Farm CA"_s);
    bench.reload();
    bench.trigger(action::keys_password);
    bench.unlock(u"not this one"_s);
    WAIT(bench.problem().contains("does not open"_L1));
    bench.unlock();
    WAIT(bench.sheet() && bench.sheet()->accessibleName().contains("new password"_L1));
    bench.choose(u"another one, longer than before"_s);
    bench.settle();
    QVERIFY(bench.studio.keys.is_open());
    const QString path = bench.studio.keys.path();
    QCOMPARE(pki::KeyStore::open(path, secret(test_password), cheap_costs).error().code, u"wrong-password"_s);
    QVERIFY(pki::KeyStore::open(path, secret("another one, longer than before"), cheap_costs));
    QVERIFY(KeyFolder(bench.studio.keys, {}).key(ca));
    // Halfway: the old one stays.
    bench.trigger(action::keys_password);
    bench.unlock(u"another one, longer than before"_s);
    WAIT(bench.sheet() && bench.sheet()->accessibleName().contains("new password"_L1));
    bench.click(u"vault-cancel"_s);
    bench.settle();
    QVERIFY(pki::KeyStore::open(path, secret("another one, longer than before"), cheap_costs));
}

void TestKeys::plain_files_are_moved_into_the_vault()
{
    const CertificateFolder elsewhere;
    const QString ca = elsewhere.make_ca(u"Farm CA"_s);
    const QString board = elsewhere.make_leaf(u"pump-1"_s, ca);
    const QString old = elsewhere.make_leaf(u"pump-0"_s, ca);
    KeyBench bench;
    const QString path = bench.studio.workspace.folder();
    for (const QString &name : { ca, board, old })
        make_plain(elsewhere, path, name);
    QVERIFY(QFile::copy(elsewhere.make_lonely_key(), path + u"/found.key"_s));
    QVERIFY(move_to_bin(path, { old }));
    bench.reload();
    QCOMPARE(bench.studio.workspace.content().plain_keys, 4);
    QVERIFY(bench.studio.workspace.find(board)->has_key); // they work as they are
    QVERIFY(bench.visible<QPushButton>(u"plain-keys-encrypt"_s));
    QTest::mouseClick(bench.visible<QPushButton>(u"plain-keys-encrypt"_s), Qt::LeftButton);
    bench.choose();
    WAIT(bench.studio.workspace.content().plain_keys == 0);
    QVERIFY(!bench.visible<QPushButton>(u"plain-keys-encrypt"_s));
    QVERIFY(bench.studio.workspace.find(board)->has_key && !bench.studio.workspace.find(board)->key_problem);
    QCOMPARE(bench.studio.workspace.content().keys.size(), 1);
    QVERIFY(bench.studio.workspace.content().bin.constFirst().has_key);
    for (const QString &name : { ca, board }) {
        const auto key = KeyFolder(bench.studio.keys, {}).key(name);
        QVERIFY(key && *key == *elsewhere.keyed.key(name));
        QVERIFY(!holds_key(all_files(path), *key));
    }
    const auto back = restore_from_bin(path, { bench.studio.workspace.content().bin.constFirst().id });
    QVERIFY(back && KeyFolder(bench.studio.keys, {}).identity(old));
}

void TestKeys::plain_files_stay_if_the_user_gives_up()
{
    const CertificateFolder elsewhere;
    const QString ca = elsewhere.make_ca(u"Farm CA"_s);
    KeyBench bench;
    make_plain(elsewhere, bench.studio.workspace.folder(), ca);
    const auto files = [&] { return QDir(bench.studio.workspace.folder()).entryList(QDir::Files, QDir::Name); };
    const QStringList before = files();
    bench.reload();
    bench.trigger(action::keys_encrypt);
    WAIT(bench.sheet());
    bench.click(u"vault-cancel"_s);
    bench.settle();
    QCOMPARE(files(), before);
    QVERIFY(read_key_file(bench.studio.workspace.folder() + u'/' + ca + u".key"_s));
}

void TestKeys::the_offer_is_made_once()
{
    const CertificateFolder elsewhere;
    KeyBench bench;
    make_plain(elsewhere, bench.studio.workspace.folder(), elsewhere.make_ca(u"Farm CA"_s));
    bench.reload();
    WAIT(bench.visible<QPushButton>(u"plain-keys-later"_s));
    QTest::mouseClick(bench.visible<QPushButton>(u"plain-keys-later"_s), Qt::LeftButton);
    QVERIFY(!bench.visible<QPushButton>(u"plain-keys-later"_s));
    bench.reload();
    bench.settle();
    QVERIFY(!bench.visible<QPushButton>(u"plain-keys-later"_s));
    QVERIFY(bench.studio.actions.action(action::keys_encrypt).isEnabled()); // the menu still has it
}

void TestKeys::removing_and_undoing_need_no_password()
{
    KeyBench bench(Answers::known_password);
    const QString board = bench.made.make_leaf(u"pump-1"_s, bench.made.make_ca(u"Farm CA"_s));
    bench.reload();
    bench.select({ .kind = Subject::Kind::certificate, .key = board });
    bench.trigger(action::certificate_remove);
    WAIT(!bench.studio.workspace.find(board));
    QVERIFY(bench.studio.workspace.content().bin.constFirst().has_key);
    for (int round = 0; round < 2; ++round) {
        bench.press(Qt::Key_Z, Qt::ControlModifier);
        WAIT(bench.studio.workspace.find(board));
        QVERIFY(bench.studio.workspace.find(board)->has_key);
        bench.press(Qt::Key_Y, Qt::ControlModifier);
        WAIT(!bench.studio.workspace.find(board));
    }
    // Its name is taken by now: it comes back under another one, with its key.
    QCOMPARE(bench.made.make_leaf(u"pump-1"_s, u"farm-ca"_s), board);
    bench.studio.workspace.reload();
    WAIT(bench.studio.workspace.find(board));
    bench.press(Qt::Key_Z, Qt::ControlModifier);
    WAIT(bench.studio.workspace.find(u"pump-1-2"_s));
    QCOMPARE(bench.password.questions.load(), 0);
    const auto one = bench.made.keyed.identity(board);
    const auto two = bench.made.keyed.identity(u"pump-1-2"_s);
    QVERIFY(one && two && !(one->key() == two->key()));
}

void TestKeys::deleting_for_good_takes_the_key_out()
{
    KeyBench bench;
    const QString ca = bench.made.make_ca(u"Farm CA"_s);
    const QString board = bench.made.make_leaf(u"pump-1"_s, ca);
    const QString id = pki::key_id(*bench.made.keyed.key(board));
    QVERIFY(move_to_bin(bench.made.path, { board }));
    bench.reload();
    const QString entry = bench.studio.workspace.content().bin.constFirst().id;
    bench.select({ .kind = Subject::Kind::bin_entry, .key = entry });
    bench.trigger(action::certificate_empty_bin);
    WAIT(bench.sheet());
    bench.click(u"vault-cancel"_s);
    bench.settle();
    QCOMPARE(bench.studio.workspace.content().bin.size(), 1); // nothing is half gone
    bench.select({ .kind = Subject::Kind::bin_entry, .key = entry });
    bench.trigger(action::certificate_empty_bin);
    bench.unlock();
    WAIT(bench.studio.workspace.content().bin.isEmpty());
    const auto store = pki::KeyStore::open(bench.studio.keys.path(), secret(test_password), cheap_costs);
    QVERIFY(store && !store->contains(id));
    QCOMPARE(store->names().size(), 1);
}

void TestKeys::a_kept_key_survives_its_older_certificate()
{
    const CertificateFolder folder;
    const QString ca = folder.make_ca(u"Farm CA"_s);
    const QString old = folder.make_leaf(u"pump-1"_s, ca);
    const auto added = add_credentials(
        folder.keyed, { { .name = u"renewed"_s, .certificate = folder.stored(old).certificate, .chain = {}, .key = *folder.keyed.key(old) } });
    QVERIFY(added);
    const auto ids = move_to_bin(folder.path, { old });
    QVERIFY(ids && delete_from_bin(folder.keyed, *ids));
    QVERIFY(folder.keyed.identity(added->constFirst()));
}

void TestKeys::another_program_may_change_the_vault()
{
    KeyBench bench(Answers::known_password);
    const QString ca = bench.made.make_ca(u"Farm CA"_s);
    bench.reload();
    bench.begin_issue(preset::board_client, u"pump-1"_s);
    WAIT(bench.studio.workspace.find(u"pump-1"_s));
    bench.made.make_leaf(u"pump-2"_s, ca); // the other one's store is older than the file, and the file changes behind the studio's back
    bench.begin_issue(preset::board_client, u"pump-3"_s);
    WAIT(bench.studio.workspace.find(u"pump-3"_s));
    for (const QString &name : { u"pump-1"_s, u"pump-2"_s, u"pump-3"_s }) {
        QVERIFY2(bench.made.keyed.identity(name), qPrintable(name));
        QVERIFY2(KeyFolder(bench.studio.keys, {}).identity(name), qPrintable(name));
    }
    QCOMPARE(bench.password.questions.load(), 1); // the same password: nobody is asked
}

void TestKeys::another_program_may_change_the_password()
{
    KeyBench bench;
    bench.made.make_ca(u"Farm CA"_s);
    bench.reload();
    bench.trigger(action::keys_unlock);
    bench.unlock();
    WAIT(bench.studio.keys.is_open());
    {
        auto other = pki::KeyStore::open(bench.studio.keys.path(), secret(test_password), cheap_costs);
        QVERIFY(other && other->change_password(secret("theirs, and a long one"), cheap_costs));
    }
    bench.begin_issue(preset::board_client, u"pump-1"_s);
    bench.unlock(u"theirs, and a long one"_s);
    WAIT(bench.studio.workspace.find(u"pump-1"_s));
}

// There keys are called as their files were, and nothing lies beside the certificates.
void TestKeys::a_vault_of_the_command_line_shows()
{
    const CertificateFolder elsewhere;
    const QString ca = elsewhere.make_ca(u"Farm CA"_s);
    KeyBench bench(Answers::known_password);
    make_plain(elsewhere, bench.studio.workspace.folder(), ca);
    QVERIFY(QFile::remove(bench.studio.workspace.folder() + u'/' + ca + u".key"_s));
    {
        auto store = pki::KeyStore::create(bench.studio.keys.path(), secret(test_password), cheap_costs);
        QVERIFY(store && store->add(ca, *elsewhere.keyed.key(ca)));
    }
    bench.reload();
    QVERIFY(!bench.studio.workspace.find(ca)->has_key);
    bench.trigger(action::keys_unlock);
    WAIT(bench.studio.workspace.find(ca)->can_sign());
    bench.begin_issue(preset::board_client, u"pump-1"_s);
    WAIT(bench.studio.workspace.find(u"pump-1"_s));
    QCOMPARE(bench.studio.workspace.find(u"pump-1"_s)->issuer, ca);
}

void TestKeys::a_lost_vault_is_told()
{
    const CertificateFolder folder;
    const QString board = folder.make_leaf(u"pump-1"_s, folder.make_ca(u"Farm CA"_s));
    QVERIFY(!folder.stored(board).key_problem);
    const QList<StoredCredential> known = *load_credentials(folder.path);
    QVERIFY(QFile::rename(folder.vault->path(), folder.dir.filePath(u"away"_s)));
    const QList<StoredCredential> now = *load_credentials(folder.path, known);
    for (const StoredCredential &credential : now)
        QCOMPARE(credential.key_problem ? credential.key_problem->code : QString(), u"key-vault-missing"_s);
    // One that has other keys.
    QVERIFY(pki::KeyStore::create(folder.vault->path(), secret(test_password), cheap_costs));
    QCOMPARE(folder.keyed.identity(board).error().code, u"key-missing"_s);
    QCOMPARE(folder.keyed.key(board).error().code, u"key-missing"_s);
}

void TestKeys::stopping_the_work_closes_the_question()
{
    KeyBench bench;
    bench.begin_issue(preset::ca, u"Farm CA"_s);
    WAIT(bench.sheet());
    QVERIFY(bench.studio.jobs.stop_front());
    bench.settle();
    QVERIFY(bench.studio.workspace.is_empty());
    QVERIFY(!bench.studio.keys.is_there());
    bench.begin_issue(preset::ca, u"Farm CA"_s); // leaving while it asks must not hang
    WAIT(bench.sheet());
}

void TestKeys::the_password_reaches_no_file_and_no_log()
{
    KeyBench bench;
    bench.begin_issue(preset::ca, u"Farm CA"_s);
    bench.choose(u"tell nobody 4711 at all"_s);
    WAIT(bench.studio.workspace.find(u"farm-ca"_s));
    bench.trigger(action::keys_lock);
    bench.trigger(action::keys_unlock);
    bench.unlock(u"wrong 4711"_s);
    WAIT(!bench.problem().isEmpty());
    bench.unlock(u"tell nobody 4711 at all"_s);
    bench.settle();
    QString all;
    for (const LogRow &row : bench.studio.log.rows())
        all += row.text + u'\n';
    QVERIFY(all.size() > 20);
    QVERIFY(!all.contains("4711"_L1) && !all.contains("PRIVATE KEY"_L1));
    QVERIFY(!all_files(bench.folder.path()).contains("4711"));
}

QTEST_MAIN(TestKeys)
#include "tst_keys.moc"
