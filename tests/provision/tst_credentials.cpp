// SPDX-License-Identifier: Apache-2.0
#include <QTemporaryDir>
#include <QTest>

#include "core/base/files.h"
#include "core/pki/credential_blob.h"
#include "core/pki/key_id.h"
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
        QVERIFY(keys->add(u"in-vault"_s, present(sample_).device.key()).has_value());
        QVERIFY(keys->add(u"of-another"_s, present(sample_).ca_key).has_value());
        for (const QString &name : { u"in-vault"_s, u"of-another"_s })
            QVERIFY(write_file(folder.filePath(name + u".crt"_s), present(sample_).device.certificate().pem()).has_value());
        write_identity(folder, u"in-files"_s);
        const provision::CredentialVault source(folder.path(), *keys);
        for (const QString &name : { u"in-vault"_s, u"in-files"_s }) {
            const auto identity = source.identity(name);
            QVERIFY2(identity.has_value(), qPrintable(identity ? QString() : identity.error().sentence()));
            QVERIFY(identity->key() == present(sample_).device.key());
        }
        // Without the open vault: the folder's own, which asks.
        const auto answer = [&](const QString &) { return std::optional(secret("pass word")); };
        const auto asked = provision::CredentialFolder(folder.path(), answer).identity(u"in-vault"_s);
        QVERIFY2(asked.has_value(), qPrintable(asked ? QString() : asked.error().sentence()));
        QVERIFY(asked->key() == present(sample_).device.key());
        QCOMPARE(provision::CredentialFolder(folder.path()).identity(u"in-vault"_s).error().code, u"password-needed"_s);
        QVERIFY(provision::CredentialFolder(folder.path()).identity(u"in-files"_s).has_value());
        QCOMPARE(source.identity(u"of-another"_s).error().code, u"key-mismatch"_s);
        QCOMPARE(source.identity(u"nobody"_s).error().code, u"credential-missing"_s);
    }

    void a_vault_in_the_folder_of_that_name_has_the_key()
    {
        const QTemporaryDir folder;
        QVERIFY(make_folder(folder.filePath(u"pump"_s)).has_value());
        const auto secret = [](QByteArray text) { return SecureBytes::take(text); };
        auto keys = pki::KeyStore::create(folder.filePath(u"pump/keys.vault"_s), secret("pass word"), pki::Argon2Costs { 8, 1, 1 });
        QVERIFY(keys && keys->add({ { u"ca"_s, present(sample_).ca_key }, { u"client"_s, present(sample_).device.key() } }));
        QVERIFY(write_file(folder.filePath(u"pump/client.crt"_s), present(sample_).device.certificate().pem()).has_value());
        const auto answer = [&](const QString &) { return std::optional(secret("pass word")); };
        const auto identity = provision::CredentialFolder(folder.path(), answer).identity(u"pump"_s);
        QVERIFY2(identity.has_value(), qPrintable(identity ? QString() : identity.error().sentence()));
        QVERIFY(identity->key() == present(sample_).device.key());
        QCOMPARE(provision::CredentialFolder(folder.path()).identity(u"pump"_s).error().code, u"password-needed"_s);
    }

    void blobs_are_enough_data()
    {
        QTest::addColumn<QString>("identity_blob"); // below the folder
        QTest::addColumn<QString>("certificate"); // beside it; empty: none
        QTest::addColumn<QString>("ca_blob");
        QTest::newRow("as a batch makes it") << u"pump/esp_cert_private_key.bin"_s << u"pump/pump.crt"_s << u"ca/esp_ca_cert.bin"_s;
        QTest::newRow("without certificate") << u"pump/esp_cert_private_key.bin"_s << QString() << u"ca/esp_ca_cert.bin"_s;
        QTest::newRow("beside each other") << u"pump.bin"_s << QString() << u"ca.bin"_s;
    }
    void blobs_are_enough()
    {
        QFETCH(const QString, identity_blob);
        QFETCH(const QString, certificate);
        QFETCH(const QString, ca_blob);
        const QTemporaryDir folder;
        QVERIFY(make_folder(folder.filePath(u"pump"_s)).has_value() && make_folder(folder.filePath(u"ca"_s)).has_value());
        if (!identity_blob.contains(u'/'))
            QVERIFY(QDir(folder.path()).rmdir(u"pump"_s) && QDir(folder.path()).rmdir(u"ca"_s));
        const auto identity = pki::pack_identity_blob(present(sample_).device, pki::PayloadFormat::der);
        const auto ca = pki::pack_ca_blob({ present(sample_).ca });
        QVERIFY(identity && ca);
        QVERIFY(write_file(folder.filePath(identity_blob), identity->view(), FileMode::secret).has_value());
        QVERIFY(write_file(folder.filePath(ca_blob), *ca).has_value());
        if (!certificate.isEmpty())
            QVERIFY(write_file(folder.filePath(certificate), present(sample_).device.certificate().pem()).has_value());
        const provision::CredentialFolder source(folder.path());
        const auto found = source.identity(u"pump"_s);
        QVERIFY2(found.has_value(), qPrintable(found ? QString() : found.error().sentence()));
        QVERIFY(found->key() == present(sample_).device.key() && found->certificate() == present(sample_).device.certificate());
        const auto cas = source.cas(u"ca"_s);
        QVERIFY2(cas.has_value(), qPrintable(cas ? QString() : cas.error().sentence()));
        QCOMPARE(*cas, QList { present(sample_).ca });
    }

    // A blob that was packed before the certificate was renewed is not what the name stands for any more.
    void key_files_go_before_blobs()
    {
        const QTemporaryDir folder;
        QVERIFY(make_folder(folder.filePath(u"pump"_s)).has_value());
        write_identity(folder, u"pump/pump"_s);
        auto other = provision::make_sample_credentials(u"older"_s, Job());
        QVERIFY(other.has_value());
        const auto blob = pki::pack_identity_blob(other->device, pki::PayloadFormat::pem);
        QVERIFY(blob && write_file(folder.filePath(u"pump/esp_cert_private_key.bin"_s), blob->view(), FileMode::secret));
        const auto found = provision::CredentialFolder(folder.path()).identity(u"pump"_s);
        QVERIFY2(found.has_value(), qPrintable(found ? QString() : found.error().sentence()));
        QVERIFY(found->certificate() == present(sample_).device.certificate());
    }

    void a_vault_may_call_keys_by_their_public_half()
    {
        const QTemporaryDir folder;
        const auto secret = [](QByteArray text) { return SecureBytes::take(text); };
        const provision::SampleCredentials &sample = present(sample_);
        auto keys = pki::KeyStore::create(folder.filePath(pki::vault_file_name), secret("pass word"), pki::Argon2Costs { 8, 1, 1 });
        QVERIFY(keys.has_value());
        const QList<pki::StoredKey> stored { { pki::key_id(sample.device.key()), sample.device.key() }, { pki::key_id(sample.ca_key), sample.ca_key } };
        QVERIFY(keys->add(stored).has_value());
        QCOMPARE(pki::key_id(sample.device.certificate()), stored.constFirst().name);
        // The chain's key is there too: not the one that is meant.
        QVERIFY(write_file(folder.filePath(u"any.crt"_s), sample.device.certificate().pem() + sample.ca.pem()).has_value());
        const auto answer = [&](const QString &) { return std::optional(secret("pass word")); };
        const auto open = provision::CredentialVault(folder.path(), *keys).identity(u"any"_s);
        const auto asked = provision::CredentialFolder(folder.path(), answer).identity(u"any"_s);
        for (const auto &identity : { open, asked }) {
            QVERIFY2(identity.has_value(), qPrintable(identity ? QString() : identity.error().sentence()));
            QVERIFY(identity->key() == sample.device.key());
        }
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
