// SPDX-License-Identifier: Apache-2.0
// `espseal convert` against what the SDK's own scripts made of the same files.
#include "tests/cli/espseal_program.h"

using namespace espseal::cli::test;

class CliConvertTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void golden_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::newRow("caonly") << u"ca-only"_s;
        QTest::newRow("client") << u"client"_s;
        QTest::newRow("server") << u"server"_s;
        QTest::newRow("both") << u"client"_s;
    }
    void golden()
    {
        QFETCH(const QString, mode);
        const QTemporaryDir out;
        const QString source = data_path(u"sdk-tools/%1"_s.arg(QString::fromLatin1(QTest::currentDataTag())));
        const Run done = run_espseal({ u"convert"_s, source, u"--out"_s, out.path(), u"--json"_s }, out.path());
        QVERIFY2(done.status == 0, done.err.constData());
        QCOMPARE(done.json()[u"ok"_s], true);
        QCOMPARE(done.json()[u"mode"_s], mode);
        const QString expected = source + u"/expected"_s;
        for (const QString &file : files_in(expected))
            QCOMPARE(content(out.filePath(file)), content(expected + u'/' + file));
        QCOMPARE(done.json()[u"files"_s].toArray().size(), files_in(out.path()).size());
    }

    void works_in_the_current_folder_and_tells_what_it_did()
    {
        const QTemporaryDir folder;
        for (const QString &name : { u"ca.crt"_s, u"server.crt"_s, u"server.key"_s })
            QVERIFY(QFile::copy(data_path(u"sdk-tools/server/"_s + name), folder.filePath(name)));
        const Run done = run_espseal({ u"convert"_s }, folder.path());
        QVERIFY2(done.status == 0, done.err.constData());
        QCOMPARE(content(folder.filePath(u"bin/esp_cert_private_key.bin"_s)), content(data_path(u"sdk-tools/server/expected/bin/esp_cert_private_key.bin"_s)));
        QVERIFY2(done.out.contains("bin/esp_cert_private_key.bin") && done.out.contains("--payload der would save"), done.out.constData());
        QVERIFY2(done.err.contains("RSA-1024") && done.err.contains("warning"), done.err.constData());
        QVERIFY(is_private(folder.filePath(u"bin/esp_cert_private_key.bin"_s)));
        QVERIFY(is_private(folder.filePath(u"include/private_key.h"_s)));
        QVERIFY(is_private(folder.filePath(u"server/server.key"_s)));
    }

    void makes_what_is_missing()
    {
        const QTemporaryDir folder;
        const Run done = run_espseal({ u"convert"_s, u"--cn"_s, u"192.168.4.1"_s, u"--key"_s, u"ec:p256"_s, u"--json"_s }, folder.path());
        QVERIFY2(done.status == 0, done.err.constData());
        QCOMPARE(done.json()[u"mode"_s], u"self-made"_s);
        QVERIFY2(done.err.contains("cert.h and private_key.h hold the server's identity (192.168.4.1)"), done.err.constData());
        QCOMPARE(openssl(u"verify -x509_strict -verify_ip 192.168.4.1 -CAfile ca/ca.crt server/server.crt"_s, folder.path()).status, 0);
        for (const QJsonValue file : done.json()[u"files"_s].toArray())
            QCOMPARE(is_private(folder.filePath(file[u"path"_s].toString())), file[u"secret"_s].toBool());
        QCOMPARE(run_espseal({ u"convert"_s }, folder.path()).status, 3); // the CA of before stays
    }

    void bad_input_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("says");
        const QString server = data_path(u"sdk-tools/server"_s);
        QTest::newRow("no folder") << QStringList { u"no-such-folder"_s } << 3 << QByteArray("no-such-folder");
        QTest::newRow("mismatched key") << QStringList { u"mismatch"_s } << 3 << QByteArray("does not belong to the certificate of 192.168.4.1");
        QTest::newRow("kind of key") << QStringList { server, u"--key"_s, u"rsa:100"_s } << 2 << QByteArray("512 to 4096");
        QTest::newRow("payload") << QStringList { server, u"--payload"_s, u"p12"_s } << 2 << QByteArray("payload");
        QTest::newRow("name too long") << QStringList { u"empty"_s, u"--cn"_s, QString(70, u'x'), u"--key"_s, u"ec"_s } << 3 << QByteArray("longer than 64");
    }
    void bad_input()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const int, status);
        QFETCH(const QByteArray, says);
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(u"mismatch"_s) && QDir(folder.path()).mkpath(u"empty"_s));
        for (const QString &name : { u"ca.crt"_s, u"server.crt"_s })
            QVERIFY(QFile::copy(data_path(u"sdk-tools/server/"_s + name), folder.filePath(u"mismatch/"_s + name)));
        QVERIFY(QFile::copy(data_path(u"sdk-tools/both/client.key"_s), folder.filePath(u"mismatch/server.key"_s)));
        const Run done = run_espseal(QStringList { u"convert"_s } + arguments + QStringList { u"--out"_s, folder.filePath(u"out"_s) }, folder.path());
        QCOMPARE(done.status, status);
        QVERIFY2(done.err.contains(says), done.err.constData());
        QVERIFY(!QFileInfo::exists(folder.filePath(u"out"_s)));
    }
};

QTEST_GUILESS_MAIN(CliConvertTest)
#include "tst_cli_convert.moc"
