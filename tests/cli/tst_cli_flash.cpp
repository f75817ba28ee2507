// SPDX-License-Identifier: Apache-2.0
// `espseal flash` and `espseal image`
#include "tests/cli/espseal_program.h"

using namespace espseal::cli::test;

namespace {

// "code: regions start-end" a line, as numbers in hexadecimal.
QString findings_of(const QJsonObject &json)
{
    QStringList lines;
    for (const auto &value : json[u"findings"_s].toArray()) {
        const QJsonObject finding = value.toObject();
        QStringList regions;
        for (const auto &region : finding[u"regions"_s].toArray())
            regions += region.toString();
        QString line = finding[u"severity"_s].toString() + u' ' + finding[u"code"_s].toString() + u' ' + regions.join(u',');
        if (finding.contains(u"start"_s))
            line += u" %1-%2"_s.arg(finding[u"start"_s].toInteger(), 0, 16).arg(finding[u"end"_s].toInteger(), 0, 16);
        if (finding[u"message"_s].toString().isEmpty() || finding[u"fix"_s].toString().isEmpty())
            line += u" (without message or fix)"_s;
        lines += line;
    }
    lines.sort();
    return lines.join(u'\n');
}

QString plans()
{
    return data_path(u"flash/plans"_s);
}

} // namespace

class CliFlashTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void checks_a_good_plan()
    {
        const Run run = run_espseal({ u"flash"_s, u"check"_s, u"client.json"_s, u"--json"_s }, plans());
        QVERIFY2(run.status == 0, run.err.constData());
        QCOMPARE(run.json()[u"ok"_s], true);
        QCOMPARE(findings_of(run.json()), u""_s);
    }

    void checks_a_conflicting_plan()
    {
        const Run run = run_espseal({ u"flash"_s, u"check"_s, u"conflicts.json"_s, u"--json"_s }, plans());
        QCOMPARE(run.status, 3);
        QCOMPARE(run.json()[u"ok"_s], false);
        QCOMPARE(findings_of(run.json()),
            u"error blob-larger-than-reader identity 7b000-7b194\n"
            "error blob-larger-than-region identity 7b000-7b194\n"
            "error not-sector-aligned lost fb800-fc000\n"
            "error overlaps-region ca,identity 7b000-7b194\n"
            "error overlaps-system-parameters lost,rf-calibration fb800-fc000\n"
            "error region-not-placed later\n"
            "error wrong-sector-argument ca 7b000-7c000\n"
            "error wrong-sector-argument identity 7a000-7b000\n"_s.trimmed());
        const QJsonObject first = run.json()[u"findings"_s].toArray().first().toObject();
        QStringList keys { u"code"_s, u"severity"_s, u"regions"_s, u"message"_s, u"fix"_s };
        for (const QString &key : keys)
            QVERIFY2(first.contains(key), qUtf8Printable(key));
    }

    void says_conflicts_as_sentences()
    {
        const Run run = run_espseal({ u"flash"_s, u"check"_s, u"conflicts.json"_s }, plans());
        QCOMPARE(run.status, 3);
        QVERIFY2(run.out.contains("“ca” and “identity” both claim 0x07B000–0x07B193."), run.out.constData());
        QVERIFY2(run.out.contains("Fix: Move “ca” to"), run.out.constData());
    }

    void bad_plans_data()
    {
        QTest::addColumn<QByteArray>("plan");
        QTest::addColumn<QByteArray>("says");
        const QByteArray good = content(plans() + u"/client.json"_s);
        QTest::newRow("truncated") << good.first(300) << QByteArray("no complete JSON object");
        QTest::newRow("image instead of a plan") << content(data_path(u"flash/images/boot.bin"_s)) << QByteArray("no complete JSON object");
        QTest::newRow("wrong type") << QByteArray(good).replace("\"0x0FB000\"", "[]") << QByteArray("regions[3].start");
        QTest::newRow("name twice") << QByteArray(good).replace("\"name\": \"ca\"", "\"name\": \"identity\"") << QByteArray("identity");
    }
    void bad_plans()
    {
        QFETCH(const QByteArray, plan);
        QFETCH(const QByteArray, says);
        const QTemporaryDir folder;
        write(folder.filePath(u"plan.json"_s), plan);
        for (const QString &command : { u"check"_s, u"show"_s }) {
            const Run run = run_espseal({ u"flash"_s, command, u"plan.json"_s }, folder.path());
            QCOMPARE(run.status, 3);
            QVERIFY2(run.err.contains(says), run.err.constData());
        }
    }

    void missing_plan_is_bad_input()
    {
        const Run run = run_espseal({ u"flash"_s, u"check"_s, u"none.json"_s, u"--json"_s }, plans());
        QCOMPARE(run.status, 3);
        QCOMPARE(run.json()[u"error"_s][u"code"_s], u"file-missing"_s);
    }

    void suggests_what_checks_clean_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("nothing said") << QStringList {};
        for (int map = 0; map < 10; ++map) {
            if (map != 7)
                QTest::addRow("map %d", map) << QStringList { u"--map"_s, QString::number(map) };
        }
        QTest::newRow("chip and kind") << QStringList { u"--flash-size"_s, u"16MB"_s, u"--map"_s, u"1024+1024"_s, u"--role"_s, u"both"_s, u"--host"_s, u"h"_s };
        QTest::newRow("non-FOTA") << QStringList { u"--flash-size"_s, u"512KB"_s, u"--map"_s, u"non-fota"_s, u"--sdk"_s, u"2"_s };
        QTest::newRow("big blobs") << QStringList { u"--map"_s, u"2"_s, u"--ca-size"_s, u"6000"_s, u"--identity-size"_s, u"4100"_s };
        QTest::newRow("AT's sectors") << QStringList { u"--map"_s, u"6"_s, u"--firmware"_s, u"at"_s, u"--flash-mode"_s, u"dio"_s, u"--flash-freq"_s, u"80m"_s };
        QTest::newRow("at_nano's sectors") << QStringList { u"--map"_s, u"2"_s, u"--firmware"_s, u"at_nano"_s };
        QTest::newRow("files") << QStringList { u"--map"_s, u"6"_s, u"--user1"_s, data_path(u"flash/images/user1.4096.new.6.bin"_s), u"--boot"_s,
            data_path(u"flash/images/boot.bin"_s) };
    }
    void suggests_what_checks_clean()
    {
        QFETCH(const QStringList, options);
        const QTemporaryDir folder;
        const Run suggested = run_espseal(QStringList { u"flash"_s, u"suggest"_s, u"--out"_s, u"plan.json"_s, u"--json"_s } + options, folder.path());
        QVERIFY2(suggested.status == 0, suggested.err.constData());
        QVERIFY(suggested.json()[u"placements"_s].toArray().size() >= 3);
        QCOMPARE(suggested.json()[u"plan"_s].toObject(), QJsonDocument::fromJson(content(folder.filePath(u"plan.json"_s))).object());
        const Run checked = run_espseal({ u"flash"_s, u"check"_s, u"plan.json"_s, u"--json"_s }, folder.path());
        QVERIFY2(checked.status == 0, checked.out.constData());
        QCOMPARE(findings_of(checked.json()), u""_s);
        // What is placed well stays where it is.
        const Run again = run_espseal({ u"flash"_s, u"suggest"_s, u"--from"_s, u"plan.json"_s, u"--out"_s, u"again.json"_s }, folder.path());
        QVERIFY2(again.status == 0, again.err.constData());
        QCOMPARE(content(folder.filePath(u"again.json"_s)), content(folder.filePath(u"plan.json"_s)));
    }

    void impossible_suggestions_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("status");
        QTest::newRow("map 7") << QStringList { u"--map"_s, u"7"_s } << 2;
        QTest::newRow("map of another chip") << QStringList { u"--flash-size"_s, u"1MB"_s, u"--map"_s, u"6"_s } << 2;
        QTest::newRow("chip of 3 MB") << QStringList { u"--flash-size"_s, u"3MB"_s } << 2;
        QTest::newRow("buffer too large") << QStringList { u"--buffer"_s, u"9000"_s } << 2;
        QTest::newRow("no room") << QStringList { u"--map"_s, u"0"_s, u"--ca-size"_s, u"100000"_s } << 3;
        QTest::newRow("user2 in a non-FOTA plan") << QStringList { u"--map"_s, u"non-fota"_s, u"--user2"_s, u"user2.bin"_s } << 2;
        QTest::newRow("folder that does not exist") << QStringList { u"--out"_s, u"none/plan.json"_s } << 3;
    }
    void impossible_suggestions()
    {
        QFETCH(const QStringList, options);
        QFETCH(const int, status);
        const QTemporaryDir folder;
        const Run run = run_espseal(QStringList { u"flash"_s, u"suggest"_s } + options, folder.path());
        QCOMPARE(run.status, status);
        QVERIFY(!run.err.isEmpty());
        QCOMPARE(files_in(folder.path()), QStringList());
    }

    void shows_a_plan()
    {
        const Run text = run_espseal({ u"flash"_s, u"show"_s, u"client.json"_s }, plans());
        QVERIFY2(text.status == 0, text.err.constData());
        QVERIFY2(text.out.contains("espconn_secure_cert_req_enable(ESPCONN_CLIENT, 0xFC);"), text.out.constData());
        const QJsonObject json = run_espseal({ u"flash"_s, u"show"_s, u"client.json"_s, u"--json"_s }, plans()).json();
        QCOMPARE(json[u"flash_size_map"_s], 6);
        const QJsonArray regions = json[u"regions"_s].toArray();
        QCOMPARE(regions.size(), 5 + 3);
        const QJsonObject ca = regions[3].toObject();
        QCOMPARE(ca[u"name"_s], u"ca"_s);
        QCOMPARE(ca[u"start"_s], 0xFB000);
        QCOMPARE(ca[u"end"_s], 0xFC000);
        QCOMPARE(ca[u"content"_s], content(data_path(u"sdk-tools/client/expected/bin/esp_ca_cert.bin"_s)).size());
    }

    void exports_data()
    {
        QTest::addColumn<QByteArray>("holds");
        QTest::newRow("c-header") << QByteArray("#define ESPSEAL_CA_SECTOR 0xFB");
        QTest::newRow("partition-table") << QByteArray("user_pre_init");
        QTest::newRow("csv") << QByteArray("ca,ca,0x0FB000");
        QTest::newRow("svg") << QByteArray("<svg ");
        QTest::newRow("esptool") << QByteArray("write_flash --flash_size 4MB-c1 0x000000 ");
    }
    void exports()
    {
        QFETCH(const QByteArray, holds);
        const QString format = QString::fromLatin1(QTest::currentDataTag());
        const QTemporaryDir folder;
        const Run printed = run_espseal({ u"flash"_s, u"export"_s, u"client.json"_s, u"--as"_s, format }, plans());
        QVERIFY2(printed.status == 0, printed.err.constData());
        QVERIFY2(printed.out.contains(holds), printed.out.constData());
        const Run written = run_espseal({ u"flash"_s, u"export"_s, u"client.json"_s, u"--as"_s, format, u"--out"_s, folder.filePath(u"file"_s) }, plans());
        QVERIFY2(written.status == 0, written.err.constData());
        QCOMPARE(content(folder.filePath(u"file"_s)).trimmed(), printed.out.trimmed());
    }

    void exports_one_image()
    {
        const QTemporaryDir folder;
        const QString out = folder.filePath(u"flash.bin"_s);
        const Run run = run_espseal({ u"flash"_s, u"export"_s, u"client.json"_s, u"--as"_s, u"bin"_s, u"--out"_s, out, u"--json"_s }, plans());
        QVERIFY2(run.status == 0, run.err.constData());
        const QByteArray image = content(out);
        QCOMPARE(run.json()[u"size"_s], image.size());
        QCOMPARE(static_cast<quint8>(image[3]) >> 4, 6);
        const QByteArray ca = content(data_path(u"sdk-tools/client/expected/bin/esp_ca_cert.bin"_s));
        QCOMPARE(image.sliced(0xFB000, ca.size()), ca);
        QCOMPARE(image.sliced(0xFA000, 0x1000), QByteArray(0x1000, '\xFF'));
        const bool secret = run.json()[u"secret"_s].toBool();
        QVERIFY(!secret || (QFile::permissions(out) & (QFile::ReadGroup | QFile::ReadOther)) == QFile::Permissions());
        const Run nowhere = run_espseal({ u"flash"_s, u"export"_s, u"client.json"_s, u"--as"_s, u"bin"_s }, plans());
        QCOMPARE(nowhere.status, 2);
        const Run conflict
            = run_espseal({ u"flash"_s, u"export"_s, u"conflicts.json"_s, u"--as"_s, u"bin"_s, u"--out"_s, folder.filePath(u"no.bin"_s) }, plans());
        QCOMPARE(conflict.status, 3);
        QVERIFY(!QFile::exists(folder.filePath(u"no.bin"_s)));
    }

    void refuses_to_export_conflicts()
    {
        const Run run = run_espseal({ u"flash"_s, u"export"_s, u"conflicts.json"_s, u"--as"_s, u"c-header"_s, u"--json"_s }, plans());
        QCOMPARE(run.status, 3);
        QCOMPARE(run.json()[u"error"_s][u"code"_s], u"plan-conflicts"_s);
        QCOMPARE(run_espseal({ u"flash"_s, u"export"_s, u"conflicts.json"_s, u"--as"_s, u"svg"_s }, plans()).status, 0);
        QCOMPARE(run_espseal({ u"flash"_s, u"export"_s, u"client.json"_s, u"--as"_s, u"pdf"_s }, plans()).status, 2);
    }

    void imports_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("regions");
        const QString inputs = data_path(u"flash/import"_s);
        QTest::newRow("partition table") << QStringList { inputs + u"/partition_table.c"_s, u"--map"_s, u"6"_s } << u"partition-table"_s << 9;
        QTest::newRow("table") << QStringList { inputs + u"/partitions.csv"_s } << u"csv"_s << 7;
        QTest::newRow("esptool command") << QStringList { inputs + u"/esptool.txt"_s } << u"esptool"_s << 6;
        QTest::newRow("Arduino layout") << QStringList { u"4M2M"_s } << u"arduino"_s << 6;
        QTest::newRow("Arduino layout, said") << QStringList { u"1m64"_s, u"--as"_s, u"arduino"_s } << u"arduino"_s << 6;
        QTest::newRow("folder") << QStringList { data_path(u"flash/images"_s), u"--map"_s, u"6"_s } << u"folder"_s << 3;
    }
    void imports()
    {
        QFETCH(const QStringList, arguments);
        const QTemporaryDir folder;
        const Run run = run_espseal(QStringList { u"flash"_s, u"import"_s, u"--out"_s, u"plan.json"_s, u"--json"_s } + arguments, folder.path());
        QVERIFY2(run.status == 0, (run.err + run.out).constData());
        QTEST(run.json()[u"kind"_s].toString(), "kind");
        QTEST(int(run.json()[u"plan"_s][u"regions"_s].toArray().size()), "regions");
        QVERIFY(run.json()[u"recognised"_s].toArray().size() >= 3);
        QCOMPARE(run.json()[u"plan"_s].toObject(), QJsonDocument::fromJson(content(folder.filePath(u"plan.json"_s))).object());
        const Run shown = run_espseal({ u"flash"_s, u"show"_s, u"plan.json"_s }, folder.path());
        QVERIFY2(shown.status == 0, shown.err.constData());
        const Run text = run_espseal(QStringList { u"flash"_s, u"import"_s } + arguments, folder.path());
        QVERIFY2(text.status == 0 && !text.out.isEmpty(), text.err.constData());
    }

    // A plan's places, read back from a device that was written by it.
    void imports_a_copy_of_a_device()
    {
        const QTemporaryDir folder;
        QByteArray flash(4 << 20, '\xFF');
        const auto put = [&](qsizetype address, const QString &file) {
            const QByteArray bytes = content(data_path(file));
            flash.replace(address, bytes.size(), bytes);
        };
        put(0, u"flash/images/boot.bin"_s);
        put(0x1000, u"flash/images/user1.4096.new.6.bin"_s);
        put(0xFB000, u"sdk-tools/client/expected/bin/esp_ca_cert.bin"_s);
        put(0xFC000, u"sdk-tools/client/expected/bin/esp_cert_private_key.bin"_s);
        write(folder.filePath(u"flash.bin"_s), flash);
        const Run run = run_espseal({ u"flash"_s, u"import"_s, u"flash.bin"_s, u"--json"_s }, folder.path());
        QVERIFY2(run.status == 0, (run.err + run.out).constData());
        QCOMPARE(run.json()[u"kind"_s], u"dump"_s);
        QCOMPARE(run.json()[u"plan"_s][u"flash"_s][u"map"_s], u"1024+1024"_s);
        QHash<QString, qint64> found;
        for (const auto &value : run.json()[u"recognised"_s].toArray())
            found.insert(value[u"region"_s].toString(), value[u"start"_s].toInteger());
        QCOMPARE(found.value(u"user1"_s), 0x1000);
        QCOMPARE(found.value(u"ca"_s), 0xFB000);
        QCOMPARE(found.value(u"identity"_s), 0xFC000);
        QVERIFY2(!run.out.contains("PRIVATE KEY"), "the report tells a secret");
    }

    void bad_imports_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("says");
        const QString inputs = data_path(u"flash/import"_s);
        QTest::newRow("which map?") << QStringList { inputs + u"/partition_table.c"_s } << 3 << QByteArray("2, 3, 4, 5, 6");
        QTest::newRow("no such map") << QStringList { inputs + u"/partition_table.c"_s, u"--map"_s, u"7"_s } << 2 << QByteArray("“7”");
        QTest::newRow("chip and map differ") << QStringList { inputs + u"/partition_table.c"_s, u"--map"_s, u"6"_s, u"--flash-size"_s, u"1MB"_s } << 2
                                             << QByteArray("6 1MB");
        QTest::newRow("no such kind") << QStringList { inputs + u"/partition_table.c"_s, u"--as"_s, u"elf"_s } << 2 << QByteArray("--as");
        QTest::newRow("another kind") << QStringList { inputs + u"/esptool.txt"_s, u"--as"_s, u"partition-table"_s } << 3 << QByteArray("partition_item_t");
        QTest::newRow("missing") << QStringList { u"none.csv"_s } << 3 << QByteArray("none.csv");
        QTest::newRow("a plan") << QStringList { plans() + u"/client.json"_s } << 3 << QByteArray("client.json");
        QTest::newRow("folder without files") << QStringList { plans() } << 3 << QByteArray("No file");
    }
    void bad_imports()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const int, status);
        QFETCH(const QByteArray, says);
        const QTemporaryDir folder;
        const Run run = run_espseal(QStringList { u"flash"_s, u"import"_s, u"--out"_s, u"plan.json"_s } + arguments, folder.path());
        QCOMPARE(run.status, status);
        QVERIFY2(run.err.contains(says), run.err.constData());
        QCOMPARE(files_in(folder.path()), QStringList());
    }

    void lists_layouts()
    {
        const Run run = run_espseal({ u"flash"_s, u"layouts"_s, u"--json"_s }, plans());
        QCOMPARE(run.status, 0);
        QCOMPARE(run.json()[u"maps"_s].toArray().size(), 10);
        QCOMPARE(run.json()[u"arduino"_s].toArray().size(), 26);
        const QJsonObject map6 = run.json()[u"maps"_s].toArray()[6].toObject();
        QCOMPARE(map6[u"user2"_s], 0x101000);
        QCOMPARE(map6[u"rf_calibration"_s], 0x3FB000);
        QCOMPARE(map6[u"ca"_s], 0xFB000);
        QVERIFY(run_espseal({ u"flash"_s, u"layouts"_s }, plans()).out.contains("4M2M"));
    }

    void looks_into_images_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("segments");
        QTest::addColumn<int>("map");
        QTest::newRow("boot.bin") << u"plain"_s << 1 << 0;
        QTest::newRow("eagle.flash.bin") << u"plain"_s << 3 << 4;
        QTest::newRow("user1.4096.new.6.bin") << u"fota"_s << 4 << 6;
        QTest::newRow("user2.4096.new.6.bin") << u"fota"_s << 4 << 6;
    }
    void looks_into_images()
    {
        const QString file = data_path(u"flash/images/"_s) + QString::fromLatin1(QTest::currentDataTag());
        const Run run = run_espseal({ u"image"_s, u"info"_s, file, u"--json"_s }, plans());
        QVERIFY2(run.status == 0, run.err.constData());
        QTEST(run.json()[u"kind"_s].toString(), "kind");
        QTEST(int(run.json()[u"segments"_s].toArray().size()), "segments");
        QTEST(run.json()[u"flash_size_map"_s].toInt(), "map");
        QCOMPARE(run.json()[u"checksum"_s][u"ok"_s], true);
        QCOMPARE(run.json()[u"code_end"_s], content(file).size());
        QCOMPARE(run_espseal({ u"image"_s, u"info"_s, file }, plans()).status, 0);
    }

    void bad_images()
    {
        const QTemporaryDir folder;
        QByteArray image = content(data_path(u"flash/images/user1.4096.new.6.bin"_s));
        image[image.size() - 30] = '!';
        write(folder.filePath(u"damaged.bin"_s), image);
        write(folder.filePath(u"cut.bin"_s), image.first(100));
        write(folder.filePath(u"page.bin"_s), "<html>");
        const Run damaged = run_espseal({ u"image"_s, u"info"_s, u"damaged.bin"_s, u"--json"_s }, folder.path());
        QCOMPARE(damaged.status, 3);
        QCOMPARE(damaged.json()[u"ok"_s], false);
        for (const QString &name : { u"cut.bin"_s, u"page.bin"_s, u"none.bin"_s }) {
            const Run run = run_espseal({ u"image"_s, u"info"_s, name }, folder.path());
            QCOMPARE(run.status, 3);
            QVERIFY2(run.err.contains(name.toUtf8()), run.err.constData());
        }
    }
};

QTEST_GUILESS_MAIN(CliFlashTest)
#include "tst_cli_flash.moc"
