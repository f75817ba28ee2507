// SPDX-License-Identifier: Apache-2.0
// Files put together by content, whatever they are called.
#include <QTest>

#include "core/pki/export.h"
#include "core/pki/match.h"
#include "tests/pki/support.h"
#include "tests/present.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;
using espseal::test::present;

namespace {

QByteArray plain(const PrivateKey &key)
{
    const auto pem = key.to_pem();
    return { pem->chars(), qsizetype(pem->size()) };
}

QString private_file(const QTemporaryDir &folder, const QString &name, const QByteArray &content)
{
    const QString path = write(folder, name, content);
    QFile::setPermissions(path, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    return path;
}

// Root, intermediate and a client's certificate that it issued.
struct Family {
    Identity root = ca(u"ec:p256"_s, u"Root"_s);
    Identity middle;
    Identity client;

    static Identity issue_middle(const Identity &root)
    {
        const QTemporaryDir folder;
        const PrivateKey own = key(u"ec:p256"_s, 7);
        static_cast<void>(write(folder, u"root.crt"_s, root.certificate().pem()));
        static_cast<void>(write(folder, u"root.key"_s, plain(root.key())));
        static_cast<void>(write(folder, u"middle.key"_s, plain(own)));
        static_cast<void>(write(folder, u"ext"_s, QByteArray("basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\n")));
        const QStringList request = u"req -new -key middle.key -subj /CN=Middle -out middle.csr"_s.split(u' ');
        const QStringList sign = u"x509 -req -in middle.csr -CA root.crt -CAkey root.key -days 100 -extfile ext -out middle.crt"_s.split(u' ');
        if (openssl(request, folder.path()).status != 0 || openssl(sign, folder.path()).status != 0)
            qFatal("openssl cannot make the intermediate CA");
        return Identity::make(read_credential_file(folder.filePath(u"middle.crt"_s))->certificates.first(), own).value();
    }
    Family()
        : middle(issue_middle(root))
        , client(leaf(middle, u"ec:p256"_s, Role::client, u"pump"_s))
    {
    }
};

Matching match_files(const QStringList &paths)
{
    const auto gathered = gather(paths, {}, {});
    if (!gathered)
        qFatal("cannot gather: %s", qPrintable(gathered.error().message));
    return match(gathered->files);
}

} // namespace

class MatchTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_folder_of_oddly_named_files()
    {
        const Family family;
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(u"sub/deeper"_s));
        static_cast<void>(private_file(folder, u"one.txt"_s, plain(family.client.key())));
        static_cast<void>(write(folder, u"sub/two"_s, family.client.certificate().der()));
        static_cast<void>(write(folder, u"sub/deeper/three.jpg"_s, family.middle.certificate().pem() + family.root.certificate().pem()));
        static_cast<void>(write(folder, u"README"_s, QByteArray("These are the files.")));
        static_cast<void>(write(folder, u"firmware.bin"_s, QByteArray(100, '\x7e')));
        const auto gathered = gather({ folder.path() }, {}, {});
        QVERIFY(gathered);
        QCOMPARE(gathered->files.size(), 3);
        QCOMPARE(gathered->others, 2);
        QCOMPARE(gathered->findings.size(), 0);

