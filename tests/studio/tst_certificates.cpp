// SPDX-License-Identifier: Apache-2.0
// The workspace: what is stored and how, what a form would make, what an import would bring.
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest>

#include "app/studio/certificates/certificate_text.h"
#include "app/studio/certificates/import_store.h"
#include "app/studio/certificates/issue_request.h"
#include "app/studio/workspace/workspace_content.h"
#include "core/base/files.h"
#include "core/pki/chain.h"
#include "tests/present.h"
#include "tests/studio/certificate_folder.h"

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::studio;
using espseal::test::present;

class TestCertificates final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keys_are_for_the_owner_alone();
    void names_become_file_names_data();
    void names_become_file_names();
    void a_taken_name_gets_a_number();
    void the_bin_gives_back_what_it_got();
    void a_restored_name_that_is_taken_gets_a_number();
    void the_bin_is_emptied_after_its_days();
    void deleting_for_good_leaves_nothing();
    void a_key_that_does_not_fit_is_told();
    void files_that_are_no_certificates_are_left_alone();
    void issued_certificates_verify_data();
    void issued_certificates_verify();
    void a_preview_stores_nothing();
    void a_preview_says_what_does_not_fit();
    void bad_requests_have_a_sentence_data();
    void bad_requests_have_a_sentence();
    void import_pairs_keys_and_certificates();
    void import_knows_what_is_here();
    void import_of_a_locked_key_asks();
    void an_intermediate_ca_goes_along();
    void rings_of_cas_are_cut();
    void unchanged_files_are_not_read_again();
    void a_request_waits_for_its_answer();
    void somebody_s_request_is_answered();
    void folders_bring_what_belongs_together();
    void import_completes_what_is_here();
    void health_data();
    void health();
};

namespace {

struct Folder : CertificateFolder {
    QString ca = make_ca(u"Farm CA"_s);
    QString board = make_leaf(u"greenhouse-17"_s, ca);
};

IssueRequest wish(const QString &preset, const QString &name, const QString &issuer, const QString &alt_names = {})
{
    return *simple_request(preset, name, alt_names, issuer);
}

ImportSource from(const QStringList &paths)
{
    return { .paths = paths, .text = {}, .text_name = {} };
}

} // namespace

void TestCertificates::keys_are_for_the_owner_alone()
{
    const Folder folder;
    const QFileInfo vault(folder.vault->path());
    QVERIFY(vault.exists());
    QCOMPARE(vault.permissions() & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther), QFile::Permissions());
    QCOMPARE(folder.keyed.identity(folder.ca)->key().kind().type, pki::KeyType::ec);
}

void TestCertificates::names_become_file_names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("file");
    QTest::newRow("words") << u"Farm CA 2026"_s << u"farm-ca-2026"_s;
    QTest::newRow("accents") << u"S\u00e4gewerk M\u00fcller"_s << u"sagewerk-muller"_s;
    QTest::newRow("path") << u"../../etc/passwd"_s << u"etc-passwd"_s;
    QTest::newRow("hidden") << u".ssh"_s << u"ssh"_s;
    QTest::newRow("nothing left") << u"\u6e2b\u6d4b"_s << u"certificate"_s;
    QTest::newRow("empty") << QString() << u"certificate"_s;
    QTest::newRow("long") << QString(200, u'a') << QString(60, u'a');
}

void TestCertificates::names_become_file_names()
{
    QFETCH(QString, name);
    QFETCH(QString, file);
    QCOMPARE(file_name_of(name), file);
}

void TestCertificates::a_taken_name_gets_a_number()
{
    const Folder folder;
    const auto again = issue(wish(preset::ca, u"Farm CA"_s, {}), folder.keyed, no_job);
    QVERIFY(again);
    QCOMPARE(*again, u"farm-ca-2"_s);
    QCOMPARE(load_credentials(folder.path)->size(), 3);
}

