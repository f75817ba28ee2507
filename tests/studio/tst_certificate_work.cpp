// SPDX-License-Identifier: Apache-2.0
// The work behind the panels: renewing, revoking, exporting, issuing for many, the calendar, a set from nothing.
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest>

#include "app/studio/certificates/batch_run.h"
#include "app/studio/certificates/certificate_text.h"
#include "app/studio/certificates/expiry_calendar.h"
#include "app/studio/certificates/export_request.h"
#include "app/studio/certificates/import_store.h"
#include "app/studio/certificates/renewal.h"
#include "app/studio/certificates/revocation.h"
#include "app/studio/certificates/set_request.h"
#include "core/pki/chain.h"
#include "tests/present.h"
#include "tests/studio/certificate_folder.h"

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::studio;
using espseal::test::present;

class TestCertificateWork final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void renewing_keeps_what_it_says_data();
    void renewing_keeps_what_it_says();
    void a_ca_renews_itself();
    void renewing_needs_the_ca();
    void revoking_is_kept_and_added_to();
    void revoking_needs_the_ca();
    void an_empty_list_can_be_signed();
    void exports_read_back_data();
    void exports_read_back();
    void a_set_is_made_of_nothing();
    void a_set_is_all_or_nothing();
    void many_are_issued_and_listed();
    void many_are_issued_under_a_password();
    void bad_rows_make_nothing();
    void a_locked_ca_shows_what_it_would_sign_data();
    void a_locked_ca_shows_what_it_would_sign();
    void a_root_above_limits_the_path();
    void the_calendar_reminds();
};

namespace {

WorkspaceContent read(const CertificateFolder &folder)
{
    return *read_workspace(folder.path);
}

QByteArray csv(int rows)
{
    QByteArray table = "name,mac\n";
    for (int i = 1; i <= rows; ++i)
        table += u"pump-%1,5C:CF:7F:A1:00:%2\n"_s.arg(i).arg(i, 2, 16, QLatin1Char('0')).toUtf8();
    return table;
}

} // namespace

void TestCertificateWork::renewing_keeps_what_it_says_data()
{
    QTest::addColumn<bool>("keep_key");
    QTest::newRow("the same key") << true;
    QTest::newRow("a new key") << false;
}

void TestCertificateWork::renewing_keeps_what_it_says()
{
    QFETCH(bool, keep_key);
    CertificateFolder folder;
    const QString ca = folder.make_ca(u"Farm CA"_s);
    const QString old_name = folder.make_leaf(u"greenhouse-9"_s, ca, 5);
    const auto name = renew_credential({ .name = old_name, .keep_key = keep_key, .validity = pki::Validity::days(700) }, read(folder), folder.keyed, no_job);
    QVERIFY(name);
    QCOMPARE_NE(*name, old_name);
    const StoredCredential before = folder.stored(old_name);
    const StoredCredential after = folder.stored(*name);
    QVERIFY(after.has_key && !after.key_problem);
    QCOMPARE(after.certificate.subject(), before.certificate.subject());
    QCOMPARE_NE(after.certificate.serial(), before.certificate.serial());
    QVERIFY(after.certificate.not_after() > before.certificate.not_after());
    QCOMPARE(after.certificate.matches(*folder.keyed.key(old_name)), keep_key);
    QCOMPARE(after.issuer, ca);
}

void TestCertificateWork::a_ca_renews_itself()
{
    CertificateFolder folder;
    const QString ca = folder.make_ca(u"Farm CA"_s);
    const QString leaf = folder.make_leaf(u"greenhouse-9"_s, ca);
    const auto name = renew_credential({ .name = ca, .keep_key = true, .validity = pki::Validity::days(9000) }, read(folder), folder.keyed, no_job);
    QVERIFY(name);
    const StoredCredential fresh = folder.stored(*name);
    QVERIFY(pki::is_signed_by(folder.stored(leaf).certificate, fresh.certificate)); // the same key: what it signed stays good
    QCOMPARE(folder.stored(leaf).issuer, *name); // and hangs below the one that lives longer
}

