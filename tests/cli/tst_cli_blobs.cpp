// SPDX-License-Identifier: Apache-2.0
// `espseal blob`
#include "tests/cli/espseal_program.h"

using namespace espseal::cli::test;

class CliBlobsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void packs_what_the_sdk_packs()
    {
        const QTemporaryDir out;
        const QString golden = data_path(u"sdk-tools/client"_s);
        const Run ca = run_espseal({ u"blob"_s, u"pack"_s, u"--role"_s, u"ca"_s, u"ca.crt"_s, u"--out"_s, out.filePath(u"ca.bin"_s) }, golden);
        QVERIFY2(ca.status == 0, ca.err.constData());
        QCOMPARE(content(out.filePath(u"ca.bin"_s)), content(golden + u"/expected/bin/esp_ca_cert.bin"_s));
        const Run identity = run_espseal(
            { u"blob"_s, u"pack"_s, u"--role"_s, u"identity"_s, u"client.key"_s, u"client.crt"_s, u"--out"_s, out.filePath(u"id.bin"_s) }, golden);
        QVERIFY2(identity.status == 0, identity.err.constData());
        QCOMPARE(content(out.filePath(u"id.bin"_s)), content(golden + u"/expected/bin/esp_cert_private_key.bin"_s));
        QVERIFY(is_private(out.filePath(u"id.bin"_s)));
    }

    void round_trip_through_der()
    {
        const QTemporaryDir folder;
        const QString golden = data_path(u"sdk-tools/client/"_s);
        QCOMPARE(run_espseal({ u"blob"_s, u"pack"_s, u"--role"_s, u"identity"_s, golden + u"client.crt"_s, golden + u"client.key"_s, u"--payload"_s, u"der"_s,
                                 u"--out"_s, u"id.bin"_s },
                     folder.path())
                     .status,
            0);
        const Run inspected = run_espseal({ u"blob"_s, u"inspect"_s, u"id.bin"_s, u"--json"_s }, folder.path());
        QVERIFY2(inspected.status == 0, inspected.err.constData());
        const QJsonObject json = inspected.json();
        QCOMPARE(json[u"role"_s], u"identity"_s);
        QCOMPARE(json[u"size"_s], json[u"der_size"_s]);
        QCOMPARE(json[u"entries"_s][0][u"payload"_s], u"der"_s);
        QCOMPARE(json[u"entries"_s][1][u"private_key"_s][u"wrapper"_s], u"pkcs1"_s);
        QCOMPARE(json[u"limits"_s][u"axtls"_s][u"fits"_s], true);

        const Run unpacked = run_espseal({ u"blob"_s, u"unpack"_s, u"id.bin"_s, u"--out"_s, u"out"_s, u"--json"_s }, folder.path());
        QVERIFY2(unpacked.status == 0, unpacked.err.constData());
        QCOMPARE(files_in(folder.filePath(u"out"_s)), (QStringList { u"certificate.der"_s, u"private_key.der"_s }));
        QVERIFY(is_private(folder.filePath(u"out/private_key.der"_s)));
        QCOMPARE(openssl(u"rsa -inform DER -in out/private_key.der -traditional"_s, folder.path()).out, content(golden + u"client.key"_s));
        QCOMPARE(openssl(u"x509 -inform DER -in out/certificate.der"_s, folder.path()).out, content(golden + u"client.crt"_s));
    }

    void bad_blobs_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QByteArray>("blob");
        QTest::addColumn<QByteArray>("says");
        const QByteArray golden = content(data_path(u"sdk-tools/client/expected/bin/esp_cert_private_key.bin"_s));
        const qsizetype second = golden.indexOf("private_key");
        const QByteArray other = content(data_path(u"sdk-tools/server/expected/bin/esp_cert_private_key.bin"_s));
        const QByteArray mismatched = golden.first(second) + other.sliced(other.indexOf("private_key"));
        for (const QString &command : { u"inspect"_s, u"unpack"_s })
            QTest::addRow("%s: truncated", qPrintable(command)) << command << golden.first(golden.size() - 7) << QByteArray("is cut off");
        QTest::newRow("inspect: mismatched") << u"inspect"_s << mismatched << QByteArray("does not belong");
        QTest::newRow("inspect: no key") << u"inspect"_s << golden.first(second) << QByteArray("no entry \"private_key\"");
        QTest::newRow("inspect: erased") << u"inspect"_s << QByteArray(4096, '\xff') << QByteArray("erased flash");
        QTest::newRow("inspect: text") << u"inspect"_s << QByteArray("hello, this is no blob at all, but it is long enough\n")
                                       << QByteArray("no credential blob");
        QTest::newRow("unpack: binary") << u"unpack"_s << QByteArray(100, '\1') << QByteArray("no credential blob");
        QTest::newRow("inspect: huge") << u"inspect"_s << QByteArray((1 << 20) + 1, 'x') << QByteArray("larger than 1 MB");
    }
    void bad_blobs()
    {
        QFETCH(const QString, command);
        QFETCH(const QByteArray, blob);
        QFETCH(const QByteArray, says);
        const QTemporaryDir folder;
        write(folder.filePath(u"it.bin"_s), blob);
        QStringList arguments { u"blob"_s, command, u"it.bin"_s };
        if (command == u"unpack"_s)
            arguments << u"--out"_s << u"out"_s;
        const Run done = run_espseal(arguments, folder.path());
        QCOMPARE(done.status, 3);
        QVERIFY2(done.err.contains(says), done.err.constData());
        QCOMPARE(files_in(folder.path()), QStringList { u"it.bin"_s });
    }

    void names_do_not_lead_out_of_the_folder()
    {
        const QTemporaryDir folder;
        const auto entry = [](const QByteArray &name) { return name.leftJustified(32, '\0') + QByteArray("\1\0x", 3); };
        write(folder.filePath(u"it.bin"_s), entry("../../evil") + entry("/etc/evil") + entry(".hidden") + entry(".hidden") + entry("a b"));
        const Run done = run_espseal({ u"blob"_s, u"unpack"_s, u"it.bin"_s, u"--out"_s, u"out"_s }, folder.path());
        QVERIFY2(done.status == 0, done.err.constData());
        const QStringList files = files_in(folder.path());
        QCOMPARE(files,
            (QStringList { u"it.bin"_s, u"out/_._.._evil.bin"_s, u"out/_etc_evil.bin"_s, u"out/_hidden-2.bin"_s, u"out/_hidden.bin"_s, u"out/a_b.bin"_s }));
        for (const QString &file : files.sliced(1))
            QVERIFY(is_private(folder.filePath(file)));
    }

    void several_cas()
    {
        const QTemporaryDir folder;
        const Run done = run_espseal({ u"blob"_s, u"pack"_s, u"--role"_s, u"ca"_s, data_path(u"sdk-tools/client/ca.crt"_s),
                                         data_path(u"sdk-tools/server/ca.crt"_s), u"--out"_s, u"ca.bin"_s, u"--json"_s },
            folder.path());
        QVERIFY2(done.status == 0, done.err.constData());
        const Run inspected = run_espseal({ u"blob"_s, u"inspect"_s, u"ca.bin"_s, u"--json"_s }, folder.path());
        QCOMPARE(inspected.json()[u"entries"_s].toArray().size(), 2);
        QCOMPARE(codes(inspected.json()), QStringList { u"blob-several-cas"_s });
    }

    void refuses_to_pack_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("no CA") << u"--role ca client.crt --out %1"_s << 3 << QByteArray("is no CA");
        QTest::newRow("no key") << u"--role identity client.crt --out %1"_s << 3 << QByteArray("no private key");
        QTest::newRow("mismatch") << u"--role identity client.crt ../server/server.key --out %1"_s << 3 << QByteArray("does not belong");
        QTest::newRow("no role") << u"client.crt --out %1"_s << 2 << QByteArray("--role");
        QTest::newRow("no folder") << u"--role ca ca.crt --out %1/deeper/x"_s << 3 << QByteArray("deeper");
    }
    void refuses_to_pack()
    {
        QFETCH(const QString, arguments);
        QFETCH(const int, status);
        QFETCH(const QByteArray, says);
        const QTemporaryDir folder;
        const Run done = run_espseal((u"blob pack "_s + arguments.arg(folder.filePath(u"out"_s))).split(u' '), data_path(u"sdk-tools/client"_s));
        QCOMPARE(done.status, status);
        QVERIFY2(done.err.contains(says), done.err.constData());
        QCOMPARE(files_in(folder.path()), QStringList());
    }
};

QTEST_GUILESS_MAIN(CliBlobsTest)
#include "tst_cli_blobs.moc"