void TestCertificates::the_bin_gives_back_what_it_got()
{
    const Folder folder;
    const auto ids = move_to_bin(folder.path, { folder.board, folder.ca });
    QVERIFY(ids);
    QVERIFY(load_credentials(folder.path)->isEmpty());
    QCOMPARE(QDir(folder.path + u"/bin"_s).entryList(QDir::Files).size(), 4);
    const QList<BinEntry> entries = read_bin(folder.path);
    QCOMPARE(entries.size(), 2);
    for (const BinEntry &entry : entries) {
        QVERIFY(entry.has_certificate && entry.has_key);
        QVERIFY(entry.title == "Farm CA"_L1 || entry.title == "greenhouse-17"_L1);
    }
    const auto names = restore_from_bin(folder.path, *ids);
    QVERIFY(names);
    QCOMPARE(*names, QStringList({ folder.board, folder.ca }));
    QCOMPARE(load_credentials(folder.path)->size(), 2);
    QVERIFY(read_bin(folder.path).isEmpty());
    QVERIFY(folder.keyed.identity(folder.board));
}

void TestCertificates::a_restored_name_that_is_taken_gets_a_number()
{
    Folder folder;
    const auto ids = move_to_bin(folder.path, { folder.board });
    QVERIFY(ids);
    QCOMPARE(folder.make_leaf(u"greenhouse-17"_s, folder.ca), folder.board);
    const auto names = restore_from_bin(folder.path, *ids);
    QVERIFY(names);
    QCOMPARE(names->constFirst(), u"greenhouse-17-2"_s);
    QVERIFY(folder.keyed.identity(u"greenhouse-17-2"_s));
    QCOMPARE(restore_from_bin(folder.path, *ids).error().code, u"bin-entry-missing"_s);
}

void TestCertificates::the_bin_is_emptied_after_its_days()
{
    const Folder folder;
    QVERIFY(move_to_bin(folder.path, { folder.board }));
    purge_bin(folder.keyed, QDateTime::currentDateTimeUtc().addDays(bin_days - 1));
    QCOMPARE(read_bin(folder.path).size(), 1);
    purge_bin(folder.keyed, QDateTime::currentDateTimeUtc().addDays(bin_days + 2));
    QVERIFY(read_bin(folder.path).isEmpty());
    QVERIFY(QDir(folder.path + u"/bin"_s).isEmpty());
}

void TestCertificates::deleting_for_good_leaves_nothing()
{
    const Folder folder;
    const auto ids = move_to_bin(folder.path, { folder.board });
    QVERIFY(ids);
    const auto count = [&] {
        qsizetype keys = -1;
        const auto looked = folder.keyed.with_store([&](const pki::KeyStore &store) {
            keys = store.names().size();
            return Result<void>();
        });
        return looked ? keys : -1;
    };
    QCOMPARE(count(), 2);
    QVERIFY(delete_from_bin(folder.keyed, *ids));
    QCOMPARE(count(), 1);
    QVERIFY(QDir(folder.path + u"/bin"_s).isEmpty());
    QVERIFY(!restore_from_bin(folder.path, *ids));
}

void TestCertificates::a_key_that_does_not_fit_is_told()
{
    const Folder folder;
    QVERIFY(QFile::remove(folder.path + u'/' + folder.board + u".pub"_s));
    QVERIFY(QFile::copy(folder.key_file(folder.ca), folder.path + u'/' + folder.board + u".key"_s));
    const StoredCredential broken = folder.stored(folder.board);
    QVERIFY(broken.key_problem);
    QCOMPARE(present(broken.key_problem).code, u"key-mismatch"_s);
    QCOMPARE(health_of(broken), CertificateHealth::broken_key);
    QVERIFY(!folder.keyed.identity(folder.board));
}

void TestCertificates::files_that_are_no_certificates_are_left_alone()
{
    const Folder folder;
    QVERIFY(write_file(folder.path + u"/notes.crt"_s, QByteArray("not a certificate")));
    QCOMPARE(load_credentials(folder.path)->size(), 2);
    QVERIFY(QFileInfo::exists(folder.path + u"/notes.crt"_s));
}

