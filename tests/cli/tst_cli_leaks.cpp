// SPDX-License-Identifier: Apache-2.0
// After its work a command has no key and no password left: not in its memory, its output, its arguments, its environment, nor in files where they do
// not belong. Keys and passwords are planted, and searched as they are, reversed (as numbers lie in memory), in hex and in base64 (hence PEM and DER).
#include "tests/cli/ended_process.h"
#include "tests/cli/espseal_program.h"
#include "tests/pki/soft_token.h"

#include <csignal>
#include <memory>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

using namespace espseal::cli::test;
using espseal::pki::test::SoftToken;

namespace {

constexpr auto password = "planted-Quetzal-8861-Xylem";
constexpr auto other_password = "planted-Ocelot-2093-Krypton";

using Needles = QList<std::pair<QString, QByteArray>>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

void add(Needles &needles, const QString &name, const QByteArray &secret)
{
    constexpr qsizetype length = 16;
    QByteArray reversed = secret;
    std::ranges::reverse(reversed);
    needles.append({ name, secret.left(length) });
    needles.append({ name + u" (end)"_s, secret.right(length) });
    needles.append({ name + u" (reversed)"_s, reversed.left(length) });
    needles.append({ name + u" (reversed end)"_s, reversed.right(length) });
    needles.append({ name + u" (hex)"_s, secret.left(length).toHex() });
    needles.append({ name + u" (HEX)"_s, secret.left(length).toHex().toUpper() });
    // Base64 depends on where in its text the secret begins.
    for (qsizetype shift = 0; shift < 3; ++shift) {
        const QByteArray text = (QByteArray(shift, 'x') + secret).toBase64(QByteArray::OmitTrailingEquals);
        needles.append({ name + u" (base64)"_s, text.mid(shift == 0 ? 0 : 4, length) });
        needles.append({ name + u" (base64 end)"_s, text.chopped(4).right(length) });
    }
}

// The private numbers of the key in a file.
void add_key(Needles &needles, const QString &path)
{
    QByteArray pem = content(path);
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new_mem_buf(pem.constData(), int(pem.size())), BIO_free);
    const Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, const_cast<char *>(password)), EVP_PKEY_free);
    QVERIFY2(key, qPrintable(path));
    const bool is_rsa = EVP_PKEY_is_a(key.get(), "RSA");
    for (const char *part :
        is_rsa ? std::vector { OSSL_PKEY_PARAM_RSA_D, OSSL_PKEY_PARAM_RSA_FACTOR1, OSSL_PKEY_PARAM_RSA_FACTOR2 } : std::vector { OSSL_PKEY_PARAM_PRIV_KEY }) {
        BIGNUM *number = nullptr;
        QVERIFY(EVP_PKEY_get_bn_param(key.get(), part, &number) == 1);
        QByteArray bytes(BN_num_bytes(number), '\0');
        BN_bn2bin(number, reinterpret_cast<unsigned char *>(bytes.data()));
        BN_clear_free(number);
        add(needles, QFileInfo(path).fileName() + u' ' + QString::fromLatin1(part), bytes);
    }
}

QStringList found_in(const Needles &needles, const QByteArray &text, const QString &where)
{
    QStringList found;
    for (const auto &[name, needle] : needles) {
        if (text.contains(needle))
            found << name + u" in "_s + where;
    }
    return found;
}

} // namespace

