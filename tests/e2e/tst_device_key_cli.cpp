// SPDX-License-Identifier: Apache-2.0
// The device's own key on the command line, with openssl as another CA and as the device's TLS client.
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include "tests/e2e/program.h"
#include "tests/pki/soft_token.h"

using namespace Qt::StringLiterals;

namespace {

QByteArray openssl(const QStringList &arguments, const QString &folder, const QByteArray &input = {})
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(u"openssl"_s, arguments);
    process.write(input);
    process.closeWriteChannel();
    return process.waitForFinished(30'000) ? process.readAll() : "openssl does not end"_ba;
}

} // namespace

class DeviceKeyCliTest final : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

    [[nodiscard]] Ran here(const QStringList &arguments) const { return run(arguments, folder_.path()); }
    [[nodiscard]] QByteArray content(const QString &name) const
    {
        QFile file(folder_.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] QStringList on(const Device &device, const QString &command, const QStringList &more) const
    {
        return QStringList { u"device"_s, command, u"--port"_s, device.port(), u"--json"_s } + more;
    }
    // A server with the plan of the guide.
    void give_plan(const Device &device) const
    {
        const Ran provisioned = here({ u"provision"_s, u"plan.json"_s, u"--port"_s, device.port() });
        QVERIFY2(provisioned.status == 0, provisioned.err.constData());
        QVERIFY(provisioned.err.contains("espseal device identity"));
    }
    [[nodiscard]] QByteArray handshake(int port, const QString &ca) const
    {
        return openssl({ u"s_client"_s, u"-connect"_s, u"127.0.0.1:%1"_s.arg(port), u"-CAfile"_s, ca, u"-verify_return_error"_s, u"-verify_ip"_s,
                           u"127.0.0.1"_s, u"-showcerts"_s },
            folder_.path());
    }

private Q_SLOTS:
    void initTestCase()
    {
        QCOMPARE(here({ u"ca"_s, u"new"_s, u"--cn"_s, u"Farm CA"_s, u"--plain-key"_s, u"--out"_s, u"ca"_s }).status, 0);
        const Ran suggested = here({ u"flash"_s, u"suggest"_s, u"--flash-size"_s, u"4MB"_s, u"--map"_s, u"512+512"_s, u"--role"_s, u"server"_s, u"--one-way"_s,
            u"--local-port"_s, u"0"_s, u"--device-key"_s, u"--out"_s, u"plan.json"_s });
        QVERIFY2(suggested.status == 0, suggested.err.constData());
        const Ran checked = here({ u"flash"_s, u"check"_s, u"plan.json"_s, u"--json"_s });
        QVERIFY2(checked.status == 0, checked.out.constData());
        QVERIFY(checked.json()["ok"_L1].toBool());
        QVERIFY(content(u"plan.json"_s).contains("\"made_on_device\": true"));
    }

    // Neither the CA's key nor the device's is ever on this computer.
    void signed_by_a_ca_on_a_token()
    {
        using espseal::pki::test::SoftToken;
        const SoftToken token;
        QVERIFY2(!SoftToken::module().isEmpty() && token.make(), "softhsm2 is not installed: packaging/debian-packages.txt names it");
        QFile pin(folder_.filePath(u"pin"_s));
        QVERIFY(pin.open(QIODevice::WriteOnly) && pin.write(SoftToken::pin) > 0);
        pin.close();
        const Ran ca = here({ u"ca"_s, u"new"_s, u"--cn"_s, u"Token CA"_s, u"--module"_s, SoftToken::module(), u"--token"_s, u"pkcs11:object=ca"_s,
            u"--pin-file"_s, u"pin"_s, u"--out"_s, u"token-ca"_s });
        QVERIFY2(ca.status == 0, ca.err.constData());
        const Device device({ u"--flash"_s, folder_.filePath(u"token.bin"_s) });
        give_plan(device);
        const QStringList wanted { u"--ca"_s, u"token-ca"_s, u"--cn"_s, u"greenhouse-17"_s, u"--san"_s, u"IP:127.0.0.1"_s };
        // A PIN that is missing is missed before the device makes a key.
        QCOMPARE(here(on(device, u"identity"_s, wanted)).status, 3);
        const Ran made = here(on(device, u"identity"_s, wanted + QStringList { u"--pin-file"_s, u"pin"_s }));
        QVERIFY2(made.status == 0, (made.out + made.err).constData());
        QCOMPARE(made.json()["signed_by"_L1]["token"_L1].toString(), u"Farm Safe"_s);
        const QByteArray seen = handshake(made.json()["identity"_L1]["listening"_L1].toInt(), u"token-ca/ca.crt"_s);
        QVERIFY2(seen.contains("Verify return code: 0 (ok)") || seen.contains("Verification: OK"), seen.constData());
    }

    void in_one_go()
    {
        const Device device({ u"--flash"_s, folder_.filePath(u"one.bin"_s) });
        give_plan(device);
        const Ran made = here(on(device, u"identity"_s,
            { u"--ca"_s, u"ca"_s, u"--cn"_s, u"greenhouse-17"_s, u"--san"_s, u"IP:127.0.0.1"_s, u"--days"_s, u"90"_s, u"--out"_s, u"device.crt"_s }));
        QVERIFY2(made.status == 0, (made.out + made.err).constData());
        const QJsonObject json = made.json();
        QVERIFY(json["ok"_L1].toBool());
        QCOMPARE(json["certificate"_L1]["common_name"_L1].toString(), u"greenhouse-17"_s);
        QCOMPARE(json["identity"_L1]["blobs"_L1].toArray().size() >= 2, true);
        const int port = json["identity"_L1]["listening"_L1].toInt();
        QVERIFY(port != 0);
        QVERIFY(content(u"device.crt"_s).startsWith("-----BEGIN CERTIFICATE-----"));
        QVERIFY(!made.out.contains("PRIVATE KEY"));
        const QByteArray seen = handshake(port, u"ca/ca.crt"_s);
        QVERIFY2(seen.contains("Verify return code: 0 (ok)") || seen.contains("Verification: OK"), seen.constData());

        // A second time it is refused; with --replace it is another key.
        const QStringList again { u"--ca"_s, u"ca"_s, u"--cn"_s, u"greenhouse-18"_s, u"--san"_s, u"IP:127.0.0.1"_s };
        const Ran refused = here(on(device, u"identity"_s, again));
        QVERIFY2(refused.status == 1, refused.out.constData());
        QCOMPARE(refused.json()["error"_L1]["code"_L1].toString(), u"device-key-exists"_s);
        const Ran replaced = here(on(device, u"identity"_s, again + QStringList { u"--replace"_s }));
        QVERIFY2(replaced.status == 0, (replaced.out + replaced.err).constData());
        QVERIFY(replaced.json()["replaced"_L1].toBool());
        QVERIFY(handshake(replaced.json()["identity"_L1]["listening"_L1].toInt(), u"ca/ca.crt"_s).contains("greenhouse-18"));

        // Writing the plan again leaves it.
        const Ran provisioned = here({ u"provision"_s, u"plan.json"_s, u"--port"_s, device.port(), u"--json"_s });
        QVERIFY2(provisioned.status == 0, provisioned.err.constData());
        const QJsonObject key = provisioned.json()["device_keys"_L1].toArray()[0].toObject();
        QCOMPARE(key["found"_L1].toString(), u"complete"_s);
        QCOMPARE(key["erased"_L1].toBool(true), false);

        // A plan that brings an identity of its own is refused until the device's key is given up by name.
        QCOMPARE(here({ u"cert"_s, u"issue"_s, u"--ca"_s, u"ca"_s, u"--cn"_s, u"other"_s, u"--plain-key"_s, u"--out"_s, u"other"_s }).status, 0);
        QByteArray plan = content(u"plan.json"_s);
        plan.replace("\"made_on_device\": true", "\"credential\": \"other\"");
        QFile file(folder_.filePath(u"normal.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(plan) == plan.size());
        file.close();
        const QStringList normal { u"provision"_s, u"normal.json"_s, u"--port"_s, device.port(), u"--json"_s };
        const Ran kept = here(normal);
        QVERIFY2(kept.status == 1, (kept.out + kept.err).constData());
        const QJsonObject error = kept.json()["error"_L1].toObject();
        QCOMPARE(error["code"_L1].toString(), u"device-key-kept"_s);
        QVERIFY(error["fix"_L1].toString().contains("--erase-device-keys"_L1));
        const Ran written = here(normal + QStringList { u"--erase-device-keys"_s });
        QVERIFY2(written.status == 0, (written.out + written.err).constData());
        QCOMPARE(written.json()["device_keys"_L1].toArray()[0].toObject()["erased"_L1].toBool(), true);
    }

    // Another CA signs: nothing of espseal's.
    void in_two_steps_data()
    {
        QTest::addColumn<QString>("key");
        QTest::newRow("P-256") << u"ec:p256"_s;
        QTest::newRow("RSA") << u"rsa:2048"_s;
    }
    void in_two_steps()
    {
        QFETCH(const QString, key);
        const Device device;
        give_plan(device);
        const Ran requested = here(on(device, u"request-key"_s, { u"--cn"_s, u"greenhouse-17"_s, u"--key"_s, key, u"--out"_s, u"device.csr"_s }));
        QVERIFY2(requested.status == 0, (requested.out + requested.err).constData());
        QCOMPARE(requested.err.contains("needs minutes"), key == "rsa:2048"_L1);
        QVERIFY(openssl({ u"req"_s, u"-in"_s, u"device.csr"_s, u"-noout"_s, u"-verify"_s }, folder_.path()).contains("verify OK"));
        const QByteArray request = content(u"device.csr"_s);
        QCOMPARE(here(on(device, u"request-key"_s, { u"--cn"_s, u"greenhouse-17"_s, u"--key"_s, key, u"--out"_s, u"again.csr"_s })).status, 0);
        QCOMPARE(content(u"again.csr"_s), request);

        QVERIFY(openssl({ u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-keyout"_s, u"other.key"_s, u"-out"_s, u"other.crt"_s, u"-subj"_s,
                            u"/CN=Other CA"_s },
                    folder_.path())
                    .size()
            >= 0);
        QFile extensions(folder_.filePath(u"san.cnf"_s));
        QVERIFY(extensions.open(QIODevice::WriteOnly) && extensions.write("subjectAltName=IP:127.0.0.1\n") > 0);
        extensions.close();
        const QByteArray signing = openssl({ u"x509"_s, u"-req"_s, u"-in"_s, u"device.csr"_s, u"-CA"_s, u"other.crt"_s, u"-CAkey"_s, u"other.key"_s, u"-days"_s,
                                               u"30"_s, u"-extfile"_s, u"san.cnf"_s, u"-out"_s, u"signed.crt"_s },
            folder_.path());
        QVERIFY2(signing.contains("signature ok"), signing.constData());

        const Ran wrong = here(on(device, u"give-certificate"_s, { u"ca/ca.crt"_s }));
        QVERIFY2(wrong.status == 3, wrong.out.constData());
        const Ran given = here(on(device, u"give-certificate"_s, { u"other.crt"_s, u"signed.crt"_s }));
        QVERIFY2(given.status == 0, (given.out + given.err).constData());
        const QByteArray seen = handshake(given.json()["identity"_L1]["listening"_L1].toInt(), u"other.crt"_s);
        QVERIFY2(seen.contains("Verification: OK"), seen.constData());
    }

    void usage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::newRow("kind of key") << QStringList { u"request-key"_s, u"--port"_s, u"x"_s, u"--cn"_s, u"n"_s, u"--key"_s, u"ec:p384"_s, u"--out"_s, u"f"_s }
                                     << 2 << u"device-key-kind"_s;
        QTest::newRow("no such port") << QStringList { u"request-key"_s, u"--port"_s, u"/dev/ttyNONE7"_s, u"--cn"_s, u"n"_s, u"--out"_s, u"f"_s } << 1
                                      << u"port-missing"_s;
        QTest::newRow("no CA") << QStringList { u"identity"_s, u"--port"_s, u"x"_s, u"--cn"_s, u"n"_s, u"--ca"_s, u"nowhere"_s } << 3 << u"file-missing"_s;
        QTest::newRow("no certificate") << QStringList { u"give-certificate"_s, u"--port"_s, u"x"_s, u"plan.json"_s } << 3 << u""_s;
    }
    void usage()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const int, status);
        QFETCH(const QString, code);
        const Ran ran = here(QStringList { u"device"_s, u"--json"_s } + arguments);
        QVERIFY2(ran.status == status, (ran.out + ran.err).constData());
        const QJsonObject error = ran.json()["error"_L1].toObject();
        QVERIFY(!error["fix"_L1].toString().isEmpty());
        if (!code.isEmpty())
            QCOMPARE(error["code"_L1].toString(), code);
    }
};

QTEST_GUILESS_MAIN(DeviceKeyCliTest)
#include "tst_device_key_cli.moc"
