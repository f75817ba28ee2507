// SPDX-License-Identifier: Apache-2.0
// Keys on a PKCS#11 token: SoftHSM2's, and modules that misbehave.
#include <QTest>

#include "core/pki/crl.h"
#include "core/pki/issue.h"
#include "core/pki/openssl.h"
#include "core/pki/token_signer.h"
#include "tests/pki/soft_token.h"
#include "tests/pki/support.h"

#include <thread>

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;

namespace {

QString program()
{
    return qEnvironmentVariable("ESPSEAL_BIN_DIR") + u"/espseal-signer"_s;
}

TokenAccess access(const QByteArray &pin = SoftToken::pin, const Job &job = {})
{
    return { .pin = answer(pin), .job = job, .program = program() };
}

TokenLocation location(const QString &uri, const QString &module = SoftToken::module())
{
    return { module, uri };
}

QString misbehaving()
{
    return qEnvironmentVariable("ESPSEAL_TEST_MODULE_PATH");
}

template <class T> QString code(const Result<T> &result)
{
    return result ? u"worked"_s : result.error().code;
}

CertificateSpec spec_of(const QString &name, Digest digest = Digest::sha256)
{
    CertificateSpec spec;
    spec.subject = SubjectName::of(name);
    spec.digest = digest;
    return spec;
}

} // namespace

class TokensTest final : public QObject {
    Q_OBJECT