void TestCertificates::issued_certificates_verify_data()
{
    QTest::addColumn<QString>("preset_name");
    QTest::addColumn<QString>("key");
    QTest::addColumn<pki::Role>("role");
    QTest::newRow("board, P-256") << preset::board_client << u"ec:p256"_s << pki::Role::client;
    QTest::newRow("board, RSA") << preset::board_client << u"rsa:2048"_s << pki::Role::client;
    QTest::newRow("board as server") << preset::board_server << u"ec:p256"_s << pki::Role::server;
    QTest::newRow("this computer") << preset::computer << u"ec:p256"_s << pki::Role::server;
}

void TestCertificates::issued_certificates_verify()
{
    QFETCH(QString, preset_name);
    QFETCH(QString, key);
    QFETCH(pki::Role, role);
    const Folder folder;
    IssueRequest request = wish(preset_name, u"esp.local"_s, folder.ca, u"esp.local, 192.168.4.1"_s);
    request.choices.key = *pki::parse_key_spec(key);
    const auto name = issue(request, folder.keyed, no_job);
    QVERIFY(name);
    const auto identity = folder.keyed.identity(*name);
    QVERIFY(identity);
    const pki::ChainQuestion question { .anchors = { folder.stored(folder.ca).certificate }, .role = role };
    QCOMPARE(pki::check_chain(identity->certificate(), question), QList<Finding>());
}

void TestCertificates::a_preview_stores_nothing()
{
    const Folder folder;
    PreviewKeys keys;
    const auto preview = preview_issue(wish(preset::board_client, u"greenhouse-18"_s, folder.ca), folder.keyed, keys, no_job);
    QVERIFY(preview);
    QCOMPARE(preview->certificate->common_name(), u"greenhouse-18"_s);
    QCOMPARE(preview->certificate->issuer_name(), u"Farm CA"_s);
    QVERIFY(preview->blob > Size(static_cast<std::uint64_t>(preview->certificate->der().size())));
    QVERIFY(!has_errors(preview->findings));
    QCOMPARE(load_credentials(folder.path)->size(), 2);
}

void TestCertificates::a_preview_says_what_does_not_fit()
{
    const Folder folder;
    PreviewKeys keys;
    IssueRequest request = wish(preset::board_client, u"old"_s, folder.ca);
    request.device = { .tls = pki::DeviceTls::axtls };
    const auto preview = preview_issue(request, folder.keyed, keys, no_job);
    QVERIFY(preview);
    QVERIFY(has_errors(preview->findings)); // P-256 on an RSA-only library
}

void TestCertificates::bad_requests_have_a_sentence_data()
{
    QTest::addColumn<QString>("preset_name");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("issuer");
    QTest::addColumn<QString>("code");
    QTest::newRow("no name") << preset::ca << QString() << QString() << u"name-empty"_s;
    QTest::newRow("no CA") << preset::board_client << u"x"_s << QString() << u"no-issuer"_s;
    QTest::newRow("unknown CA") << preset::board_client << u"x"_s << u"nobody"_s << u"credential-missing"_s;
}

void TestCertificates::bad_requests_have_a_sentence()
{
    QFETCH(QString, preset_name);
    QFETCH(QString, name);
    QFETCH(QString, issuer);
    QFETCH(QString, code);
    const Folder folder;
    const auto refused = issue(wish(preset_name, name, issuer), folder.keyed, no_job);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, code);
    QVERIFY(!refused.error().fix.isEmpty());
    QCOMPARE(load_credentials(folder.path)->size(), 2);
}

