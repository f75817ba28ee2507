// SPDX-License-Identifier: Apache-2.0
// Files that nobody should open: each command says why not, exits with 3, and leaves nothing behind.
#include "tests/cli/espseal_program.h"

#include <sys/stat.h>

using namespace espseal::cli::test;

namespace {

QByteArray seed(const QString &name)
{
    return content(data_path(u"credentials/"_s + name));
}

// The certificate of the seeds with its name changed in place.
QByteArray renamed(const QByteArray &name)
{
    const QTemporaryDir folder;
    write(folder.filePath(u"it"_s), seed(u"leaf.pem"_s));
    QByteArray der = openssl(u"x509 -in it -outform DER"_s, folder.path()).out;
    return der.replace("esp.local", name);
}

// A PKCS#12 file that asks for 2^31 rounds.
QByteArray costly()
{
    const QTemporaryDir folder;
    write(folder.filePath(u"it"_s), seed(u"leaf.pem"_s) + seed(u"leaf.key"_s));
    QByteArray der = openssl(u"pkcs12 -export -in it -passout pass:pw -iter 65536"_s, folder.path()).out;
    return der.replace(QByteArray("\x02\x03\x01\x00\x00", 5), QByteArray("\x02\x03\x7f\xff\xff", 5));
}

} // namespace

class CliHostileTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(folder_.isValid());
        write(folder_.filePath(u"pw"_s), "pw\n");
        write(folder_.filePath(u"wrong"_s), "wrong\n");
        write(path(u"empty"_s), "");
        write(path(u"html"_s), "<!DOCTYPE html>\n<html><head><style>a[href] { color: red }</style></head><body>Sign in</body></html>\n");
        write(path(u"nul"_s), renamed(QByteArray("esp\0local", 9)));
        write(path(u"not-utf8"_s), renamed("esp\xff\xfeocal"));
        write(path(u"costly"_s), costly());
        write(path(u"many"_s), seed(u"leaf.pem"_s).repeated(10'000));
        write(path(u"locked"_s), seed(u"leaf.p12"_s));
        write(path(u"openssh"_s), "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n");
        write(path(u"public"_s), "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
        QVERIFY(QFile(path(u"many"_s)).size() > 1 << 20);
        QFile sparse(path(u"sparse"_s));
        QVERIFY(sparse.open(QIODevice::WriteOnly) && sparse.resize(100 << 20));
        QCOMPARE(mkfifo(path(u"fifo"_s).toLocal8Bit().constData(), 0600), 0);
        QVERIFY(QDir(folder_.path()).mkdir(u"folder"_s));
    }

    void one_file_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("command");
        QTest::addColumn<QByteArray>("says");
        const QList<std::pair<QString, QByteArray>> files { { u"empty"_s, "holds nothing" }, { u"html"_s, "web page" }, { u"nul"_s, "control character" },
            { u"not-utf8"_s, "not the text that it claims to be" }, { u"costly"_s, "absurd number" }, { u"many"_s, "larger than 1 MB" },
            { u"sparse"_s, "larger than 1 MB" }, { u"fifo"_s, "is no file" }, { u"/dev/zero"_s, "is no file" }, { u"locked"_s, "does not open" },
            { u"openssh"_s, "OpenSSH" }, { u"public"_s, "PUBLIC KEY" }, { u"nowhere"_s, "does not exist" } };
        const QStringList commands { u"cert show %1 --password-file wrong"_s, u"cert import %1 --input-password-file wrong --plain-key --out out"_s,
            u"cert export %1 --as pem --out out --input-password-file wrong"_s, u"convert folder --identity %1 --password-file wrong --out out"_s,
            u"blob pack --role ca %1 --password-file wrong --out out"_s };
        for (const auto &[file, says] : files) {
            for (const QString &command : commands)
                QTest::addRow("%s: %s", qPrintable(file), qPrintable(command.section(u' ', 0, 1))) << file << command << says;
        }
        QTest::newRow("a folder shown") << u"folder"_s << commands[0] << QByteArray("is a folder");
        QTest::newRow("an empty folder imported") << u"folder"_s << commands[1] << QByteArray("neither a certificate nor a key");
    }
    void one_file()
    {
        QFETCH(const QString, file);
        QFETCH(const QString, command);
        QFETCH(const QByteArray, says);
        const Run done = run_espseal(command.arg(file).split(u' '), folder_.path());
        QCOMPARE(done.status, 3);
        QVERIFY2(done.err.contains(says), done.err.constData());
        QVERIFY(!QFileInfo::exists(path(u"out"_s)));
        QVERIFY(!done.out.contains("PRIVATE KEY") && !done.err.contains("BEGIN"));
    }

    void cut_off_anywhere_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("mark"); // PEM: cut before this line's end
        QTest::newRow("PKCS#7") << u"chain.p7b"_s << QString();
        QTest::newRow("PKCS#12") << u"leaf.p12"_s << QString();
        QTest::newRow("request") << u"leaf.csr.der"_s << QString();
        QTest::newRow("key") << u"leaf.pk8.der"_s << QString();
        QTest::newRow("PEM") << u"leaf.pem"_s << u"-----END"_s;
        QTest::newRow("CRL") << u"ca.crl"_s << u"-----END"_s;
    }
    void cut_off_anywhere()
    {
        QFETCH(const QString, file);
        QFETCH(const QString, mark);
        const QByteArray whole = seed(file);
        const qsizetype end = mark.isEmpty() ? whole.size() : whole.indexOf(mark.toLatin1());
        for (int sample = 0; sample < 8; ++sample) {
            const qsizetype length = sample < 7 ? end * sample / 7 : end - 1;
            write(path(u"cut"_s), whole.first(length));
            const Run done = run_espseal({ u"cert"_s, u"show"_s, u"cut"_s, u"--password-file"_s, u"pw"_s }, folder_.path());
            QVERIFY2(done.status == 3 && !done.err.isEmpty(), qPrintable(u"%1 bytes: %2 %3"_s.arg(length).arg(done.status).arg(QString::fromUtf8(done.out))));
        }
    }

    // The name is shown, not believed, so that one can see what the file is.
    void a_hostile_name_can_be_looked_at()
    {
        const Run done = run_espseal({ u"cert"_s, u"show"_s, u"nul"_s, u"--json"_s }, folder_.path());
        QCOMPARE(done.status, 3);
        QCOMPARE(done.json()[u"ok"_s], false);
        QVERIFY(codes(done.json()).contains(u"name-control-characters"_s));
        QCOMPARE(done.json()[u"certificates"_s][0][u"common_name"_s], u"esp\ufffdlocal"_s);
    }

private:
    [[nodiscard]] QString path(const QString &name) const { return folder_.filePath(name); }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(CliHostileTest)
#include "tst_cli_hostile.moc"
