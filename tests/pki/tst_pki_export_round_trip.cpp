// SPDX-License-Identifier: Apache-2.0
// Every export format, for every kind of key, read back.
#include <QTest>

#include "core/pki/credential_file.h"
#include "core/pki/export.h"
#include "tests/pki/support.h"

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;

namespace {

constexpr auto password = "p\xc3\xa4ss word";

ExportContent content_of(const Identity &authority, const Identity &identity)
{
    return { { identity.certificate(), authority.certificate() }, identity.key(), {}, {} };
}

Result<Exported> made(const ExportContent &content, ExportFormat format)
{
    static const SecureBytes secret_password = secret(password);
    ExportOptions options;
    options.format = format;
    options.with_root = format == ExportFormat::pkcs12;
    if (info_of(format).protection == KeyProtectionKind::password)
        options.password = &secret_password;
    return export_credentials(content, options);
}

} // namespace

class ExportRoundTripTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void round_trip_data()
    {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<ExportFormat>("format");
        for (const char *spec : { "rsa:1024", "rsa:2048", "ec:p256", "ec:p384" }) {
            for (const ExportFormatInfo &info : export_formats())
                QTest::addRow("%s %s", spec, info.name) << QString::fromLatin1(spec) << info.format;
        }
    }
    void round_trip()
    {
        QFETCH(const QString, spec);
        QFETCH(const ExportFormat, format);
        const Identity authority = ca(u"ec:p256"_s);
        const Identity identity = leaf(authority, spec, Role::client);
        ExportContent content = content_of(authority, identity);
        if (format == ExportFormat::der)
            content.certificates.removeLast();
        if (format == ExportFormat::ca_blob)
            content.certificates.removeFirst();
        if (format == ExportFormat::chain) { // the only issuer is the root
            QCOMPARE(made(content, format).error().code, u"export-nothing"_s);
            return;
        }
        const auto exported = made(content, format);
        QVERIFY2(exported, qPrintable(exported ? QString() : exported.error().sentence() + exported.error().detail));
        const KeyProtectionKind protection = info_of(format).protection;
        QCOMPARE(exported->secret, protection != KeyProtectionKind::none_inside);
        const bool plain = protection == KeyProtectionKind::plain || protection == KeyProtectionKind::password_or_plain;
        QCOMPARE(codes(exported->findings), plain ? QStringList { u"export-plain-key"_s } : QStringList());

        const auto read = read_credentials(exported->bytes.view(), u"it"_s, answer(password));
        QVERIFY2(read, qPrintable(read ? QString() : read.error().detail));
        QCOMPARE(!read->keys.isEmpty(), exported->secret);
        if (exported->secret)
            QVERIFY(read->keys.first() == identity.key());
        QCOMPARE(read->has_plain_keys, plain);
        if (!read->certificates.isEmpty())
            QVERIFY(read->certificates.first() == content.certificates.first());
        if (format == ExportFormat::pkcs12 && spec == u"ec:p256")
            QCOMPARE(read_credentials(exported->bytes.view(), u"it"_s, answer("wrong")).error().code, u"wrong-password"_s);
    }
};

QTEST_GUILESS_MAIN(ExportRoundTripTest)
#include "tst_pki_export_round_trip.moc"