void TestCertificateWork::renewing_needs_the_ca()
{
    CertificateFolder folder;
    const QString ca = folder.make_ca(u"Farm CA"_s);
    const QString leaf = folder.make_leaf(u"greenhouse-9"_s, ca);
    QVERIFY(QFile::remove(folder.path + u'/' + ca + u".pub"_s));
    const auto refused = renew_credential({ .name = leaf, .keep_key = true, .validity = {} }, read(folder), folder.keyed, no_job);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"renew-no-ca"_s);
    QVERIFY(!refused.error().fix.isEmpty());
}

void TestCertificateWork::revoking_is_kept_and_added_to()
{
    CertificateFolder folder;
    const QString ca = folder.make_ca(u"Farm CA"_s);
    const QString one = folder.make_leaf(u"one"_s, ca);
    const QString two = folder.make_leaf(u"two"_s, ca);
    const QString three = folder.make_leaf(u"three"_s, ca);
    QCOMPARE(*revoke_credentials({ one }, pki::RevocationReason::key_compromise, read(folder), folder.keyed), QStringList(ca));
    const QString first_number = folder.stored(ca).crl->number();
    QVERIFY(revoke_credentials({ two }, pki::RevocationReason::superseded, read(folder), folder.keyed));
    const StoredCredential stored_ca = folder.stored(ca);
    QCOMPARE(stored_ca.crl->entries().size(), 2);
    QCOMPARE_NE(stored_ca.crl->number(), first_number);
    QCOMPARE(folder.stored(one).revoked->reason, pki::RevocationReason::key_compromise);
    QCOMPARE(health_of(folder.stored(two)), CertificateHealth::revoked);
    QVERIFY(!folder.stored(three).revoked);
}

void TestCertificateWork::revoking_needs_the_ca()
{
    CertificateFolder folder;
    const QString ca = folder.make_ca(u"Farm CA"_s);
    const QString leaf = folder.make_leaf(u"one"_s, ca);
    QVERIFY(move_to_bin(folder.path, { ca }));
    const auto refused = revoke_credentials({ leaf }, pki::RevocationReason::unspecified, read(folder), folder.keyed);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"revoke-no-ca"_s);
}

void TestCertificateWork::an_empty_list_can_be_signed()
{
    CertificateFolder folder;
    const QString ca = folder.make_ca(u"Farm CA"_s);
    const QString file = folder.dir.filePath(u"farm.crl"_s);
    QVERIFY(export_crl(ca, read(folder), folder.keyed, file));
    const auto bytes = read_file(file);
    QVERIFY(bytes);
    const auto lists = pki::read_crls({ reinterpret_cast<const std::uint8_t *>(bytes->constData()), static_cast<std::size_t>(bytes->size()) }, file);
    QVERIFY(lists);
    QVERIFY(lists->constFirst().entries().isEmpty());
    QVERIFY(lists->constFirst().is_signed_by(folder.stored(ca).certificate));
    QVERIFY(lists->constFirst().next_update() > QDateTime::currentDateTimeUtc());
}

void TestCertificateWork::exports_read_back_data()
{
    QTest::addColumn<pki::ExportFormat>("format");
    for (const pki::ExportFormatInfo &info : pki::export_formats())
        QTest::newRow(info.name) << info.format;
}