void TestCertificates::an_intermediate_ca_goes_along()
{
    Folder folder;
    const auto between = issue(wish(preset::intermediate, u"Line CA"_s, folder.ca), folder.keyed, no_job);
    QVERIFY(between);
    const QString board = folder.make_leaf(u"pump-1"_s, *between);
    const StoredCredential stored = folder.stored(board);
    QCOMPARE(stored.issuer, *between);
    QCOMPARE(folder.stored(*between).issuer, folder.ca);
    QCOMPARE(stored.chain, QList<pki::Certificate>({ folder.stored(*between).certificate })); // the root is the peer's
    const pki::ChainQuestion question { .anchors = { folder.stored(folder.ca).certificate }, .intermediates = stored.chain, .role = pki::Role::client };
    QCOMPARE(pki::check_chain(stored.certificate, question), QList<Finding>());
}

// Two CAs that have signed each other must not send anybody round in circles.
void TestCertificates::rings_of_cas_are_cut()
{
    CertificateFolder folder;
    const QString one = folder.make_ca(u"One"_s);
    const QString two = folder.make_ca(u"Two"_s);
    const auto cross = [&](const QString &subject, const QString &issuer) {
        const pki::IssuingCa ca = *load_ca(folder.keyed, issuer);
        pki::CertificateSpec spec;
        spec.role = pki::Role::ca;
        spec.subject = pki::SubjectName::of(folder.stored(subject).certificate.common_name());
        return *pki::issue(spec, *folder.keyed.key(subject), ca.certificate, *ca.signer);
    };
    const QList<NewCredential> crossed { { .name = u"cross-one"_s, .certificate = cross(one, two), .chain = {}, .key = {} },
        { .name = u"cross-two"_s, .certificate = cross(two, one), .chain = {}, .key = {} } };
    QVERIFY(move_to_bin(folder.path, { one, two }));
    QVERIFY(add_credentials(folder.keyed, crossed));
    const QList<StoredCredential> all = *load_credentials(folder.path);
    QCOMPARE(all.size(), 2);
    for (const StoredCredential &start : all) {
        QString name = start.issuer;
        for (int steps = 0; !name.isEmpty(); ++steps) {
            QVERIFY2(steps < 2, qPrintable(start.name));
            name = std::ranges::find(all, name, &StoredCredential::name)->issuer;
        }
    }
}

void TestCertificates::unchanged_files_are_not_read_again()
{
    Folder folder;
    const auto first = read_workspace(folder.path);
    QVERIFY(first);
    WorkspaceContent marked = *first;
    for (StoredCredential &credential : marked.credentials)
        credential.search = u"taken as it was"_s;
    const QString fresh = folder.make_leaf(u"greenhouse-18"_s, folder.ca);
    const auto second = read_workspace(folder.path, marked);
    QVERIFY(second);
    for (const StoredCredential &credential : second->credentials)
        QCOMPARE(credential.search == "taken as it was"_L1, credential.name != fresh);
}

void TestCertificates::a_request_waits_for_its_answer()
{
    Folder folder;
    const auto name = make_csr(wish(preset::board_client, u"pump-7"_s, {}), folder.keyed, no_job);
    QVERIFY(name);
    const auto content = read_workspace(folder.path);
    QVERIFY(content);
    QCOMPARE(content->requests.size(), 1);
    QVERIFY(content->requests.constFirst().has_key);
    QVERIFY(content->keys.isEmpty()); // its key is not a lonely one
    QVERIFY(!QFileInfo::exists(folder.path + u'/' + *name + u".key"_s));
    QVERIFY(folder.keyed.key(*name));

    // Another CA answers; the file it sends back finds its key by itself.
    CertificateFolder elsewhere;
    IssueRequest answer = wish(preset::board_client, {}, elsewhere.make_ca(u"Company CA"_s));
    answer.answers = content->requests.constFirst().request;
    answer.answers_name = u"reply"_s;
    QVERIFY(issue(answer, elsewhere.keyed, no_job));
    ImportPasswords passwords;
    const auto review = review_import(from({ elsewhere.path + u"/reply.crt"_s }), folder.path, passwords, no_job);
    QVERIFY(review);
    QCOMPARE(review->items.size(), 1);
    QCOMPARE(review->items.constFirst().beside, *name);
    const auto stored = store_import({ .items = review->items, .requests = {}, .keys = {} }, folder.keyed);
    QVERIFY(stored);
    QCOMPARE(*stored, QStringList(*name));
    QVERIFY(folder.keyed.identity(*name));
    QVERIFY(read_workspace(folder.path)->requests.isEmpty());
}

