// SPDX-License-Identifier: Apache-2.0
// The workspace: what is stored and how, what a form would make, what an import would bring.
#include <QAbstractItemModelTester>
#include <QDir>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "app/studio/certificates/certificate_model.h"
#include "app/studio/certificates/certificate_text.h"
#include "app/studio/certificates/import_review.h"
#include "app/studio/certificates/issue_request.h"
#include "app/studio/jobs/job_runner.h"
#include "app/studio/workspace/workspace.h"
#include "core/base/files.h"
#include "core/pki/chain.h"
#include "core/provision/sample.h"
#include "tests/present.h"

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
    void removing_keeps_the_files_in_the_bin();
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
    void tree_puts_certificates_under_their_ca();
    void health_data();
    void health();
};

namespace {

const Job no_job;

// A CA and a board's certificate in a folder of their own.
struct Folder {
    QTemporaryDir dir;
    QString path = dir.path() + u"/workspace"_s;
    QString ca;
    QString board;

    Folder()
    {
        ca = *issue({ .profile = Profile::ca, .name = u"Farm CA"_s, .days = 3650 }, path, no_job);
        board = *issue({ .profile = Profile::board_client, .name = u"greenhouse-17"_s, .issuer = ca }, path, no_job);
    }
    StoredCredential stored(const QString &name) const
    {
        const QList<StoredCredential> all = *load_credentials(path);
        for (const StoredCredential &credential : all)
            if (credential.name == name)
                return credential;
        qFatal("no such credential");
    }
};

} // namespace

void TestCertificates::keys_are_for_the_owner_alone()
{
    const Folder folder;
    for (const QString &name : { folder.ca, folder.board }) {
        const QFileInfo key(folder.path + u'/' + name + u".key"_s);
        QVERIFY(key.exists());
        QCOMPARE(key.permissions() & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther), QFile::Permissions());
    }
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
    const auto again = issue({ .profile = Profile::ca, .name = u"Farm CA"_s }, folder.path, no_job);
    QVERIFY(again);
    QCOMPARE(*again, u"farm-ca-2"_s);
    QCOMPARE(load_credentials(folder.path)->size(), 3);
}

void TestCertificates::removing_keeps_the_files_in_the_bin()
{
    const Folder folder;
    QVERIFY(remove_credential(folder.path, folder.board));
    QCOMPARE(load_credentials(folder.path)->size(), 1);
    QCOMPARE(QDir(folder.path + u"/bin"_s).entryList(QDir::Files).size(), 2);
}

void TestCertificates::a_key_that_does_not_fit_is_told()
{
    const Folder folder;
    const QString board_key = folder.path + u'/' + folder.board + u".key"_s;
    QVERIFY(QFile::remove(board_key));
    QVERIFY(QFile::copy(folder.path + u'/' + folder.ca + u".key"_s, board_key));
    const StoredCredential broken = folder.stored(folder.board);
    QVERIFY(broken.key_problem);
    QCOMPARE(present(broken.key_problem).code, u"key-mismatch"_s);
    QCOMPARE(health_of(broken), CertificateHealth::broken_key);
    QVERIFY(!load_identity(folder.path, folder.board));
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
    QTest::addColumn<Profile>("profile");
    QTest::addColumn<QString>("key");
    QTest::addColumn<pki::Role>("role");
    QTest::newRow("board, P-256") << Profile::board_client << u"ec:p256"_s << pki::Role::client;
    QTest::newRow("board, RSA") << Profile::board_client << u"rsa:2048"_s << pki::Role::client;
    QTest::newRow("board as server") << Profile::board_server << u"ec:p256"_s << pki::Role::server;
    QTest::newRow("this computer") << Profile::this_computer << u"ec:p256"_s << pki::Role::server;
}

void TestCertificates::issued_certificates_verify()
{
    QFETCH(Profile, profile);
    QFETCH(QString, key);
    QFETCH(pki::Role, role);
    const Folder folder;
    const auto name
        = issue({ .profile = profile, .name = u"esp.local"_s, .alt_names = u"esp.local, 192.168.4.1"_s, .issuer = folder.ca, .key = *pki::parse_key_spec(key) },
            folder.path, no_job);
    QVERIFY(name);
    const auto identity = load_identity(folder.path, *name);
    QVERIFY(identity);
    const pki::ChainQuestion question { .anchors = { folder.stored(folder.ca).certificate }, .role = role };
    QCOMPARE(pki::check_chain(identity->certificate(), question), QList<Finding>());
}

void TestCertificates::a_preview_stores_nothing()
{
    const Folder folder;
    PreviewKeys keys;
    const auto preview = preview_issue({ .profile = Profile::board_client, .name = u"greenhouse-18"_s, .issuer = folder.ca }, folder.path, keys, no_job);
    QVERIFY(preview);
    QCOMPARE(preview->certificate.common_name(), u"greenhouse-18"_s);
    QCOMPARE(preview->certificate.issuer_name(), u"Farm CA"_s);
    QVERIFY(preview->blob > Size(static_cast<std::uint64_t>(preview->certificate.der().size())));
    QVERIFY(preview->findings.isEmpty());
    QCOMPARE(load_credentials(folder.path)->size(), 2);
}