// Every format that the panel offers for a certificate with its key, or for its CA, can be imported again.
void TestCertificateWork::exports_read_back()
{
    QFETCH(pki::ExportFormat, format);
    CertificateFolder folder;
    const QString ca = folder.make_ca(u"Farm CA"_s);
    const QString between = folder.make(*simple_request(preset::intermediate, u"Line CA"_s, {}, ca));
    const QString leaf = folder.make_leaf(u"pump-1"_s, between);
    const bool of_ca = !is_possible(format, { .certificates = 1, .cas = 0, .has_key = true });
    QVERIFY(!of_ca || is_possible(format, { .certificates = 1, .cas = 1, .has_key = true }));
    ExportRequest wanted { .names = { of_ca ? ca : leaf }, .request = {}, .options = { .format = format }, .password = {} };
    const pki::KeyProtectionKind protection = pki::info_of(format).protection;
    const bool locked = protection == pki::KeyProtectionKind::password || protection == pki::KeyProtectionKind::password_or_plain;
    QByteArray word("a long enough word");
    const SecureBytes password = SecureBytes::take(word);
    if (locked)
        wanted.password = std::make_shared<const SecureBytes>(password.clone());
    const QString file = folder.dir.filePath(u"export"_s);
    const auto written = write_export(wanted, read(folder), folder.keyed, file);
    QVERIFY2(written, written ? "" : qPrintable(written.error().sentence()));
    if (protection != pki::KeyProtectionKind::none_inside)
        QCOMPARE(QFileInfo(file).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());

    const QTemporaryDir empty;
    ImportPasswords passwords;
    const ImportSource source { .paths = { file }, .text = {}, .text_name = {} };
    auto review = review_import(source, empty.path(), passwords, no_job);
    for (int tries = 0; !review && tries < 3; ++tries) { // a container may ask for its parts one by one
        QCOMPARE(review.error().code, u"password-needed"_s);
        passwords.answer(password.clone());
        review = review_import(source, empty.path(), passwords, no_job);
    }
    QVERIFY2(review, review ? "" : qPrintable(review.error().sentence()));
    const bool has_key = protection != pki::KeyProtectionKind::none_inside;
    const bool found_key
        = !review->keys.isEmpty() || std::ranges::any_of(review->items, [](const ImportItem &item) { return item.credential.key.has_value(); });
    QCOMPARE(found_key, has_key);
}

void TestCertificateWork::a_set_is_made_of_nothing()
{
    CertificateFolder folder;
    SetRequest wanted;
    wanted.ca = *simple_request(preset::ca, u"Farm CA"_s, {}, {});
    wanted.members = { *simple_request(preset::board_client, u"greenhouse-17"_s, {}, {}),
        *simple_request(preset::computer, u"localhost"_s, u"localhost, 127.0.0.1"_s, {}) };
    PreviewKeys keys;
    const auto previews = preview_set(wanted, keys, no_job);
    QVERIFY(previews);
    QCOMPARE(previews->size(), 3);
    QVERIFY(load_credentials(folder.path)->isEmpty());
    const auto names = make_set(wanted, folder.keyed, no_job);
    QVERIFY(names);
    QCOMPARE(*names, QStringList({ u"farm-ca"_s, u"greenhouse-17"_s, u"localhost"_s }));
    for (const QString &name : names->mid(1)) {
        QCOMPARE(folder.stored(name).issuer, u"farm-ca"_s);
        QVERIFY(folder.stored(name).has_key);
    }
}

void TestCertificateWork::a_set_is_all_or_nothing()
{
    CertificateFolder folder;
    SetRequest wanted;
    wanted.ca = *simple_request(preset::ca, u"Farm CA"_s, {}, {});
    wanted.members = { *simple_request(preset::board_client, QString(200, u'x'), {}, {}) };
    const auto refused = make_set(wanted, folder.keyed, no_job);
    QVERIFY(!refused);
    QVERIFY(refused.error().message.startsWith("xxx"_L1)); // says which
    QVERIFY(load_credentials(folder.path)->isEmpty());
}