void TestCertificates::somebody_s_request_is_answered()
{
    Folder folder;
    CertificateFolder elsewhere;
    const auto name = make_csr(wish(preset::board_server, u"esp.local"_s, {}, u"esp.local, 10.0.0.7"_s), elsewhere.keyed, no_job);
    QVERIFY(name);
    ImportPasswords passwords;
    const auto review = review_import(from({ elsewhere.path + u'/' + *name + u".csr"_s }), folder.path, passwords, no_job);
    QVERIFY(review);
    QCOMPARE(review->requests.size(), 1);
    QVERIFY(store_import({ .items = {}, .requests = review->requests, .keys = {} }, folder.keyed));
    const auto content = read_workspace(folder.path);
    QCOMPARE(content->requests.size(), 1);
    QVERIFY(!content->requests.constFirst().has_key);
    IssueRequest answer = wish(preset::board_server, {}, folder.ca);
    answer.answers = content->requests.constFirst().request;
    answer.answers_name = content->requests.constFirst().name;
    const auto issued = issue(answer, folder.keyed, no_job);
    QVERIFY(issued);
    const StoredCredential made = folder.stored(*issued);
    QCOMPARE(made.issuer, folder.ca);
    QVERIFY(!made.has_key);
    QCOMPARE(made.certificate.alt_names().size(), 2);
}

void TestCertificates::import_pairs_keys_and_certificates()
{
    const Folder elsewhere;
    const QTemporaryDir to;
    const QStringList files { elsewhere.path + u'/' + elsewhere.ca + u".crt"_s, elsewhere.path + u'/' + elsewhere.board + u".crt"_s,
        elsewhere.key_file(elsewhere.board) };
    ImportPasswords passwords;
    const auto review = review_import(from(files), to.path(), passwords, no_job);
    QVERIFY(review);
    QCOMPARE(review->items.size(), 2);
    for (const ImportItem &item : review->items) {
        QCOMPARE(item.credential.key.has_value(), !item.credential.certificate.is_ca());
        QVERIFY(!item.known);
    }
    QVERIFY(review->keys.isEmpty());
    QVERIFY(load_credentials(to.path())->isEmpty()); // a review stores nothing
}

void TestCertificates::import_knows_what_is_here()
{
    const Folder folder;
    ImportPasswords passwords;
    const QString key = folder.key_file(folder.board);
    const auto review = review_import(from({ folder.path + u'/' + folder.board + u".crt"_s, key }), folder.path, passwords, no_job);
    QVERIFY(review);
    QVERIFY(review->items.constFirst().known);
    // A key that nobody knows waits for its certificate.
    const CertificateFolder elsewhere;
    const auto lonely = review_import(from({ folder.path + u'/' + folder.ca + u".crt"_s, elsewhere.make_lonely_key() }), folder.path, passwords, no_job);
    QVERIFY(lonely);
    QCOMPARE(lonely->keys.size(), 1);
    QVERIFY(store_import({ .items = {}, .requests = {}, .keys = lonely->keys }, folder.keyed));
    QCOMPARE(read_workspace(folder.path)->keys.size(), 1);
}

