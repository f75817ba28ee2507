// SPDX-License-Identifier: Apache-2.0
// A CA's revocation list in its folder, also with several at work on it.
#include <QLockFile>
#include <QTest>

#include "core/pki/issue.h"
#include "core/pki/revocation.h"
#include "tests/pki/support.h"
#include "tests/present.h"

#include <thread>
#include <vector>

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;
using espseal::test::present;

namespace {

IssuingCa test_ca(const QString &name = u"Test CA"_s)
{
    return IssuingCa::of(ca(u"ec:p256"_s, name));
}

RevokedEntry entry(const QString &serial, RevocationReason reason = RevocationReason::unspecified)
{
    return { serial, QDateTime(QDate(2026, 3, 1), QTime(12, 0), QTimeZone::UTC), reason };
}

} // namespace

class RevocationTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_list_grows_and_counts()
    {
        const QTemporaryDir folder;
        const IssuingCa farm = test_ca();
        const RevocationStore store(folder.path());
        QVERIFY(!store.read(farm.certificate).value());
        const auto first = store.refresh(farm, 7);
        QVERIFY(first);
        QCOMPARE(first->number(), u"1"_s);
        QVERIFY(first->entries().isEmpty());
        QCOMPARE(first->this_update().daysTo(first->next_update()), 7);
        for (int i = 2; i < 6; ++i) {
            const auto done = store.revoke(entry(u"0%1"_s.arg(i), RevocationReason::key_compromise), farm);
            QVERIFY(done);
            QCOMPARE(done->crl.number(), QString::number(i));
            QCOMPARE(done->crl.entries().size(), i - 1);
        }
        QCOMPARE(present(store.read(farm.certificate).value()).entries().size(), 4);
        QCOMPARE(store.refresh(farm)->entries().size(), 4);
    }

    void revoking_again_data()
    {
        QTest::addColumn<RevocationReason>("before");
        QTest::addColumn<RevocationReason>("now");
        QTest::addColumn<QString>("outcome"); // a finding's or an error's code; empty: a new list
        using enum RevocationReason;
        QTest::newRow("the same") << key_compromise << key_compromise << u"already-revoked"_s;
        QTest::newRow("another reason") << key_compromise << superseded << u"already-revoked"_s;
        QTest::newRow("after a hold") << certificate_hold << superseded << QString();
        QTest::newRow("reason added") << unspecified << key_compromise << QString();
    }
    void revoking_again()
    {
        QFETCH(const RevocationReason, before);
        QFETCH(const RevocationReason, now);
        QFETCH(const QString, outcome);
        const QTemporaryDir folder;
        const RevocationStore store(folder.path());
        QVERIFY(store.revoke(entry(u"12"_s, before), test_ca()));
        const auto again = store.revoke(entry(u"12"_s, now), test_ca());
        QCOMPARE(again.has_value(), before == now || outcome.isEmpty());
        QCOMPARE(again ? codes(again->findings).join(u' ') : again.error().code, outcome);
        const Crl list = present(store.read(test_ca().certificate).value());
        QCOMPARE(list.entries(), QList { entry(u"12"_s, outcome.isEmpty() ? now : before) });
        QCOMPARE(list.number(), outcome.isEmpty() ? u"2"_s : u"1"_s);
    }

    void several_at_once_lose_nothing()
    {
        const QTemporaryDir folder;
        const IssuingCa farm = test_ca();
        constexpr int workers = 4;
        constexpr int each = 10;
        std::vector<int> done(workers);
        {
            std::vector<std::jthread> threads;
            threads.reserve(workers);
            for (int worker = 0; worker < workers; ++worker)
                threads.emplace_back([&, worker] {
                    const RevocationStore store(folder.path(), std::chrono::minutes(2));
                    for (int i = 0; i < each; ++i)
                        done.at(static_cast<std::size_t>(worker)) += store.revoke(entry(QString::number(10 + worker * each + i)), farm) ? 1 : 0;
                });
        }
        QCOMPARE(done, std::vector<int>(workers, each));
        const Crl list = present(RevocationStore(folder.path()).read(farm.certificate).value());
        QCOMPARE(list.entries().size(), workers * each);
        QCOMPARE(list.number(), QString::number(workers * each));
    }

    void waits_for_its_turn_only_so_long()
    {
        const QTemporaryDir folder;
        QLockFile other(folder.filePath(u".ca.crl.lock"_s));
        QVERIFY(other.lock());
        const auto refused = RevocationStore(folder.path(), std::chrono::milliseconds(0)).refresh(test_ca());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"crl-locked"_s);
        QCOMPARE(exit_status(refused.error()), 1);
    }

    void a_foreign_list_is_never_built_upon_data()
    {
        QTest::addColumn<QByteArray>("list");
        QTest::addColumn<QString>("code");
        const IssuingCa stranger = test_ca(u"Stranger"_s);
        const QTemporaryDir folder;
        QVERIFY(RevocationStore(folder.path()).revoke(entry(u"77"_s), stranger));
        QFile file(folder.filePath(u"ca.crl"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray pem = file.readAll();
        QTest::newRow("another CA's") << pem << u"crl-foreign"_s;
        QTest::newRow("cut off") << pem.chopped(60) << u"crl-damaged"_s;
        QTest::newRow("text") << QByteArray("hello") << u"no-crl"_s;
    }
    void a_foreign_list_is_never_built_upon()
    {
        QFETCH(const QByteArray, list);
        QFETCH(const QString, code);
        const QTemporaryDir folder;
        const QString path = write(folder, u"ca.crl"_s, list);
        const auto refused = RevocationStore(folder.path()).revoke(entry(u"12"_s), test_ca());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, code);
        QCOMPARE(exit_status(refused.error()), 3);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), list);
    }

    void only_own_certificates()
    {
        const IssuingCa farm = test_ca();
        const Identity root = ca(u"ec:p256"_s);
        const Certificate server = leaf(root, u"ec:p256"_s, Role::server).certificate();
        const auto made = revoked_entry(server, root.certificate(), RevocationReason::superseded);
        QVERIFY(made);
        QCOMPARE(made->serial, server.serial());
        QCOMPARE(revoked_entry(server, test_ca(u"Other"_s).certificate, {}).error().code, u"not-issued-by-ca"_s);
        QCOMPARE(revoked_entry(root.certificate(), root.certificate(), {}).error().code, u"revokes-itself"_s);
    }

    void a_ca_that_may_not_sign_lists()
    {
        CertificateSpec spec;
        spec.subject = SubjectName::of(u"No lists"_s);
        spec.role = Role::ca;
        spec.key_usages = QList { KeyUsage::key_cert_sign };
        const PrivateKey own = key(u"ec:p256"_s, 1);
        const auto made = make_ca(spec, own);
        QVERIFY(made);
        const QTemporaryDir folder;
        const auto refused = RevocationStore(folder.path()).refresh({ *made, {}, std::make_shared<KeySigner>(own) });
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"ca-signs-no-crls"_s);
    }
};

QTEST_GUILESS_MAIN(RevocationTest)
#include "tst_pki_revocation.moc"
