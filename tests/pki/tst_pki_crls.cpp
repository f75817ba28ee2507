// SPDX-License-Identifier: Apache-2.0
// Revocation lists made by us, judged and read by the openssl program.
#include <QTest>

#include "core/pki/crl.h"
#include "tests/pki/support.h"

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;

namespace {

CrlSpec spec_with(const QList<RevokedEntry> &entries)
{
    const QDateTime now = QDateTime::fromSecsSinceEpoch(QDateTime::currentSecsSinceEpoch(), QTimeZone::UTC);
    return { .entries = entries, .number = u"7"_s, .this_update = now, .next_update = now.addDays(30) };
}

} // namespace

class CrlsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void openssl_refuses_what_is_on_the_list_data()
    {
        QTest::addColumn<QString>("ca_key");
        for (const char *key : { "ec:p256", "ec:p384", "rsa:2048" })
            QTest::newRow(key) << QString::fromLatin1(key);
    }
    void openssl_refuses_what_is_on_the_list()
    {
        QFETCH(const QString, ca_key);
        const Identity root = ca(ca_key);
        const Certificate good = leaf(root, u"ec:p256"_s, Role::server, u"good"_s).certificate();
        const Certificate bad = leaf(root, u"ec:p256"_s, Role::server, u"bad"_s).certificate();
        const auto crl = make_crl(spec_with({ { bad.serial(), bad.not_before(), RevocationReason::key_compromise } }), root.certificate(), root.key());
        QVERIFY(crl);
        QVERIFY(crl->is_signed_by(root.certificate()));
        QVERIFY(crl->find(bad) && !crl->find(good));

        const QTemporaryDir folder;
        static_cast<void>(write(folder, u"ca.crt"_s, root.certificate().pem()));
        static_cast<void>(write(folder, u"ca.crl"_s, crl->pem()));
        static_cast<void>(write(folder, u"good.crt"_s, good.pem()));
        static_cast<void>(write(folder, u"bad.crt"_s, bad.pem()));
        const auto verify = [&](const QString &file) {
            return openssl({ u"verify"_s, u"-x509_strict"_s, u"-crl_check"_s, u"-CRLfile"_s, u"ca.crl"_s, u"-CAfile"_s, u"ca.crt"_s, file }, folder.path());
        };
        const Run kept = verify(u"good.crt"_s);
        QVERIFY2(kept.status == 0, kept.err.constData());
        const Run refused = verify(u"bad.crt"_s);
        QVERIFY(refused.status != 0 && refused.err.contains("certificate revoked"));
        const Run text = openssl({ u"crl"_s, u"-in"_s, u"ca.crl"_s, u"-CAfile"_s, u"ca.crt"_s, u"-noout"_s, u"-text"_s }, folder.path());
        QVERIFY2(text.err.contains("verify OK"), text.err.constData());
        for (const char *line : { "Version 2", "X509v3 CRL Number:", "X509v3 Authority Key Identifier:", "Key Compromise" })
            QVERIFY2(text.out.contains(line), text.out.constData());
    }

    void reads_what_it_wrote_data()
    {
        QTest::addColumn<RevocationReason>("reason");
        for (int number = 0; number <= 10; ++number) {
            if (number != 7 && number != 8)
                QTest::addRow("%d", number) << static_cast<RevocationReason>(number);
        }
    }
    void reads_what_it_wrote()
    {
        QFETCH(const RevocationReason, reason);
        const Identity root = ca(u"ec:p256"_s);
        const CrlSpec spec = spec_with({ { u"01"_s, QDateTime(QDate(2026, 2, 28), QTime(23, 59, 59), QTimeZone::UTC), reason },
            { u"7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"_s, QDateTime(QDate(2051, 1, 1), QTime(0, 0), QTimeZone::UTC), reason } });
        const auto made = make_crl(spec, root.certificate(), root.key());
        QVERIFY(made);
        for (const QByteArray &form : { made->pem(), made->der(), QByteArray("text before\n" + made->pem() + "behind\n") }) {
            const auto read = read_crls(bytes(form), u"x"_s);
            QVERIFY(read);
            QCOMPARE(read->size(), 1);
            const Crl crl = read->first();
            QCOMPARE(crl.der(), made->der());
            QCOMPARE(crl.issuer_name(), u"Test CA"_s);
            QCOMPARE(crl.number(), u"7"_s);
            QCOMPARE(crl.this_update(), spec.this_update);
            QCOMPARE(crl.next_update(), spec.next_update);
            QCOMPARE(crl.entries().size(), 2);
            for (const RevokedEntry &entry : spec.entries)
                QVERIFY2(crl.entries().contains(entry), qPrintable(entry.serial));
        }
        QCOMPARE(parse_reason(reason_name(reason)).value(), reason);
        QCOMPARE(parse_reason(reason_name(reason).toUpper()).value(), reason);
        QVERIFY(!reason_text(reason).isEmpty());
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("code");
        QTest::newRow("no CA") << u"leaf"_s << u"not-a-ca"_s;
        QTest::newRow("key of another") << u"key"_s << u"key-mismatch"_s;
        QTest::newRow("valid at no time") << u"dates"_s << u"validity"_s;
        QTest::newRow("serial") << u"serial"_s << u"serial"_s;
    }
    void refuses()
    {
        QFETCH(const QString, what);
        QFETCH(const QString, code);
        const Identity root = ca(u"ec:p256"_s);
        const Identity server = leaf(root, u"ec:p256"_s, Role::server);
        CrlSpec spec = spec_with({});
        if (what == u"dates"_s)
            spec.next_update = spec.this_update;
        if (what == u"serial"_s)
            spec.entries << RevokedEntry { u"12G4"_s, spec.this_update, {} };
        const auto made = make_crl(spec, (what == u"leaf"_s ? server : root).certificate(), (what == u"key"_s ? server : root).key());
        QVERIFY(!made);
        QCOMPARE(made.error().code, code);
        QCOMPARE(exit_status(made.error()), 3);
    }

    void damaged_input_is_an_error_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("code");
        const Identity root = ca(u"ec:p256"_s);
        const Crl crl = *make_crl(spec_with({}), root.certificate(), root.key());
        QTest::newRow("nothing") << QByteArray() << u"no-crl"_s;
        QTest::newRow("text") << QByteArray("hello") << u"no-crl"_s;
        QTest::newRow("a certificate") << root.certificate().pem() << u"no-crl"_s;
        QTest::newRow("DER cut off") << crl.der().chopped(9) << u"crl-damaged"_s;
        QTest::newRow("PEM cut off") << crl.pem().chopped(40) << u"crl-damaged"_s;
    }
    void damaged_input_is_an_error()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QString, code);
        const auto read = read_crls(bytes(content), u"x"_s);
        QVERIFY(!read);
        QCOMPARE(read.error().code, code);
    }

    void numbers_count_on()
    {
        QCOMPARE(next_crl_number({}), u"1"_s);
        QCOMPARE(next_crl_number(u"9"_s), u"10"_s);
        QCOMPARE(next_crl_number(u"18446744073709551615"_s), u"18446744073709551616"_s);
    }
};

QTEST_GUILESS_MAIN(CrlsTest)
#include "tst_pki_crls.moc"
