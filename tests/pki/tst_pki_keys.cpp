// SPDX-License-Identifier: Apache-2.0
// Keys made and written, with the openssl program as reader.
#include <QTest>

#include "tests/pki/support.h"

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;

class KeysTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_specs_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("spec"); // empty: refused
        for (const auto &[text, spec] :
            { std::pair("rsa:2048", "rsa:2048"), { "RSA:4096", "rsa:4096" }, { "rsa", "rsa:2048" }, { "rsa:512", "rsa:512" }, { " ec:p256 ", "ec:p256" },
                { "ec", "ec:p256" }, { "EC:P-384", "ec:p384" }, { "ec:prime256v1", "ec:p256" }, { "rsa:511", "" }, { "rsa:4097", "" }, { "rsa:2047", "" },
                { "rsa:", "" }, { "rsa:-2048", "" }, { "rsa:99999999999", "" }, { "ec:p521", "" }, { "dsa:2048", "" }, { "", "" }, { "2048", "" } })
            QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(spec);
    }
    void reads_specs()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, spec);
        const Result<KeySpec> read = parse_key_spec(text);
        QCOMPARE(read.has_value(), !spec.isEmpty());
        if (read)
            QCOMPARE(to_string(*read), spec);
        else
            QCOMPARE(exit_status(read.error()), 2);
    }

    void openssl_reads_our_keys_data()
    {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("header");
        QTest::newRow("rsa 512") << u"rsa:512"_s << u"RSA-512"_s << QByteArray("-----BEGIN RSA PRIVATE KEY-----\n");
        QTest::newRow("rsa 2048") << u"rsa:2048"_s << u"RSA-2048"_s << QByteArray("-----BEGIN RSA PRIVATE KEY-----\n");
        QTest::newRow("p256") << u"ec:p256"_s << u"P-256"_s << QByteArray("-----BEGIN EC PRIVATE KEY-----\n");
        QTest::newRow("p384") << u"ec:p384"_s << u"P-384"_s << QByteArray("-----BEGIN EC PRIVATE KEY-----\n");
    }
    void openssl_reads_our_keys()
    {
        QFETCH(const QString, spec);
        QFETCH(const QString, name);
        QFETCH(const QByteArray, header);
        const PrivateKey made = key(spec);
        QCOMPARE(made.kind().name, name);

        const QTemporaryDir folder;
        const auto pem = made.to_pem();
        const auto der = made.to_der();
        const auto locked = made.to_encrypted_pem(secret("correct horse"));
        QVERIFY(pem && der && locked);
        QVERIFY(QByteArrayView(pem->chars(), qsizetype(pem->size())).startsWith(header));
        static_cast<void>(write(folder, u"key.pem"_s, pem->view()));
        static_cast<void>(write(folder, u"key.der"_s, der->view()));
        static_cast<void>(write(folder, u"locked.pem"_s, locked->view()));

        const QByteArray expected = openssl({ u"pkey"_s, u"-in"_s, u"key.pem"_s, u"-pubout"_s }, folder.path()).out;
        QVERIFY(expected.startsWith("-----BEGIN PUBLIC KEY-----"));
        QCOMPARE(openssl({ u"pkey"_s, u"-in"_s, u"key.der"_s, u"-inform"_s, u"DER"_s, u"-pubout"_s }, folder.path()).out, expected);
        QCOMPARE(openssl({ u"pkey"_s, u"-in"_s, u"locked.pem"_s, u"-passin"_s, u"pass:correct horse"_s, u"-pubout"_s }, folder.path()).out, expected);
        QVERIFY(openssl({ u"pkey"_s, u"-in"_s, u"locked.pem"_s, u"-passin"_s, u"pass:wrong"_s, u"-pubout"_s }, folder.path()).status != 0);
        QCOMPARE(openssl({ u"pkey"_s, u"-in"_s, u"key.pem"_s, u"-check"_s, u"-noout"_s }, folder.path()).status, 0);
    }

    void encrypted_keys_cost_what_we_say()
    {
        const auto locked = key(u"ec:p256"_s).to_encrypted_pem(secret("pw"));
        QVERIFY(locked);
        const QTemporaryDir folder;
        static_cast<void>(write(folder, u"locked.pem"_s, locked->view()));
        const QByteArray structure = openssl({ u"asn1parse"_s, u"-in"_s, u"locked.pem"_s }, folder.path()).out;
        QVERIFY2(structure.contains("PBES2") && structure.contains("PBKDF2"), structure.constData());
        QVERIFY2(structure.contains("hmacWithSHA256") && structure.contains("aes-256-cbc"), structure.constData());
        QVERIFY2(structure.contains(":0927C0"), structure.constData()); // 600,000
        QVERIFY2(structure.contains("l=  16 prim: OCTET STRING"), structure.constData()); // salt
    }

    void two_keys_differ()
    {
        QVERIFY(!(key(u"ec:p256"_s, 0) == key(u"ec:p256"_s, 7)));
        QVERIFY(!(key(u"ec:p256"_s, 0) == key(u"rsa:512"_s, 0)));
        const PrivateKey copy = key(u"ec:p256"_s, 0);
        QVERIFY(copy == key(u"ec:p256"_s, 0));
    }

    void an_empty_password_is_refused()
    {
        const auto locked = key(u"ec:p256"_s).to_encrypted_pem(SecureBytes());
        QVERIFY(!locked);
        QCOMPARE(locked.error().code, u"password-empty"_s);
    }

    void making_can_be_cancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto made = PrivateKey::generate({ KeyType::rsa, 4096 }, Job { nullptr, stop.get_token() });
        QVERIFY(!made);
        QCOMPARE(made.error().kind, ErrorKind::cancelled);
    }
};

QTEST_GUILESS_MAIN(KeysTest)
#include "tst_pki_keys.moc"
