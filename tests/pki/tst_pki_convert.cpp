// SPDX-License-Identifier: Apache-2.0
// The SDK's conversion, byte for byte, in the library; tests/cli does it through the program.
#include <QDirIterator>
#include <QTest>

#include "core/pki/chain.h"
#include "core/pki/credential_file.h"
#include "core/pki/sdk_convert.h"
#include "tests/pki/support.h"

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;

namespace {

QStringList files_in(const QString &folder)
{
    QStringList files;
    for (QDirIterator each(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); each.hasNext();)
        files << QDir(folder).relativeFilePath(each.next());
    files.sort();
    return files;
}

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// A folder with copies of golden input files.
void copy(const QString &golden, const QStringList &names, const QTemporaryDir &folder)
{
    for (const QString &name : names)
        static_cast<void>(write(folder, name, data(u"sdk-tools/%1/%2"_s.arg(golden, name))));
}

SdkConvertRequest request(const QString &folder, const QString &out)
{
    SdkConvertRequest made;
    made.folder = folder;
    made.out = out;
    return made;
}

constexpr QFileDevice::Permissions others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;

} // namespace

class ConvertTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void golden_data()
    {
        QTest::addColumn<SdkConvertMode>("mode");
        QTest::addColumn<QStringList>("copies");
        QTest::newRow("caonly") << SdkConvertMode::ca_only << QStringList { u"ca/ca.crt"_s };
        QTest::newRow("client") << SdkConvertMode::client << QStringList { u"ca/ca.crt"_s, u"client/client.crt"_s, u"client/client.key"_s };
        QTest::newRow("server") << SdkConvertMode::server << QStringList { u"ca/ca.crt"_s, u"server/server.crt"_s, u"server/server.key"_s };
        QTest::newRow("both") << SdkConvertMode::client << QStringList { u"ca/ca.crt"_s, u"client/client.crt"_s, u"client/client.key"_s };
    }
    void golden()
    {
        QFETCH(const SdkConvertMode, mode);
        QFETCH(const QStringList, copies);
        const QTemporaryDir out;
        const QString source = data_path(u"sdk-tools/%1"_s.arg(QString::fromLatin1(QTest::currentDataTag())));
        const auto result = sdk_convert(request(source, out.path()), {});
        QVERIFY(result);
        QCOMPARE(result->mode, mode);

        const QString expected = source + u"/expected"_s;
        QStringList all = files_in(expected) + copies;
        all.sort();
        QCOMPARE(files_in(out.path()), all);
        for (const QString &file : files_in(expected))
            QCOMPARE(content(out.filePath(file)), content(expected + u'/' + file));
        for (const QString &file : copies)
            QCOMPARE(content(out.filePath(file)), content(source + u'/' + file.section(u'/', 1)));
        for (const auto &file : result->files) {
            QCOMPARE(content(out.filePath(file.path)).size(), qsizetype(file.size.value()));
            QCOMPARE(!(QFileInfo(out.filePath(file.path)).permissions() & others), file.secret);
        }
    }

    void other_forms_of_the_same_input_give_the_same_output()
    {
        const QTemporaryDir folder;
        const QString source = data_path(u"sdk-tools/client/"_s);
        QCOMPARE(openssl({ u"x509"_s, u"-in"_s, source + u"ca.crt"_s, u"-outform"_s, u"DER"_s, u"-out"_s, u"ca.crt"_s }, folder.path()).status, 0);
        QCOMPARE(openssl({ u"x509"_s, u"-in"_s, source + u"client.crt"_s, u"-text"_s, u"-out"_s, u"client.crt"_s }, folder.path()).status, 0);
        QCOMPARE(
            openssl({ u"pkcs8"_s, u"-topk8"_s, u"-in"_s, source + u"client.key"_s, u"-passout"_s, u"pass:pw"_s, u"-out"_s, u"client.key"_s }, folder.path())
                .status,
            0);
        SdkConvertRequest asked = request(folder.path(), folder.path());
        asked.prompt = answer("pw");
        QVERIFY(sdk_convert(asked, {}));
        for (const QString &file : { u"bin/esp_ca_cert.bin"_s, u"bin/esp_cert_private_key.bin"_s, u"include/cert.h"_s, u"include/private_key.h"_s })
            QCOMPARE(content(folder.filePath(file)), content(source + u"expected/"_s + file));
    }

    void der_payloads_are_as_small_as_promised()
    {
        const QTemporaryDir out;
        SdkConvertRequest asked = request(data_path(u"sdk-tools/client"_s), out.path());
        asked.payload = PayloadFormat::der;
        const auto result = sdk_convert(asked, {});
        QVERIFY(result);
        QCOMPARE(result->blobs, result->blobs_der);
        const auto pem = sdk_convert(request(asked.folder, out.filePath(u"pem"_s)), {});
        QCOMPARE(pem->blobs_der, result->blobs);
        QVERIFY(pem->blobs_der < pem->blobs);
        const auto header = read_credential_file(out.filePath(u"include/cert.h"_s));
        QCOMPARE(header->certificates.size(), 1);
    }

    void makes_everything_without_input()
    {
        const QTemporaryDir folder;
        const auto result = sdk_convert(request(folder.path(), folder.path()), {});
        QVERIFY(result);
        QCOMPARE(result->mode, SdkConvertMode::self_made);
        QCOMPARE(files_in(folder.path()),
            (QStringList { u"bin/esp_ca_cert.bin"_s, u"bin/esp_cert_private_key.bin"_s, u"ca/ca.crt"_s, u"ca/ca.key"_s, u"client/client.crt"_s,
                u"client/client.key"_s, u"include/cert.h"_s, u"include/private_key.h"_s, u"server/server.crt"_s, u"server/server.key"_s }));
        for (const QString &role : { u"server"_s, u"client"_s }) {
            const Run verified = openssl({ u"verify"_s, u"-x509_strict"_s, u"-auth_level"_s, u"2"_s, u"-purpose"_s, u"ssl"_s + role, u"-CAfile"_s,
                                             u"ca/ca.crt"_s, role + u'/' + role + u".crt"_s },
                folder.path());
            QVERIFY2(verified.status == 0, verified.err.constData());
        }
        QCOMPARE(
            openssl({ u"verify"_s, u"-CAfile"_s, u"ca/ca.crt"_s, u"-verify_ip"_s, u"192.168.111.100"_s, u"server/server.crt"_s }, folder.path()).status, 0);

        const auto header = read_credential_files({ folder.filePath(u"include/cert.h"_s), folder.filePath(u"include/private_key.h"_s) });
        QCOMPARE(header->certificates.first().common_name(), u"192.168.111.100"_s);
        QVERIFY(header->certificates.first().matches(header->keys.first()));
        const auto blob = read_credential_file(folder.filePath(u"bin/esp_cert_private_key.bin"_s));
        QCOMPARE(blob->certificates.first().common_name(), u"192.168.111.101"_s);
        QVERIFY(blob->certificates.first().matches(blob->keys.first()));
        QCOMPARE(codes(result->findings), QStringList { u"sdk-header-identity"_s });
        for (const QString &file : files_in(folder.path())) {
            if (content(folder.filePath(file)).contains("PRIVATE KEY") || file.endsWith(u"private_key.h"_s))
                QVERIFY2(!(QFileInfo(folder.filePath(file)).permissions() & others), qPrintable(file));
        }
    }

    void does_as_the_script_on_request()
    {
        const QTemporaryDir folder;
        SdkConvertRequest asked = request(folder.path(), folder.path());
        asked.like_sdk = true;
        QVERIFY(sdk_convert(asked, {}));
        const auto header = read_credential_file(folder.filePath(u"include/cert.h"_s));
        const Certificate &certificate = header->certificates.first();
        QCOMPARE(certificate.subject(), u"O = TLS Project Device Certificate, CN = 192.168.111.101"_s);
        QCOMPARE(certificate.issuer(), u"O = TLS Project Dodgy Certificate Authority"_s);
        QCOMPARE(certificate.version(), 1);
        QCOMPARE(certificate.key().name, u"RSA-1024"_s);
        QCOMPARE(certificate.signature_algorithm(), u"sha1WithRSAEncryption"_s);
        const auto server = read_credential_file(folder.filePath(u"server/server.crt"_s));
        QCOMPARE(server->certificates.first().common_name(), u"192.168.111.100"_s);
        QCOMPARE(openssl({ u"verify"_s, u"-auth_level"_s, u"0"_s, u"-CAfile"_s, u"ca/ca.crt"_s, u"server/server.crt"_s }, folder.path()).status, 0);
    }

    void names_and_keys_can_be_chosen()
    {
        const QTemporaryDir folder;
        SdkConvertRequest asked = request(folder.path(), folder.path());
        asked.server_name = u"esp.local"_s;
        asked.key = KeySpec { KeyType::ec, 256 };
        const auto result = sdk_convert(asked, {});
        QVERIFY(result);
        QCOMPARE(codes(result->findings), (QStringList { u"sdk-ec-key"_s, u"sdk-header-identity"_s }));
        const auto server = read_credential_file(folder.filePath(u"server/server.crt"_s));
        QCOMPARE(server->certificates.first().alt_names(), (QList { AltName { AltName::Kind::dns, u"esp.local"_s } }));
        QCOMPARE(server->certificates.first().key().name, u"P-256"_s);
    }

    void tells_what_it_leaves_out_data()
    {
        QTest::addColumn<QStringList>("names"); // of the golden folder "both"
        QTest::addColumn<QStringList>("unused");
        QTest::newRow("client key missing") << QStringList { u"ca.crt"_s, u"client.crt"_s } << QStringList { u"client.crt"_s };
        QTest::newRow("server certificate missing") << QStringList { u"ca.crt"_s, u"server.key"_s } << QStringList { u"server.key"_s };
        QTest::newRow("client first") << QStringList { u"ca.crt"_s, u"client.crt"_s, u"client.key"_s, u"server.crt"_s, u"server.key"_s }
                                      << QStringList { u"server.crt"_s };
        QTest::newRow("no CA") << QStringList { u"client.crt"_s, u"client.key"_s } << QStringList { u"client.crt"_s, u"client.key"_s };
    }
    void tells_what_it_leaves_out()
    {
        QFETCH(const QStringList, names);
        QFETCH(const QStringList, unused);
        const QTemporaryDir folder;
        const QTemporaryDir out;
        copy(u"both"_s, names, folder);
        const auto result = sdk_convert(request(folder.path(), out.path()), {});
        QVERIFY(result);
        QStringList told;
        for (const Finding &finding : result->findings) {
            if (finding.code == u"sdk-unused-input"_s)
                told << finding.message.section(u' ', 0, 0);
        }
        QCOMPARE(told, unused);
    }

    void a_chain_is_cut_as_the_script_does_and_it_says_so()
    {
        const QTemporaryDir folder;
        copy(u"client"_s, { u"ca.crt"_s, u"client.crt"_s, u"client.key"_s }, folder);
        static_cast<void>(write(folder, u"client.crt"_s, data(u"sdk-tools/client/client.crt"_s) + data(u"sdk-tools/client/ca.crt"_s)));
        const auto result = sdk_convert(request(folder.path(), folder.path()), {});
        QVERIFY(result && codes(result->findings).contains(u"sdk-chain-dropped"_s));
        QCOMPARE(content(folder.filePath(u"bin/esp_cert_private_key.bin"_s)), data(u"sdk-tools/client/expected/bin/esp_cert_private_key.bin"_s));
    }

    void names_do_not_matter_data()
    {
        QTest::addColumn<QStringList>("files"); // "golden/name as other-name"
        QTest::addColumn<QString>("golden"); // whose expected/ it equals
        QTest::addColumn<SdkConvertMode>("mode");
        QTest::newRow("CA alone") << QStringList { u"caonly/ca.crt as farm.pem"_s } << u"caonly"_s << SdkConvertMode::ca_only;
        QTest::newRow("CA and identity") << QStringList { u"client/ca.crt as farm.pem"_s, u"client/client.crt as a"_s, u"client/client.key as b"_s }
                                         << u"client"_s << SdkConvertMode::device;
        QTest::newRow("the script's ca.crt, another's identity") << QStringList { u"client/ca.crt as ca.crt"_s, u"client/client.crt as pump.cer"_s,
            u"client/client.key as pump.pem"_s } << u"client"_s << SdkConvertMode::device;
        QTest::newRow("blobs of an earlier run") << QStringList { u"client/expected/bin/esp_ca_cert.bin as x"_s,
            u"client/expected/bin/esp_cert_private_key.bin as y"_s }
                                                 << u"client"_s << SdkConvertMode::device;
        QTest::newRow("unused texts") << QStringList { u"caonly/ca.crt as farm.pem"_s, u"client/expected/include/private_key.h as private_key.h"_s }
                                      << u"caonly"_s << SdkConvertMode::ca_only;
    }
    void names_do_not_matter()
    {
        QFETCH(const QStringList, files);
        QFETCH(const QString, golden);
        QFETCH(const SdkConvertMode, mode);
        const QTemporaryDir folder;
        const QTemporaryDir out;
        for (const QString &file : files)
            static_cast<void>(write(folder, file.section(u" as "_s, 1), data(u"sdk-tools/"_s + file.section(u" as "_s, 0, 0))));
        const auto result = sdk_convert(request(folder.path(), out.path()), {});
        QVERIFY2(result, qPrintable(result ? QString() : result.error().message));
        QCOMPARE(result->mode, mode);
        const QString expected = data_path(u"sdk-tools/%1/expected"_s.arg(golden));
        for (const QString &file : files_in(expected))
            QCOMPARE(content(out.filePath(file)), content(expected + u'/' + file));
        for (const QString &file : files_in(out.path()))
            QVERIFY2(QFileInfo::exists(expected + u'/' + file) || file.startsWith(u"ca/"), qPrintable(file));
    }

    void doubts_are_told_and_options_decide_data()
    {
        QTest::addColumn<QStringList>("files");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QStringList>("names"); // in the message
        QTest::addColumn<QString>("identity"); // with which it works
        QTest::addColumn<QString>("ca");
        const QStringList both { u"both/ca.crt as farm"_s, u"both/client.crt as a"_s, u"both/client.key as b"_s, u"both/server.crt as c"_s,
            u"both/server.key as d"_s };
        QTest::newRow("two identities") << both << u"convert-several-identities"_s << QStringList { u"a"_s, u"c"_s } << u"c"_s << QString();
        QTest::newRow("two identities, named by the key") << both << u"convert-several-identities"_s << QStringList { u"a"_s, u"c"_s } << u"b"_s << QString();
        QTest::newRow("two CAs") << QStringList { u"client/ca.crt as one"_s, u"server/ca.crt as two"_s } << u"convert-several-cas"_s
                                 << QStringList { u"one"_s, u"two"_s } << QString() << u"two"_s;
        QTest::newRow("no CA") << QStringList { u"client/client.crt as a"_s, u"client/client.key as b"_s } << u"convert-no-ca"_s << QStringList { u"a"_s }
                               << QString() << u"elsewhere"_s;
    }
    void doubts_are_told_and_options_decide()
    {
        QFETCH(const QStringList, files);
        QFETCH(const QString, code);
        QFETCH(const QStringList, names);
        QFETCH(const QString, identity);
        QFETCH(const QString, ca);
        const QTemporaryDir folder;
        const QTemporaryDir out;
        const QTemporaryDir elsewhere;
        for (const QString &file : files)
            static_cast<void>(write(folder, file.section(u" as "_s, 1), data(u"sdk-tools/"_s + file.section(u" as "_s, 0, 0))));
        SdkConvertRequest asked = request(folder.path(), out.path());
        const auto refused = sdk_convert(asked, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, code);
        QCOMPARE(exit_status(refused.error()), 3);
        for (const QString &name : names)
            QVERIFY2(refused.error().message.contains(name + u" ("_s), qPrintable(refused.error().message));
        QVERIFY2(refused.error().fix.contains(identity.isEmpty() ? u"--ca"_s : u"--identity"_s), qPrintable(refused.error().fix));
        QCOMPARE(files_in(out.path()), QStringList());

        if (!identity.isEmpty())
            asked.identity_file = folder.filePath(identity);
        if (ca == u"elsewhere")
            asked.ca_file = write(elsewhere, u"it"_s, data(u"sdk-tools/client/ca.crt"_s));
        else if (!ca.isEmpty())
            asked.ca_file = folder.filePath(ca);
        const auto done = sdk_convert(asked, {});
        QVERIFY2(done, qPrintable(done ? QString() : done.error().message));
        QCOMPARE(done->inputs.size(), identity.isEmpty() && ca == u"two" ? 1 : 3);
    }

    // One PKCS#12 file with everything, made by the openssl program; its CA's own encrypted key beside it is nobody's business.
    void one_locked_file_is_enough()
    {
        const QTemporaryDir folder;
        const QTemporaryDir out;
        const QString source = data_path(u"sdk-tools/client/"_s);
        QCOMPARE(openssl({ u"pkcs12"_s, u"-export"_s, u"-in"_s, source + u"client.crt"_s, u"-inkey"_s, source + u"client.key"_s, u"-certfile"_s,
                             source + u"ca.crt"_s, u"-passout"_s, u"pass:pw"_s, u"-out"_s, u"device.p12"_s },
                     folder.path())
                     .status,
            0);
        SdkConvertRequest asked = request(folder.path(), out.path());
        QCOMPARE(sdk_convert(asked, {}).error().code, u"password-needed"_s);
        asked.prompt = answer("wrong");
        QCOMPARE(sdk_convert(asked, {}).error().code, u"wrong-password"_s);
        asked.prompt = answer("pw");
        const auto done = sdk_convert(asked, {});
        QVERIFY2(done, qPrintable(done ? QString() : done.error().message));
        for (const QString &file : { u"bin/esp_ca_cert.bin"_s, u"bin/esp_cert_private_key.bin"_s, u"include/cert.h"_s, u"include/private_key.h"_s })
            QCOMPARE(content(out.filePath(file)), content(source + u"expected/"_s + file));

        const QTemporaryDir ca_folder;
        static_cast<void>(write(ca_folder, u"farm.pem"_s, data(u"sdk-tools/client/ca.crt"_s)));
        static_cast<void>(write(ca_folder, u"farm.key"_s, key(u"ec:p256"_s).to_encrypted_pem(secret("pw"))->view()));
        const auto ca_only = sdk_convert(request(ca_folder.path(), out.path()), {});
        QVERIFY2(ca_only, qPrintable(ca_only ? QString() : ca_only.error().message));
        QCOMPARE(ca_only->mode, SdkConvertMode::ca_only);
    }

    void refuses_and_leaves_nothing_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::addColumn<QString>("code");
        QTest::newRow("key of another") << u"key"_s << u"key-mismatch"_s;
        QTest::newRow("CA is text") << u"ca"_s << u"no-certificate"_s;
        QTest::newRow("certificate cut") << u"cut"_s << u"pem-damaged"_s;
        QTest::newRow("no folder") << u"folder"_s << u"folder-missing"_s;
        QTest::newRow("something in the way") << u"way"_s << u"file-is-folder"_s;
    }
    void refuses_and_leaves_nothing()
    {
        QFETCH(const QString, damage);
        QFETCH(const QString, code);
        const QTemporaryDir folder;
        const QTemporaryDir out;
        copy(u"client"_s, { u"ca.crt"_s, u"client.crt"_s, u"client.key"_s }, folder);
        if (damage == u"key"_s)
            static_cast<void>(write(folder, u"client.key"_s, data(u"sdk-tools/server/server.key"_s)));
        else if (damage == u"ca"_s)
            static_cast<void>(write(folder, u"ca.crt"_s, QByteArray("hello")));
        else if (damage == u"cut"_s)
            static_cast<void>(write(folder, u"client.crt"_s, data(u"sdk-tools/client/client.crt"_s).first(500)));
        else if (damage == u"way"_s)
            QVERIFY(QDir(out.path()).mkpath(u"include/private_key.h"_s));
        const auto result = sdk_convert(request(damage == u"folder"_s ? folder.filePath(u"none"_s) : folder.path(), out.path()), {});
        QVERIFY(!result);
        QCOMPARE(result.error().code, code);
        QCOMPARE(exit_status(result.error()), 3);
        QCOMPARE(files_in(out.path()), QStringList());
    }

    void a_ca_is_not_replaced_unasked()
    {
        const QTemporaryDir folder;
        SdkConvertRequest asked = request(folder.path(), folder.path());
        asked.key = KeySpec { KeyType::ec, 256 };
        QVERIFY(sdk_convert(asked, {}));
        const QByteArray before = content(folder.filePath(u"ca/ca.key"_s));
        const auto again = sdk_convert(asked, {});
        QVERIFY(!again);
        QCOMPARE(again.error().code, u"file-exists"_s);
        QCOMPARE(content(folder.filePath(u"ca/ca.key"_s)), before);
        asked.overwrite = Overwrite::yes;
        QVERIFY(sdk_convert(asked, {}));
        QVERIFY(content(folder.filePath(u"ca/ca.key"_s)) != before);
    }

    void cancelled_work_leaves_nothing()
    {
        std::stop_source stop;
        stop.request_stop();
        const QTemporaryDir folder;
        const auto result = sdk_convert(request(folder.path(), folder.path()), Job { nullptr, stop.get_token() });
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::cancelled);
        QVERIFY(QDir(folder.path()).isEmpty());
    }
};

QTEST_GUILESS_MAIN(ConvertTest)
#include "tst_pki_convert.moc"
