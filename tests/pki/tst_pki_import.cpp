// SPDX-License-Identifier: Apache-2.0
// Keys written by the openssl program, read by us.
#include <QTest>

#include "core/pki/credential_file.h"
#include "tests/pki/support.h"

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;

class ImportTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(folder_.isValid());
        run(u"genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.pem"_s);
        run(u"genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.pem"_s);
        run(u"genpkey -algorithm ED25519 -out ed25519.pem"_s);
    }

    void reads_keys_data()
    {
        QTest::addColumn<QString>("command"); // makes the file "it"
        QTest::addColumn<QString>("name");
        const QString rsa = u"RSA-2048"_s;
        const QString ec = u"P-256"_s;
        QTest::newRow("pkcs1 pem") << u"rsa -in rsa.pem -traditional -out it"_s << rsa;
        QTest::newRow("pkcs1 der") << u"rsa -in rsa.pem -traditional -outform DER -out it"_s << rsa;
        QTest::newRow("pkcs8 pem") << u"pkey -in rsa.pem -out it"_s << rsa;
        QTest::newRow("pkcs8 der") << u"pkcs8 -topk8 -nocrypt -in rsa.pem -outform DER -out it"_s << rsa;
        QTest::newRow("sec1 pem") << u"ec -in ec.pem -out it"_s << ec;
        QTest::newRow("sec1 der") << u"ec -in ec.pem -outform DER -out it"_s << ec;
        QTest::newRow("sec1 pem, parameters before it") << u"ecparam -name prime256v1 -genkey -out it"_s << ec;
        QTest::newRow("ec pkcs8 der") << u"pkcs8 -topk8 -nocrypt -in ec.pem -outform DER -out it"_s << ec;
        QTest::newRow("encrypted pkcs8 pem") << u"pkcs8 -topk8 -in rsa.pem -v2 aes-256-cbc -passout pass:secret -out it"_s << rsa;
        QTest::newRow("encrypted pkcs8 der") << u"pkcs8 -topk8 -in ec.pem -v2 aes-128-cbc -passout pass:secret -outform DER -out it"_s << ec;
        QTest::newRow("encrypted pkcs8, scrypt") << u"pkcs8 -topk8 -in ec.pem -scrypt -passout pass:secret -out it"_s << ec;
        QTest::newRow("encrypted pkcs8, 3DES") << u"pkcs8 -topk8 -in rsa.pem -v1 PBE-SHA1-3DES -passout pass:secret -out it"_s << rsa;
        QTest::newRow("old encrypted rsa") << u"rsa -in rsa.pem -traditional -aes128 -passout pass:secret -out it"_s << rsa;
        QTest::newRow("old encrypted ec") << u"ec -in ec.pem -des3 -passout pass:secret -out it"_s << ec;
        QTest::newRow("ed25519") << u"pkey -in ed25519.pem -out it"_s << u"ED25519"_s;
    }
    void reads_keys()
    {
        QFETCH(const QString, command);
        QFETCH(const QString, name);
        run(command);
        const QByteArray file = content(u"it"_s);
        const auto read = read_private_key(bytes(file), u"it"_s, answer("secret"));
        QVERIFY2(read, qPrintable(read ? QString() : read.error().detail));
        QCOMPARE(read->kind().name, name);
        // The file reader recognises it too, and agrees.
        const auto recognised = read_credential_file(folder_.filePath(u"it"_s), answer("secret"));
        QVERIFY(recognised);
        QCOMPARE(recognised->keys.size(), 1);
        QVERIFY(recognised->keys.first() == *read);
    }

    void refuses_with_a_reason_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QByteArray>("password"); // null: nobody to ask
        QTest::addColumn<QString>("code");
        const QString locked = u"pkcs8 -topk8 -in ec.pem -v2 aes-256-cbc -passout pass:secret -out it"_s;
        QTest::newRow("no password") << locked << QByteArray() << u"password-needed"_s;
        QTest::newRow("wrong password") << locked << QByteArray("wrong") << u"wrong-password"_s;
        QTest::newRow("wrong password, der") << locked + u" -outform DER"_s << QByteArray("wrong") << u"wrong-password"_s;
        QTest::newRow("wrong password, old form") << u"rsa -in rsa.pem -traditional -aes128 -passout pass:secret -out it"_s << QByteArray("wrong")
                                                  << u"wrong-password"_s;
        QTest::newRow("a public key") << u"pkey -in ec.pem -pubout -out it"_s << QByteArray() << u"no-key"_s;
    }
    void refuses_with_a_reason()
    {
        QFETCH(const QString, command);
        QFETCH(const QByteArray, password);
        QFETCH(const QString, code);
        run(command);
        const auto read = read_private_key(bytes(content(u"it"_s)), u"it"_s, password.isNull() ? PasswordPrompt() : answer(password));
        QVERIFY(!read);
        QCOMPARE(read.error().code, code);
        QCOMPARE(exit_status(read.error()), 3);
        QVERIFY(!read.error().fix.isEmpty());
    }

    void absurd_costs_are_refused_at_once()
    {
        run(u"pkcs8 -topk8 -in ec.pem -v2 aes-256-cbc -iter 65536 -passout pass:secret -outform DER -out it"_s);
        QByteArray der = content(u"it"_s);
        der.replace(QByteArray("\x02\x03\x01\x00\x00", 5), QByteArray("\x02\x03\x7f\xff\xff", 5));
        const auto read = read_private_key(bytes(der), u"it"_s, answer("secret"));
        QVERIFY(!read);
        QCOMPARE(read.error().code, u"key-cost"_s);
    }

    void a_cut_key_is_an_error_at_every_length()
    {
        run(u"rsa -in rsa.pem -traditional -outform DER -out it"_s);
        const QByteArray der = content(u"it"_s);
        for (qsizetype length = 0; length < der.size(); ++length)
            QVERIFY2(!read_private_key(bytes(der.first(length)), u"it"_s), qPrintable(QString::number(length)));
        run(u"rsa -in rsa.pem -traditional -out it"_s);
        const QByteArray pem = content(u"it"_s);
        const qsizetype end = pem.indexOf("-----END");
        for (qsizetype length = 0; length < end; ++length)
            QVERIFY2(!read_private_key(bytes(pem.first(length)), u"it"_s), qPrintable(QString::number(length)));
    }

    void round_trip()
    {
        for (const QString &spec : { u"rsa:1024"_s, u"ec:p256"_s, u"ec:p384"_s }) {
            const PrivateKey made = key(spec);
            const auto pem = made.to_pem();
            const auto der = made.to_der();
            const auto locked = made.to_encrypted_pem(secret("pässword"));
            QVERIFY(pem && der && locked);
            QVERIFY(read_private_key(pem->view(), u"pem"_s).value() == made);
            QVERIFY(read_private_key(der->view(), u"der"_s).value() == made);
            QVERIFY(read_private_key(locked->view(), u"locked"_s, answer("pässword")).value() == made);
        }
    }

private:
    void run(const QString &command) const
    {
        const Run done = openssl(command.split(u' '), folder_.path());
        QVERIFY2(done.status == 0, done.err.constData());
    }
    [[nodiscard]] QByteArray content(const QString &name) const
    {
        QFile file(folder_.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(ImportTest)
#include "tst_pki_import.moc"