void TestCertificateWork::many_are_issued_and_listed()
{
    CertificateFolder folder;
    const QString ca = folder.make_ca(u"Farm CA"_s);
    BatchOrder order { .table = csv(6), .preset = preset::board_client, .ca = ca, .folder = folder.dir.filePath(u"out"_s), .list_here = true };
    const auto result = run_batch(order, folder.keyed, no_job);
    QVERIFY2(result, result ? "" : qPrintable(result.error().sentence()));
    QCOMPARE(result->made, 6);
    QVERIFY(QFileInfo::exists(result->table));
    const auto names = list_batch(order, *result, read(folder), folder.keyed);
    QVERIFY(names);
    QCOMPARE(names->size(), 6);
    for (const QString &name : *names)
        QCOMPARE(folder.stored(name).issuer, ca);
    // Again with two rows more: what is there stays, and is listed once.
    order.table = csv(8);
    const auto more = run_batch(order, folder.keyed, no_job);
    QVERIFY(more);
    QCOMPARE(more->made, 2);
    QCOMPARE(more->kept, 6);
    QCOMPARE(list_batch(order, *more, read(folder), folder.keyed)->size(), 2);
    // One that the CA has revoked meanwhile is not kept.
    QVERIFY(revoke_credentials({ names->constFirst() }, pki::RevocationReason::key_compromise, read(folder), folder.keyed));
    order.crl = folder.stored(ca).crl;
    const auto revoked = run_batch(order, folder.keyed, no_job);
    QVERIFY(!revoked);
    QCOMPARE(revoked.error().code, u"batch-differs"_s);
}

void TestCertificateWork::many_are_issued_under_a_password()
{
    CertificateFolder folder;
    const BatchOrder order { .table = "name\npump-1\npump-2\n",
        .preset = preset::board_client,
        .ca = folder.make_ca(u"Farm CA"_s),
        .folder = folder.dir.filePath(u"out"_s),
        .password = std::make_shared<const SecureBytes>(secret("for the line")) };
    const auto result = run_batch(order, folder.keyed, no_job);
    QVERIFY2(result, result ? "" : qPrintable(result.error().sentence()));
    QCOMPARE(QDir(order.folder + u"/pump-1"_s).entryList(QDir::Files), QStringList({ u"pump-1.crt"_s, u"pump-1.key"_s })); // no blob, which would be in clear
    const auto file = read_file(order.folder + u"/pump-1/pump-1.key"_s);
    QVERIFY(file && file->startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    const auto names = list_batch(order, *result, read(folder), folder.keyed);
    QVERIFY2(names, names ? "" : qPrintable(names.error().sentence()));
    QCOMPARE(*names, QStringList({ u"pump-1"_s, u"pump-2"_s }));
    QVERIFY(folder.stored(u"pump-2"_s).has_key);
    QCOMPARE(run_batch(order, folder.keyed, no_job)->kept, 2);
}

void TestCertificateWork::a_locked_ca_shows_what_it_would_sign_data()
{
    QTest::addColumn<bool>("below");
    QTest::addColumn<bool>("ec");
    QTest::newRow("root") << false << true;
    QTest::newRow("root, RSA") << false << false;
    QTest::newRow("intermediate") << true << true;
}

void TestCertificateWork::a_locked_ca_shows_what_it_would_sign()
{
    QFETCH(const bool, below);
    QFETCH(const bool, ec);
    CertificateFolder folder;
    IssueRequest root = *simple_request(preset::ca, u"Farm CA"_s, {}, {});
    root.choices.key = ec ? pki::KeySpec { pki::KeyType::ec, 256 } : pki::KeySpec { pki::KeyType::rsa, 2048 };
    QString ca = folder.make(root);
    if (below)
        ca = folder.make(*simple_request(preset::intermediate, u"Barn CA"_s, {}, ca));
    const IssueRequest wanted = *simple_request(preset::board_client, u"pump-1"_s, u"pump-1.local"_s, ca);
    PreviewKeys keys;
    const auto open = preview_issue(wanted, folder.keyed, keys, no_job);
    QVERIFY(open && !open->locked);
    folder.vault->lock();
    const auto locked = preview_issue(wanted, KeyFolder(*folder.vault, no_job, {}, Asking::never), keys, no_job);
    QVERIFY2(locked, locked ? "" : qPrintable(locked.error().sentence()));
    QVERIFY(locked->locked);
    const pki::Certificate &shown = present(locked->certificate);
    const pki::Certificate &real = present(open->certificate);
    QCOMPARE(shown.issuer(), real.issuer());
    QCOMPARE(shown.subject(), real.subject());
    QCOMPARE(shown.alt_names(), real.alt_names());
    QVERIFY(std::abs(shown.der().size() - real.der().size()) <= 6); // ECDSA signatures differ by a few bytes
    QVERIFY(locked->blob.value() + 20 > open->blob.value() && locked->blob.value() < open->blob.value() + 20);
    QCOMPARE(locked->findings.size(), open->findings.size());
    QVERIFY(!folder.vault->is_open()); // and nobody was asked
}

void TestCertificateWork::a_root_above_limits_the_path()
{
    CertificateFolder folder;
    IssueRequest root = *simple_request(preset::ca, u"Farm CA"_s, {}, {});
    root.choices.path_length = 1;
    const QString middle = folder.make(*simple_request(preset::intermediate, u"Barn CA"_s, {}, folder.make(root)));
    const auto ca = load_ca(folder.keyed, middle);
    QVERIFY(ca);
    QCOMPARE(present(ca->root).display_name(), u"Farm CA"_s);
    QVERIFY(issue(*simple_request(preset::board_client, u"pump-1"_s, {}, middle), folder.keyed, no_job));
    const auto refused = issue(*simple_request(preset::intermediate, u"Stall CA"_s, {}, middle), folder.keyed, no_job);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"path-length"_s);
    folder.vault->lock();
    PreviewKeys keys;
    const KeyFolder silent(*folder.vault, no_job, {}, Asking::never);
    const auto preview = preview_issue(*simple_request(preset::intermediate, u"Stall CA"_s, {}, middle), silent, keys, no_job);
    QVERIFY(!preview); // not only once the password was given
    QCOMPARE(preview.error().code, u"path-length"_s);
}

