// SPDX-License-Identifier: Apache-2.0
// Manifests and what is made of them.
#include <QDirIterator>
#include <QTest>

#include "core/base/csv.h"
#include "core/pki/batch_issue.h"
#include "core/pki/chain.h"
#include "core/pki/issue.h"
#include "tests/pki/support.h"

#include <atomic>

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;

namespace {

Result<BatchManifest> manifest(const QByteArray &text, const IssueChoices &common = {})
{
    return read_manifest(bytes(text), u"devices.csv"_s, common);
}

QByteArray list_of(int count)
{
    QByteArray text = "name,san,mac\n";
    for (int i = 0; i < count; ++i)
        text += QStringLiteral("esp-%1,IP:10.0.%2.%3,02:00:00:00:%4:%5\n")
                    .arg(i, 4, 10, QChar(u'0'))
                    .arg(i / 250)
                    .arg(i % 250 + 1)
                    .arg(i / 256, 2, 16, QChar(u'0'))
                    .arg(i % 256, 2, 16, QChar(u'0'))
                    .toLatin1();
    return text;
}

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

IssuingCa farm()
{
    return IssuingCa::of(ca(u"ec:p256"_s, u"Farm CA"_s));
}

BatchRequest request_for(const QString &folder, const QByteArray &text, const IssueChoices &common = {})
{
    BatchRequest request;
    request.folder = folder;
    request.rows = manifest(text, common).value().rows;
    return request;
}

// Stops the batch after so many reports.
class Stopper final : public Progress {
public:
    void report(const QString &, std::uint64_t done, std::uint64_t total) override
    {
        if (done > 0 && done < total)
            source.request_stop();
    }
    std::stop_source source;
};

} // namespace

class BatchTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_manifests()
    {
        const auto read = manifest("\xEF\xBB\xBFNAME;CN;San;MAC;key;days;O;template;until;colour\r\n"
                                   "gate;gate.local;IP:10.0.0.7 DNS:gate;02-00-00-00-00-0A;rsa:2048;10;;;;red\r\n"
                                   ";;;020000000bcd;;;Works;device-client;;\r\n"
                                   "\r\n"
                                   "pump 3;;;;;;;;2051-06-30;\r\n",
            { .subject = *parse_subject(u"C=DE,O=All"_s) });
        QVERIFY2(read, read ? "" : qPrintable(read.error().sentence()));
        QVERIFY2(read->problems.isEmpty(), qPrintable(read->problems.isEmpty() ? QString() : read->problems.first().message));
        QCOMPARE(codes(read->notes), QStringList { u"manifest-columns-unused"_s });
        QVERIFY(read->notes.first().message.contains(u"colour"_s));
        QCOMPARE(read->rows.size(), 3);
        const BatchRow &gate = read->rows[0];
        QCOMPARE(gate.line, 2);
        QCOMPARE(gate.name, u"gate"_s);
        QCOMPARE(gate.mac, u"02:00:00:00:00:0A"_s);
        const IssueOrder order = *gate.choices.order();
        QCOMPARE(to_string(order.spec.subject), u"C = DE, O = All, CN = gate.local"_s);
        QCOMPARE(order.spec.alt_names, *parse_alt_names(u"IP:10.0.0.7,DNS:gate"_s));
        QCOMPARE(order.key, (KeySpec { KeyType::rsa, 2048 }));
        const BatchRow &by_mac = read->rows[1];
        QCOMPARE(by_mac.name, u"020000000bcd"_s);
        QCOMPARE(to_string(by_mac.choices.order()->spec.subject), u"C = DE, O = Works, CN = 020000000bcd"_s);
        QCOMPARE(by_mac.choices.order()->spec.role, Role::client);
        QCOMPARE(read->rows[2].line, 5);
        QCOMPARE(read->rows[2].choices.order()->spec.validity.not_after, *parse_time(u"2051-06-30"_s, DayEdge::end));
    }

    void finds_every_problem_before_any_work()
    {
        const auto read = manifest("name,san,mac,key,days,template,serial,from,cn\n"
                                   "../evil,,,,,,,,\n"
                                   "ok-1,,,,,,,,\n"
                                   "a/b,,,,,,,,\n"
                                   "OK-1,,,,,,,,\n"
                                   "bad-san,IP:300.1.1.1,,,,,,,\n"
                                   "bad-mac,,02:00,,,,,,\n"
                                   "bad-key,,,dsa:1,,,,,\n"
                                   "bad-days,,,,0,,,,\n"
                                   "bad-template,,,,,boss,,,\n"
                                   "serial-1,,,,,,0A,,\n"
                                   "serial-2,,,,,,0a,,\n"
                                   "bad-from,,,,,,,2027-02-29,\n"
                                   "two,many,fields,,,,,,,\n"
                                   "a-ca,,,,,private-ca,,,\n"
                                   "long-cn,,,,,,,,xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n"
                                   ",,,,,,,,\n"
                                   ",IP:10.0.0.1,,,,,,,\n");
        QVERIFY(read);
        QStringList places;
        for (const Finding &problem : read->problems) {
            places << problem.place + u' ' + problem.code;
            QVERIFY(problem.message.startsWith(u"Line "_s) && !problem.fix.isEmpty());
        }
        QCOMPARE(places,
            (QStringList { u"line:2 manifest-name"_s, u"line:4 manifest-name"_s, u"line:5 manifest-duplicate"_s, u"line:6 manifest-value"_s,
                u"line:7 manifest-value"_s, u"line:8 manifest-value"_s, u"line:9 manifest-value"_s, u"line:10 manifest-value"_s,
                u"line:12 manifest-duplicate"_s, u"line:13 manifest-value"_s, u"line:14 manifest-line"_s, u"line:15 manifest-value"_s,
                u"line:16 manifest-value"_s, u"line:18 manifest-name"_s }));
        QCOMPARE(read->rows.size(), 2); // ok-1 and serial-1
    }

    void refuses_manifests_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("code");
        QTest::newRow("nothing") << QByteArray() << u"csv-empty"_s;
        QTest::newRow("no rows") << QByteArray("name,san\n") << u"manifest-empty"_s;
        QTest::newRow("no name") << QByteArray("san,key\n10.0.0.1,ec\n") << u"manifest-columns"_s;
        QTest::newRow("Latin 1") << QByteArray("name\n\xE4\n") << u"csv-encoding"_s;
    }
    void refuses_manifests()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, code);
        const auto read = manifest(text);
        QVERIFY(!read);
        QCOMPARE(read.error().code, code);
        QCOMPARE(exit_status(read.error()), 3);
    }

    void names_that_would_leave_the_folder_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("fine");
        for (const char *name : { "esp-1", "Gewächshaus 17", "温室", "a.b", "console", "COM10x", "com", "nullify", "_x", "1" })
            QTest::newRow(name) << QString::fromUtf8(name) << true;
        for (const char *name : { "", ".", "..", "../x", "a/b", "a\\b", "/x", "C:", "a:b", "CON", "con.txt", "nul", "Aux.", "LPT1", "com9.crt", "COM¹", "a*",
                 "a?", "a|b", "<a>", "a\"b", ".hidden", "-rf", "x.", " x", "x ", "a\nb", "issued.csv", "Issued.CSV" })
            QTest::newRow(qPrintable(u"not "_s + QString::fromUtf8(name))) << QString::fromUtf8(name) << false;
        QTest::newRow("NUL") << QString(u"a\0b"_s) << false;
        QTest::newRow("too long") << QString(201, u'x') << false;
    }
    void names_that_would_leave_the_folder()
    {
        QFETCH(const QString, name);
        QFETCH(const bool, fine);
        QCOMPARE(folder_name_problem(name).isEmpty(), fine);
    }

    void makes_identities_data()
    {
        QTest::addColumn<bool>("keys");
        QTest::addColumn<QByteArray>("password");
        QTest::addColumn<int>("payload"); // -1: no blob
        QTest::newRow("plain keys") << true << QByteArray() << -1;
        QTest::newRow("encrypted keys") << true << QByteArray("pw") << -1;
        QTest::newRow("blobs") << false << QByteArray() << int(PayloadFormat::pem);
        QTest::newRow("keys and DER blobs") << true << QByteArray() << int(PayloadFormat::der);
    }
    void makes_identities()
    {
        QFETCH(const bool, keys);
        QFETCH(const QByteArray, password);
        QFETCH(const int, payload);
        const QTemporaryDir folder;
        BatchRequest request
            = request_for(folder.filePath(u"out"_s), "name,san,mac,template\nalpha,IP:10.0.0.1,020000000001,device\nbeta,DNS:beta.local,,computer-client\n");
        request.write_keys = keys;
        if (!password.isEmpty())
            request.password = secret(password);
        if (payload >= 0)
            request.payload = static_cast<PayloadFormat>(payload);
        const auto done = issue_batch(request, farm(), {});
        QVERIFY2(done, done ? "" : qPrintable(done.error().sentence()));
        QCOMPARE(done->made, 2);
        QCOMPARE(done->kept, 0);
        QStringList expected { u"issued.csv"_s };
        for (const QString &name : { u"alpha"_s, u"beta"_s }) {
            expected << name + u'/' + name + u".crt"_s;
            if (keys)
                expected << name + u'/' + name + u".key"_s;
            if (payload >= 0)
                expected << name + u"/esp_cert_private_key.bin"_s;
        }
        expected.sort();
        QCOMPARE(files_in(request.folder), expected);
        const Certificate alpha = done->items.first().certificate;
        QVERIFY(is_signed_by(alpha, farm().certificate));
        QVERIFY(alpha.allows(Role::device));
        if (keys) {
            const QString path = request.folder + u"/alpha/alpha.key"_s;
            const auto key = read_credential_file(path, password.isEmpty() ? PasswordPrompt() : answer(password));
            QVERIFY(key && alpha.matches(key->keys.first()));
            QCOMPARE(QFileInfo(path).permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther), QFileDevice::Permissions());
            QCOMPARE(content(path).contains("ENCRYPTED"), !password.isEmpty());
        }
        if (payload >= 0) {
            const auto blob = inspect_blob(bytes(content(request.folder + u"/alpha/esp_cert_private_key.bin"_s)), u"x"_s);
            QVERIFY(blob && blob->findings.isEmpty() && blob->complete);
            QCOMPARE(blob->certificates(), QList { alpha });
        }
        const auto table = read_csv(bytes(content(done->table)), u"issued.csv"_s);
        QVERIFY(table);
        QCOMPARE(table->rows.size(), 2);
        const auto cell = [&](const QString &column) { return table->rows.first().fields.at(table->header.indexOf(column)); };
        QCOMPARE(cell(u"name"_s), u"alpha"_s);
        QCOMPARE(cell(u"mac"_s), u"02:00:00:00:00:01"_s);
        QCOMPARE(cell(u"serial"_s), alpha.serial());
        QCOMPARE(cell(u"sha256"_s), alpha.id());
        QCOMPARE(cell(u"certificate"_s), u"alpha/alpha.crt"_s);
        QCOMPARE(cell(u"key"_s).isEmpty(), !keys);
        QCOMPARE(cell(u"blob"_s).isEmpty(), payload < 0);
    }

    void an_intermediate_ca_goes_along()
    {
        const Identity root = ca(u"ec:p256"_s);
        const PrivateKey own = key(u"ec:p256"_s, 8);
        const auto middle = issue({ .role = Role::ca, .subject = SubjectName::of(u"Middle"_s) }, own, root.certificate(), root.key());
        QVERIFY(middle);
        const IssuingCa issuing { *middle, {}, std::make_shared<KeySigner>(own) };
        const QTemporaryDir folder;
        const BatchRequest request = request_for(folder.filePath(u"out"_s), "name\nesp.local\n");
        QCOMPARE(issue_batch(request, issuing, {})->made, 1);
        const auto written = read_certificates(bytes(content(request.folder + u"/esp.local/esp.local.crt"_s)), u"x"_s);
        QVERIFY(written);
        QCOMPARE(written->size(), 2);
        QCOMPARE(written->last(), *middle);
        QCOMPARE(issue_batch(request, issuing, {})->kept, 1);
    }

    void goes_on_where_it_stopped()
    {
        const QTemporaryDir folder;
        BatchRequest request = request_for(folder.filePath(u"out"_s), list_of(60));
        request.payload = PayloadFormat::der;
        Stopper stopper;
        request.threads = 1;
        for (BatchRow &row : request.rows) // slow keys, so that the stop comes in between
            row.choices.key = KeySpec { KeyType::rsa, 1024 };
        const auto stopped = issue_batch(request, farm(), { &stopper, stopper.source.get_token() });
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().kind, ErrorKind::cancelled);
        const QStringList before = files_in(request.folder);
        QVERIFY(!before.isEmpty() && before.size() < 180);
        QVERIFY(!before.contains(u"issued.csv"_s));
        QCOMPARE(before.size() % 3, 0); // only whole identities, and nothing of the work in between
        QHash<QString, QByteArray> kept;
        for (const QString &file : before)
            kept.insert(file, content(request.folder + u'/' + file));

        request.threads = 0;
        const auto done = issue_batch(request, farm(), {});
        QVERIFY2(done, done ? "" : qPrintable(done.error().sentence()));
        QCOMPARE(done->kept * 3, before.size());
        QCOMPARE(done->made + done->kept, 60);
        for (const auto &[file, bytes_before] : kept.asKeyValueRange())
            QCOMPARE(content(request.folder + u'/' + file), bytes_before);
        QCOMPARE(files_in(request.folder).size(), 181);
        QSet<QString> serials;
        for (const BatchItem &item : done->items)
            serials << item.certificate.serial();
        QCOMPARE(serials.size(), 60);
        QCOMPARE(issue_batch(request, farm(), {})->kept, 60);
    }

    void a_folder_that_differs_is_an_error_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("says");
        QTest::newRow("other names") << u"names"_s << u"says something else"_s;
        QTest::newRow("other role") << u"role"_s << u"says something else"_s;
        QTest::newRow("other key") << u"key-kind"_s << u"its key is P-256"_s;
        QTest::newRow("other length") << u"days"_s << u"its dates are others"_s;
        QTest::newRow("other CA") << u"ca"_s << u"another CA"_s;
        QTest::newRow("key file lost") << u"no-key"_s << u"its key file is missing"_s;
        QTest::newRow("key of another") << u"swapped-key"_s << u"its key is damaged or of another"_s;
        QTest::newRow("key encrypted now") << u"password"_s << u"its key is not encrypted"_s;
        QTest::newRow("certificate cut off") << u"cut"_s << u"holds no certificate"_s;
        QTest::newRow("blob changed") << u"blob"_s << u"its blob is damaged"_s;
        QTest::newRow("other payload") << u"payload"_s << u"its blob holds something else"_s;
        QTest::newRow("a file in its place") << u"file"_s << u"it is a file"_s;
    }
    void a_folder_that_differs_is_an_error()
    {
        QFETCH(const QString, change);
        QFETCH(const QString, says);
        const QTemporaryDir folder;
        BatchRequest request = request_for(folder.filePath(u"out"_s), "name,san\nalpha,IP:10.0.0.1\nbeta,IP:10.0.0.2\n");
        request.payload = PayloadFormat::pem;
        QVERIFY(issue_batch(request, farm(), {}));
        const QString beta = request.folder + u"/beta/"_s;
        const auto put = [](const QString &path, const QByteArray &bytes_now) {
            QFile file(path);
            return file.open(QIODevice::WriteOnly) && file.write(bytes_now) == bytes_now.size();
        };
        IssueChoices &choices = request.rows[1].choices;
        IssuingCa issuing = farm();
        if (change == u"names"_s)
            choices.alt_names = *parse_alt_names(u"IP:10.0.0.3"_s);
        else if (change == u"role"_s)
            choices.role = Role::client;
        else if (change == u"key-kind"_s)
            choices.key = KeySpec { KeyType::rsa, 2048 };
        else if (change == u"days"_s)
            choices.days = 100;
        else if (change == u"ca"_s)
            issuing = IssuingCa::of(ca(u"ec:p256"_s, u"Other CA"_s));
        else if (change == u"no-key"_s)
            QVERIFY(QFile::remove(beta + u"beta.key"_s));
        else if (change == u"swapped-key"_s)
            QVERIFY(put(beta + u"beta.key"_s, content(request.folder + u"/alpha/alpha.key"_s)));
        else if (change == u"password"_s)
            request.password = secret("pw");
        else if (change == u"cut"_s)
            QVERIFY(put(beta + u"beta.crt"_s, content(beta + u"beta.crt"_s).chopped(100)));
        else if (change == u"blob"_s)
            QVERIFY(put(beta + u"esp_cert_private_key.bin"_s, content(beta + u"esp_cert_private_key.bin"_s).chopped(100)));
        else if (change == u"payload"_s)
            request.payload = PayloadFormat::der;
        else
            QVERIFY(QDir(beta).removeRecursively() && put(request.folder + u"/beta"_s, "x"));
        const QStringList before = files_in(request.folder);
        const auto refused = issue_batch(request, issuing, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"batch-differs"_s);
        QCOMPARE(exit_status(refused.error()), 3);
        QVERIFY2(refused.error().message.contains(says) || refused.error().detail.contains(says), qPrintable(refused.error().message));
        QVERIFY(refused.error().detail.contains(u"beta"_s));
        QCOMPARE(files_in(request.folder), before);

        request.overwrite = Overwrite::yes;
        const auto replaced = issue_batch(request, issuing, {});
        QVERIFY2(replaced, replaced ? "" : qPrintable(replaced.error().sentence()));
        QVERIFY(replaced->made >= 1);
        QCOMPARE(issue_batch(request, issuing, {})->kept, 2);
    }

    void only_one_at_a_time()
    {
        // The batch that holds the folder starts another one from within its own progress.
        struct Nested final : Progress {
            explicit Nested(BatchRequest &wanted)
                : request(wanted)
            {
            }
            void report(const QString &, std::uint64_t, std::uint64_t) override
            {
                if (!code.isEmpty())
                    return;
                const auto again = issue_batch(request, farm(), {});
                code = again ? u"it ran"_s : again.error().code;
            }
            BatchRequest &request;
            QString code;
        };
        const QTemporaryDir folder;
        BatchRequest request = request_for(folder.filePath(u"out"_s), list_of(3));
        Nested nested(request);
        QVERIFY(issue_batch(request, farm(), { &nested, {} }));
        QCOMPARE(nested.code, u"batch-running"_s);
    }

    void says_what_concerns_many_once()
    {
        const QTemporaryDir folder;
        const auto done = issue_batch(request_for(folder.filePath(u"out"_s), list_of(5), { .days = 5000 }), farm(), {});
        QVERIFY(done);
        QCOMPARE(codes(done->findings), QStringList { u"outlives-ca"_s });
        QVERIFY2(done->findings.first().message.contains(u"4 other"_s), qPrintable(done->findings.first().message));
    }

    void needs_somewhere_to_put_the_keys()
    {
        const QTemporaryDir folder;
        BatchRequest request = request_for(folder.filePath(u"out"_s), list_of(1));
        request.write_keys = false;
        QCOMPARE(issue_batch(request, farm(), {}).error().code, u"no-key-output"_s);
    }
};

QTEST_GUILESS_MAIN(BatchTest)
#include "tst_pki_batch.moc"
