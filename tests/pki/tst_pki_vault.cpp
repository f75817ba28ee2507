// SPDX-License-Identifier: Apache-2.0
// Vaults: what is put in comes out, and whatever is changed in a file is noticed.
#include <QTest>

#include "core/base/files.h"
#include "core/pki/credential_file.h"
#include "core/pki/key_files.h"
#include "core/pki/key_id.h"
#include "core/pki/key_store.h"
#include "core/pki/openssl.h"
#include "tests/pki/support.h"

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;

namespace {

// What a test can afford, thousands of times.
const KdfCosts cheap = Argon2Costs { 8, 1, 1 };
const KdfCosts cheap_scrypt = ScryptCosts { 16, 1, 1 };

QByteArray text(const Result<SecureBytes> &secret)
{
    return secret ? QByteArray(secret->chars(), qsizetype(secret->size())) : "error: "_ba + secret.error().code.toUtf8();
}

Vault filled(const KdfCosts &costs = cheap)
{
    Result<Vault> vault = Vault::create(secret("correct horse"), costs);
    if (!vault || !vault->put(u"greenhouse"_s, u"private-key"_s, bytes("first secret"_ba)) || !vault->put(u"Grüße"_s, u"note"_s, bytes("second"_ba))
        || !vault->put(u"empty"_s, u"note"_s, {}))
        qFatal("no vault");
    return *std::move(vault);
}

QByteArray saved(const Vault &vault)
{
    return vault.to_bytes().value();
}

Result<Vault> opened(const QByteArray &file, const QByteArray &password = "correct horse"_ba, const KdfCosts &costs = cheap)
{
    return Vault::open(bytes(file), u"test.vault"_s, secret(password), costs);
}

QString code(const Result<Vault> &vault)
{
    return vault ? u"opened"_s : vault.error().code;
}

VaultFile parsed(const QByteArray &file)
{
    return parse_vault(bytes(file), u"test.vault"_s).value();
}

} // namespace

class VaultTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comes_back_as_it_was_put_data()
    {
        QTest::addColumn<bool>("scrypt");
        QTest::newRow("argon2id") << false;
        QTest::newRow("scrypt") << true;
    }
    void comes_back_as_it_was_put()
    {
        QFETCH(const bool, scrypt);
        const KdfCosts &costs = scrypt ? cheap_scrypt : cheap;
        const auto vault = opened(saved(filled(costs)), "correct horse", costs);
        QVERIFY2(vault.has_value(), qUtf8Printable(code(vault)));
        QCOMPARE(vault->entries(), (QList<VaultEntry> { { u"greenhouse"_s, u"private-key"_s }, { u"Grüße"_s, u"note"_s }, { u"empty"_s, u"note"_s } }));
        QCOMPARE(text(vault->secret(u"greenhouse"_s)), "first secret"_ba);
        QCOMPARE(text(vault->secret(u"Grüße"_s)), "second"_ba);
        QCOMPARE(text(vault->secret(u"empty"_s)), ""_ba);
        QCOMPARE(text(vault->secret(u"other"_s)), "error: secret-missing"_ba);
        QVERIFY(!vault->is_changed());
    }

    void nothing_of_it_is_readable()
    {
        const QByteArray file = saved(filled());
        for (const QByteArray &word : { "greenhouse"_ba, "private-key"_ba, "first secret"_ba, "second"_ba, "correct horse"_ba })
            QVERIFY2(!file.contains(word), word.constData());
    }

    void two_saves_share_no_nonce()
    {
        const Vault vault = filled();
        const VaultFile first = parsed(saved(vault));
        const VaultFile second = parsed(saved(vault));
        QVERIFY(first.index.first(12) != second.index.first(12));
        QSet<QByteArray> nonces { first.key.first(12), first.index.first(12) };
        for (const QByteArray &sealed : first.secrets)
            nonces.insert(sealed.first(12));
        QCOMPARE(nonces.size(), 5);
    }

    void each_changed_byte_is_noticed()
    {
        const QByteArray file = saved(filled());
        for (qsizetype at = 0; at < file.size(); ++at) {
            for (const int bit : { 0x01, 0x80 }) {
                QByteArray changed = file;
                changed[at] = static_cast<char>(changed[at] ^ bit);
                const auto vault = opened(changed);
                QVERIFY2(!vault, qPrintable(u"byte %1 of %2"_s.arg(at).arg(file.size())));
                QVERIFY(
                    QStringList({ u"wrong-password"_s, u"vault-damaged"_s, u"vault-cost"_s, u"no-vault"_s, u"vault-newer"_s }).contains(vault.error().code));
            }
        }
    }

    void each_cut_is_noticed()
    {
        const QByteArray file = saved(filled());
        for (qsizetype size = 0; size < file.size(); ++size)
            QVERIFY2(!opened(file.first(size)), qPrintable(QString::number(size)));
        QCOMPARE(code(opened(file + 'x')), u"vault-damaged"_s);
    }

    void entries_stay_in_their_places_data()
    {
        QTest::addColumn<QString>("how");
        for (const char *how : { "swapped", "dropped", "doubled", "older", "from another vault", "index from another vault" })
            QTest::newRow(how) << QString::fromLatin1(how);
    }
    void entries_stay_in_their_places()
    {
        QFETCH(const QString, how);
        Vault vault = filled();
        const VaultFile before = parsed(saved(vault));
        QVERIFY(vault.put(u"greenhouse"_s, u"private-key"_s, bytes("newer secret"_ba)).has_value());
        VaultFile file = parsed(saved(vault));
        const VaultFile foreign = parsed(saved(filled()));
        if (how == u"swapped")
            file.secrets.swapItemsAt(0, 1);
        else if (how == u"dropped")
            file.secrets.removeLast();
        else if (how == u"doubled")
            file.secrets.append(file.secrets.first());
        else if (how == u"older")
            file.secrets[0] = before.secrets[0];
        else if (how == u"from another vault")
            file.secrets[0] = foreign.secrets[0];
        else
            file.index = foreign.index;
        QCOMPARE(code(opened(file.to_bytes())), u"vault-damaged"_s);
    }

    void an_old_secret_does_not_come_back_after_a_removal()
    {
        Vault vault = filled();
        const VaultFile before = parsed(saved(vault));
        QVERIFY(vault.remove(u"greenhouse"_s).has_value());
        QVERIFY(vault.put(u"greenhouse"_s, u"private-key"_s, bytes("newer secret"_ba)).has_value());
        VaultFile file = parsed(saved(vault));
        file.secrets.last() = before.secrets[0];
        QCOMPARE(code(opened(file.to_bytes())), u"vault-damaged"_s);
    }

    void only_the_password_opens_it()
    {
        const QByteArray file = saved(filled());
        QCOMPARE(code(opened(file, "Correct horse")), u"wrong-password"_s);
        QCOMPARE(code(opened(file, "correct horse ")), u"wrong-password"_s);
        QCOMPARE(code(opened(file, "")), u"password-empty"_s);
        QCOMPARE(Vault::create(SecureBytes(), cheap).error().code, u"password-empty"_s);
    }

    void a_new_password_changes_the_wrapped_key_alone()
    {
        Vault vault = filled();
        const VaultFile before = parsed(saved(vault));
        QVERIFY(vault.change_password(secret("another one"), cheap).has_value());
        const QByteArray bytes = saved(vault);
        const VaultFile after = parsed(bytes);
        QCOMPARE(after.secrets, before.secrets);
        QVERIFY(after.salt != before.salt && after.key != before.key);
        QCOMPARE(code(opened(bytes)), u"wrong-password"_s);
        const auto again = opened(bytes, "another one");
        QVERIFY(again.has_value());
        QCOMPARE(text(again->secret(u"greenhouse"_s)), "first secret"_ba);
    }

    void costs_rise_when_it_is_saved_again_data()
    {
        QTest::addColumn<KdfCosts>("had");
        QTest::addColumn<KdfCosts>("wanted");
        QTest::addColumn<KdfCosts>("has");
        QTest::newRow("more memory") << cheap << KdfCosts(Argon2Costs { 16, 1, 1 }) << KdfCosts(Argon2Costs { 16, 1, 1 });
        QTest::newRow("more passes") << KdfCosts(Argon2Costs { 32, 1, 1 }) << KdfCosts(Argon2Costs { 16, 2, 1 }) << KdfCosts(Argon2Costs { 32, 2, 1 });
        QTest::newRow("less") << KdfCosts(Argon2Costs { 32, 3, 1 }) << cheap << KdfCosts(Argon2Costs { 32, 3, 1 });
        QTest::newRow("the same") << cheap << cheap << cheap;
        QTest::newRow("scrypt to argon2id") << cheap_scrypt << cheap << cheap;
    }
    void costs_rise_when_it_is_saved_again()
    {
        QFETCH(const KdfCosts, had);
        QFETCH(const KdfCosts, wanted);
        QFETCH(const KdfCosts, has);
        const auto vault = opened(saved(filled(had)), "correct horse", wanted);
        QVERIFY(vault.has_value());
        QCOMPARE(vault->is_changed(), had != has);
        const QByteArray again = saved(*vault);
        QVERIFY(parsed(again).costs == has);
        QCOMPARE(text(opened(again)->secret(u"greenhouse"_s)), "first secret"_ba);
    }

    void the_defaults_are_what_is_recommended()
    {
        QVERIFY(default_costs() == KdfCosts(ScryptCosts { 131072, 8, 1 }));
        QVERIFY(Argon2Costs() == (Argon2Costs { 65536, 3, 1 }));
        QVERIFY(is_affordable(Argon2Costs()) && is_affordable(ScryptCosts()));
        QVERIFY(derive_key(secret("pw"), QByteArray(16, 's'), ScryptCosts()).has_value()); // above OpenSSL's own limit of memory
    }

    // RFC 7914, 12. and RFC 9106's reference implementation: `echo -n password | argon2 somesalt -id -t 2 -k 256 -p 1 -l 32` (its test.c).
    void derives_what_others_derive()
    {
        const auto scrypt = derive_key(secret("pleaseletmein"), "SodiumChloride"_ba, ScryptCosts { 16384, 8, 1 });
        QVERIFY(scrypt.has_value());
        QCOMPARE(text(scrypt).toHex(), "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"_ba);
        const auto argon2 = derive_key(secret("password"), "somesalt"_ba, Argon2Costs { 256, 2, 1 });
        QVERIFY(argon2.has_value());
        QCOMPARE(text(argon2).toHex(), "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"_ba);
    }

    void absurd_costs_are_refused_data()
    {
        QTest::addColumn<KdfCosts>("costs");
        constexpr std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
        QTest::newRow("100 GB") << KdfCosts(Argon2Costs { 100u << 20, 1, 1 });
        QTest::newRow("2^31 passes") << KdfCosts(Argon2Costs { 65536, 1u << 31, 1 });
        QTest::newRow("no passes") << KdfCosts(Argon2Costs { 65536, 0, 1 });
        QTest::newRow("less memory than lanes need") << KdfCosts(Argon2Costs { 15, 1, 2 });
        QTest::newRow("2^32 lanes") << KdfCosts(Argon2Costs { 65536, 1, most });
        QTest::newRow("all of it") << KdfCosts(Argon2Costs { most, most, most });
        QTest::newRow("scrypt, 256 GB") << KdfCosts(ScryptCosts { 1u << 31, 8, 1 });
        QTest::newRow("scrypt, no power of two") << KdfCosts(ScryptCosts { 100'000, 8, 1 });
        QTest::newRow("scrypt, wide") << KdfCosts(ScryptCosts { 2, most, 1 });
        QTest::newRow("scrypt, long") << KdfCosts(ScryptCosts { 1u << 20, 8, most });
    }
    void absurd_costs_are_refused()
    {
        QFETCH(const KdfCosts, costs);
        VaultFile file = parsed(saved(filled()));
        file.costs = costs;
        const auto vault = opened(file.to_bytes());
        QCOMPARE(code(vault), u"vault-cost"_s);
        QCOMPARE(exit_status(vault.error()), 3);
        QCOMPARE(Vault::create(secret("pw"), costs).error().code, u"vault-cost"_s);
    }

    void renames()
    {
        Vault vault = filled();
        QCOMPARE(vault.rename(u"greenhouse"_s, u"empty"_s).error().code, u"secret-exists"_s);
        QCOMPARE(vault.rename(u"none"_s, u"x"_s).error().code, u"secret-missing"_s);
        QVERIFY(vault.rename(u"greenhouse"_s, u"shed"_s).has_value());
        const auto again = opened(saved(vault));
        QVERIFY(again.has_value() && !again->contains(u"greenhouse"_s));
        QCOMPARE(text(again->secret(u"shed"_s)), "first secret"_ba);
    }

    // Found by fuzzing: a version that is no number.
    void a_version_that_is_no_number_is_damage() { QCOMPARE(code(opened(data(u"vault/schema-nan.vault"_s))), u"vault-damaged"_s); }

    // Files that earlier versions wrote stay readable.
    void reads_files_of_every_version_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("schema 1, argon2id") << u"vault/schema-1-argon2id.vault"_s;
        QTest::newRow("schema 1, scrypt") << u"vault/schema-1-scrypt.vault"_s;
    }
    void reads_files_of_every_version()
    {
        QFETCH(const QString, file);
        const auto vault = opened(data(file));
        QVERIFY2(vault.has_value(), qUtf8Printable(code(vault)));
        QCOMPARE(text(vault->secret(u"greenhouse"_s)), "first secret"_ba);
        QCOMPARE(text(vault->secret(u"Grüße"_s)), "second"_ba);
    }

    void a_pair_has_one_id_data()
    {
        QTest::addColumn<QString>("spec");
        QTest::newRow("RSA") << u"rsa:2048"_s;
        QTest::newRow("P-256") << u"ec:p256"_s;
    }
    void a_pair_has_one_id()
    {
        QFETCH(const QString, spec);
        const Identity made = ca(spec);
        const QString id = key_id(made.key());
        QVERIFY(is_key_id(id) && !is_key_id(u"greenhouse-17"_s));
        QCOMPARE(key_id(made.certificate()), id);
        QVERIFY(key_id(key(spec, 2)) != id);
        const auto pem = public_pem(made.key());
        QVERIFY(pem.has_value());
        const auto half = read_public_half(bytes(*pem), u"ca.pub"_s);
        QVERIFY(half.has_value());
        QCOMPARE(half->id, id);
        QCOMPARE(half->kind.name, made.key().kind().name);
        const QTemporaryDir folder;
        const auto private_pem = made.key().to_pem();
        const Run theirs = openssl({ u"pkey"_s, u"-pubout"_s, u"-in"_s, write(folder, u"ca.key"_s, private_pem->view()) }, folder.path());
        QCOMPARE(theirs.out, *pem);
        QCOMPARE(read_public_half(bytes("nothing of the kind"_ba), u"ca.pub"_s).error().code, u"no-key"_s);
    }

    void keys_are_kept_by_name()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"keys.vault"_s);
        auto store = KeyStore::create(path, secret("pw"), cheap);
        QVERIFY(store.has_value());
        QVERIFY(KeyStore::is_there(path));
        QVERIFY(!(QFileInfo(path).permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther)));
        QVERIFY(store->add({ { u"ca"_s, key(u"rsa:2048"_s) }, { u"device"_s, key(u"ec:p256"_s) } }).has_value());
        QCOMPARE(store->add(u"ca"_s, key(u"ec:p256"_s)).error().code, u"secret-exists"_s);

        auto again = KeyStore::open(path, secret("pw"), cheap);
        QVERIFY(again.has_value());
        QCOMPARE(again->names(), QStringList({ u"ca"_s, u"device"_s }));
        QVERIFY(*again->key(u"ca"_s) == key(u"rsa:2048"_s));
        QVERIFY(*again->key(u"device"_s) == key(u"ec:p256"_s));
        QVERIFY(again->rename(u"device"_s, u"greenhouse-17"_s).has_value());
        QVERIFY(again->remove(u"ca"_s).has_value());
        QVERIFY(again->change_password(secret("better"), cheap).has_value());
        QCOMPARE(KeyStore::open(path, secret("pw"), cheap).error().code, u"wrong-password"_s);
        QCOMPARE(KeyStore::open(path, secret("better"), cheap)->names(), QStringList(u"greenhouse-17"_s));
        QCOMPARE(KeyStore::create(path, secret("pw"), cheap).error().code, u"file-exists"_s);
        QCOMPARE(KeyStore::open(path, PasswordPrompt()).error().code, u"password-needed"_s);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList(u"keys.vault"_s));
    }

    void two_programs_lose_no_key()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"keys.vault"_s);
        QVERIFY(KeyStore::create(path, secret("pw"), cheap).has_value());
        auto one = KeyStore::open(path, secret("pw"), cheap);
        auto other = KeyStore::open(path, secret("pw"), cheap);
        QVERIFY(one && other);
        QVERIFY(one->add(u"one"_s, key(u"ec:p256"_s)).has_value());
        QCOMPARE(other->add(u"other"_s, key(u"ec:p256"_s)).error().code, u"vault-changed"_s);
        QVERIFY(!other->contains(u"other"_s));
        QCOMPARE(KeyStore::open(path, secret("pw"), cheap)->names(), QStringList(u"one"_s));
        QVERIFY(QFile::remove(path));
        QCOMPARE(one->remove(u"one"_s).error().code, u"vault-changed"_s);
        QVERIFY(one->contains(u"one"_s));
    }

    void is_read_as_a_file_of_keys()
    {
        Vault vault = *Vault::create(secret("pw"), cheap);
        QVERIFY(put_key(vault, { u"ca"_s, key(u"rsa:2048"_s) }) && put_key(vault, { u"device"_s, key(u"ec:p256"_s) }));
        QVERIFY(vault.put(u"note"_s, u"note"_s, bytes("no key"_ba)).has_value());
        const QByteArray file = saved(vault);
        const auto read = read_credentials(bytes(file), u"it"_s, [](const QString &) { return std::optional(secret("pw")); });
        QVERIFY(read.has_value());
        QVERIFY(read->format == CredentialFormat::vault && !read->has_plain_keys);
        QCOMPARE(read->key_names, QStringList({ u"ca"_s, u"device"_s }));
        QVERIFY(read->keys[0] == key(u"rsa:2048"_s) && read->keys[1] == key(u"ec:p256"_s));
        QCOMPARE(read_credentials(bytes(file), u"it"_s).error().code, u"password-needed"_s);
        const PasswordPrompt wrong = [](const QString &) { return std::optional(secret("other")); };
        QCOMPARE(read_credentials(bytes(file), u"it"_s, wrong).error().code, u"wrong-password"_s);
        QCOMPARE(read_credentials(bytes(file.chopped(1)), u"it"_s, wrong).error().code, u"vault-damaged"_s);
    }

    void files_go_only_when_the_vault_has_their_keys()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"keys.vault"_s);
        const QString file = folder.filePath(u"device.key"_s);
        QVERIFY(write_file(file, key(u"ec:p256"_s).to_pem()->view(), FileMode::secret).has_value());
        const auto files = read_key_files({ file }, {});
        QVERIFY(files.has_value());
        QCOMPARE(files->plain, QStringList(file));
        auto store = KeyStore::create(path, secret("pw"), cheap);
        QVERIFY(store.has_value());
        // Not there yet; there, but another one; there.
        QCOMPARE(remove_key_files(*files, path, secret("pw")).error().code, u"vault-unverified"_s);
        QVERIFY(store->add(u"device"_s, key(u"rsa:2048"_s)).has_value());
        QCOMPARE(remove_key_files(*files, path, secret("pw")).error().code, u"vault-unverified"_s);
        QCOMPARE(store_keys(*store, files->keys, false).error().code, u"secret-exists"_s);
        QCOMPARE(store_keys(*store, files->keys, true).value_or(-1), 1);
        QCOMPARE(store_keys(*store, files->keys, false).value_or(-1), 0);
        QCOMPARE(remove_key_files(*files, path, secret("other")).error().code, u"wrong-password"_s);
        QVERIFY(QFileInfo::exists(file));
    }

    void a_list_of_keys_goes_as_a_whole()
    {
        const QTemporaryDir folder;
        auto store = KeyStore::create(folder.filePath(u"keys.vault"_s), secret("pw"), cheap);
        QVERIFY(store && store->add({ { u"one"_s, key(u"ec:p256"_s) }, { u"two"_s, key(u"ec:p256"_s) } }));
        QCOMPARE(store->remove({ u"one"_s, u"three"_s }).error().code, u"secret-missing"_s);
        QCOMPARE(store->names(), QStringList({ u"one"_s, u"two"_s }));
        QVERIFY(store->remove({ u"one"_s, u"two"_s }).has_value());
        QCOMPARE(KeyStore::open(store->path(), secret("pw"), cheap)->names(), QStringList());
    }
};

QTEST_GUILESS_MAIN(VaultTest)
#include "tst_pki_vault.moc"