void TestCertificateWork::bad_rows_make_nothing()
{
    CertificateFolder folder;
    const QString ca = folder.make_ca(u"Farm CA"_s);
    const QByteArray table = "name,days\npump-1,730\npump-2,never\n";
    const auto manifest = read_batch(table, preset::board_client);
    QVERIFY(manifest);
    QCOMPARE(manifest->problems.size(), 1);
    const QString out = folder.dir.filePath(u"out"_s);
    const auto refused = run_batch({ .table = table, .preset = preset::board_client, .ca = ca, .folder = out }, folder.keyed, no_job);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"batch-rows"_s);
    QVERIFY(!QFileInfo::exists(out));
}

void TestCertificateWork::the_calendar_reminds()
{
    CertificateFolder folder;
    const QString ca = folder.make_ca(u"Farm; CA, with \u00fcml\u00e4uts that make this summary far longer than"_s);
    const QString text = QString::fromUtf8(expiry_calendar({ folder.stored(ca), folder.stored(folder.make_leaf(u"pump-1"_s, ca)) }));
    QCOMPARE(text.count("BEGIN:VEVENT"_L1), 2);
    QCOMPARE(text.count("TRIGGER:-P30D"_L1), 2);
    QVERIFY(text.startsWith("BEGIN:VCALENDAR\r\n"_L1) && text.endsWith("END:VCALENDAR\r\n"_L1));
    for (const QString &line : text.split(u"\r\n"_s))
        QVERIFY2(line.toUtf8().size() <= 75, qPrintable(line));
    QString unfolded = text;
    unfolded.remove(u"\r\n "_s);
    QVERIFY(unfolded.contains(u"Farm\\; CA\\, with \u00fcml\u00e4uts"_s));
    QVERIFY(unfolded.contains(folder.stored(ca).certificate.not_after().date().toString(u"yyyyMMdd"_s)));
}

QTEST_GUILESS_MAIN(TestCertificateWork)
#include "tst_certificate_work.moc"
