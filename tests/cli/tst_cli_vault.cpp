// SPDX-License-Identifier: Apache-2.0
// espseal vault: keys move in, work there as they did in files, and come out again.
#include "tests/cli/espseal_program.h"

using namespace espseal::cli::test;

class CliVaultTest final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    QString path(const QString &name) const { return folder_.filePath(name); }
    Run espseal(const QString &arguments) const { return run_espseal(arguments.split(u' '), folder_.path()); }
    // Must succeed.
    QJsonObject done(const QString &arguments) const
    {
        const Run made = espseal(u"--json "_s + arguments);
        if (made.status != 0)
            qWarning("%s: %s", qPrintable(arguments), made.err.constData());
        return made.status == 0 ? made.json() : QJsonObject();
    }
    static QStringList names(const QJsonObject &json)
    {
        QStringList list;
        for (const QJsonValue key : json[u"keys"_s].toArray())
            list << key[u"name"_s].toString();
        return list;
    }
    // A copy of one made before: opening a vault takes its time.
    void make_farm(const QString &name, const QString &like = u"template"_s) const
    {
        QVERIFY(QDir().mkdir(path(name)));
        for (const QString &file : files_in(path(like)))
            QVERIFY(QFile::copy(path(like + u'/' + file), path(name + u'/' + file)));
    }