void TestCertificates::import_completes_what_is_here()
{
    const Folder from_folder;
    const CertificateFolder to;
    const QString certificate = from_folder.path + u'/' + from_folder.board + u".crt"_s;
    const QString key = from_folder.key_file(from_folder.board);
    ImportPasswords passwords;
    const auto first = review_import(from({ certificate }), to.path, passwords, no_job);
    QVERIFY(first);
    QVERIFY(store_import({ .items = first->items, .requests = {}, .keys = {} }, to.keyed));
    const auto second = review_import(from({ key }), to.path, passwords, no_job);
    QVERIFY(second);
    QCOMPARE(second->items.size(), 1);
    QCOMPARE(second->items.constFirst().beside, from_folder.board);
    QVERIFY(store_import({ .items = second->items, .requests = {}, .keys = {} }, to.keyed));
    QVERIFY(to.keyed.identity(from_folder.board));
    QCOMPARE(load_credentials(to.path)->size(), 1);
}

void TestCertificates::folders_bring_what_belongs_together()
{
    const Folder made;
    const QTemporaryDir mess;
    QVERIFY(QDir(mess.path()).mkpath(u"deep/er"_s));
    QVERIFY(QFile::copy(made.path + u'/' + made.ca + u".crt"_s, mess.filePath(u"one.txt"_s)));
    QVERIFY(QFile::copy(made.path + u'/' + made.board + u".crt"_s, mess.filePath(u"deep/two.bin"_s)));
    QVERIFY(QFile::copy(made.key_file(made.board), mess.filePath(u"deep/er/three"_s)));
    QVERIFY(write_file(mess.filePath(u"readme.md"_s), QByteArray("nothing of the kind")));
    const QTemporaryDir to;
    ImportPasswords passwords;
    const auto review = review_import(from({ mess.path() }), to.path(), passwords, no_job);
    QVERIFY(review);
    QCOMPARE(review->items.size(), 2);
    QCOMPARE(review->skipped, 1);
    for (const ImportItem &item : review->items)
        QCOMPARE(item.credential.key.has_value(), !item.credential.certificate.is_ca());
    // The same file, named by hand, must be readable.
    QVERIFY(!review_import(from({ mess.filePath(u"readme.md"_s) }), to.path(), passwords, no_job));
}

void TestCertificates::import_of_a_locked_key_asks()
{
    const Folder folder;
    const QTemporaryDir to;
    const auto identity = folder.keyed.identity(folder.board);
    QVERIFY(identity);
    QByteArray word("open sesame");
    const SecureBytes password = SecureBytes::take(word);
    const auto locked = identity->key().to_encrypted_pem(password);
    QVERIFY(locked);
    const QString file = folder.dir.filePath(u"locked.key"_s);
    QVERIFY(write_file(file, locked->view(), FileMode::secret));
    const QStringList files { folder.path + u'/' + folder.board + u".crt"_s, file };
    ImportPasswords passwords;
    const auto without = review_import(from(files), to.path(), passwords, no_job);
    QVERIFY(!without);
    QCOMPARE(without.error().code, u"password-needed"_s);
    QVERIFY(passwords.asked().contains("locked.key"_L1));
    passwords.answer(password.clone());
    const auto with = review_import(from(files), to.path(), passwords, no_job);
    QVERIFY(with);
    QVERIFY(with->items.constFirst().credential.key);
}

void TestCertificates::health_data()
{
    QTest::addColumn<int>("days_from_now");
    QTest::addColumn<CertificateHealth>("health");
    QTest::newRow("now") << 0 << CertificateHealth::good;
    QTest::newRow("near the end") << 720 << CertificateHealth::soon;
    QTest::newRow("after") << 800 << CertificateHealth::expired;
    QTest::newRow("before") << -10 << CertificateHealth::future;
}

void TestCertificates::health()
{
    QFETCH(int, days_from_now);
    QFETCH(CertificateHealth, health);
    const Folder folder;
    const StoredCredential board = folder.stored(folder.board);
    const QDateTime then = QDateTime::currentDateTimeUtc().addDays(days_from_now);
    QCOMPARE(health_of(board, {}, then), health);
    QVERIFY(!health_word(health).isEmpty());
    QVERIFY(!health_sentence(health).isEmpty());
    QVERIFY(!until_text(board.certificate, then).isEmpty());
}

QTEST_GUILESS_MAIN(TestCertificates)
#include "tst_certificates.moc"
