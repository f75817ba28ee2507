// SPDX-License-Identifier: Apache-2.0
// A CA whose key is on a token, from the command line.
#include "tests/cli/espseal_program.h"
#include "tests/pki/soft_token.h"

using namespace espseal::cli::test;
using espseal::pki::test::SoftToken;

class CliTokensTest final : public QObject {
    Q_OBJECT

    SoftToken token_;
    QTemporaryDir folder_;

    QStringList token(const QString &object) const
    {
        return { u"--module"_s, SoftToken::module(), u"--token"_s, u"pkcs11:token=Farm%20Safe;object="_s + object, u"--pin-file"_s, u"pin"_s };
    }
    Run espseal(const QStringList &arguments) const { return run_espseal(arguments, folder_.path()); }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(!SoftToken::module().isEmpty(), "softhsm2 is not installed: packaging/debian-packages.txt names it");
        QVERIFY(token_.make());
        write(folder_.filePath(u"pin"_s), QByteArray(SoftToken::pin) + '\n');
        write(folder_.filePath(u"wrong-pin"_s), "0000\n");
    }

    void a_ca_on_a_token_issues_an_identity_data()
    {
        QTest::addColumn<QString>("key");
        QTest::newRow("p256") << u"ec:p256"_s;
        QTest::newRow("rsa") << u"rsa:2048"_s;
    }
    void a_ca_on_a_token_issues_an_identity()
    {
        QFETCH(const QString, key);
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        const Run made = espseal(QStringList { u"--json"_s, u"ca"_s, u"new"_s, u"--cn"_s, u"Farm CA"_s, u"--key"_s, key, u"--out"_s, name } + token(name));
        QVERIFY2(made.status == 0, made.err.constData());
        QCOMPARE(files_in(folder_.filePath(name)), QStringList({ u"ca.crt"_s, u"ca.token.json"_s }));
        QVERIFY(!content(folder_.filePath(name + u"/ca.token.json"_s)).contains(SoftToken::pin));
        QCOMPARE(made.json()[u"signed_by"_s][u"token"_s].toString(), u"Farm Safe"_s);
        QCOMPARE(made.json()[u"key_stays_on_token"_s].toBool(), true);

        const QString out = name + u"-device"_s;
        const Run issued = espseal(
            { u"--json"_s, u"cert"_s, u"issue"_s, u"--ca"_s, name, u"--pin-file"_s, u"pin"_s, u"--cn"_s, u"esp.local"_s, u"--out"_s, out, u"--plain-key"_s });
        QVERIFY2(issued.status == 0, issued.err.constData());
        const Run verified = openssl(u"verify -CAfile %1/ca.crt %2/server.crt"_s.arg(name, out), folder_.path());
        QVERIFY2(verified.status == 0, verified.err.constData());

        // The audit line: which token, which key.
        const QJsonObject by = issued.json()[u"signed_by"_s].toObject();
        QCOMPARE(by[u"token_serial"_s], made.json()[u"signed_by"_s][u"token_serial"_s]);
        QVERIFY(!by[u"token_serial"_s].toString().isEmpty() && by[u"key_id"_s].toString().size() == 16);
        QVERIFY2(
            issued.err.contains(by[u"token_serial"_s].toString().toUtf8()) && issued.err.contains(by[u"key_id"_s].toString().toUtf8()), issued.err.constData());
        QVERIFY(!(issued.err + issued.out).contains(SoftToken::pin));
    }

    void tokens_are_listed()
    {
        const Run all = espseal({ u"--json"_s, u"ca"_s, u"token"_s, u"list"_s, u"--module"_s, SoftToken::module(), u"--pin-file"_s, u"pin"_s });
        QVERIFY2(all.status == 0, all.err.constData());
        const QJsonArray tokens = all.json()[u"tokens"_s].toArray();
        QCOMPARE(tokens.size(), 1);
        QCOMPARE(tokens[0][u"label"_s].toString(), u"Farm Safe"_s);
        QStringList labels;
        for (const QJsonValue key : tokens[0][u"keys"_s].toArray())
            labels << key[u"label"_s].toString() + u' ' + key[u"key"_s].toString();
        labels.sort();
        QCOMPARE(labels, QStringList({ u"p256 P-256"_s, u"rsa RSA-2048"_s }));
        const Run text = espseal({ u"ca"_s, u"token"_s, u"list"_s, u"--module"_s, SoftToken::module() });
        QVERIFY2(text.status == 0 && text.out.contains("pkcs11:token=Farm%20Safe"), text.out.constData());
    }

    void a_key_that_is_there_becomes_a_ca()
    {
        QVERIFY(SoftToken::tool(u"pkcs11-tool"_s,
            { u"--module"_s, SoftToken::module(), u"--token-label"_s, u"Farm Safe"_s, u"--login"_s, u"--pin"_s, QString::fromLatin1(SoftToken::pin),
                u"--keypairgen"_s, u"--key-type"_s, u"EC:secp384r1"_s, u"--label"_s, u"ceremony"_s, u"--id"_s, u"0a0b"_s }));
        const Run made
            = espseal(QStringList { u"ca"_s, u"new"_s, u"--cn"_s, u"Ceremony CA"_s, u"--out"_s, u"ceremony"_s, u"--existing-key"_s } + token(u"ceremony"_s));
        QVERIFY2(made.status == 0, made.err.constData());
        QVERIFY(made.out.contains("0a0b"));
        QCOMPARE(openssl(u"verify -CAfile ceremony/ca.crt ceremony/ca.crt"_s, folder_.path()).status, 0);
    }

    void what_fails_writes_nothing_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("says");
        const QString module = SoftToken::module();
        QTest::newRow("wrong pin") << QStringList { u"--module"_s, module, u"--token"_s, u"pkcs11:object=new"_s, u"--pin-file"_s, u"wrong-pin"_s } << 3
                                   << QByteArray("PIN of the token Farm Safe is wrong");
        QTest::newRow("nobody to ask") << QStringList { u"--module"_s, module, u"--token"_s, u"pkcs11:object=new"_s } << 3 << QByteArray("--pin-file");
        QTest::newRow("no module") << QStringList { u"--module"_s, u"/nowhere.so"_s, u"--token"_s, u"pkcs11:object=new"_s, u"--pin-file"_s, u"pin"_s } << 3
                                   << QByteArray("no PKCS#11 module /nowhere.so");
        QTest::newRow("taken") << token(u"p256"_s) << 3 << QByteArray("has a key");
        QTest::newRow("a password for nothing") << token(u"new"_s) + QStringList { u"--plain-key"_s } << 2 << QByteArray("excludes");
        QTest::newRow("pin in the uri") << QStringList { u"--module"_s, module, u"--token"_s, u"pkcs11:object=new?pin-value=1"_s } << 2
                                        << QByteArray("--pin-fd");
    }
    void what_fails_writes_nothing()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const int, status);
        QFETCH(const QByteArray, says);
        const Run made = espseal(QStringList { u"ca"_s, u"new"_s, u"--cn"_s, u"CA"_s, u"--out"_s, u"nothing"_s } + arguments);
        QCOMPARE(made.status, status);
        QVERIFY2(made.err.contains(says), made.err.constData());
        QVERIFY(!QFileInfo::exists(folder_.filePath(u"nothing"_s)));
    }

    void files_in_the_way_cost_no_key()
    {
        const QByteArray before = SoftToken::objects();
        const Run made = espseal(QStringList { u"ca"_s, u"new"_s, u"--cn"_s, u"CA"_s, u"--out"_s, u"p256"_s } + token(u"unused"_s));
        QCOMPARE(made.status, 3);
        QCOMPARE(SoftToken::objects(), before);
    }

    void another_tokens_key_is_noticed()
    {
        const Run issued
            = espseal(QStringList { u"cert"_s, u"issue"_s, u"--ca-cert"_s, u"p256/ca.crt"_s, u"--cn"_s, u"x"_s, u"--out"_s, u"nothing"_s, u"--plain-key"_s }
                + token(u"rsa"_s));
        QCOMPARE(issued.status, 3);
        QVERIFY2(issued.err.contains("does not belong"), issued.err.constData());
    }

    void a_request_is_signed_on_the_token_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<bool>("existing");
        QTest::newRow("new p256") << u"ec:p256"_s << false;
        QTest::newRow("new rsa") << u"rsa:2048"_s << false;
        QTest::newRow("one that is there") << u"ec:p256"_s << true;
    }
    void a_request_is_signed_on_the_token()
    {
        QFETCH(const QString, key);
        QFETCH(const bool, existing);
        const QString name = u"asked-"_s + QString::fromLatin1(QTest::currentDataTag()).replace(u' ', u'-');
        QStringList arguments { u"--json"_s, u"cert"_s, u"request"_s, u"--cn"_s, u"Farm devices"_s, u"--san"_s, u"DNS:esp.local"_s, u"--name"_s, u"ca"_s,
            u"--out"_s, name };
        arguments += existing ? token(u"ceremony"_s) + QStringList { u"--existing-key"_s } : token(name) + QStringList { u"--key"_s, key };
        const Run asked = espseal(arguments);
        QVERIFY2(asked.status == 0, asked.err.constData());
        QCOMPARE(files_in(folder_.filePath(name)), QStringList({ u"ca.csr"_s, u"ca.token.json"_s }));
        QCOMPARE(asked.json()[u"signed_by"_s][u"token"_s].toString(), u"Farm Safe"_s);
        QVERIFY(!(asked.out + asked.err).contains(SoftToken::pin));
        const Run verified = openssl(u"req -in %1/ca.csr -verify -noout"_s.arg(name), folder_.path());
        QVERIFY2(verified.status == 0 && (verified.out + verified.err).contains("verify OK"), verified.err.constData());

        // The CA above answers, and its answer works with the key on the token.
        if (!QFileInfo::exists(folder_.filePath(u"root"_s)))
            QCOMPARE(espseal({ u"ca"_s, u"new"_s, u"--cn"_s, u"Root"_s, u"--plain-key"_s, u"--out"_s, u"root"_s }).status, 0);
        const Run answered
            = espseal({ u"cert"_s, u"sign"_s, name + u"/ca.csr"_s, u"--ca"_s, u"root"_s, u"--template"_s, u"intermediate-ca"_s, u"--out"_s, name });
        QVERIFY2(answered.status == 0, answered.err.constData());
        const Run issued = espseal({ u"cert"_s, u"issue"_s, u"--ca"_s, name, u"--pin-file"_s, u"pin"_s, u"--cn"_s, u"esp.local"_s, u"--plain-key"_s, u"--out"_s,
            name + u"-device"_s });
        QVERIFY2(issued.status == 0, issued.err.constData());
        const Run chain = openssl(u"verify -CAfile root/ca.crt -untrusted %1/ca.crt %1-device/server.crt"_s.arg(name), folder_.path());
        QVERIFY2(chain.status == 0, chain.err.constData());
    }

    void a_request_in_the_way_costs_no_key_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::newRow("there already") << token(u"unused"_s) + QStringList { u"--out"_s, u"asked-new-p256"_s } << 3;
        QTest::newRow("wrong pin") << QStringList { u"--module"_s, SoftToken::module(), u"--token"_s, u"pkcs11:object=unused"_s, u"--pin-file"_s,
            u"wrong-pin"_s, u"--out"_s, u"unasked"_s }
                                   << 3;
        QTest::newRow("key in a file, too") << token(u"unused"_s) + QStringList { u"--key-file"_s, u"root/ca.key"_s, u"--out"_s, u"unasked"_s } << 2;
        QTest::newRow("password for nothing") << token(u"unused"_s) + QStringList { u"--plain-key"_s, u"--out"_s, u"unasked"_s } << 2;
    }
    void a_request_in_the_way_costs_no_key()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const int, status);
        const QByteArray before = SoftToken::objects();
        const Run asked = espseal(QStringList { u"cert"_s, u"request"_s, u"--cn"_s, u"x"_s, u"--name"_s, u"ca"_s } + arguments);
        QVERIFY2(asked.status == status, asked.err.constData());
        QCOMPARE(SoftToken::objects(), before);
        QVERIFY(!QFileInfo::exists(folder_.filePath(u"unasked"_s)));
    }

    // One login, one key, many threads that ask it.
    void a_batch_is_signed_on_the_token()
    {
        QByteArray manifest = "name,cn\n";
        for (int i = 0; i < 24; ++i)
            manifest += "pump-%1,pump-%1\n"_ba.replace("%1", QByteArray::number(i));
        write(folder_.filePath(u"devices.csv"_s), manifest);
        const QStringList command { u"--json"_s, u"cert"_s, u"issue"_s, u"--manifest"_s, u"devices.csv"_s, u"--ca"_s, u"p256"_s, u"--pin-file"_s, u"pin"_s,
            u"--role"_s, u"client"_s, u"--plain-key"_s, u"--jobs"_s, u"4"_s, u"--out"_s, u"devices"_s };
        const Run issued = espseal(command);
        QVERIFY2(issued.status == 0, issued.err.constData());
        QCOMPARE(issued.json()[u"made"_s].toInt(), 24);
        QCOMPARE(issued.json()[u"signed_by"_s][u"token"_s].toString(), u"Farm Safe"_s);
        QStringList files;
        for (int i = 0; i < 24; ++i)
            files << u"devices/pump-%1/pump-%1.crt"_s.arg(i);
        const Run verified = openssl(u"verify -CAfile p256/ca.crt "_s + files.join(u' '), folder_.path());
        QVERIFY2(verified.status == 0, verified.err.constData());
        QCOMPARE(espseal(command).json()[u"kept"_s].toInt(), 24);
    }

    void a_pin_comes_through_a_descriptor()
    {
        const Run issued
            = run(u"sh"_s, { u"-c"_s, u"exec \"$0\" cert issue --ca p256 --pin-fd 7 --cn x --out by-fd --plain-key 7<pin"_s, program_path() }, folder_.path());
        QVERIFY2(issued.status == 0, issued.err.constData());
    }
};

QTEST_GUILESS_MAIN(CliTokensTest)
#include "tst_cli_tokens.moc"