    SoftToken token_;

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(!SoftToken::module().isEmpty(), "softhsm2 is not installed: packaging/debian-packages.txt names it");
        QVERIFY(token_.make());
        qputenv("ESPSEAL_TEST_REAL_MODULE", SoftToken::module().toUtf8());
    }
    void cleanup() { qunsetenv("ESPSEAL_TEST_MODULE"); }

    void signs_what_openssl_verifies_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<Digest>("digest");
        QTest::newRow("p256") << u"ec:p256"_s << Digest::sha256;
        QTest::newRow("p256, long digest") << u"ec:p256"_s << Digest::sha384;
        QTest::newRow("p384") << u"ec:p384"_s << Digest::sha384;
        QTest::newRow("rsa") << u"rsa:2048"_s << Digest::sha256;
        QTest::newRow("rsa, sha-1") << u"rsa:2048"_s << Digest::sha1;
    }
    void signs_what_openssl_verifies()
    {
        QFETCH(const QString, key);
        QFETCH(const Digest, digest);
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        TokenUri uri;
        uri.token = QString::fromLatin1(SoftToken::label);
        uri.object = name;
        const auto made = TokenSigner::generate(location(to_string(uri)), *parse_key_spec(key), access());
        QVERIFY2(made.has_value(), qPrintable(made ? QString() : made.error().sentence() + made.error().detail));
        QVERIFY((*made)->key().stays_on_token);
        QCOMPARE((*made)->key().label, name);
        QCOMPARE((*made)->token().label, uri.token);

        // Another process finds the same key by the exact location.
        const auto signer = TokenSigner::open((*made)->location(), access());
        QVERIFY2(signer.has_value(), qPrintable(signer ? QString() : signer.error().sentence()));
        const auto ca = make_ca(spec_of(u"Token CA"_s, digest), **signer);
        QVERIFY2(ca.has_value(), qPrintable(ca ? QString() : ca.error().sentence() + ca.error().detail));
        const auto leaf = issue(spec_of(u"esp.local"_s, digest), test::key(u"ec:p256"_s), *ca, **signer);
        QVERIFY(leaf.has_value());
        CrlSpec crl_spec;
        crl_spec.entries = { { leaf->serial(), QDateTime::currentDateTimeUtc() } };
        crl_spec.next_update = QDateTime::currentDateTimeUtc().addDays(30);
        crl_spec.digest = digest;
        const auto crl = make_crl(crl_spec, *ca, **signer);
        QVERIFY2(crl.has_value(), qPrintable(crl ? QString() : crl.error().sentence() + crl.error().detail));

        const QTemporaryDir folder;
        static_cast<void>(write(folder, u"ca.crt"_s, ca->pem()));
        static_cast<void>(write(folder, u"leaf.crt"_s, leaf->pem()));
        static_cast<void>(write(folder, u"ca.crl"_s, crl->pem()));
        const QString level = digest == Digest::sha1 ? u"0"_s : u"2"_s;
        const Run good = openssl({ u"verify"_s, u"-auth_level"_s, level, u"-CAfile"_s, u"ca.crt"_s, u"leaf.crt"_s }, folder.path());
        QVERIFY2(good.status == 0, good.err.constData());
        const Run revoked = openssl(
            { u"verify"_s, u"-auth_level"_s, level, u"-crl_check"_s, u"-CAfile"_s, u"ca.crt"_s, u"-CRLfile"_s, u"ca.crl"_s, u"leaf.crt"_s }, folder.path());
        QVERIFY2((revoked.out + revoked.err).contains("certificate revoked"), (revoked.out + revoked.err).constData());
    }

    void requests_too()
    {
        const auto signer = TokenSigner::generate(location(u"pkcs11:token=Farm%20Safe;object=for-request"_s), *parse_key_spec(u"ec:p256"_s), access());
        QVERIFY(signer.has_value());
        const Owned<X509_REQ, X509_REQ_free> request(X509_REQ_new());
        QVERIFY(X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) == 1);
        QVERIFY(X509_REQ_set_pubkey(request.get(), (*signer)->public_key()) == 1);
        QVERIFY((*signer)->sign(request.get(), Digest::sha256).has_value());
        QVERIFY2(X509_REQ_verify(request.get(), (*signer)->public_key()) == 1, qPrintable(openssl_errors()));
    }

    void many_threads_share_a_token()
    {
        const auto signer = TokenSigner::generate(location(u"pkcs11:token=Farm%20Safe;object=shared"_s), *parse_key_spec(u"ec:p256"_s), access());
        QVERIFY(signer.has_value());
        const auto ca = make_ca(spec_of(u"Shared CA"_s), **signer);
        QVERIFY(ca.has_value());
        const PrivateKey device = test::key(u"ec:p256"_s);
        std::atomic<int> good = 0;
        {
            std::vector<std::jthread> threads;
            threads.reserve(4);
            for (int thread = 0; thread < 4; ++thread)
                threads.emplace_back([&] {
                    for (int n = 0; n < 10; ++n)
                        good += issue(spec_of(u"device"_s), device, *ca, **signer).has_value() ? 1 : 0;
                });
        }
        QCOMPARE(good.load(), 40);
    }

    void keys_stay_on_the_token()
    {
        const QByteArray objects = SoftToken::objects();
        QVERIFY2(objects.contains("Private Key Object; EC") && objects.contains("Private Key Object; RSA"), objects.constData());
        for (const QByteArray &line : objects.split('\n')) {
            if (line.contains("Access:") && line.contains("sensitive"))
                QVERIFY2(line.contains("never extractable") && line.contains("always sensitive"), objects.constData());
        }
        const auto tokens = list_tokens(location({}), access());
        QVERIFY(tokens.has_value());
        QCOMPARE(tokens->size(), 1);
        QVERIFY(tokens->first().keys.size() >= 6);
        for (const TokenKey &key : tokens->first().keys)
            QVERIFY(key.stays_on_token);
        const auto without_pin = list_tokens(location({}), { .pin = {}, .job = {}, .program = program() });
        QVERIFY(without_pin.has_value());
        QCOMPARE(without_pin->first().keys.size(), 0);
        QVERIFY(without_pin->first().needs_pin);
    }

    void says_what_is_wrong_data()
    {
        QTest::addColumn<QString>("module");
        QTest::addColumn<QString>("uri");
        QTest::addColumn<QByteArray>("pin");
        QTest::addColumn<QString>("code");
        const QString soft = SoftToken::module();
        const QByteArray pin = SoftToken::pin;
        QTest::newRow("no module") << u"/nowhere/module.so"_s << u"pkcs11:"_s << pin << u"token-module-missing"_s;
        QTest::newRow("no module named") << QString() << u"pkcs11:"_s << pin << u"token-module-missing"_s;
        QTest::newRow("no library") << program() << u"pkcs11:"_s << pin << u"token-module-unusable"_s;
        QTest::newRow("another library") << u"/usr/lib/x86_64-linux-gnu/libcrypto.so.3"_s << u"pkcs11:"_s << pin << u"token-module-unusable"_s;
        QTest::newRow("no uri") << soft << u"token=Farm%20Safe"_s << pin << u"token-uri"_s;
        QTest::newRow("unknown part") << soft << u"pkcs11:tokn=Farm"_s << pin << u"token-uri"_s;
        QTest::newRow("bad escape") << soft << u"pkcs11:token=Farm%2"_s << pin << u"token-uri"_s;
        QTest::newRow("pin in the uri") << soft << u"pkcs11:token=Farm%20Safe?pin-value=7391-kiwi"_s << pin << u"token-uri-pin"_s;
        QTest::newRow("token missing") << soft << u"pkcs11:token=Other;object=shared"_s << pin << u"token-missing"_s;
        QTest::newRow("key missing") << soft << u"pkcs11:token=Farm%20Safe;object=other"_s << pin << u"token-key-missing"_s;
        QTest::newRow("which key") << soft << u"pkcs11:token=Farm%20Safe"_s << pin << u"token-key-ambiguous"_s;
        QTest::newRow("wrong pin") << soft << u"pkcs11:token=Farm%20Safe;object=shared"_s << QByteArray("0000") << u"token-pin-wrong"_s;
        QTest::newRow("short pin") << soft << u"pkcs11:token=Farm%20Safe;object=shared"_s << QByteArray("0") << u"token-pin-wrong"_s;
    }
    void says_what_is_wrong()
    {
        QFETCH(const QString, module);
        QFETCH(const QString, uri);
        QFETCH(const QByteArray, pin);
        QFETCH(const QString, code);
        const auto signer = TokenSigner::open({ module, uri }, access(pin));
        QVERIFY(!signer);
        QCOMPARE(signer.error().code, code);
        QVERIFY(exit_status(signer.error()) >= 2);
        QVERIFY(!signer.error().message.isEmpty() && !signer.error().fix.isEmpty());
        QVERIFY(!signer.error().sentence().contains(QString::fromLatin1(pin)) || pin.size() < 4);
    }

    void asks_for_a_pin_once_and_only_if_somebody_can_answer()
    {
        int asked = 0;
        TokenAccess counting = access();
        counting.pin = [&](const QString &what) -> std::optional<SecureBytes> {
            ++asked;
            if (!what.contains(u"Farm Safe"))
                qFatal("asked for %s", qPrintable(what));
            return secret(SoftToken::pin);
        };
        const auto signer = TokenSigner::open(location(u"pkcs11:token=Farm%20Safe;object=shared"_s), counting);
        QVERIFY(signer.has_value());
        QVERIFY(make_ca(spec_of(u"One"_s), **signer).has_value() && make_ca(spec_of(u"Two"_s), **signer).has_value());
        QCOMPARE(asked, 1);
        counting.pin = {};
        QCOMPARE(code(TokenSigner::open(location(u"pkcs11:object=shared"_s), counting)), u"token-pin-needed"_s);
    }

    void a_name_on_a_token_is_taken_once()
    {
        const KeySpec spec = *parse_key_spec(u"ec:p256"_s);
        QCOMPARE(code(TokenSigner::generate(location(u"pkcs11:object=shared"_s), spec, access())), u"token-key-exists"_s);
    }

    void one_of_two_tokens_must_be_meant()
    {
        QVERIFY(token_.make(u"Second Safe"_s));
        QCOMPARE(code(TokenSigner::open(location(u"pkcs11:object=shared"_s), access())), u"token-ambiguous"_s);
        QCOMPARE(code(TokenSigner::open(location(u"pkcs11:token=Farm%20Safe;object=shared"_s), access())), u"worked"_s);
    }

    void a_module_that_misbehaves_takes_nothing_with_it_data()
    {
        QTest::addColumn<QByteArray>("how");
        QTest::addColumn<QString>("code");
        QTest::newRow("crash at start") << QByteArray("abort") << u"token-module-crashed"_s;
        QTest::newRow("refusal") << QByteArray("refuse") << u"token-module-unusable"_s;
        QTest::newRow("talkative") << QByteArray("print") << u"worked"_s;
        QTest::newRow("well-behaved") << QByteArray("") << u"worked"_s;
    }
    void a_module_that_misbehaves_takes_nothing_with_it()
    {
        QFETCH(const QByteArray, how);
        QFETCH(const QString, code);
        qputenv("ESPSEAL_TEST_MODULE", how);
        const auto signer = TokenSigner::open(location(u"pkcs11:token=Farm%20Safe;object=shared"_s, misbehaving()), access());
        QCOMPARE(::code(signer), code);
        if (signer)
            QVERIFY(make_ca(spec_of(u"CA"_s), **signer).has_value());
    }

    void a_crash_while_signing_is_an_error_like_others()
    {
        qputenv("ESPSEAL_TEST_MODULE", "crash in C_Sign");
        const auto signer = TokenSigner::open(location(u"pkcs11:token=Farm%20Safe;object=shared"_s, misbehaving()), access());
        QVERIFY(signer.has_value());
        const auto ca = make_ca(spec_of(u"CA"_s), **signer);
        QCOMPARE(code(ca), u"token-module-crashed"_s);
        QVERIFY2(
            ca.error().detail.contains(u"Aborted"_s) && ca.error().detail.contains(u"assertion failed in the token's driver"_s), qPrintable(ca.error().detail));
        QCOMPARE(code(make_ca(spec_of(u"CA"_s), **signer)), u"token-module-crashed"_s); // and again, no hang
    }

    void a_module_that_hangs_can_be_left()
    {
        qputenv("ESPSEAL_TEST_MODULE", "hang");
        std::stop_source stop;
        const std::jthread impatient([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            stop.request_stop();
        });
        const auto signer
            = TokenSigner::open(location(u"pkcs11:token=Farm%20Safe"_s, misbehaving()), access(SoftToken::pin, Job { nullptr, stop.get_token() }));
        QCOMPARE(code(signer), u"cancelled"_s);
    }

    void uris_come_back_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("all") << u"pkcs11:token=Farm%20Safe;manufacturer=A%3BB;model=x;serial=0a;object=ca%2Fkey;id=%01%FF%00?module-path=/usr/lib/x.so"_s;
        QTest::newRow("umlaut") << u"pkcs11:token=Gr%C3%BC%C3%9Fe"_s;
        QTest::newRow("nothing") << u"pkcs11:"_s;
    }
    void uris_come_back()
    {
        QFETCH(const QString, text);
        const auto uri = parse_token_uri(text);
        QVERIFY(uri.has_value());
        QCOMPARE(to_string(*uri), text);
        QVERIFY(*parse_token_uri(to_string(*uri)) == *uri);
    }
};

QTEST_GUILESS_MAIN(TokensTest)
#include "tst_pki_tokens.moc"