private Q_SLOTS:
    // "template": a CA and an identity with their keys in files, and a vault that has the CA's as "other"; "full": the vault has both keys.
    void initTestCase()
    {
        write(path(u"pw"_s), "the keys' own password\n");
        write(path(u"vault-pw"_s), "the vault's password\n");
        write(path(u"new-pw"_s), "quite another password\n");
        QVERIFY(!done(u"ca new --cn Farm --out full --password-file pw"_s).isEmpty());
        QVERIFY(!done(u"cert issue --ca full --cn pump --role client --out full --password-file pw"_s).isEmpty());
        make_farm(u"template"_s, u"full"_s);
        QVERIFY(!done(u"vault create full --password-file vault-pw"_s).isEmpty());
        QVERIFY(is_private(path(u"full/keys.vault"_s)));
        QVERIFY(QFile::copy(path(u"full/keys.vault"_s), path(u"template/keys.vault"_s)));
        QVERIFY(!done(u"vault add full --password-file vault-pw --input-password-file pw"_s).isEmpty());
        QVERIFY(!done(u"vault add template full/ca.key --name other --password-file vault-pw --input-password-file pw"_s).isEmpty());
    }

    void keys_move_in_and_work_there()
    {
        make_farm(u"farm"_s);
        const QJsonObject added = done(u"vault add farm --move --password-file vault-pw --input-password-file pw"_s);
        QCOMPARE(added[u"added"_s].toInt(), 2);
        QCOMPARE(files_in(path(u"farm"_s)), QStringList({ u"ca.crt"_s, u"client.crt"_s, u"keys.vault"_s }));
        QVERIFY(is_private(path(u"farm/keys.vault"_s)));

        const QJsonObject listed = done(u"vault list farm --password-file vault-pw"_s);
        QCOMPARE(names(listed), QStringList({ u"other"_s, u"ca"_s, u"client"_s }));
        QCOMPARE(listed[u"keys"_s][2][u"certificate"_s].toString(), u"farm/client.crt"_s);
        QCOMPARE(listed[u"keys"_s][2][u"key"_s].toString(), u"P-256"_s);

        // The CA goes on signing, and what is made of files finds the keys.
        QVERIFY(!done(u"cert issue --ca farm --cn valve --out valve --plain-key --ca-password-file vault-pw"_s).isEmpty());
        QVERIFY(!done(u"cert export farm --as pkcs12 --only pump --out pump.p12 --input-password-file vault-pw --password-file pw"_s).isEmpty());
        QCOMPARE(openssl(u"pkcs12 -in pump.p12 -passin file:pw -noout"_s, folder_.path()).status, 0);
        QVERIFY(!done(u"blob pack --role identity farm/client.crt farm/keys.vault --out client.bin --password-file vault-pw"_s).isEmpty());
    }

    void a_vault_is_recognised_by_what_is_in_it()
    {
        QVERIFY(QFile::copy(path(u"full/keys.vault"_s), path(u"holiday.jpg"_s)));
        const QJsonObject shown = done(u"cert show holiday.jpg --password-file vault-pw"_s);
        QCOMPARE(shown[u"format"_s].toString(), u"vault"_s);
        QCOMPARE(names(shown), QStringList({ u"ca"_s, u"client"_s }));
        QCOMPARE(espseal(u"cert show holiday.jpg --password-file pw"_s).status, 3);
        QCOMPARE(espseal(u"cert show holiday.jpg"_s).status, 3);

        const QJsonObject imported = done(u"cert import holiday.jpg full/client.crt --out taken --input-password-file vault-pw --password-file pw"_s);
        QVERIFY(imported[u"files"_s].toArray().contains(u"taken/client.key"_s));
        QCOMPARE(openssl(u"pkey -in taken/client.key -passin file:pw -noout"_s, folder_.path()).status, 0);
        QCOMPARE(done(u"cert verify full/client.crt --key holiday.jpg --ca full/ca.crt --role client --password-file vault-pw"_s)[u"ok"_s].toBool(), true);
    }

    void one_of_several_keys_is_named()
    {
        const QString request = u"cert request --cn pump --key-file full/keys.vault --key-password-file vault-pw --out named"_s;
        const Run several = espseal(request);
        QCOMPARE(several.status, 3);
        QVERIFY2(several.err.contains("ca, client"), several.err.constData());
        QCOMPARE(espseal(request + u" --key-name nobody"_s).status, 3);
        QVERIFY(!done(request + u" --key-name client"_s).isEmpty());
        const Run asked = openssl(u"req -in named/request.csr -pubkey -noout"_s, folder_.path());
        QCOMPARE(asked.out, openssl(u"x509 -in full/client.crt -pubkey -noout"_s, folder_.path()).out);
        QVERIFY(!asked.out.isEmpty());
    }

    void keys_come_out_as_they_went_in_data()
    {
        QTest::addColumn<QString>("options");
        QTest::addColumn<QString>("password"); // for openssl
        QTest::addColumn<int>("status");
        QTest::newRow("encrypted") << u"--password-file new-pw"_s << u" -passin file:new-pw"_s << 0;
        QTest::newRow("plain") << u"--as pkcs8-plain --plain-key"_s << QString() << 0;
        QTest::newRow("traditional") << u"--as traditional --plain-key"_s << QString() << 0;
        QTest::newRow("plain, not said") << u"--as traditional"_s << QString() << 2;
        QTest::newRow("encrypted and plain") << u"--plain-key"_s << QString() << 2;
        QTest::newRow("no password") << u"--as pkcs8"_s << QString() << 2;
    }
    void keys_come_out_as_they_went_in()
    {
        QFETCH(const QString, options);
        QFETCH(const QString, password);
        QFETCH(const int, status);
        const QString name = u"out-%1"_s.arg(QString::fromLatin1(QTest::currentDataTag())).remove(u',').replace(u' ', u'-');
        make_farm(name, u"full"_s);
        const QString out = name + u"/copy.key"_s;
        const Run exported = espseal(u"vault export %1 client --out %2 --input-password-file vault-pw "_s.arg(name, out) + options);
        QVERIFY2(exported.status == status, exported.err.constData());
        QCOMPARE(QFileInfo::exists(path(out)), status == 0);
        if (status != 0)
            return;
        QVERIFY(is_private(path(out)));
        const Run before = openssl(u"pkey -in %1/client.key -passin file:pw -outform DER -traditional"_s.arg(name), folder_.path());
        const Run after = openssl(u"pkey -in %1%2 -outform DER -traditional"_s.arg(out, password), folder_.path());
        QVERIFY(!before.out.isEmpty());
        QCOMPARE(after.out, before.out);
    }

    void what_cannot_go_stays_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("options");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("a file with a certificate too") << u"bundle.pem"_s << u"--move"_s << 3 << QByteArray("bundle.pem holds something besides");
        QTest::newRow("a link") << u"link.key"_s << u"--move"_s << 3 << QByteArray("is a link");
        QTest::newRow("no key") << u"ca.crt"_s << u"--move"_s << 3 << QByteArray("no private key");
        QTest::newRow("one of them") << u"client.key ca.crt"_s << u"--move"_s << 3 << QByteArray("no private key");
        QTest::newRow("another key of that name") << u"ca.key client.key"_s << u"--move --name ca"_s << 2 << QByteArray("--name is for one key");
        QTest::newRow("taken name") << u"client.key"_s << u"--move --name other"_s << 3 << QByteArray("There is a “other”");
        QTest::newRow("no file name") << u"client.key"_s << u"--move --name a/b"_s << 2 << QByteArray("file names cannot have");
        QTest::newRow("wrong password") << u"client.key"_s << u"--move --input-password-file vault-pw"_s << 3 << QByteArray("password");
    }
    void what_cannot_go_stays()
    {
        QFETCH(const QString, what);
        QFETCH(const QString, options);
        QFETCH(const int, status);
        QFETCH(const QByteArray, says);
        const QString farm = u"stay-%1"_s.arg(QString::fromLatin1(QTest::currentDataTag())).replace(u' ', u'-');
        make_farm(farm);
        write(path(farm + u"/bundle.pem"_s), content(path(farm + u"/client.crt"_s)) + content(path(farm + u"/client.key"_s)));
        QVERIFY(QFile::link(path(farm + u"/client.key"_s), path(farm + u"/link.key"_s)));
        const QStringList before = files_in(path(farm));
        QStringList files;
        for (const QString &name : what.split(u' '))
            files << farm + u'/' + name;
        const QString own = options.contains(u"--input-password-file"_s) ? QString() : u" --input-password-file pw"_s;
        const Run added = espseal(u"vault add %1 %2 %3 --password-file vault-pw%4"_s.arg(farm, files.join(u' '), options, own));
        QVERIFY2(added.status == status && added.err.contains(says), added.err.constData());
        QCOMPARE(files_in(path(farm)), before);
        QCOMPARE(content(path(farm + u"/keys.vault"_s)), content(path(u"template/keys.vault"_s)));
    }

    void an_interrupted_move_is_repeated()
    {
        make_farm(u"again"_s, u"full"_s); // saved, and killed before anything was deleted
        const QJsonObject again = done(u"vault add again --move --password-file vault-pw --input-password-file pw"_s);
        QCOMPARE(again[u"added"_s].toInt(-1), 0);
        QCOMPARE(again[u"deleted"_s].toArray().size(), 2);
        QCOMPARE(files_in(path(u"again"_s)), QStringList({ u"ca.crt"_s, u"client.crt"_s, u"keys.vault"_s }));
    }

    void names_and_passwords_change()
    {
        make_farm(u"change"_s, u"full"_s);
        QVERIFY(!done(u"vault rename change client pump --password-file vault-pw"_s).isEmpty());
        QCOMPARE(names(done(u"vault list change/keys.vault --password-file vault-pw"_s)), QStringList({ u"ca"_s, u"pump"_s }));
        QCOMPARE(espseal(u"vault rename change pump ca --password-file vault-pw"_s).status, 3);
        QCOMPARE(espseal(u"vault rename change pump a/b --password-file vault-pw"_s).status, 2);
        QVERIFY(!done(u"vault password change --password-file vault-pw --new-password-file new-pw"_s).isEmpty());
        QCOMPARE(espseal(u"vault list change --password-file vault-pw"_s).status, 3);
        QCOMPARE(espseal(u"vault remove change ca nobody --password-file new-pw"_s).status, 3);
        QCOMPARE(names(done(u"vault list change --password-file new-pw"_s)), QStringList({ u"ca"_s, u"pump"_s }));
        QVERIFY(!done(u"vault remove change ca pump --password-file new-pw"_s).isEmpty());
        QCOMPARE(names(done(u"vault list change --password-file new-pw"_s)), QStringList());
    }

    void errors_say_what_to_do_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("there already") << u"vault create errors --password-file vault-pw"_s << 3 << QByteArray("already there");
        QTest::newRow("no vault") << u"vault list . --password-file vault-pw"_s << 3 << QByteArray("espseal vault create");
        QTest::newRow("no password") << u"vault list errors"_s << 3 << QByteArray("--password-file FILE");
        QTest::newRow("no password for a new one") << u"vault create another"_s << 2 << QByteArray("--password-file FILE");
        QTest::newRow("wrong password") << u"vault list errors --password-file pw"_s << 3 << QByteArray("does not open");
        QTest::newRow("no such key") << u"vault export errors x --out x.key --input-password-file vault-pw --password-file pw"_s << 3
                                     << QByteArray("There is no “x”");
        QTest::newRow("no vault but a key") << u"vault list errors/ca.key --password-file pw"_s << 3 << QByteArray("is no vault");
        QTest::newRow("no key files") << u"vault add empty --password-file vault-pw"_s << 3 << QByteArray("no .key file");
    }
    void errors_say_what_to_do()
    {
        QFETCH(const QString, arguments);
        QFETCH(const int, status);
        QFETCH(const QByteArray, says);
        if (!QFileInfo::exists(path(u"errors"_s))) {
            make_farm(u"errors"_s);
            QVERIFY(QDir().mkdir(path(u"empty"_s)) && QFile::copy(path(u"template/keys.vault"_s), path(u"empty/keys.vault"_s)));
        }
        const Run failed = espseal(arguments);
        QVERIFY2(failed.status == status && failed.err.contains(says), failed.err.constData());
        QVERIFY(!QFileInfo::exists(path(u"another"_s)));
    }
};

QTEST_GUILESS_MAIN(CliVaultTest)
#include "tst_cli_vault.moc"