void TestCertificates::a_preview_says_what_does_not_fit()
{
    const Folder folder;
    PreviewKeys keys;
    const auto preview = preview_issue(
        { .profile = Profile::board_client, .name = u"old"_s, .issuer = folder.ca, .device = pki::DeviceTls::axtls }, folder.path, keys, no_job);
    QVERIFY(preview);
    QVERIFY(has_errors(preview->findings)); // P-256 on an RSA-only library
}

void TestCertificates::bad_requests_have_a_sentence_data()
{
    QTest::addColumn<IssueRequest>("request");
    QTest::addColumn<QString>("code");
    QTest::newRow("no name") << IssueRequest { .profile = Profile::ca } << u"name-empty"_s;
    QTest::newRow("no CA") << IssueRequest { .name = u"x"_s } << u"no-issuer"_s;
    QTest::newRow("unknown CA") << IssueRequest { .name = u"x"_s, .issuer = u"nobody"_s } << u"credential-missing"_s;
}

void TestCertificates::bad_requests_have_a_sentence()
{
    QFETCH(IssueRequest, request);
    QFETCH(QString, code);
    const Folder folder;
    const auto refused = issue(request, folder.path, no_job);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, code);
    QVERIFY(!refused.error().fix.isEmpty());
    QCOMPARE(load_credentials(folder.path)->size(), 2);
}

void TestCertificates::import_pairs_keys_and_certificates()
{
    const Folder from;
    const QTemporaryDir to;
    const QStringList files { from.path + u'/' + from.ca + u".crt"_s, from.path + u'/' + from.board + u".crt"_s, from.path + u'/' + from.board + u".key"_s };
    const auto review = review_import(files, to.path(), SecureBytes());
    QVERIFY(review);
    QCOMPARE(review->items.size(), 2);
    for (const ImportItem &item : review->items) {
        QCOMPARE(item.credential.key.has_value(), !item.credential.certificate.is_ca());
        QVERIFY(!item.known);
    }
    QCOMPARE(review->lonely_keys, 0);
    QVERIFY(load_credentials(to.path())->isEmpty()); // a review stores nothing
}

void TestCertificates::import_knows_what_is_here()
{
    const Folder folder;
    const QString key = folder.path + u'/' + folder.board + u".key"_s;
    const auto review = review_import({ folder.path + u'/' + folder.board + u".crt"_s, key }, folder.path, SecureBytes());
    QVERIFY(review);
    QVERIFY(review->items.constFirst().known);
    const auto lonely = review_import({ folder.path + u'/' + folder.ca + u".crt"_s, key }, folder.path, SecureBytes());
    QVERIFY(lonely);
    QCOMPARE(lonely->lonely_keys, 1);
}

void TestCertificates::import_of_a_locked_key_asks()
{
    const Folder folder;
    const auto identity = load_identity(folder.path, folder.board);
    QVERIFY(identity);
    QByteArray word("open sesame");
    const SecureBytes password = SecureBytes::take(word);
    const auto locked = identity->key().to_encrypted_pem(password);
    QVERIFY(locked);
    const QString file = folder.dir.filePath(u"locked.key"_s);
    QVERIFY(write_file(file, locked->view(), FileMode::secret));
    const QStringList files { folder.path + u'/' + folder.board + u".crt"_s, file };
    const auto without = review_import(files, folder.path, SecureBytes());
    QVERIFY(!without);
    QCOMPARE(without.error().code, u"password-needed"_s);
    const auto with = review_import(files, folder.path, password);
    QVERIFY(with);
    QVERIFY(with->items.constFirst().credential.key);
}

void TestCertificates::tree_puts_certificates_under_their_ca()
{
    const Folder folder;
    JobRunner jobs;
    Workspace workspace(jobs, folder.path);
    CertificateModel model(workspace);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy changed(&workspace, &Workspace::changed);
    workspace.reload();
    QVERIFY(changed.wait());
    QCOMPARE(model.rowCount(), 1);
    const QModelIndex ca = model.index(0, 0);
    QCOMPARE(ca.data().toString(), u"Farm CA"_s);
    QCOMPARE(model.rowCount(ca), 1);
    QCOMPARE(model.index(0, 0, ca).data().toString(), u"greenhouse-17"_s);
    QCOMPARE(model.index_of(folder.board), model.index(0, 0, ca));
    QCOMPARE(model.at(model.index_of(folder.board))->name, folder.board);
    QVERIFY(!model.index_of(u"nobody"_s).isValid());
    workspace.remove(folder.ca);
    QVERIFY(changed.wait());
    QCOMPARE(model.rowCount(), 1); // the board's has no CA here any more
    QCOMPARE(model.index(0, 0).data().toString(), u"greenhouse-17"_s);
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
    QCOMPARE(health_of(board, then), health);
    QVERIFY(!health_word(health).isEmpty());
    QVERIFY(!until_text(board.certificate, then).isEmpty());
}

QTEST_GUILESS_MAIN(TestCertificates)
#include "tst_certificates.moc"
