// SPDX-License-Identifier: Apache-2.0
// `espseal ca` and `espseal cert`, with the openssl program as judge and as source.
#include "tests/cli/espseal_program.h"

using namespace espseal::cli::test;

class CliCertificatesTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void from_ca_to_blob_data()
    {
        QTest::addColumn<QString>("key");
        QTest::newRow("EC") << u"ec:p256"_s;
        QTest::newRow("RSA") << u"rsa:2048"_s;
    }
    // The way of DESIGN's user: CA, server, then the device's files, in one folder.
    void from_ca_to_blob()
    {
        QFETCH(const QString, key);
        const QTemporaryDir folder;
        write(folder.filePath(u"pw"_s), "correct horse\r\nsecond line\n");
        write(folder.filePath(u"openssl-pw"_s), "correct horse\n"); // openssl would take the carriage return along
        const QStringList password { u"--password-file"_s, u"pw"_s };
        const Run ca = run_espseal(
            QStringList { u"ca"_s, u"new"_s, u"--cn"_s, u"Farm CA"_s, u"--key"_s, key, u"--days"_s, u"100"_s, u"--json"_s } + password, folder.path());
        QVERIFY2(ca.status == 0, ca.err.constData());
        QCOMPARE(ca.json()[u"certificate"_s][u"is_ca"_s], true);
        QCOMPARE(ca.json()[u"key_encrypted"_s], true);
        QVERIFY(content(folder.filePath(u"ca.key"_s)).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
        QCOMPARE(openssl(u"pkey -in ca.key -passin file:openssl-pw -noout"_s, folder.path()).status, 0);

        const Run server = run_espseal(QStringList { u"cert"_s, u"issue"_s, u"--ca"_s, u"."_s, u"--cn"_s, u"greenhouse-17"_s, u"--san"_s,
                                           u"IP:192.168.4.1,DNS:esp.local"_s, u"--role"_s, u"server"_s, u"--key"_s, key, u"--json"_s }
                + password,
            folder.path());
        QVERIFY2(server.status == 0, server.err.constData());
        QCOMPARE(server.json()[u"certificate"_s][u"san"_s].toArray(), (QJsonArray { u"IP:192.168.4.1"_s, u"DNS:esp.local"_s }));
        const Run verified = openssl(u"verify -x509_strict -auth_level 2 -purpose sslserver -verify_ip 192.168.4.1 -CAfile ca.crt server.crt"_s, folder.path());
        QVERIFY2(verified.status == 0, verified.err.constData());
        for (const QString &file : { u"ca.key"_s, u"server.key"_s })
            QVERIFY(is_private(folder.filePath(file)));

        const Run converted = run_espseal(QStringList { u"convert"_s, u"--json"_s } + password, folder.path());
        QVERIFY2(converted.status == 0, converted.err.constData());
        QCOMPARE(converted.json()[u"mode"_s], u"server"_s);
        QCOMPARE(run_espseal({ u"blob"_s, u"inspect"_s, u"bin/esp_cert_private_key.bin"_s }, folder.path()).status, 0);
        QVERIFY(!run_espseal({ u"cert"_s, u"show"_s, u"ca.crt"_s, u"--json"_s }, folder.path()).out.contains("correct horse"));
    }

    void keys_are_never_replaced_unasked()
    {
        const QTemporaryDir folder;
        const QStringList command { u"ca"_s, u"new"_s, u"--cn"_s, u"CA"_s, u"--plain-key"_s };
        QCOMPARE(run_espseal(command, folder.path()).status, 0);
        const QByteArray key = content(folder.filePath(u"ca.key"_s));
        QVERIFY(key.startsWith("-----BEGIN EC PRIVATE KEY-----"));
        QVERIFY(is_private(folder.filePath(u"ca.key"_s)));
        const Run again = run_espseal(command, folder.path());
        QCOMPARE(again.status, 3);
        QVERIFY2(again.err.contains("--replace"), again.err.constData());
        QCOMPARE(content(folder.filePath(u"ca.key"_s)), key);
        QCOMPARE(run_espseal(command + QStringList { u"--replace"_s }, folder.path()).status, 0);
        QVERIFY(content(folder.filePath(u"ca.key"_s)) != key);
    }

    void wrong_use_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("nothing to do") << u"cert"_s << 2 << QByteArray("subcommand");
        QTest::newRow("no name") << u"ca new --plain-key"_s << 2 << QByteArray("--cn");
        QTest::newRow("no password, no terminal") << u"ca new --cn x"_s << 2 << QByteArray("--password-file");
        QTest::newRow("both kinds of protection") << u"ca new --cn x --plain-key --password-file pw"_s << 2 << QByteArray("excludes");
        QTest::newRow("password file missing") << u"ca new --cn x --password-file none"_s << 3 << QByteArray("none does not exist");
        QTest::newRow("password file empty") << u"ca new --cn x --password-file empty"_s << 3 << QByteArray("first line");
        QTest::newRow("no days") << u"ca new --cn x --plain-key --days 0"_s << 2 << QByteArray("--days");
        QTest::newRow("key") << u"ca new --cn x --plain-key --key dsa"_s << 2 << QByteArray("ec:p256");
        QTest::newRow("no CA") << u"cert issue --cn x --plain-key"_s << 2 << QByteArray("--ca DIR");
        QTest::newRow("CA missing") << u"cert issue --cn x --plain-key --ca nowhere"_s << 3 << QByteArray("nowhere/ca.crt does not exist");
        QTest::newRow("SAN") << u"cert issue --cn x --plain-key --ca . --san IP:1.2.3"_s << 2 << QByteArray("IP:1.2.3");
        QTest::newRow("role") << u"cert issue --cn x --plain-key --ca . --role boss"_s << 2 << QByteArray("--role");
        QTest::newRow("CA key locked") << u"cert issue --cn x --plain-key --ca ."_s << 3 << QByteArray("ca.key is locked with a password");
        QTest::newRow("CA key, wrong password") << u"cert issue --cn x --plain-key --ca . --ca-password-file wrong"_s << 3
                                                << QByteArray("does not open ca.key");
        QTest::newRow("CA key of another") << u"cert issue --cn x --plain-key --ca-cert ca.crt --ca-key other/ca.key"_s << 3 << QByteArray("does not belong");
        QTest::newRow("show nothing") << u"cert show none"_s << 3 << QByteArray("none does not exist");
        QTest::newRow("show a folder") << u"cert show other"_s << 3 << QByteArray("is a folder");
        QTest::newRow("show a huge file") << u"cert show huge"_s << 3 << QByteArray("larger than 1 MB");
        QTest::newRow("show text") << u"cert show pw"_s << 3 << QByteArray("neither certificates nor keys");
        QTest::newRow("import a mismatch") << u"cert import ca.crt other/ca.key --plain-key --out out"_s << 3 << QByteArray("does not belong");
        QTest::newRow("verify without anchors") << u"cert verify ca.crt"_s << 2 << QByteArray("--ca");
        QTest::newRow("verify at no time") << u"cert verify ca.crt --ca ca.crt --at noon"_s << 2 << QByteArray("noon");
    }
    void wrong_use()
    {
        QFETCH(const QString, command);
        QFETCH(const int, status);
        QFETCH(const QByteArray, says);
        const QTemporaryDir folder;
        write(folder.filePath(u"pw"_s), "pw");
        write(folder.filePath(u"wrong"_s), "wrong");
        write(folder.filePath(u"empty"_s), "\n");
        write(folder.filePath(u"huge"_s), QByteArray((1 << 20) + 1, 'x'));
        QCOMPARE(run_espseal({ u"ca"_s, u"new"_s, u"--cn"_s, u"Other"_s, u"--out"_s, u"other"_s, u"--plain-key"_s }, folder.path()).status, 0);
        if (command.contains(u"--ca ."_s) || command.contains(u"ca.crt"_s))
            QCOMPARE(run_espseal({ u"ca"_s, u"new"_s, u"--cn"_s, u"CA"_s, u"--password-file"_s, u"pw"_s }, folder.path()).status, 0);
        const QStringList before = files_in(folder.path());
        const Run done = run_espseal(command.split(u' '), folder.path());
        QCOMPARE(done.status, status);
        QVERIFY2(done.err.contains(says) || done.out.contains(says), (done.err + done.out).constData());
        QCOMPARE(files_in(folder.path()), before);
    }

    void imports_data()
    {
        QTest::addColumn<QString>("prepare"); // openssl, in a copy of the golden folder "client"
        QTest::addColumn<QStringList>("files");
        QTest::addColumn<QStringList>("written");
        const QStringList all { u"ca.crt"_s, u"device.crt"_s, u"device.key"_s };
        QTest::newRow("PEM") << QString() << QStringList { u"client.key"_s, u"ca.crt"_s, u"client.crt"_s } << all;
        QTest::newRow("PKCS#12") << u"pkcs12 -export -in client.crt -inkey client.key -certfile ca.crt -passout file:pw -out it.p12"_s
                                 << QStringList { u"it.p12"_s } << all;
        QTest::newRow("DER key") << u"pkcs8 -topk8 -in client.key -outform DER -passout file:pw -out it"_s
                                 << QStringList { u"it"_s, u"client.crt"_s, u"ca.crt"_s } << all;
        QTest::newRow("blobs") << QString() << QStringList { u"expected/bin/esp_ca_cert.bin"_s, u"expected/bin/esp_cert_private_key.bin"_s } << all;
        QTest::newRow("headers") << QString() << QStringList { u"expected/include/cert.h"_s, u"expected/include/private_key.h"_s }
                                 << QStringList { u"device.crt"_s, u"device.key"_s };
        QTest::newRow("only a certificate") << QString() << QStringList { u"client.crt"_s } << QStringList { u"certificate.crt"_s };
        QTest::newRow("only a key") << QString() << QStringList { u"client.key"_s } << QStringList { u"private.key"_s };
    }
    void imports()
    {
        QFETCH(const QString, prepare);
        QFETCH(const QStringList, files);
        QFETCH(const QStringList, written);
        const QTemporaryDir folder;
        const QString source = data_path(u"sdk-tools/client"_s);
        for (const QString &file : files_in(source)) {
            QVERIFY(QDir(folder.path()).mkpath(QFileInfo(file).path()));
            QVERIFY(QFile::copy(source + u'/' + file, folder.filePath(file)));
        }
        write(folder.filePath(u"pw"_s), "secret\n");
        if (!prepare.isEmpty())
            QCOMPARE(openssl(prepare, folder.path()).status, 0);
        const Run done = run_espseal(QStringList { u"cert"_s, u"import"_s } + files
                + QStringList { u"--out"_s, u"out"_s, u"--password-file"_s, u"pw"_s, u"--input-password-file"_s, u"pw"_s, u"--json"_s },
            folder.path());
        QVERIFY2(done.status == 0, done.err.constData());
        QCOMPARE(files_in(folder.filePath(u"out"_s)), written);
        for (const QString &file : written) {
            if (!file.endsWith(u".key"_s))
                continue;
            QVERIFY(is_private(folder.filePath(u"out/"_s + file)));
            const Run opened = openssl(u"rsa -traditional -passin file:pw -in out/"_s + file, folder.path());
            QCOMPARE(opened.out, content(source + u"/client.key"_s));
        }
        if (written.contains(u"ca.crt"_s))
            QCOMPARE(content(folder.filePath(u"out/ca.crt"_s)), content(source + u"/ca.crt"_s));
    }

    void shows_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("name");
        QTest::newRow("pem") << u"client.crt"_s << u"pem"_s << u"device-17.example.com"_s;
        QTest::newRow("CA blob") << u"expected/bin/esp_ca_cert.bin"_s << u"blob"_s << u"Example Root 2048"_s;
        QTest::newRow("identity blob") << u"expected/bin/esp_cert_private_key.bin"_s << u"blob"_s << u"device-17.example.com"_s;
        QTest::newRow("cert.h") << u"expected/include/cert.h"_s << u"c-header"_s << u"device-17.example.com"_s;
    }
    void shows()
    {
        QFETCH(const QString, file);
        QFETCH(const QString, format);
        QFETCH(const QString, name);
        const QString folder = data_path(u"sdk-tools/client"_s);
        const Run json = run_espseal({ u"cert"_s, u"show"_s, file, u"--json"_s }, folder);
        QVERIFY2(json.status == 0, json.err.constData());
        QCOMPARE(json.json()[u"format"_s], format);
        QCOMPARE(json.json()[u"certificates"_s][0][u"common_name"_s], name);
        const Run text = run_espseal({ u"cert"_s, u"show"_s, file }, folder);
        QCOMPARE(text.status, 0);
        QVERIFY2(text.out.contains(name.toUtf8()) && text.out.contains("SHA-256"), text.out.constData());
        QVERIFY(!text.out.contains("PRIVATE KEY") && !json.out.contains("PRIVATE KEY"));
    }

    void verifies_data()
    {
        QTest::addColumn<QString>("options");
        QTest::addColumn<int>("status");
        QTest::addColumn<QStringList>("found");
        QTest::newRow("as it is") << QString() << 0 << QStringList();
        QTest::newRow("its name") << u" --name esp.local --role server --strict"_s << 0 << QStringList();
        QTest::newRow("another name") << u" --name 192.168.4.9"_s << 1 << QStringList { u"name-mismatch"_s };
        QTest::newRow("another role") << u" --role client"_s << 1 << QStringList { u"wrong-purpose"_s };
        QTest::newRow("another time") << u" --at 2200-01-01"_s << 1 << QStringList { u"expired"_s, u"expired"_s }; // the CA too
    }
    void verifies()
    {
        QFETCH(const QString, options);
        QFETCH(const int, status);
        QFETCH(const QStringList, found);
        const QTemporaryDir folder;
        QCOMPARE(run_espseal(u"ca new --cn CA --plain-key"_s.split(u' '), folder.path()).status, 0);
        QCOMPARE(run_espseal(u"cert issue --ca . --cn esp.local --plain-key --role server"_s.split(u' '), folder.path()).status, 0);
        const Run done = run_espseal((u"cert verify server.crt --ca ca.crt --json"_s + options).split(u' '), folder.path());
        QCOMPARE(done.status, status);
        QCOMPARE(done.json()[u"ok"_s].toBool(), status == 0);
        QCOMPARE(codes(done.json()), found);
    }
};

QTEST_GUILESS_MAIN(CliCertificatesTest)
#include "tst_cli_certificates.moc"
