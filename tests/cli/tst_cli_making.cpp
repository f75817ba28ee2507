// SPDX-License-Identifier: Apache-2.0
// `espseal` makes, signs, renews and revokes; the openssl program judges what came of it.
#include <QDateTime>

#include "tests/cli/running_program.h"

using namespace espseal::cli::test;

namespace {

void make_ca(const QTemporaryDir &folder, const QString &options = {})
{
    const Run made = run_espseal((u"ca new --cn Farm --plain-key --out ca"_s + (options.isEmpty() ? QString() : u' ' + options)).split(u' '), folder.path());
    QVERIFY2(made.status == 0, made.err.constData());
}

Run call(const QString &arguments, const QTemporaryDir &folder)
{
    return run_espseal(arguments.split(u' '), folder.path());
}

} // namespace

class CliMakingTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_choice_reaches_the_certificate()
    {
        const QTemporaryDir folder;
        make_ca(folder);
        const Run made = run_espseal({ u"cert"_s, u"issue"_s, u"--ca"_s, u"ca"_s, u"--plain-key"_s, u"--subject"_s, u"C=DE, ST=Bayern, O=\"Works, Ltd\""_s,
                                         u"--cn"_s, u"esp.local"_s, u"--ou"_s, u"Bed 7"_s, u"--serial-number"_s, u"A-17"_s, u"--email"_s, u"a@b.example"_s,
                                         u"--san"_s, u"IP:10.0.0.7,IP:2001:db8::7,DNS:esp.local"_s, u"--from"_s, u"2028-02-29"_s, u"--until"_s, u"2052-02-29"_s,
                                         u"--serial"_s, u"0x12ab"_s, u"--key"_s, u"ec:p384"_s, u"--digest"_s, u"sha384"_s, u"--key-usage"_s,
                                         u"digitalSignature,keyAgreement"_s, u"--extended-key-usage"_s, u"serverAuth,1.2.3.4"_s, u"--json"_s },
            folder.path());
        QVERIFY2(made.status == 0, made.err.constData());
        QCOMPARE(made.json()[u"certificate"_s][u"serial"_s], u"12AB"_s);
        QCOMPARE(codes(made.json()), QStringList { u"outlives-ca"_s } + QStringList { u"not-yet-valid"_s });
        const Run text = openssl(u"x509 -in server.crt -noout -text -nameopt utf8"_s, folder.path());
        for (const char *part : { "Serial Number: 4779 (0x12ab)",
                 "C=DE, ST=Bayern, O=Works, Ltd, OU=Bed 7, CN=esp.local, serialNumber=A-17, emailAddress=a@b.example", "Not Before: Feb 29 00:00:00 2028 GMT",
                 "Not After : Feb 29 23:59:59 2052 GMT", "ecdsa-with-SHA384", "NIST CURVE: P-384", "Digital Signature, Key Agreement",
                 "TLS Web Server Authentication, 1.2.3.4", "IP Address:10.0.0.7, IP Address:2001:DB8:0:0:0:0:0:7, DNS:esp.local" })
            QVERIFY2(text.out.contains(part), (part + ("\n" + text.out)).constData());
        QVERIFY(openssl(u"asn1parse -in server.crt"_s, folder.path()).out.contains("GENERALIZEDTIME   :20520229235959Z"));
    }

    void intermediate_ca()
    {
        const QTemporaryDir folder;
        make_ca(folder, u"--path-length 1 --days 7000"_s);
        const Run middle = call(u"ca new --parent ca --template intermediate-ca --cn Middle --plain-key --out middle --json"_s, folder);
        QVERIFY2(middle.status == 0, middle.err.constData());
        QCOMPARE(files_in(folder.filePath(u"middle"_s)), (QStringList { u"ca.crt"_s, u"ca.key"_s, u"root.crt"_s }));
        QCOMPARE(content(folder.filePath(u"middle/root.crt"_s)), content(folder.filePath(u"ca/ca.crt"_s)));
        const Run server = call(u"cert issue --ca middle --cn esp.local --plain-key"_s, folder);
        QVERIFY2(server.status == 0, server.err.constData());
        const Run verified = openssl(u"verify -x509_strict -purpose sslserver -CAfile ca/ca.crt -untrusted server.crt server.crt"_s, folder.path());
        QVERIFY2(verified.status == 0, verified.err.constData()); // the intermediate is in server.crt
        const Run deeper = call(u"ca new --parent middle --cn Deeper --plain-key --out deeper"_s, folder);
        QCOMPARE(deeper.status, 3);
        QVERIFY2(deeper.err.contains("path length 0"), deeper.err.constData());
        QVERIFY(!QFileInfo::exists(folder.filePath(u"deeper"_s)));
    }

    void request_sign_import()
    {
        const QTemporaryDir folder;
        make_ca(folder);
        write(folder.filePath(u"pw"_s), "correct horse\n");
        const Run request = call(u"cert request --cn esp.local --o Works --san IP:10.0.0.7,DNS:esp.local --password-file pw --name board --json"_s, folder);
        QVERIFY2(request.status == 0, request.err.constData());
        QCOMPARE(request.json()[u"request"_s][u"verifies"_s], true);
        QVERIFY(is_private(folder.filePath(u"board.key"_s)));
        QVERIFY(content(folder.filePath(u"board.key"_s)).contains("ENCRYPTED"));
        const Run checked = openssl(u"req -in board.csr -verify -noout -text"_s, folder.path());
        QVERIFY2(checked.status == 0 && (checked.out + checked.err).contains("verify OK") && checked.out.contains("DNS:esp.local"), checked.err.constData());

        const Run signed_one = call(u"cert sign board.csr --ca ca --role device --days 90 --json"_s, folder);
        QVERIFY2(signed_one.status == 0, signed_one.err.constData());
        QCOMPARE(signed_one.json()[u"certificate"_s][u"subject"_s], u"O = Works, CN = esp.local"_s);
        QCOMPARE(openssl(u"verify -x509_strict -purpose sslclient -verify_ip 10.0.0.7 -CAfile ca/ca.crt board.crt"_s, folder.path()).status, 0);
        const Run imported = call(u"cert import board.crt board.key --input-password-file pw --plain-key --out in"_s, folder);
        QVERIFY2(imported.status == 0, imported.err.constData());

        // A request for a key that is there makes no other.
        const Run again = call(u"cert request --cn esp.local --key-file in/device.key --name again"_s, folder);
        QVERIFY2(again.status == 0, again.err.constData());
        QVERIFY(!QFileInfo::exists(folder.filePath(u"again.key"_s)));
        QCOMPARE(openssl(u"req -in again.csr -pubkey -noout"_s, folder.path()).out, openssl(u"x509 -in board.crt -pubkey -noout"_s, folder.path()).out);
    }

    void openssl_s_requests()
    {
        const QTemporaryDir folder;
        make_ca(folder);
        const QString make
            = u"req -new -newkey rsa:2048 -noenc -keyout k -subj /CN=esp.local -out a.csr -addext subjectAltName=DNS:esp.local,email:a@b.example -addext "
              u"basicConstraints=critical,CA:TRUE"_s;
        QCOMPARE(openssl(make, folder.path()).status, 0);
        const Run done = call(u"cert sign a.csr --ca ca --json"_s, folder);
        QVERIFY2(done.status == 0, done.err.constData());
        QCOMPARE(done.json()[u"certificate"_s][u"is_ca"_s], false);
        QCOMPARE(done.json()[u"certificate"_s][u"san"_s].toArray(), QJsonArray { u"DNS:esp.local"_s });
        for (const QString &code : { u"request-asks-for-ca"_s, u"request-names-left-out"_s })
            QVERIFY2(codes(done.json()).contains(code), qPrintable(code));

        QByteArray der = openssl(u"req -in a.csr -outform DER"_s, folder.path()).out;
        der.replace("esp.local", "esp.l0cal");
        write(folder.filePath(u"forged.csr"_s), der);
        const Run forged = call(u"cert sign forged.csr --ca ca"_s, folder);
        QCOMPARE(forged.status, 3);
        QVERIFY2(forged.err.contains("signature of the request"), forged.err.constData());
        QVERIFY(!QFileInfo::exists(folder.filePath(u"forged.crt"_s)));
    }

    void revoke_and_crl()
    {
        const QTemporaryDir folder;
        make_ca(folder);
        for (const QString &name : { u"good"_s, u"bad"_s, u"lost"_s })
            QCOMPARE(call(u"cert issue --ca ca --cn %1.local --plain-key --out %1"_s.arg(name), folder).status, 0);
        QCOMPARE(call(u"ca crl --show --ca ca"_s, folder).status, 3); // none yet
        const Run revoked = call(u"cert revoke bad/server.crt --ca ca --reason keycompromise --json"_s, folder);
        QVERIFY2(revoked.status == 0, revoked.err.constData());
        QCOMPARE(revoked.json()[u"crl"_s][u"number"_s], u"1"_s);
        const QString serial = QString::fromLatin1(openssl(u"x509 -in lost/server.crt -serial -noout"_s, folder.path()).out).trimmed().section(u'=', 1);
        QCOMPARE(call(u"cert revoke --serial %1 --ca ca"_s.arg(serial), folder).status, 0);
        const auto verify = [&](const QString &name) {
            return openssl(u"verify -x509_strict -crl_check -CAfile ca/ca.crt -CRLfile ca/ca.crl %1/server.crt"_s.arg(name), folder.path());
        };
        QVERIFY2(verify(u"good"_s).status == 0, verify(u"good"_s).err.constData());
        for (const QString &name : { u"bad"_s, u"lost"_s })
            QVERIFY2(verify(name).err.contains("certificate revoked"), verify(name).err.constData());
        const Run refreshed = call(u"ca crl --ca ca --days 7 --json"_s, folder);
        QVERIFY2(refreshed.status == 0, refreshed.err.constData());
        QCOMPARE(refreshed.json()[u"crl"_s][u"number"_s], u"3"_s);
        const Run shown = call(u"ca crl --show --ca ca --json"_s, folder);
        QCOMPARE(shown.json()[u"crl"_s].toObject(), refreshed.json()[u"crl"_s].toObject());
        QCOMPARE(shown.json()[u"crl"_s][u"entries"_s].toArray().size(), 2);
        QVERIFY(openssl(u"crl -in ca/ca.crl -noout -text"_s, folder.path()).out.contains("Key Compromise"));
        QCOMPARE(files_in(folder.filePath(u"ca"_s)), (QStringList { u"ca.crl"_s, u"ca.crt"_s, u"ca.key"_s })); // no lock stays behind
    }

    void revocations_at_once_lose_nothing()
    {
        const QTemporaryDir folder;
        make_ca(folder);
        constexpr int count = 8;
        std::vector<std::unique_ptr<RunningProgram>> running;
        running.reserve(count);
        for (int i = 0; i < count; ++i)
            running.push_back(std::make_unique<RunningProgram>(u"cert revoke --ca ca --serial A%1"_s.arg(i).split(u' '), folder.path()));
        for (const auto &each : running) {
            const Run done = each->ended();
            QVERIFY2(done.status == 0, done.err.constData());
        }
        const Run shown = call(u"ca crl --show --ca ca --json"_s, folder);
        QCOMPARE(shown.json()[u"crl"_s][u"entries"_s].toArray().size(), count);
        QCOMPARE(shown.json()[u"crl"_s][u"number"_s], QString::number(count));
    }

    void renew()
    {
        const QTemporaryDir folder;
        make_ca(folder);
        QCOMPARE(call(u"cert issue --ca ca --cn esp.local --plain-key --days 5"_s, folder).status, 0);
        const QByteArray before = content(folder.filePath(u"server.crt"_s));
        QCOMPARE(call(u"cert renew server.crt --ca ca --days 500"_s, folder).status, 3); // would replace it
        const Run kept = call(u"cert renew server.crt --ca ca --days 500 --replace --json"_s, folder);
        QVERIFY2(kept.status == 0, kept.err.constData());
        QVERIFY(content(folder.filePath(u"server.crt"_s)) != before);
        QVERIFY(codes(kept.json()).isEmpty());
        QCOMPARE(call(u"blob pack --role identity server.crt server.key --out x.bin"_s, folder).status, 0); // its key fits
        const Run changed = call(u"cert renew server.crt --ca ca --days 9000 --new-key --plain-key --out new --json"_s, folder);
        QVERIFY2(changed.status == 0, changed.err.constData());
        QVERIFY(codes(changed.json()).contains(u"outlives-ca"_s));
        QCOMPARE(files_in(folder.filePath(u"new"_s)), (QStringList { u"server.crt"_s, u"server.key"_s }));
        QCOMPARE(openssl(u"verify -x509_strict -CAfile ca/ca.crt new/server.crt"_s, folder.path()).status, 0);
        const Run ca = call(u"cert renew ca/ca.crt --ca ca --days 8000 --out ca --replace"_s, folder);
        QVERIFY2(ca.status == 0, ca.err.constData());
        QCOMPARE(openssl(u"verify -x509_strict -CAfile ca/ca.crt server.crt"_s, folder.path()).status, 0);
    }

    void templates()
    {
        const QTemporaryDir folder;
        make_ca(folder);
        const Run listed = run_espseal({ u"cert"_s, u"templates"_s, u"--json"_s }, folder.path());
        QCOMPARE(listed.status, 0);
        const QJsonArray templates = listed.json()[u"templates"_s].toArray();
        QCOMPARE(templates.size(), 8);
        for (const QJsonValue each : templates) {
            const QString name = each[u"name"_s].toString();
            const bool is_ca = name == u"private-ca"_s;
            const Run made
                = call((is_ca ? u"ca new"_s : u"cert issue --ca ca"_s) + u" --template %1 --cn esp.local --plain-key --out %1 --json"_s.arg(name), folder);
            QVERIFY2(made.status == 0, made.err.constData());
            QCOMPARE(made.json()[u"certificate"_s][u"version"_s], each[u"version"_s]);
        }
        const Run legacy = call(u"ca new --template legacy-sdk --cn Old --plain-key --out old --json"_s, folder);
        QVERIFY2(legacy.status == 0, legacy.err.constData());
        QVERIFY(codes(legacy.json()).contains(u"rejected-today"_s));
        QVERIFY(openssl(u"x509 -in old/ca.crt -noout -text"_s, folder.path()).out.contains("Public-Key: (1024 bit)"));
        QCOMPARE(call(u"cert issue --template legacy-sdk --key rsa:512 --ca old --cn 192.168.111.100 --plain-key --out old"_s, folder).status, 0);
        QCOMPARE(openssl(u"verify -auth_level 0 -CAfile old/ca.crt old/device.crt"_s, folder.path()).status, 0);
        const Run overridden = call(u"cert issue --template computer-server --key ec:p256 --days 7 --ca ca --cn a.local --plain-key --out x --json"_s, folder);
        QCOMPARE(overridden.json()[u"certificate"_s][u"key"_s], u"P-256"_s);
    }

    void wrong_use_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char *name, const QString &command, int status, const QByteArray &says) { QTest::newRow(name) << command << status << says; };
        row("no such template", u"cert issue --ca ca --cn x --template boss --plain-key"_s, 2, "device-server");
        row("template of a CA", u"cert issue --ca ca --cn x --template private-ca --plain-key"_s, 2, "ca new");
        row("template of no CA", u"ca new --cn x --template device --plain-key --out y"_s, 2, "intermediate-ca");
        row("intermediate without parent", u"ca new --cn x --template intermediate-ca --plain-key --out y"_s, 2, "--parent");
        row("two ends", u"cert issue --ca ca --cn x --days 3 --until 2030-01-01 --plain-key"_s, 2, "excludes");
        row("no such day", u"cert issue --ca ca --cn x --until 2027-02-29 --plain-key"_s, 2, "2027-02-29");
        row("ends before it begins", u"cert issue --ca ca --cn x --from 2030-01-01 --until 2029-01-01 --plain-key"_s, 3, "valid at no time");
        row("year 10000", u"cert issue --ca ca --cn x --until 10000-01-01 --plain-key"_s, 2, "10000");
        row("country", u"cert issue --ca ca --cn x --country GER --plain-key"_s, 3, "two letters");
        row("long name", u"cert issue --ca ca --cn %1 --plain-key"_s.arg(QString(65, u'x')), 3, "64 characters");
        row("subject", u"cert issue --ca ca --subject nonsense --plain-key"_s, 2, "nonsense");
        row("serial", u"cert issue --ca ca --cn x --serial 0 --plain-key"_s, 2, "serial number");
        row("key usage", u"cert issue --ca ca --cn x --key-usage signing --plain-key"_s, 2, "digitalSignature");
        row("CA's usage", u"cert issue --ca ca --cn x --key-usage keyCertSign --plain-key"_s, 3, "keyCertSign");
        row("path length of a leaf", u"cert issue --ca ca --cn x --path-length 1 --plain-key"_s, 3, "path length");
        row("sign nothing", u"cert sign none.csr --ca ca"_s, 3, "none.csr does not exist");
        row("sign a certificate", u"cert sign ca/ca.crt --ca ca"_s, 3, "no certificate request");
        row("revoke nothing", u"cert revoke --ca ca"_s, 2, "--serial");
        row("revoke what others issued", u"cert revoke other/ca.crt --ca ca"_s, 3, "was not issued by Farm");
        row("revoke itself", u"cert revoke ca/ca.crt --ca ca"_s, 3, "cannot revoke itself");
        row("no such reason", u"cert revoke --serial 12 --ca ca --reason boredom"_s, 2, "keyCompromise");
        row("renew what others issued", u"cert renew other/ca.crt --ca ca --out y"_s, 3, "was not issued by Farm");
        row("no manifest", u"cert issue --manifest none.csv --ca ca --plain-key --out y"_s, 3, "none.csv does not exist");
        row("jobs without manifest", u"cert issue --cn x --jobs 2 --ca ca --plain-key"_s, 2, "--manifest");
        row("bad manifest", u"cert issue --manifest bad.csv --ca ca --plain-key --out y"_s, 3, "Line 3: ");
        row("request without a name", u"cert request --plain-key"_s, 2, "--cn");
    }
    void wrong_use()
    {
        QFETCH(const QString, command);
        QFETCH(const int, status);
        QFETCH(const QByteArray, says);
        const QTemporaryDir folder;
        make_ca(folder);
        QCOMPARE(call(u"ca new --cn Other --plain-key --out other"_s, folder).status, 0);
        write(folder.filePath(u"bad.csv"_s), "name,days\na,1\n../b,2\nc,0\n");
        const QStringList before = files_in(folder.path());
        const Run done = call(command, folder);
        QVERIFY2(done.status == status, (QByteArray::number(done.status) + done.err).constData());
        QVERIFY2(done.err.contains(says) || done.out.contains(says), (done.err + done.out).constData());
        QCOMPARE(files_in(folder.path()), before);
    }
};

QTEST_GUILESS_MAIN(CliMakingTest)
#include "tst_cli_making.moc"