class CliLeaksTest final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    SoftToken token_;

    QString path(const QString &name) const { return folder_.filePath(name); }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("ASAN_OPTIONS", qgetenv("ASAN_OPTIONS") + ":detect_leaks=0"); // the leak checker cannot work in a program that is traced
        write(path(u"pw"_s), QByteArray(password) + '\n');
        write(path(u"pw2"_s), QByteArray(other_password) + '\n');
        write(path(u"pin"_s), QByteArray(SoftToken::pin) + '\n');
        for (const QStringList &arguments : {
                 QStringList { u"ca"_s, u"new"_s, u"--cn"_s, u"Leak CA"_s, u"--key"_s, u"rsa:2048"_s, u"--out"_s, u"ca"_s },
                 QStringList { u"cert"_s, u"issue"_s, u"--ca"_s, u"ca"_s, u"--cn"_s, u"device"_s, u"--role"_s, u"client"_s, u"--out"_s, u"ec"_s },
                 QStringList { u"cert"_s, u"issue"_s, u"--ca"_s, u"ca"_s, u"--cn"_s, u"device"_s, u"--role"_s, u"client"_s, u"--key"_s, u"rsa:2048"_s,
                     u"--out"_s, u"sdk"_s },
             }) {
            const Run made = run_espseal(arguments + QStringList { u"--password-file"_s, u"pw"_s }, folder_.path());
            QVERIFY2(made.status == 0, made.err.constData());
        }
        QVERIFY(QFile::copy(path(u"ca/ca.crt"_s), path(u"sdk/ca.crt"_s)));
        for (const QString &command :
            { u"pkcs12 -export -in ec/client.crt -inkey ec/client.key -passin file:pw -passout pass:planted-Quetzal-8861-Xylem -out ec.p12"_s,
                u"pkey -in ec/client.key -passin file:pw -traditional -out plain.key"_s,
                u"rsa -in sdk/client.key -passin file:pw -aes256 -passout pass:planted-Quetzal-8861-Xylem -traditional -out old.key"_s }) {
            const Run made = openssl(command, folder_.path());
            QVERIFY2(made.status == 0, made.err.constData());
        }
        QVERIFY(QDir().mkdir(path(u"blob"_s)));
        QCOMPARE(run_espseal({ u"blob"_s, u"pack"_s, u"--role"_s, u"identity"_s, u"ec/client.crt"_s, u"plain.key"_s, u"--out"_s, u"blob/identity.bin"_s },
                     folder_.path())
                     .status,
            0);
        write(path(u"devices.csv"_s), "name\none\ntwo\n");
        for (const QString &arguments : { u"cert request --cn x --plain-key"_s, u"vault create vault --password-file pw2"_s,
                 u"vault add vault ec/client.key --input-password-file pw --password-file pw2"_s })
            QCOMPARE(run_espseal(arguments.split(u' '), folder_.path()).status, 0);
        QVERIFY2(!SoftToken::module().isEmpty() && token_.make(), "softhsm2 is not installed: packaging/debian-packages.txt names it");
        QCOMPARE(run_espseal({ u"ca"_s, u"new"_s, u"--cn"_s, u"Token CA"_s, u"--token"_s, u"pkcs11:object=ca"_s, u"--module"_s, SoftToken::module(),
                                 u"--pin-file"_s, u"pin"_s, u"--out"_s, u"token-ca"_s },
                     folder_.path())
                     .status,
            0);
    }

    void nothing_is_left_data()
    {
        QTest::addColumn<QString>("arguments"); // OUT stands for a folder of its own
        QTest::addColumn<QStringList>("keys"); // files whose keys the command had; OUT/ for what it made
        QTest::addColumn<QStringList>("may_hold_keys"); // files below OUT that are for unencrypted keys
        const QStringList none;
        const QString pw = u" --password-file pw"_s;
        QTest::newRow("cert show") << u"cert show ca/ca.key"_s + pw << QStringList { u"ca/ca.key"_s } << none;
        QTest::newRow("cert show, old encryption") << u"cert show old.key"_s + pw << QStringList { u"sdk/client.key"_s } << none;
        QTest::newRow("cert show, plain") << u"cert show plain.key"_s << QStringList { u"plain.key"_s } << none;
        QTest::newRow("cert show, pkcs12") << u"cert show ec.p12"_s + pw << QStringList { u"ec/client.key"_s } << none;
        QTest::newRow("ca new, ec") << u"ca new --cn Other --out OUT"_s + pw << QStringList { u"OUT/ca.key"_s } << none;
        QTest::newRow("ca new, rsa") << u"ca new --cn Other --key rsa:2048 --out OUT"_s + pw << QStringList { u"OUT/ca.key"_s } << none;
        QTest::newRow("ca new, plain") << u"ca new --cn Other --plain-key --out OUT"_s << QStringList { u"OUT/ca.key"_s } << QStringList { u"ca.key"_s };
        QTest::newRow("cert issue") << u"--json cert issue --ca ca --cn x --out OUT"_s + pw << QStringList { u"ca/ca.key"_s, u"OUT/server.key"_s } << none;
        QTest::newRow("cert issue, token") << u"cert issue --ca token-ca --pin-file pin --cn x --out OUT"_s + pw << QStringList { u"OUT/server.key"_s } << none;
        QTest::newRow("cert import") << u"cert import ec/client.crt ec/client.key --input-password-file pw --password-file pw2 --out OUT"_s
                                     << QStringList { u"ec/client.key"_s } << none;
        QTest::newRow("cert import, pkcs12") << u"cert import ec.p12 --input-password-file pw --plain-key --out OUT"_s << QStringList { u"ec/client.key"_s }
                                             << QStringList { u"client.key"_s, u"device.key"_s };
        QTest::newRow("convert") << u"convert sdk --out OUT"_s + pw << QStringList { u"sdk/client.key"_s }
                                 << QStringList { u"bin/esp_cert_private_key.bin"_s, u"include/private_key.h"_s };
        QTest::newRow("blob pack") << u"blob pack --role identity ec/client.crt ec/client.key --out OUT/id.bin"_s + pw << QStringList { u"ec/client.key"_s }
                                   << QStringList { u"id.bin"_s };
        QTest::newRow("blob pack, der") << u"blob pack --payload der --role identity ec/client.crt ec/client.key --out OUT/id.bin"_s + pw
                                        << QStringList { u"ec/client.key"_s } << QStringList { u"id.bin"_s };
        QTest::newRow("blob inspect") << u"blob inspect blob/identity.bin"_s << QStringList { u"ec/client.key"_s } << none;
        QTest::newRow("blob unpack") << u"blob unpack blob/identity.bin --out OUT"_s << QStringList { u"ec/client.key"_s }
                                     << QStringList { u"private_key.pem"_s, u"private_key"_s, u"private_key.key"_s };
        QTest::newRow("cert issue, manifest") << u"cert issue --manifest devices.csv --ca ca --payload der --jobs 2 --out OUT/all"_s + pw
                                              << QStringList { u"ca/ca.key"_s, u"OUT/all/one/one.key"_s, u"OUT/all/two/two.key"_s }
                                              << QStringList { u"all/one/esp_cert_private_key.bin"_s, u"all/two/esp_cert_private_key.bin"_s };
        QTest::newRow("cert request") << u"cert request --cn x --out OUT"_s + pw << QStringList { u"OUT/request.key"_s } << none;
        QTest::newRow("cert sign") << u"cert sign request.csr --ca ca --ca-password-file pw --out OUT"_s << QStringList { u"ca/ca.key"_s } << none;
        QTest::newRow("cert revoke") << u"cert revoke sdk/client.crt --ca ca --ca-password-file pw"_s << QStringList { u"ca/ca.key"_s } << none;
        const QString from_ec = u"cert export ec --input-password-file pw --out OUT/x --as "_s;
        const QStringList ec_key { u"ec/client.key"_s };
        QTest::newRow("cert export, pkcs12") << from_ec + u"pkcs12 --password-file pw2"_s << ec_key << none;
        QTest::newRow("cert export, bundle") << from_ec + u"bundle --password-file pw2"_s << ec_key << none;
        QTest::newRow("cert export, traditional") << from_ec + u"traditional --plain-key"_s << ec_key << QStringList(u"x"_s);
        QTest::newRow("cert export, blob") << from_ec + u"identity-blob --plain-key"_s << ec_key << QStringList(u"x"_s);
        QTest::newRow("vault create") << u"vault create OUT"_s + pw << none << none;
        QTest::newRow("vault add") << u"vault add vault sdk/client.key --name sdk --input-password-file pw --password-file pw2"_s
                                   << QStringList { u"ec/client.key"_s, u"sdk/client.key"_s } << none;
        QTest::newRow("vault list") << u"vault list vault --password-file pw2"_s << ec_key << none;
        QTest::newRow("vault show") << u"cert show vault/keys.vault --password-file pw2"_s << ec_key << none;
        QTest::newRow("vault export") << u"vault export vault client --out OUT/x --input-password-file pw2"_s + pw << ec_key << none;
        QTest::newRow("vault export, plain") << u"vault export vault client --as traditional --plain-key --out OUT/x --input-password-file pw2"_s << ec_key
                                             << QStringList(u"x"_s);
        QTest::newRow("vault rename") << u"vault rename vault client pump --password-file pw2"_s << ec_key << none;
        QTest::newRow("vault password") << u"vault password vault --password-file pw2 --new-password-file pw"_s << ec_key << none;
        QTest::newRow("wrong password") << u"cert show ca/ca.key --password-file pw2"_s << QStringList { u"ca/ca.key"_s } << none;
    }
    void nothing_is_left()
    {
        QFETCH(const QString, arguments);
        QFETCH(const QStringList, keys);
        QFETCH(const QStringList, may_hold_keys);
        const QString name = QString::fromLatin1(QTest::currentDataTag()).remove(u',').replace(u' ', u'-');
        const QString logs = path(u"logs-"_s + name);
        const QString temporary = path(u"tmp-"_s + name);
        const QString out = path(u"out-"_s + name);
        QVERIFY(QDir().mkdir(logs) && QDir().mkdir(temporary) && QDir().mkdir(out));
        qputenv("TMPDIR", QFile::encodeName(temporary));
        qputenv("ESPSEAL_ALLOW_DEBUGGER", "1");
        const EndedProcess process(program_path(), QString(arguments).replace(u"OUT"_s, out).split(u' '), folder_.path(), logs);
        qunsetenv("ESPSEAL_ALLOW_DEBUGGER");
        QVERIFY(process.has_ended());
        const QByteArray said = content(logs + u"/out.txt"_s) + content(logs + u"/err.txt"_s);
        QVERIFY2(process.status() == (name == u"wrong-password" ? 3 : 0), said.constData());

        Needles needles;
        add(needles, u"password"_s, password);
        add(needles, u"other password"_s, other_password);
        needles.append({ u"PIN"_s, SoftToken::pin });
        const Needles without_keys = needles;
        for (const QString &key : keys)
            add_key(needles, key.startsWith(u"OUT") ? out + key.sliced(3) : path(key));
        qint64 searched = 0;
        QStringList found = process.in_memory(needles, &searched);
        QVERIFY2(searched > 100'000, "the program's memory cannot be read");
        found += found_in(needles, said, u"what it said"_s);
        found += found_in(needles, process.arguments(), u"arguments"_s);
        found += found_in(needles, process.environment(), u"environment"_s);
        const QStringList outputs = files_in(out);
        for (const QString &file : outputs)
            found += found_in(may_hold_keys.contains(file) ? without_keys : needles, content(out + u'/' + file), file);
        QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
        QCOMPARE(files_in(temporary), QStringList());
    }

    // The search would find something: the same command, stopped in its midst, has the key.
    void the_search_finds_what_is_there()
    {
        Needles needles;
        add_key(needles, path(u"plain.key"_s));
        const QString logs = path(u"logs-control"_s);
        QVERIFY(QDir().mkdir(logs));
        const EndedProcess process(u"/bin/sh"_s, { u"-c"_s, u"key=$(cat plain.key); exit 0"_s }, folder_.path(), logs);
        QVERIFY(process.has_ended());
        QVERIFY(process.in_memory(needles).join(u' ').contains(u"base64"));
    }

    void a_crash_leaves_no_core_file()
    {
        const QTemporaryDir folder;
        std::array<int, 2> ends {};
        QVERIFY(pipe(ends.data()) == 0);
        const QByteArray program = QFile::encodeName(program_path());
        const QByteArray key = QFile::encodeName(path(u"ca/ca.key"_s));
        const QByteArray where = QFile::encodeName(folder.path());
        const pid_t process = fork();
        if (process == 0) {
            const rlimit unlimited { RLIM_INFINITY, RLIM_INFINITY };
            setrlimit(RLIMIT_CORE, &unlimited);
            dup2(ends[0], 0);
            close(ends[1]);
            if (chdir(where.constData()) == 0)
                execl(program.constData(), "espseal", "cert", "show", key.constData(), "--password-fd", "0", nullptr);
            _exit(99);
        }
        close(ends[0]);
        // It reads byte by byte, so half a password is in its memory when it has taken what was written.
        QCOMPARE(::write(ends[1], password, 10), ssize_t { 10 });
        const auto is_protected = [&] { return content(u"/proc/%1/limits"_s.arg(process)).contains("Max core file size        0                    0"); };
        QVERIFY(QTest::qWaitFor(is_protected, 60'000));
        kill(process, SIGABRT);
        int state = 0;
        QCOMPARE(waitpid(process, &state, 0), process);
        close(ends[1]);
        QVERIFY(WIFSIGNALED(state));
        QVERIFY(!WCOREDUMP(state));
        QCOMPARE(files_in(folder.path()), QStringList());
    }
};

QTEST_GUILESS_MAIN(CliLeaksTest)
#include "tst_cli_leaks.moc"
