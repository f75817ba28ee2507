// SPDX-License-Identifier: Apache-2.0
// `espseal cert issue --manifest`: a thousand identities in one call, stopped and killed on the way.
#include "tests/cli/running_program.h"

using namespace espseal::cli::test;

namespace {

QByteArray list_of(int count)
{
    QByteArray text = "name,san\n";
    for (int i = 0; i < count; ++i)
        text += u"esp-%1,\"IP:10.0.%2.%3,DNS:esp-%1.local\"\n"_s.arg(i, 4, 10, QChar(u'0')).arg(i / 250).arg(i % 250 + 1).toLatin1();
    return text;
}

QStringList command()
{
    return u"cert issue --manifest devices.csv --ca ca --template device --payload der --out out --json"_s.split(u' ');
}

int folders_in(const QString &folder)
{
    return static_cast<int>(QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size());
}

// Every folder of the list is whole, and each serial number and key is there once.
void check_all(const QTemporaryDir &folder, int count)
{
    QSet<QByteArray> certificates;
    QSet<QByteArray> blobs;
    for (int i = 0; i < count; ++i) {
        const QString name = u"esp-%1"_s.arg(i, 4, 10, QChar(u'0'));
        const QString path = folder.filePath(u"out/"_s + name);
        QCOMPARE(files_in(path), (QStringList { name + u".crt"_s, u"esp_cert_private_key.bin"_s }));
        certificates << content(path + u'/' + name + u".crt"_s);
        blobs << content(path + u"/esp_cert_private_key.bin"_s);
        QVERIFY(is_private(path + u"/esp_cert_private_key.bin"_s));
    }
    QCOMPARE(certificates.size(), count);
    QCOMPARE(blobs.size(), count);
    QCOMPARE(folders_in(folder.filePath(u"out"_s)), count);
    QCOMPARE(QDir(folder.filePath(u"out"_s)).entryList(QDir::Files | QDir::Hidden | QDir::Dirs | QDir::NoDotAndDotDot).size(), count + 1); // and issued.csv
    const QList<QByteArray> table = content(folder.filePath(u"out/issued.csv"_s)).trimmed().split('\n');
    QCOMPARE(table.size(), count + 1);
    QSet<QByteArray> serials;
    for (const QByteArray &line : table.sliced(1))
        serials << line.split(',').at(3);
    QCOMPARE(serials.size(), count);
}

} // namespace

class CliBatchTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        QCOMPARE(run_espseal(u"ca new --cn Farm --plain-key --days 7000 --out ca"_s.split(u' '), folder_->path()).status, 0);
    }

    void a_thousand_at_once()
    {
        write(folder_->filePath(u"devices.csv"_s), list_of(1000));
        const Run done = run_espseal(command(), folder_->path());
        QVERIFY2(done.status == 0, done.err.constData());
        QCOMPARE(done.json()[u"made"_s], 1000);
        QCOMPARE(done.json()[u"identities"_s].toArray().size(), 1000);
        check_all(*folder_, 1000);
        const Run verified = openssl(u"verify -x509_strict -CAfile ca/ca.crt -verify_hostname esp-0999.local out/esp-0999/esp-0999.crt"_s, folder_->path());
        QVERIFY2(verified.status == 0, verified.err.constData());
        QCOMPARE(run_espseal({ u"blob"_s, u"inspect"_s, u"out/esp-0500/esp_cert_private_key.bin"_s }, folder_->path()).status, 0);
        const QStringList before = files_in(folder_->path());
        const Run again = run_espseal(command(), folder_->path());
        QCOMPARE(again.json()[u"made"_s], 0);
        QCOMPARE(again.json()[u"kept"_s], 1000);
        QCOMPARE(files_in(folder_->path()), before);
    }

    void ended_half_way_data()
    {
        QTest::addColumn<bool>("killed");
        QTest::newRow("killed") << true;
        QTest::newRow("Ctrl+C") << false;
    }
    void ended_half_way()
    {
        QFETCH(const bool, killed);
        constexpr int count = 400;
        write(folder_->filePath(u"devices.csv"_s), list_of(count));
        {
            QProcess process;
            process.setWorkingDirectory(folder_->path());
            process.setStandardInputFile(QProcess::nullDevice());
            process.start(program_path(), command() + QStringList { u"--jobs"_s, u"1"_s });
            QVERIFY(QTest::qWaitFor([&] { return folders_in(folder_->filePath(u"out"_s)) >= 20 || process.state() == QProcess::NotRunning; }, 60'000));
            killed ? process.kill() : process.terminate();
            QVERIFY(process.waitForFinished(60'000));
            QCOMPARE(process.exitStatus(), killed ? QProcess::CrashExit : QProcess::NormalExit);
            if (!killed)
                QCOMPARE(process.exitCode(), 1);
        }
        const int there = folders_in(folder_->filePath(u"out"_s));
        QVERIFY2(there >= 20 && there < count, qPrintable(QString::number(there)));
        QVERIFY(!QFileInfo::exists(folder_->filePath(u"out/issued.csv"_s)));
        QHash<QString, QByteArray> before;
        for (const QString &name : QDir(folder_->filePath(u"out"_s)).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            before.insert(name, content(folder_->filePath(u"out/%1/%1.crt"_s.arg(name))));

        const Run done = run_espseal(command(), folder_->path());
        QVERIFY2(done.status == 0, done.err.constData());
        QCOMPARE(done.json()[u"kept"_s], there);
        QCOMPARE(done.json()[u"made"_s], count - there);
        check_all(*folder_, count);
        for (const auto &[name, certificate] : before.asKeyValueRange())
            QCOMPARE(content(folder_->filePath(u"out/%1/%1.crt"_s.arg(name))), certificate);
    }

    void every_wrong_line_is_named()
    {
        write(folder_->filePath(u"devices.csv"_s), "name;san;key\r\n../x;;\r\nok;;\r\nOK;;\r\nbad;IP:1.2.3;\r\nworse;;dsa\r\n");
        const Run done = run_espseal(command(), folder_->path());
        QCOMPARE(done.status, 3);
        QCOMPARE(done.json()[u"ok"_s], false);
        QCOMPARE(codes(done.json()), (QStringList { u"manifest-name"_s, u"manifest-duplicate"_s, u"manifest-value"_s, u"manifest-value"_s }));
        for (const char *line : { "Line 2:", "Line 4:", "Line 5:", "Line 6:" })
            QVERIFY2(done.err.contains(line), done.err.constData());
        QVERIFY(!QFileInfo::exists(folder_->filePath(u"out"_s)));
    }

    void encrypted_keys()
    {
        write(folder_->filePath(u"devices.csv"_s), "mac\n02:00:00:00:00:01\n02:00:00:00:00:02\n");
        write(folder_->filePath(u"pw"_s), "correct horse\n");
        const QStringList arguments = u"cert issue --manifest devices.csv --ca ca --password-file pw --out out"_s.split(u' ');
        const Run done = run_espseal(arguments, folder_->path());
        QVERIFY2(done.status == 0, done.err.constData());
        QCOMPARE(openssl(u"pkey -in out/020000000002/020000000002.key -passin file:pw -noout"_s, folder_->path()).status, 0);
        QVERIFY(run_espseal(arguments, folder_->path()).out.contains("2 kept"));
        QVERIFY(!content(folder_->filePath(u"out/issued.csv"_s)).contains("correct horse"));
    }

    void a_revoked_identity_is_not_kept()
    {
        write(folder_->filePath(u"devices.csv"_s), "name\npump\nvalve\n");
        QCOMPARE(run_espseal(command(), folder_->path()).status, 0);
        const QByteArray pump = content(folder_->filePath(u"out/pump/pump.crt"_s));
        const QByteArray valve = content(folder_->filePath(u"out/valve/valve.crt"_s));
        QCOMPARE(run_espseal(u"cert revoke out/pump/pump.crt --ca ca"_s.split(u' '), folder_->path()).status, 0);
        const Run told = run_espseal(command(), folder_->path());
        QCOMPARE(told.status, 3);
        QVERIFY2(told.json()[u"error"_s][u"code"_s] == u"batch-differs"_s && told.err.contains("pump: its certificate was revoked on "), told.err.constData());
        QCOMPARE(content(folder_->filePath(u"out/pump/pump.crt"_s)), pump);
        const Run anew = run_espseal(command() + QStringList { u"--replace"_s }, folder_->path());
        QVERIFY2(anew.status == 0 && anew.json()[u"made"_s] == 1 && anew.json()[u"kept"_s] == 1, anew.err.constData());
        QVERIFY(content(folder_->filePath(u"out/pump/pump.crt"_s)) != pump);
        QCOMPARE(content(folder_->filePath(u"out/valve/valve.crt"_s)), valve);
    }

private:
    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(CliBatchTest)
#include "tst_cli_batch.moc"
