// SPDX-License-Identifier: Apache-2.0
// `espseal cert verify`: what peers and devices answer, and what their users are told.
#include "tests/cli/espseal_program.h"

#include <memory>

using namespace espseal::cli::test;

namespace {

// A CA, a server of it, another CA, and both CAs' blobs.
struct Files {
    QTemporaryDir folder;

    Files()
    {
        for (const char *command : { "ca new --cn Farm --plain-key --key rsa:2048 --out .",
                 "cert issue --ca . --cn esp.local --plain-key --role server --key rsa:2048", "ca new --cn Other --plain-key --key rsa:2048 --out other",
                 "blob pack --role ca ca.crt --out ca.bin", "blob pack --role ca other/ca.crt --out other.bin" }) {
            const Run done = run_espseal(QString::fromLatin1(command).split(u' '), folder.path());
            QVERIFY2(done.status == 0, done.err.constData());
        }
    }
    [[nodiscard]] Run verify(const QString &options) const { return run_espseal((u"cert verify server.crt "_s + options).split(u' '), folder.path()); }
};

} // namespace

class CliVerifyTest final : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<const Files> files_;

private Q_SLOTS:
    void initTestCase() { files_ = std::make_unique<const Files>(); }

    void answers_data()
    {
        QTest::addColumn<QString>("options");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("accepted"); // by the device
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QStringList>("found");
        const QStringList none;
        QTest::newRow("runtime") << u"--device runtime --ca-blob ca.bin --role server --name esp.local"_s << 0 << true << QString() << none;
        QTest::newRow("mbedTLS") << u"--device mbedtls --ca-blob ca.bin"_s << 0 << true << QString() << none;
        QTest::newRow("axTLS") << u"--device axtls:2.2.1 --ca-blob ca.bin"_s << 0 << true << QString() << QStringList { u"tls-too-old"_s };
        QTest::newRow("CA file alone") << u"--device mbedtls --ca ca.crt"_s << 0 << true << QString() << none;
        QTest::newRow("wrong CA, runtime") << u"--device runtime --ca-blob other.bin --ca ca.crt"_s << 1 << false << u"62"_s
                                           << QStringList { u"chain-unknown-ca"_s };
        QTest::newRow("wrong CA, mbedTLS") << u"--device mbedtls --ca-blob other.bin --ca ca.crt"_s << 1 << false << u"-0x2700"_s
                                           << QStringList { u"chain-unknown-ca"_s };
        QTest::newRow("no clock") << u"--device axtls --ca-blob ca.bin --device-clock none"_s << 1 << false << u"please start sntp first !"_s
                                  << QStringList { u"clock-unknown"_s, u"tls-too-old"_s };
        QTest::newRow("no memory") << u"--device mbedtls@8192 --ca ca.crt --free-heap 20000"_s << 1 << true << QString() << QStringList { u"memory-short"_s };
    }
    void answers()
    {
        QFETCH(const QString, options);
        QFETCH(const int, status);
        QFETCH(const bool, accepted);
        QFETCH(const QStringList, found);
        const Run done = files_->verify(options + u" --json"_s);
        QVERIFY2(done.status == status, (done.err + done.out).constData());
        const QJsonObject json = done.json();
        QCOMPARE(json[u"ok"_s].toBool(), status == 0);
        QCOMPARE(json[u"device"_s][u"accepted"_s].toBool(), accepted);
        QTEST(json[u"device"_s][u"shown"_s].toString(), "shown");
        QVERIFY(!json[u"device"_s][u"steps"_s].toArray().isEmpty());
        QVERIFY(json[u"memory"_s][u"total"_s].toInteger() > 5000 && !json[u"memory"_s][u"parts"_s].toArray().isEmpty());
        QStringList codes = espseal::cli::test::codes(json);
        codes.sort();
        QCOMPARE(codes, found);
        for (const QJsonValue finding : json[u"findings"_s].toArray())
            QVERIFY(finding[u"message"_s].isString() && !finding[u"fix"_s].toString().isEmpty() && finding[u"actions"_s].isArray());
    }

    void tells_step_by_step()
    {
        const Run done = files_->verify(u"--device mbedtls:3.0.4 --ca-blob other.bin --ca ca.crt"_s);
        QCOMPARE(done.status, 1);
        for (const char *text : { "esp.local verifies.", "SDK 3.0.4 with mbedTLS refuses it and shows -0x2700 (MBEDTLS_ERR_X509_CERT_VERIFY_FAILED).",
                 "The reconnect callback gets -39.", "type[TLS.ca_x509.cer]", "RSA arithmetic" })
            QVERIFY2(done.out.contains(text), done.out.constData());
        QVERIFY2(done.err.contains("Put the CA on the device"), done.err.constData());
    }

    void weak_chains_fail_at_the_level_of_peers()
    {
        const QTemporaryDir folder;
        QCOMPARE(openssl(u"req -x509 -newkey rsa:1024 -nodes -keyout k -out c.crt -subj /CN=weak -days 9"_s, folder.path()).status, 0);
        const auto verify = [&](const QString &options) { return run_espseal((u"cert verify c.crt --ca c.crt "_s + options).split(u' '), folder.path()); };
        QCOMPARE(verify(u"--json"_s).status, 1);
        QCOMPARE(verify(u"--json --level 1"_s).status, 0);
        QCOMPARE(codes(verify(u"--json"_s).json()), (QStringList { u"key-too-weak"_s, u"expires-soon"_s }));
    }

    void the_key_that_belongs_to_it()
    {
        QCOMPARE(files_->verify(u"--ca ca.crt --key server.key"_s).status, 0);
        const Run wrong = files_->verify(u"--ca ca.crt --key ca.key --json"_s);
        QCOMPARE(wrong.status, 1);
        QCOMPARE(codes(wrong.json()), QStringList { u"key-mismatch"_s });
    }

    void the_device_shows_it()
    {
        const QString folder = files_->folder.path();
        const auto pack = u"blob pack --role identity server.crt server.key --out identity.bin"_s.split(u' ');
        QCOMPARE(run_espseal(pack, folder).status, 0);
        const Run shown = run_espseal(u"cert verify identity.bin --ca ca.crt --shown-by device --device mbedtls --json"_s.split(u' '), folder);
        QVERIFY2(shown.status == 0, shown.out.constData());
        QVERIFY(shown.json()[u"device"_s].isNull() && shown.json()[u"memory"_s].isObject());
        // Its own certificate and key take memory beside the peer's.
        const auto total = [&](const QString &options) {
            return files_->verify(u"--ca ca.crt --device runtime --json"_s + options).json()[u"memory"_s][u"total"_s].toInteger();
        };
        QVERIFY(total(u" --own server.crt"_s) > total(QString()) + 1000);
    }

    void revoked()
    {
        const Files files; // of its own
        write(files.folder.filePath(u"index"_s), "");
        write(files.folder.filePath(u"conf"_s), "[ca]\ndefault_ca = d\n[d]\ndatabase = index\ndefault_md = sha256\ndefault_crl_days = 5\n");
        const auto ca = [&](const QString &what) { return openssl(u"ca -config conf -cert ca.crt -keyfile ca.key "_s + what, files.folder.path()); };
        QCOMPARE(ca(u"-gencrl -out clean.crl"_s).status, 0);
        QCOMPARE(ca(u"-revoke server.crt"_s).status, 0);
        QCOMPARE(ca(u"-gencrl -out revoked.crl"_s).status, 0);
        QCOMPARE(files.verify(u"--ca ca.crt --crl clean.crl"_s).status, 0);
        const Run done = files.verify(u"--ca ca.crt --crl revoked.crl --device mbedtls --json"_s);
        QCOMPARE(done.status, 1);
        QCOMPARE(codes(done.json()), (QStringList { u"revoked"_s, u"revocation-not-checked"_s }));
        QCOMPARE(files.verify(u"--ca ca.crt --crl revoked.crl --at 2199-01-01 --json"_s).json()[u"peer"_s][u"errors"_s].toArray().isEmpty(), false);
    }

    void wrong_use_data()
    {
        QTest::addColumn<QString>("options");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("no CA") << u"--role server"_s << 2 << QByteArray("--ca");
        QTest::newRow("no such device") << u"--ca ca.crt --device esp32"_s << 2 << QByteArray("esp32");
        QTest::newRow("no such SDK") << u"--ca ca.crt --device mbedtls:1.0.0"_s << 2 << QByteArray("2.2.0");
        QTest::newRow("no such buffer") << u"--ca ca.crt --device runtime@9000"_s << 2 << QByteArray("9000");
        QTest::newRow("clock without device") << u"--ca ca.crt --device-clock none"_s << 2 << QByteArray("--device");
        QTest::newRow("no time") << u"--ca ca.crt --device runtime --device-clock noon"_s << 2 << QByteArray("noon");
        QTest::newRow("no such level") << u"--ca ca.crt --level 9"_s << 2 << QByteArray("--level");
        QTest::newRow("no revocation list") << u"--ca ca.crt --crl ca.crt"_s << 3 << QByteArray("ca.crt");
        QTest::newRow("no such blob") << u"--ca-blob none --device runtime"_s << 3 << QByteArray("none does not exist");
        QTest::newRow("no key in it") << u"--ca ca.crt --key ca.crt"_s << 3 << QByteArray("private key");
    }
    void wrong_use()
    {
        QFETCH(const QString, options);
        QFETCH(const QByteArray, says);
        const Run done = files_->verify(options);
        QTEST(done.status, "status");
        QVERIFY2(done.err.contains(says), done.err.constData());
        QVERIFY2(done.out.isEmpty(), done.out.constData());
    }
};

QTEST_GUILESS_MAIN(CliVerifyTest)
#include "tst_cli_verify.moc"
