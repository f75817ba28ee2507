// SPDX-License-Identifier: Apache-2.0
// What an import brings together: lists with their CAs, keys and certificates in any order, locked files among others.
#include <QTemporaryDir>
#include <QtTest>

#include "app/studio/certificates/import_store.h"
#include "core/base/files.h"
#include "core/provision/sample.h"
#include "tests/present.h"
#include "tests/studio/certificate_folder.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::studio;
using espseal::test::present;

namespace {

struct Heap {
    QTemporaryDir dir;
    CertificateFolder here;
    QString workspace = here.path;

    QString put(const QString &name, const QByteArray &bytes) const
    {
        const QString path = dir.filePath(u"heap/"_s + name);
        if (!make_folder(QFileInfo(path).path()) || !write_file(path, bytes))
            qFatal("no file");
        return path;
    }
    void store(const QString &name, const QByteArray &bytes) const
    {
        if (!make_folder(workspace) || !write_file(workspace + u'/' + name, bytes))
            qFatal("no file");
    }
    Result<ImportReview> review(ImportPasswords &passwords, const QStringList &paths = {}) const
    {
        return review_import(
            { .paths = paths.isEmpty() ? QStringList(dir.filePath(u"heap"_s)) : paths, .text = {}, .text_name = {} }, workspace, passwords, no_job);
    }
    Result<ImportReview> review(const QStringList &paths = {}) const
    {
        ImportPasswords passwords;
        return review(passwords, paths);
    }
    Result<QStringList> keep(const ImportChoice &choice) const { return store_import(choice, here.keyed); }
    QList<StoredCredential> stored() const { return load_credentials(workspace).value_or(QList<StoredCredential>()); }
};

const provision::SampleCredentials &sample()
{
    static const auto made = provision::make_sample_credentials(u"greenhouse-17"_s, no_job);
    if (!made)
        qFatal("no certificates");
    return *made;
}

const pki::Certificate &board()
{
    return sample().device.certificate();
}

// The sample CA's list, which revokes the board's certificate if `revokes`.
pki::Crl list(int number, bool revokes, int days_ago = 0)
{
    pki::CrlSpec spec;
    spec.number = QString::number(number);
    spec.this_update = spec.this_update.addDays(-days_ago);
    spec.next_update = spec.this_update.addDays(60);
    if (revokes)
        spec.entries = { { .serial = board().serial(), .when = spec.this_update, .reason = pki::RevocationReason::superseded } };
    const auto made = pki::make_crl(spec, sample().ca, sample().ca_key);
    if (!made)
        qFatal("no list");
    return *made;
}

QByteArray plain(const pki::PrivateKey &key)
{
    const auto pem = key.to_pem();
    return QByteArray(pem->chars(), static_cast<qsizetype>(pem->size()));
}

QByteArray locked(const pki::PrivateKey &key, const char *password)
{
    const auto pem = key.to_encrypted_pem(SecureBytes(std::span(reinterpret_cast<const std::uint8_t *>(password), std::strlen(password))));
    return QByteArray(pem->chars(), static_cast<qsizetype>(pem->size()));
}

SecureBytes typed(const char *password)
{
    return SecureBytes(std::span(reinterpret_cast<const std::uint8_t *>(password), std::strlen(password)));
}

} // namespace

