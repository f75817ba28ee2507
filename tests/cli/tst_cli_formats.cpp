// SPDX-License-Identifier: Apache-2.0
// `espseal cert export`, `cert import` of heaps and answers, `cert show` at length.
#include "tests/cli/espseal_program.h"

using namespace espseal::cli::test;

namespace {

// A CA and a device's identity in `folder`, the password of the keys in pw.
void make_identity(const QString &folder)
{
    write(folder + u"/pw"_s, "secret\n");
    QVERIFY(QFile::copy(data_path(u"credentials/ca.pem"_s), folder + u"/farm.pem"_s));
    QVERIFY(QFile::copy(data_path(u"credentials/leaf.pem"_s), folder + u"/pump.pem"_s));
    QVERIFY(QFile::copy(data_path(u"credentials/leaf.key"_s), folder + u"/pump.key"_s));
    QVERIFY(QFile::setPermissions(folder + u"/pump.key"_s, QFileDevice::ReadOwner | QFileDevice::WriteOwner));
}

Run run_command(const QString &arguments, const QString &folder)
{
    return run_espseal(arguments.split(u' '), folder);
}

} // namespace

class CliFormatsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void exports_data()
    {
        QTest::addColumn<QString>("options");
        QTest::addColumn<QString>("check"); // openssl; empty: espseal cert show
        QTest::addColumn<bool>("secret");
        QTest::newRow("pem") << u"--as pem"_s << u"x509 -in it -noout"_s << false;
        QTest::newRow("der") << u"--as der --only esp.local"_s << u"x509 -inform DER -in it -noout -checkhost esp.local"_s << false;
        QTest::newRow("fullchain") << u"--as fullchain --with-root"_s << u"verify -CAfile farm.pem it"_s << false;
        QTest::newRow("pkcs7") << u"--as pkcs7"_s << u"pkcs7 -in it -print_certs -noout"_s << false;
        QTest::newRow("pkcs7-der") << u"--as pkcs7-der"_s << u"pkcs7 -inform DER -in it -print_certs -noout"_s << false;
        QTest::newRow("pkcs12") << u"--as pkcs12 --password-file pw"_s << u"pkcs12 -in it -passin file:pw -noout"_s << true;
        QTest::newRow("pkcs12 legacy") << u"--as pkcs12 --legacy --password-file pw"_s << u"pkcs12 -in it -passin file:pw -noout"_s << true;
        QTest::newRow("pkcs8") << u"--as pkcs8 --password-file pw"_s << u"pkey -in it -passin file:pw -noout"_s << true;
        QTest::newRow("pkcs8-plain") << u"--as pkcs8-plain --plain-key"_s << u"pkey -in it -noout"_s << true;
        QTest::newRow("traditional") << u"--as traditional --plain-key"_s << u"ec -in it -noout"_s << true;
        QTest::newRow("bundle") << u"--as bundle --password-file pw"_s << u"pkey -in it -passin file:pw -noout"_s << true;
        QTest::newRow("c-header") << u"--as c-header"_s << QString() << false;
        QTest::newRow("c-header-key") << u"--as c-header-key --plain-key --payload der"_s << QString() << true;
        QTest::newRow("ca-blob") << u"--as ca-blob"_s << QString() << false;
        QTest::newRow("identity-blob") << u"--as identity-blob --plain-key"_s << QString() << true;
    }
    void exports()
    {
        QFETCH(const QString, options);
        QFETCH(const QString, check);
        QFETCH(const bool, secret);
        const QTemporaryDir folder;
        make_identity(folder.path());
        const QString command = u"cert export pump.pem pump.key farm.pem --out it --json "_s + options;
        const Run done = run_command(command, folder.path());
        QVERIFY2(done.status == 0, done.err.constData());
        QCOMPARE(done.json()[u"secret"_s], secret);
        QCOMPARE(is_private(folder.filePath(u"it"_s)), secret);
        QCOMPARE(done.json()[u"size"_s].toInteger(), QFileInfo(folder.filePath(u"it"_s)).size());
        const Run checked = check.isEmpty() ? run_command(u"cert show it"_s, folder.path()) : openssl(check, folder.path());
        QVERIFY2(checked.status == 0, checked.err.constData());
        QCOMPARE(codes(done.json()).contains(u"export-plain-key"_s), options.contains(u"--plain-key"));

        const QByteArray before = content(folder.filePath(u"it"_s));
        const Run again = run_command(command, folder.path());
        QCOMPARE(again.status, 3);
        QVERIFY2(again.err.contains("--replace"), again.err.constData());
        QCOMPARE(content(folder.filePath(u"it"_s)), before);
        // What is replaced may have been readable by all; a key is not, from its first byte on.
        QVERIFY(QFile::setPermissions(folder.filePath(u"it"_s), QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadOther));
        QCOMPARE(run_command(command + u" --replace"_s, folder.path()).status, 0);
        QCOMPARE(is_private(folder.filePath(u"it"_s)), secret);
    }

    void refuses_to_export_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("plain unasked") << u"pump.pem pump.key --as pkcs8-plain"_s << 2 << QByteArray("--plain-key");
        QTest::newRow("blob unasked") << u"pump.pem pump.key --as identity-blob"_s << 2 << QByteArray("UNENCRYPTED");
        QTest::newRow("plain with a password") << u"pump.pem pump.key --as pkcs12 --plain-key"_s << 2 << QByteArray("always has a password");
        QTest::newRow("nobody to ask") << u"pump.pem pump.key --as pkcs12"_s << 2 << QByteArray("--password-file");
        QTest::newRow("no format") << u"pump.pem"_s << 2 << QByteArray("--as");
        QTest::newRow("unknown format") << u"pump.pem --as jks"_s << 2 << QByteArray("--as");
        QTest::newRow("no key") << u"pump.pem --as pkcs8 --password-file pw"_s << 3 << QByteArray("no private key");
        QTest::newRow("several") << u"pump.pem farm.pem --as der"_s << 3 << QByteArray("--only");
        QTest::newRow("which") << u"pump.pem pump.key golden --as pkcs12 --password-file pw"_s << 3 << QByteArray("device-17.example.com");
        QTest::newRow("not there") << u"pump.pem --as pem --only nobody"_s << 3 << QByteArray("nobody");
        QTest::newRow("missing") << u"none --as pem"_s << 3 << QByteArray("none does not exist");
    }
    void refuses_to_export()
    {
        QFETCH(const QString, arguments);
        QFETCH(const int, status);
        QFETCH(const QByteArray, says);
        const QTemporaryDir folder;
        make_identity(folder.path());
        QVERIFY(QDir(folder.path()).mkdir(u"golden"_s));
        for (const QString &name : { u"client.crt"_s, u"client.key"_s })
            QVERIFY(QFile::copy(data_path(u"sdk-tools/client/"_s + name), folder.filePath(u"golden/"_s + name)));
        const Run done = run_command(u"cert export --out it "_s + arguments, folder.path());
        QCOMPARE(done.status, status);
        QVERIFY2(done.err.contains(says) || done.out.contains(says), (done.err + done.out).constData());
        QVERIFY(!QFileInfo::exists(folder.filePath(u"it"_s)));
    }

    // Key and request here, certificate from the CA: whatever the files are called, and the CA sends PKCS#7.
    void imports_the_answer_of_a_ca()
    {
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(u"mail/more"_s));
        write(folder.filePath(u"mail/note.txt"_s), "Your certificate is attached.");
        const QList<std::pair<QString, QString>> copies { { u"leaf.csr"_s, u"sent"_s }, { u"leaf.key"_s, u"mine"_s },
            { u"chain.p7b"_s, u"mail/more/smime.bin"_s } };
        for (const auto &[from, to] : copies)
            QVERIFY(QFile::copy(data_path(u"credentials/"_s + from), folder.filePath(to)));
        const Run waiting = run_command(u"cert import sent mine --plain-key --out waiting --json"_s, folder.path());
        QVERIFY2(waiting.status == 0, waiting.err.constData());
        QCOMPARE(files_in(folder.filePath(u"waiting"_s)), (QStringList { u"request.csr"_s, u"request.key"_s }));
        QCOMPARE(waiting.json()[u"requests"_s][0][u"answered"_s], false);

        const Run done = run_command(u"cert import waiting mail --plain-key --out out --json"_s, folder.path());
        QVERIFY2(done.status == 0, done.err.constData());
        QCOMPARE(files_in(folder.filePath(u"out"_s)), (QStringList { u"ca.crl"_s, u"ca.crt"_s, u"device.crt"_s, u"device.csr"_s, u"device.key"_s }));
        QCOMPARE(done.json()[u"requests"_s][0][u"answered"_s], true);
        QCOMPARE(done.json()[u"others"_s], 1);
        QCOMPARE(openssl(u"verify -CAfile out/ca.crt out/device.crt"_s, folder.path()).status, 0);
        QVERIFY(is_private(folder.filePath(u"out/device.key"_s)));
    }

    void a_key_that_others_can_read_is_told()
    {
        const QTemporaryDir folder;
        make_identity(folder.path());
        QVERIFY(QFile::setPermissions(folder.filePath(u"pump.key"_s), QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadOther));
        const Run done = run_command(u"cert import pump.key pump.pem --plain-key --out out --json"_s, folder.path());
        QCOMPARE(done.status, 0);
        QVERIFY(codes(done.json()).contains(u"key-readable-by-others"_s));
        QVERIFY2(done.err.contains("chmod 600 pump.key"), done.err.constData());
        QVERIFY(is_private(folder.filePath(u"out/device.key"_s)));
    }

    void shows_everything_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QList<QByteArray>>("says");
        using Texts = QList<QByteArray>;
        QTest::newRow("request") << u"leaf.csr"_s << Texts { "Request of esp.local", "DNS:esp.local" };
        QTest::newRow("CRL") << u"ca.crl"_s << Texts { "Revocation list of Seed CA, 1 certificate," };
        QTest::newRow("PKCS#7") << u"chain.p7b"_s << Texts { "Seed CA", "esp.local", "Revocation list" };
        QTest::newRow("detail") << u"leaf.pem --detail"_s << Texts { "Common name", "Key identifier", "SHA-256" };
        QTest::newRow("text") << u"leaf.pem --text"_s << Texts { "Certificate:\n    Data:\n        Version: 3 (0x2)" };
        QTest::newRow("raw request") << u"leaf.csr --raw"_s << Texts { "Certificate Request:" };
        QTest::newRow("raw CRL") << u"ca.crl --text"_s << Texts { "Certificate Revocation List (CRL):", "Key Compromise" };
        QTest::newRow("asn1") << u"leaf.csr.der --asn1"_s << Texts { "0:d=0  hl=3 l=", "OBJECT" };
        QTest::newRow("compare") << u"leaf.pem --compare ca.pem"_s << Texts { "Subject: Common name", "- esp.local", "+ Seed CA", "fields are the same" };
        QTest::newRow("compare with itself") << u"leaf.pem --compare chain.p7"_s << Texts { "Subject: Organization" };
    }
    void shows_everything()
    {
        QFETCH(const QString, arguments);
        QFETCH(const QList<QByteArray>, says);
        const QString folder = data_path(u"credentials"_s);
        const Run done = run_command(u"cert show "_s + arguments, folder);
        QVERIFY2(done.status == 0, done.err.constData());
        for (const QByteArray &text : says)
            QVERIFY2(done.out.contains(text), done.out.constData());
        const Run json = run_command(u"cert show --json "_s + arguments, folder);
        QVERIFY(!json.json().contains(u"not json"_s));
        QCOMPARE(json.json()[u"ok"_s], true);
    }

    void converts_files_of_any_name()
    {
        const QTemporaryDir folder;
        const QString golden = data_path(u"sdk-tools/both/"_s);
        const QList<std::pair<QString, QString>> copies { { u"ca.crt"_s, u"farm.pem"_s }, { u"client.crt"_s, u"a.pem"_s }, { u"client.key"_s, u"a.txt"_s },
            { u"server.crt"_s, u"b.pem"_s }, { u"server.key"_s, u"b.txt"_s } };
        for (const auto &[from, to] : copies)
            QVERIFY(QFile::copy(golden + from, folder.filePath(to)));
        const Run which = run_command(u"convert --out out"_s, folder.path());
        QCOMPARE(which.status, 3);
        QVERIFY2(which.err.contains("a.pem") && which.err.contains("b.pem") && which.err.contains("--identity"), which.err.constData());
        QVERIFY(!QFileInfo::exists(folder.filePath(u"out"_s)));
        const Run done = run_command(u"convert --out out --identity a.pem --json"_s, folder.path());
        QVERIFY2(done.status == 0, done.err.constData());
        for (const QString &file : files_in(golden + u"expected"_s))
            QCOMPARE(content(folder.filePath(u"out/"_s + file)), content(golden + u"expected/"_s + file));
        QCOMPARE(done.json()[u"inputs"_s].toArray(), (QJsonArray { u"farm.pem"_s, u"a.pem"_s, u"a.txt"_s }));
    }
};

QTEST_GUILESS_MAIN(CliFormatsTest)
#include "tst_cli_formats.moc"
