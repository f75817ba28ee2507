// SPDX-License-Identifier: Apache-2.0
#include <QTemporaryDir>
#include <QTest>

#include "core/base/files.h"
#include "core/provision/credentials.h"
#include "core/provision/sample.h"
#include "tests/present.h"

using namespace espseal;
using namespace Qt::StringLiterals;
using espseal::test::present;

class CredentialsTest final : public QObject {
    Q_OBJECT

private:
    std::optional<provision::SampleCredentials> sample_;

    // Writes the device's pair as NAME.crt and NAME.key.
    void write_identity(const QTemporaryDir &folder, const QString &name)
    {
        QVERIFY(write_file(folder.filePath(name + u".crt"_s), present(sample_).device.certificate().pem()).has_value());
        QVERIFY(write_file(folder.filePath(name + u".key"_s), present(sample_).device.key().to_pem()->view(), FileMode::secret).has_value());
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto made = provision::make_sample_credentials(u"greenhouse-17"_s, Job());
        QVERIFY(made.has_value());
        sample_ = std::move(*made);
    }

    void finds_a_pair_by_its_name()
    {
        const QTemporaryDir folder;
        write_identity(folder, u"identity"_s);
        const auto identity = provision::CredentialFolder(folder.path()).identity(u"identity"_s);
        QVERIFY2(identity.has_value(), qPrintable(identity ? QString() : identity.error().sentence()));
        QCOMPARE(identity->certificate(), present(sample_).device.certificate());
    }

    void finds_a_pair_in_a_folder_of_that_name()
    {
        const QTemporaryDir folder;
        QVERIFY(make_folder(folder.filePath(u"greenhouse-17"_s)).has_value());
        write_identity(folder, u"greenhouse-17/device"_s);
        QVERIFY(provision::CredentialFolder(folder.path()).identity(u"greenhouse-17"_s).has_value());
    }

    void a_ca_beside_its_locked_key_is_read_without_a_password()
    {
        const QTemporaryDir folder;
        QByteArray word("pass word");
        const auto locked = present(sample_).ca_key.to_encrypted_pem(SecureBytes::take(word));
        QVERIFY(locked.has_value());
        QVERIFY(write_file(folder.filePath(u"ca.crt"_s), present(sample_).ca.pem()).has_value());
        QVERIFY(write_file(folder.filePath(u"ca.key"_s), locked->view(), FileMode::secret).has_value());
        const auto cas = provision::CredentialFolder(folder.path()).cas(u"ca"_s);
        QVERIFY2(cas.has_value(), qPrintable(cas ? QString() : cas.error().sentence()));
        QCOMPARE(cas->size(), 1);
    }

    void a_vault_has_the_key()
    {
        const QTemporaryDir folder;
        const auto secret = [](QByteArray text) { return SecureBytes::take(text); };
        auto keys = pki::KeyStore::create(folder.filePath(pki::vault_file_name), secret("pass word"), pki::Argon2Costs { 8, 1, 1 });
        QVERIFY(keys.has_value());
        QVERIFY(keys->add(u"in-vault"_s, sample_->device.key()).has_value());
        QVERIFY(keys->add(u"of-another"_s, sample_->ca_key).has_value());
        for (const QString &name : { u"in-vault"_s, u"of-another"_s })
            QVERIFY(write_file(folder.filePath(name + u".crt"_s), sample_->device.certificate().pem()).has_value());
        write_identity(folder, u"in-files"_s);
        const provision::CredentialVault source(folder.path(), *keys);
        for (const QString &name : { u"in-vault"_s, u"in-files"_s }) {
            const auto identity = source.identity(name);
            QVERIFY2(identity.has_value(), qPrintable(identity ? QString() : identity.error().sentence()));
            QVERIFY(identity->key() == sample_->device.key());
        }
        // Without the open vault: the folder's own, which asks.
        const auto answer = [&](const QString &) { return std::optional(secret("pass word")); };
        const auto asked = provision::CredentialFolder(folder.path(), answer).identity(u"in-vault"_s);
        QVERIFY2(asked.has_value(), qPrintable(asked ? QString() : asked.error().sentence()));
        QVERIFY(asked->key() == sample_->device.key());
        QCOMPARE(provision::CredentialFolder(folder.path()).identity(u"in-vault"_s).error().code, u"password-needed"_s);
        QVERIFY(provision::CredentialFolder(folder.path()).identity(u"in-files"_s).has_value());
        QCOMPARE(source.identity(u"of-another"_s).error().code, u"key-mismatch"_s);
        QCOMPARE(source.identity(u"nobody"_s).error().code, u"credential-missing"_s);
    }

    void says_what_is_missing_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("code");
        QTest::newRow("no file") << u"nobody"_s << u"credential-missing"_s;
        QTest::newRow("no key") << u"alone"_s << u"no-key"_s;
        QTest::newRow("no CA") << u"device"_s << u"not-a-ca"_s;
    }
    void says_what_is_missing()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, code);
        const QTemporaryDir folder;
        write_identity(folder, u"device"_s);
        QVERIFY(write_file(folder.filePath(u"alone.crt"_s), present(sample_).device.certificate().pem()).has_value());
        const provision::CredentialFolder source(folder.path());
        const Error error = code == u"not-a-ca"_s ? source.cas(name).error() : source.identity(name).error();
        QCOMPARE(error.code, code);
        QCOMPARE(exit_status(error), 3);
        QVERIFY(!error.fix.isEmpty());
    }
};

QTEST_GUILESS_MAIN(CredentialsTest)
#include "tst_credentials.moc"