class TestImport final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_list_goes_to_its_ca_and_revokes()
    {
        const Heap heap;
        heap.store(u"farm-ca.crt"_s, sample().ca.pem());
        heap.store(u"board.crt"_s, board().pem());
        QVERIFY(!heap.stored().constFirst().revoked);
        heap.put(u"revoked.pem"_s, list(7, true).pem());
        const auto review = heap.review();
        QVERIFY2(review, review ? "" : qPrintable(review.error().sentence()));
        QCOMPARE(review->items.size(), 0);
        QCOMPARE(review->crls.size(), 1);
        QCOMPARE(review->crls.constFirst().beside, u"farm-ca"_s);
        QVERIFY(!review->crls.constFirst().known && !review->crls.constFirst().here);
        QVERIFY(heap.keep({ .items = {}, .requests = {}, .keys = {}, .crls = review->crls }));
        QVERIFY(QFile::exists(heap.workspace + u"/farm-ca.crl"_s));
        const QList<StoredCredential> stored = heap.stored();
        const auto revoked = std::ranges::find(stored, u"board"_s, &StoredCredential::name);
        QCOMPARE(present(revoked->revoked).reason, pki::RevocationReason::superseded);
    }

    void the_newest_list_counts_data()
    {
        QTest::addColumn<int>("here"); // number; the list of the workspace
        QTest::addColumn<QList<int>>("found");
        QTest::addColumn<int>("offered");
        QTest::addColumn<bool>("known");
        QTest::newRow("newer") << 9 << QList<int> { 10 } << 10 << false; // as numbers, not as words
        QTest::newRow("older") << 10 << QList<int> { 9 } << 9 << true;
        QTest::newRow("the same") << 4 << QList<int> { 4 } << 4 << true;
        QTest::newRow("several") << 1 << QList<int> { 2, 12, 3 } << 12 << false;
    }
    void the_newest_list_counts()
    {
        QFETCH(const int, here);
        QFETCH(const QList<int>, found);
        QFETCH(const int, offered);
        QFETCH(const bool, known);
        const Heap heap;
        heap.store(u"farm-ca.crt"_s, sample().ca.pem());
        const pki::Crl old = list(here, true, 30);
        heap.store(u"farm-ca.crl"_s, old.pem());
        for (const int number : found)
            heap.put(u"%1.crl"_s.arg(number), number == here ? old.der() : list(number, false, number < here ? 40 : 0).der());
        const auto review = heap.review();
        QVERIFY2(review, review ? "" : qPrintable(review.error().sentence()));
        QCOMPARE(review->crls.size(), 1);
        const ImportCrl &one = review->crls.constFirst();
        QCOMPARE(one.crl.number(), QString::number(offered));
        QCOMPARE(one.known, known);
        QCOMPARE(present(one.here).number(), QString::number(here));
        if (known)
            return;
        QVERIFY(heap.keep({ .items = {}, .requests = {}, .keys = {}, .crls = review->crls }));
        QCOMPARE(present(heap.stored().constFirst().crl).number(), QString::number(offered));
    }

    void a_list_comes_with_its_ca()
    {
        const Heap heap;
        heap.put(u"a.crl"_s, list(1, true).pem());
        heap.put(u"b.pem"_s, board().pem());
        heap.put(u"c.pem"_s, sample().ca.pem());
        const auto review = heap.review();
        QVERIFY(review);
        QCOMPARE(review->items.size(), 2);
        QCOMPARE(review->crls.size(), 1);
        QVERIFY(review->crls.constFirst().beside.isEmpty());
        const auto refused = heap.keep({ .items = {}, .requests = {}, .keys = {}, .crls = review->crls });
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"crl-ca-left-out"_s);
        QVERIFY(heap.stored().isEmpty());
        QVERIFY(heap.keep({ .items = review->items, .requests = {}, .keys = {}, .crls = review->crls }));
        QCOMPARE(std::ranges::count_if(heap.stored(), [](const StoredCredential &one) { return one.revoked.has_value(); }), 1);
    }

    void a_list_of_nobody_is_told()
    {
        const Heap heap;
        heap.put(u"a.crl"_s, list(1, true).pem());
        heap.put(u"b.pem"_s, board().pem());
        const auto review = heap.review();
        QVERIFY(review);
        QVERIFY(review->crls.isEmpty());
        QVERIFY(std::ranges::any_of(review->findings, [](const Finding &finding) { return finding.code == "crl-without-ca"_L1; }));
    }

    void what_is_here_takes_part()
    {
        const Heap heap;
        heap.store(u"board.crt"_s, board().pem());
        heap.put(u"some.key"_s, plain(sample().device.key()));
        const auto review = heap.review();
        QVERIFY(review);
        QCOMPARE(review->items.size(), 1); // its certificate, now with its key
        QCOMPARE(review->items.constFirst().beside, u"board"_s);
        QVERIFY(!review->items.constFirst().known && review->items.constFirst().credential.key);
        QVERIFY(review->keys.isEmpty());
    }

    // Another workspace, or a folder of the command line's: its keys are in its vault.
    void a_folder_with_a_vault_is_opened()
    {
        CertificateFolder other;
        const QString name = other.make_leaf(u"pump-1"_s, other.make_ca(u"Farm CA"_s));
        const Heap heap;
        ImportPasswords passwords;
        const auto closed = heap.review(passwords, { other.path });
        QVERIFY(closed);
        QCOMPARE(present(closed->locked).code, u"password-needed"_s);
        passwords.answer(typed(test_password));
        const auto open = heap.review(passwords, { other.path });
        QVERIFY2(open, open ? "" : qPrintable(open.error().sentence()));
        QVERIFY(!open->locked);
        QCOMPARE(std::ranges::count_if(open->items, &ImportItem::has_key), 2);
    }

    // What cannot be opened does not stand in the way of the rest; each password is asked for by name, the first without one first.
    void locked_files_in_a_folder()
    {
        const Heap heap;
        heap.put(u"1-board.key"_s, locked(sample().device.key(), "one"));
        heap.put(u"2-server.key"_s, locked(sample().server.key(), "two"));
        heap.put(u"board.crt"_s, board().pem());
        heap.put(u"server.crt"_s, sample().server.certificate().pem());
        ImportPasswords passwords;
        const auto first = heap.review(passwords);
        QVERIFY2(first, first ? "" : qPrintable(first.error().sentence()));
        QCOMPARE(present(first->locked).code, u"password-needed"_s);
        QCOMPARE(first->items.size(), 2);
        QVERIFY2(passwords.asked().contains(u"1-board.key"_s), qPrintable(passwords.asked()));
        passwords.answer(typed("one"));
        const auto second = heap.review(passwords);
        QVERIFY(second && second->locked);
        QVERIFY2(passwords.asked().contains(u"2-server.key"_s), qPrintable(passwords.asked()));
        passwords.answer(typed("wrong"));
        const auto third = heap.review(passwords);
        QVERIFY(third);
        QCOMPARE(present(third->locked).code, u"wrong-password"_s);
        QVERIFY2(passwords.asked().contains(u"2-server.key"_s), qPrintable(passwords.asked()));
        passwords.answer(typed("two"));
        const auto last = heap.review(passwords);
        QVERIFY(last && !last->locked);
        QVERIFY(std::ranges::all_of(last->items, [](const ImportItem &item) { return item.credential.key.has_value(); }));
        // Named, a locked file must be opened.
        const auto named = heap.review({ heap.dir.filePath(u"heap/1-board.key"_s) });
        QVERIFY(!named);
        QCOMPARE(named.error().code, u"password-needed"_s);
    }
};

QTEST_GUILESS_MAIN(TestImport)
#include "tst_import.moc"