        const Matching matching = match(gathered->files);
        QCOMPARE(matching.certificates.size(), 3);
        QCOMPARE(codes(matching.findings), QStringList());
        const auto found = std::ranges::find(matching.certificates, family.client.certificate(), &MatchedCertificate::certificate);
        QVERIFY(found != matching.certificates.end());
        QCOMPARE(found->role, Role::client);
        QVERIFY(present(found->key) == family.client.key());
        QCOMPARE(found->files, QStringList { folder.filePath(u"sub/two"_s) });
        QCOMPARE(found->key_files, QStringList { folder.filePath(u"one.txt"_s) });
        QCOMPARE(found->chain, (QList { family.middle.certificate(), family.root.certificate() }));
        QVERIFY(found->complete);
        QCOMPARE(present(found->identity()).chain(), QList { family.middle.certificate() });
    }

    void leftovers_get_a_sentence_each_data()
    {
        QTest::addColumn<QStringList>("files"); // by the letters below
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("lonely key") << QStringList { u"key"_s } << QStringList { u"key-without-certificate"_s };
        QTest::newRow("lonely certificate") << QStringList { u"leaf"_s, u"middle"_s, u"root"_s } << QStringList { u"certificate-without-key"_s };
        QTest::newRow("issuer missing") << QStringList { u"leaf"_s, u"key"_s } << QStringList { u"issuer-missing"_s };
        QTest::newRow("root missing") << QStringList { u"leaf"_s, u"key"_s, u"middle"_s } << QStringList { u"issuer-missing"_s, u"issuer-missing"_s };
        QTest::newRow("duplicate") << QStringList { u"root"_s, u"root again"_s } << QStringList { u"duplicate"_s };
        QTest::newRow("request alone") << QStringList { u"request"_s } << QStringList { u"request-unanswered"_s, u"request-without-key"_s };
        QTest::newRow("request and key") << QStringList { u"request"_s, u"key"_s } << QStringList { u"key-without-certificate"_s, u"request-unanswered"_s };
        QTest::newRow("the CA's answer") << QStringList { u"request"_s, u"key"_s, u"leaf"_s, u"middle"_s, u"root"_s } << QStringList();
        QTest::newRow("foreign request") << QStringList { u"broken request"_s }
                                         << QStringList { u"request-not-signed-by-its-key"_s, u"request-unanswered"_s, u"request-without-key"_s };
        QTest::newRow("renewed") << QStringList { u"leaf"_s, u"renewed"_s, u"key"_s, u"middle"_s, u"root"_s }
                                 << QStringList { u"several-certificates-for-key"_s };
        QTest::newRow("CRL alone") << QStringList { u"crl"_s } << QStringList { u"crl-without-ca"_s };
        QTest::newRow("CRL and CA") << QStringList { u"crl"_s, u"root"_s } << QStringList();
    }
    void leftovers_get_a_sentence_each()
    {
        QFETCH(const QStringList, files);
        QFETCH(const QStringList, expected);
        const Family family;
        const QTemporaryDir folder;
        static_cast<void>(private_file(folder, u"key"_s, plain(family.client.key())));
        static_cast<void>(write(folder, u"leaf"_s, family.client.certificate().pem()));
        static_cast<void>(write(folder, u"renewed"_s, leaf(family.middle, u"ec:p256"_s, Role::client, u"pump"_s).certificate().pem()));
        static_cast<void>(write(folder, u"middle"_s, family.middle.certificate().pem()));
        static_cast<void>(write(folder, u"root"_s, family.root.certificate().pem()));
        static_cast<void>(write(folder, u"root again"_s, family.root.certificate().der()));
        QCOMPARE(openssl(u"req -new -key key -subj /CN=pump -out request"_s.split(u' '), folder.path()).status, 0);
        const auto whole = read_credential_file(folder.filePath(u"request"_s));
        QByteArray broken = whole->requests.first().der();
        broken[broken.size() - 1] = char(broken.back() ^ 1);
        static_cast<void>(write(folder, u"broken request"_s, broken));
        const auto crl = make_crl(CrlSpec { .next_update = QDateTime::currentDateTimeUtc().addDays(30) }, family.root.certificate(), family.root.key());
        QVERIFY2(crl, qPrintable(crl ? QString() : crl.error().message));
        static_cast<void>(write(folder, u"crl"_s, crl->pem()));

        QStringList paths;
        for (const QString &file : files)
            paths << folder.filePath(file);
        const Matching matching = match_files(paths);
        QCOMPARE(codes(matching.findings), expected);
        for (const Finding &finding : matching.findings) {
            QVERIFY(!finding.message.isEmpty() && !finding.fix.isEmpty());
            QVERIFY2(!finding.message.contains(u'%'), qPrintable(finding.message));
        }
        for (const MatchedRequest &request : matching.requests) {
            QCOMPARE(!request.answers.isEmpty(), files.contains(u"leaf"_s));
            QCOMPARE(request.key.has_value(), files.contains(u"key"_s));
        }
    }

    void names_of_the_sdk_are_told()
    {
        const Matching matching = match_files({ data_path(u"sdk-tools/server"_s) });
        QStringList named;
        for (const MatchedCertificate &matched : matching.certificates)
            named << role_name(present(matched.named)) + u'/' + role_name(matched.role);
        QVERIFY2(named.contains(u"ca/ca"_s), qPrintable(named.join(u' ')));
        QVERIFY2(named.contains(u"server/device"_s) || named.contains(u"server/server"_s), qPrintable(named.join(u' ')));
    }

    void folders_are_read_with_care()
    {
        const QTemporaryDir folder;
        const Identity authority = ca(u"ec:p256"_s);
        QVERIFY(QDir(folder.path()).mkpath(u"below"_s) && QDir(folder.path()).mkpath(u".hidden"_s));
        static_cast<void>(write(folder, u"below/ca.crt"_s, authority.certificate().pem()));
        static_cast<void>(write(folder, u".hidden/key"_s, plain(authority.key())));
        static_cast<void>(write(folder, u"damaged"_s, authority.certificate().pem().first(200)));
        static_cast<void>(private_file(folder, u"locked"_s, [&] {
            const auto pem = authority.key().to_encrypted_pem(secret("pw"));
            return QByteArray(pem->chars(), qsizetype(pem->size()));
        }()));
        QVERIFY(QFile::link(folder.path(), folder.filePath(u"below/loop"_s)));
        QVERIFY(QFile::link(folder.filePath(u"below/nowhere"_s), folder.filePath(u"dangling"_s)));
        QCOMPARE(mkfifo(folder.filePath(u"fifo"_s).toLocal8Bit().constData(), 0600), 0);
        static_cast<void>(write(folder, u"secret"_s, QByteArray("x")));
        QFile::setPermissions(folder.filePath(u"secret"_s), QFileDevice::Permissions());

        const auto gathered = gather({ folder.path() }, {}, {});
        QVERIFY2(gathered, qPrintable(gathered ? QString() : gathered.error().message));
        QCOMPARE(gathered->files.size(), 1); // once, in spite of the loop
        QStringList expected { u"file-missing"_s, u"file-special"_s, u"password-needed"_s, u"pem-damaged"_s };
        if (geteuid() != 0)
            expected << u"file-unreadable"_s;
        expected.sort();
        QCOMPARE(codes(gathered->findings), expected);
        QVERIFY(gathered->locked());
        for (const Finding &finding : gathered->findings)
            QVERIFY2(finding.message.contains(folder.path()), qPrintable(finding.message));
        // What is named itself must be readable.
        const auto named = gather({ folder.filePath(u"damaged"_s) }, {}, {});
        QCOMPARE(named.error().code, u"pem-damaged"_s);
    }

    void too_much_is_an_error_at_once()
    {
        const QTemporaryDir folder;
        for (int i = 0; i < 12; ++i)
            static_cast<void>(write(folder, u"f%1"_s.arg(i), QByteArray(1000, 'x')));
        QCOMPARE(gather({ folder.path() }, {}, {}, { .most_files = 10 }).error().code, u"too-many-files"_s);
        QCOMPARE(gather({ folder.path() }, {}, {}, { .most_bytes = Size(5000) }).error().code, u"too-many-files"_s);
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(gather({ folder.path() }, {}, Job { nullptr, stop.get_token() }).error().kind, ErrorKind::cancelled);
    }

    void others_may_not_read_keys_data()
    {
        QTest::addColumn<bool>("encrypted");
        QTest::addColumn<int>("mode");
        QTest::addColumn<QStringList>("expected");
        const QStringList warned { u"key-readable-by-others"_s };
        QTest::newRow("plain, world") << false << 0644 << warned;
        QTest::newRow("plain, group") << false << 0640 << warned;
        QTest::newRow("plain, own") << false << 0600 << QStringList();
        QTest::newRow("encrypted, world") << true << 0644 << QStringList();
    }
    void others_may_not_read_keys()
    {
        QFETCH(const bool, encrypted);
        QFETCH(const int, mode);
        QFETCH(const QStringList, expected);
        const QTemporaryDir folder;
        const auto pem = encrypted ? key(u"ec:p256"_s).to_encrypted_pem(secret("pw")) : key(u"ec:p256"_s).to_pem();
        const QString path = write(folder, u"it"_s, pem->view());
        QCOMPARE(chmod(path.toLocal8Bit().constData(), mode_t(mode)), 0);
        const auto file = read_credential_file(path, answer("pw"));
        QVERIFY(file);
        QCOMPARE(codes(file->findings), expected);
        if (!expected.isEmpty())
            QVERIFY2(file->findings.first().fix.contains(u"chmod 600 "_s + path), qPrintable(file->findings.first().fix));
    }

    void thousands_are_no_trouble()
    {
        const Identity authority = ca(u"ec:p256"_s);
        QList<GatheredFile> files { { u"ca"_s, { .certificates = { authority.certificate() } } } };
        QList<PrivateKey> keys;
        for (int i = 0; i < 8; ++i)
            keys << key(u"ec:p256"_s, 20 + i);
        for (int i = 0; i < 1000; ++i) {
            CertificateSpec spec;
            spec.role = Role::client;
            spec.subject = SubjectName::of(u"device-%1"_s.arg(i));
            const auto issued = issue(spec, keys[i % 8], authority.certificate(), authority.key());
            QVERIFY(issued);
            files << GatheredFile { u"file-%1"_s.arg(i), { .certificates = { *issued, authority.certificate() }, .keys = { keys[i % 8] } } };
        }
        const Matching matching = match(files);
        QCOMPARE(matching.certificates.size(), 1001);
        QVERIFY(std::ranges::all_of(matching.certificates, &MatchedCertificate::complete));
        QCOMPARE(matching.certificates[500].key_files.size(), 125);
        for (const Finding &finding : matching.findings)
            QVERIFY2(finding.message.size() < 1000, qPrintable(finding.code));
    }

    // CAs that signed each other, and one name for many.
    void loops_and_namesakes_end()
    {
        const QTemporaryDir folder;
        const Identity one = ca(u"ec:p256"_s, u"Same name"_s);
        QByteArray all;
        for (int i = 0; i < 100; ++i)
            all += ca(u"ec:p256"_s, u"Same name"_s).certificate().pem();
        static_cast<void>(write(folder, u"many"_s, all));
        static_cast<void>(write(folder, u"k1"_s, plain(key(u"ec:p256"_s, 11))));
        static_cast<void>(write(folder, u"k2"_s, plain(key(u"ec:p256"_s, 12))));
        static_cast<void>(write(folder, u"ext"_s, QByteArray("basicConstraints=critical,CA:TRUE\n")));
        const auto run = [&](const QString &command) {
            const Run done = openssl(command.split(u' '), folder.path());
            QVERIFY2(done.status == 0, done.err.constData());
        };
        run(u"req -x509 -new -key k1 -subj /CN=A -days 9 -out a.crt"_s);
        run(u"req -x509 -new -key k2 -subj /CN=B -days 9 -out b.crt"_s);
        run(u"req -new -key k1 -subj /CN=A -out a.csr"_s);
        run(u"req -new -key k2 -subj /CN=B -out b.csr"_s);
        run(u"x509 -req -in a.csr -CA b.crt -CAkey k2 -days 9 -extfile ext -out ab.crt"_s);
        run(u"x509 -req -in b.csr -CA a.crt -CAkey k1 -days 9 -extfile ext -out ba.crt"_s);
        const Matching crossed = match_files({ folder.filePath(u"ab.crt"_s), folder.filePath(u"ba.crt"_s) });
        for (const MatchedCertificate &matched : crossed.certificates) {
            QCOMPARE(matched.chain.size(), 1);
            QVERIFY(!matched.complete);
        }
        const Matching many = match_files({ folder.filePath(u"many"_s) });
        QCOMPARE(many.certificates.size(), 100);
        for (const MatchedCertificate &matched : many.certificates)
            QVERIFY(matched.complete && matched.chain.isEmpty());
    }
};

QTEST_GUILESS_MAIN(MatchTest)
#include "tst_pki_match.moc"
