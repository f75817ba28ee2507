// SPDX-License-Identifier: Apache-2.0
// Plans from partition tables, tables, esptool commands, folders and Arduino layouts. Dumps have a test of their own.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/files.h"
#include "core/flash/check.h"
#include "core/flash/exports.h"
#include "core/flash/import.h"
#include "core/flash/plan_file.h"
#include "core/flash/suggest.h"
#include "tests/flash/drawn_plan.h"
#include "tests/flash/image_builder.h"
#include "tests/present.h"

using namespace espseal;
using namespace espseal::flash;
using namespace espseal::flash::test;
using namespace Qt::StringLiterals;
using espseal::test::present;

namespace {

QString data_path(const QString &name)
{
    return qEnvironmentVariable("ESPSEAL_DATA_DIR") + u'/' + name;
}

QByteArray data(const QString &name)
{
    return read_file(data_path(u"flash/import/"_s + name)).value();
}

ImportHints map_hint(int value)
{
    return { .chip = std::nullopt, .map = std::nullopt, .size_map = value < 0 ? std::nullopt : std::optional(static_cast<std::uint8_t>(value)) };
}

// "4MB 1024+1024" and "0x001000-0x0E0FFF user1 user1 file" a line, by address.
QString drawing_of(const Plan &plan)
{
    QList<Region> regions = plan.regions;
    std::ranges::stable_sort(regions, {}, [](const Region &region) { return region.slot.start; });
    QStringList lines { chip_size_name(plan.chip) + u' ' + map_kind_name(plan.map) };
    for (const Region &region : regions) {
        QString line
            = u"%1-%2 %3 %4"_s.arg(to_string(region.slot.start), to_string(Address(region.slot.end().value() - 1)), region.name, role_name(region.role));
        if (!region.file.isEmpty())
            line += u' ' + region.file.section(u'/', -1);
        lines += line;
    }
    return lines.join(u'\n');
}

const QString table_of_map_6 = u"4MB 1024+1024\n"
                               "0x000000-0x000FFF bootloader bootloader\n0x001000-0x0E0FFF user1 user1\n0x0F9000-0x0FAFFF my-config user\n"
                               "0x0FB000-0x0FBFFF client-ca client-ca\n0x0FC000-0x0FCFFF client-identity client-identity\n"
                               "0x101000-0x1E0FFF user2 user2\n0x3FB000-0x3FBFFF rf-calibration rf-calibration\n"
                               "0x3FC000-0x3FCFFF phy-data phy-data\n0x3FD000-0x3FFFFF system-parameters system-parameters"_s;

QByteArray table(const QByteArray &items)
{
    return "static const partition_item_t t[] = {\n" + items + "\n};\n";
}

} // namespace

class FlashImportTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void reads_the_table_of_a_map()
    {
        const Result<Imported> imported = import_partition_table(data(u"partition_table.c"_s), map_hint(6));
        QVERIFY2(imported, qUtf8Printable(imported ? QString() : imported.error().message));
        QCOMPARE(drawing_of(imported->plan), table_of_map_6);
        QCOMPARE(lines_of(check(imported->plan)), u""_s);
        QCOMPARE(imported->recognised.size(), 9);
        QCOMPARE(imported->recognised.last().why, u"Line 53."_s);
        const Result<Imported> small = import_partition_table(data(u"partition_table.c"_s), map_hint(2));
        QCOMPARE(small->plan.regions.size(), 6);
        QCOMPARE(small->plan.chip, Size(1u << 20));
        const Result<Imported> by_chip
            = import_partition_table(data(u"partition_table.c"_s), { .chip = Size(4u << 20), .map = MapKind::map_1024_1024, .size_map = std::nullopt });
        QCOMPARE(by_chip->plan, imported->plan);
    }

    void a_table_for_each_map_needs_a_word()
    {
        const Result<Imported> imported = import_partition_table(data(u"partition_table.c"_s), {});
        QCOMPARE(imported.error().code, u"import-map-needed"_s);
        QVERIFY2(imported.error().message.contains(u"2, 3, 4, 5, 6"_s), qUtf8Printable(imported.error().message));
        const Result<Imported> refused = import_partition_table(data(u"partition_table.c"_s), map_hint(8));
        QCOMPARE(refused.error().code, u"c-source"_s);
        QVERIFY2(refused.error().message.contains(u"Line 33"_s), qUtf8Printable(refused.error().message));
    }

    // What export writes, import reads as the same places.
    void reads_its_own_exports_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<int>("map");
        for (const QString &format : { u"c-header"_s, u"partition-table"_s, u"csv"_s }) {
            for (const int map : { 2, 3, 4, 5, 6, 8, 9 })
                QTest::addRow("%s, map %d", qPrintable(format), map) << format << map;
        }
    }
    void reads_its_own_exports()
    {
        QFETCH(const QString, format);
        QFETCH(const int, map);
        const SizeMap &row = *find_size_map(map);
        const Plan plan = default_plan(row.chip, row.kind, {}).value();
        const QByteArray text = export_plan(plan, present(export_format(format))).value();
        const Result<Imported> imported = format == u"csv"_s ? import_csv(text, {}) : import_partition_table(text, {});
        QVERIFY2(imported, qUtf8Printable(imported ? QString() : imported.error().message));
        QCOMPARE(imported->plan.chip, plan.chip);
        QCOMPARE(imported->plan.map, plan.map);
        QCOMPARE(imported->plan.regions.size(), plan.regions.size() + 3);
        for (const Region &region : plan.regions) {
            QVERIFY2(std::ranges::contains(imported->plan.regions, region.slot, &Region::slot), qUtf8Printable(region.name));
        }
        QCOMPARE(lines_of(check(imported->plan)), u""_s);
    }

    void evaluates_like_c_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<qulonglong>("address");
        QTest::newRow("sum") << QByteArray("0x1000 + 2 * 4096") << 0x3000ULL;
        QTest::newRow("precedence") << QByteArray("1 << 12 | 0x2000 & ~0x1fff + 0") << 0x3000ULL;
        QTest::newRow("conditional") << QByteArray("(2 > 1 ? 0x5000 : 0x6000)") << 0x5000ULL;
        QTest::newRow("octal and suffixes") << QByteArray("010000UL * 1u") << 0x1000ULL;
        QTest::newRow("unary") << QByteArray("- -0x1000 * !0") << 0x1000ULL;
        QTest::newRow("cast") << QByteArray("(uint32)(0x7B * 0x1000)") << 0x7B000ULL;
        QTest::newRow("left to right") << QByteArray("0x10000 - 0x1000 - 0x1000") << 0xE000ULL;
        QTest::newRow("division") << QByteArray("0x7fff / 4096 % 4 * 4096") << 0x3000ULL;
    }
    void evaluates_like_c()
    {
        QFETCH(const QByteArray, source);
        QFETCH(const qulonglong, address);
        const Result<Imported> imported = import_partition_table(table("{ SYSTEM_PARTITION_CUSTOMER_BEGIN + 1, " + source + ", 0x1000 }"), map_hint(6));
        QVERIFY2(imported, qUtf8Printable(imported ? QString() : imported.error().message));
        QCOMPARE(imported->plan.regions.first().slot.start.value(), address);
    }

    void bad_sources_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const QByteArray &source, const QString &says, const QString &code = u"c-source"_s) {
            QTest::newRow(name) << source << code << says;
        };
        row("no table", "int main(void) { return 0; }", u"partition_item_t"_s, u"import-no-table"_s);
        row("empty", "", u"partition_item_t"_s, u"import-no-table"_s);
        row("unknown name", table("{ 2, 0x1000, 0x1000 },\n{ 7, HERE, 0x1000 }"), u"Line 3: “HERE”"_s);
        row("macro with parameters", "#define AT(n) ((n) * 0x1000)\n" + table("{ 7, AT(3), 0x1000 }"), u"Line 3: the macro AT has parameters"_s);
        row("division by zero", table("{ 7, 1 / 0, 0x1000 }"), u"divides by zero"_s);
        row("too wide", table("{ 7, 0x7fffffffffffffff + 1, 0x1000 }"), u"63 bits"_s);
        row("beyond 32 bits", table("{ 7, 0x100000000, 0x1000 }"), u"none that a flash chip has"_s);
        row("no size", table("{ 7, 0x1000, 0 }"), u"none that a flash chip has"_s);
        row("two values", table("{ 7, 0x1000 }"), u"2 values"_s);
        row("no braces", table("7, 0x1000, 0x1000"), u"braces"_s);
        row("parenthesis", table("{ 7, (0x1000, 0x1000 }"), u"do not match"_s);
        row("open comment", "\n\n/* here" + table("{ 7, 0x1000, 0x1000 }"), u"Line 3"_s);
        row("open condition", "\n#if 1\n" + table("{ 7, 0x1000, 0x1000 }"), u"Line 2"_s);
        row("else without if", "#else\n" + table("{ 7, 0x1000, 0x1000 }"), u"#else"_s);
        row("two tables", table("{ 7, 0x1000, 0x1000 }") + table("{ 7, 0x1000, 0x1000 }"), u"second table"_s);
        row("a macro of itself", "#define A A + 1\n" + table("{ 7, A, 0x1000 }"), u"“A”"_s);
        QByteArray bomb = "#define X0 1 + 1\n";
        for (int i = 1; i < 40; ++i)
            bomb += "#define X" + QByteArray::number(i) + " X" + QByteArray::number(i - 1) + " + X" + QByteArray::number(i - 1) + "\n";
        row("macros that double", bomb + table("{ 7, X39, 0x1000 }"), u"too long"_s);
        row("deep parentheses", table("{ 7, " + QByteArray(2000, '(') + "1" + QByteArray(2000, ')') + ", 0x1000 }"), u"too deep"_s);
        row("nothing says the chip", table("{ 7, 0x1000, 0x1000 }"), u"how large the flash is"_s, u"import-map-unknown"_s);
    }
    void bad_sources()
    {
        QFETCH(const QByteArray, source);
        QFETCH(const QString, code);
        QFETCH(const QString, says);
        const Result<Imported> imported = import_partition_table(source, {});
        QVERIFY(!imported);
        QCOMPARE(imported.error().code, code);
        QVERIFY2(imported.error().message.contains(says), qUtf8Printable(imported.error().message));
        QVERIFY(!imported.error().fix.isEmpty());
    }

    void reads_tables_of_later_sdks()
    {
        const Result<Imported> imported = import_csv(data(u"partitions.csv"_s), {});
        QVERIFY2(imported, qUtf8Printable(imported ? QString() : imported.error().message));
        QCOMPARE(drawing_of(imported->plan),
            u"2MB 1024+1024\n0x001000-0x0E0FFF user1 user1\n0x101000-0x1E0FFF user2 user2\n0x1E1000-0x1F0FFF logs user\n"
            "0x1F1000-0x1FAFFF storage file-system\n0x1FB000-0x1FBFFF rf rf-calibration\n0x1FC000-0x1FCFFF phy phy-data\n"
            "0x1FD000-0x1FFFFF params system-parameters"_s);
    }

    void reads_tables_of_spreadsheets()
    {
        const Result<Imported> imported = import_csv(
            "\xEF\xBB\xBF\"Name\";\"Role\";\"Start\";\"Size\"\r\n\"a; b\";ca;0x7B000;4K\r\nboot;bootloader;0;4096\r\nsecond;user2;0x81000;0x6A000\r\n",
            { .chip = Size(1u << 20), .map = std::nullopt, .size_map = std::nullopt });
        QVERIFY2(imported, qUtf8Printable(imported ? QString() : imported.error().message));
        QCOMPARE(drawing_of(imported->plan), u"1MB 512+512\n0x000000-0x000FFF boot bootloader\n0x07B000-0x07BFFF a; b ca\n0x081000-0x0EAFFF second user2"_s);
    }

    void bad_tables_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("no size column") << QByteArray("name,role,start,x\na,ca,0,1\n") << u"no columns"_s;
        QTest::newRow("a role that is none") << QByteArray("name,role,start,size\na,pump,0,0x1000\n") << u"Line 2: “pump”"_s;
        QTest::newRow("a start that is none") << QByteArray("name,role,start,size\na,ca,here,0x1000\n") << u"Line 2: “here”"_s;
        QTest::newRow("without header") << QByteArray("# a comment\nx, data, nvs, zero, 0x1000\n") << u"Line 2: “zero”"_s;
        QTest::newRow("no length") << QByteArray("name,role,start,size\na,ca,0x1000,0\n") << u"Line 2"_s;
        QTest::newRow("no rows") << QByteArray("name,role,start,size\n") << u"no line"_s;
        QTest::newRow("too few cells") << QByteArray("name,role,start,size\na,ca\n") << u"Line 2"_s;
    }
    void bad_tables()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, says);
        const Result<Imported> imported = import_csv(text, map_hint(6));
        QVERIFY(!imported);
        QVERIFY2(imported.error().message.contains(says), qUtf8Printable(imported.error().message));
    }

    void reads_an_esptool_command()
    {
        const Result<Imported> imported = import_esptool(QString::fromUtf8(data(u"esptool.txt"_s)), u"/build"_s, {});
        QVERIFY2(imported, qUtf8Printable(imported ? QString() : imported.error().message));
        QCOMPARE(drawing_of(imported->plan),
            u"4MB 1024+1024\n0x000000-0x000FFF bootloader bootloader boot_v1.7.bin\n0x001000-0x0E0FFF user1 user1 user1.4096.new.6.bin\n"
            "0x0FB000-0x0FBFFF ca ca esp_ca_cert.bin\n0x0FC000-0x0FCFFF identity identity esp_cert_private_key.bin\n"
            "0x3FC000-0x3FCFFF phy-data phy-data esp_init_data_default_v08.bin\n0x3FE000-0x3FEFFF system-parameters system-parameters blank.bin"_s);
        QCOMPARE(imported->plan.regions[1].file, u"/build/upgrade/user1.4096.new.6.bin"_s);
        QCOMPARE(present(imported->plan.spi_mode), 2);
        QCOMPARE(present(imported->plan.spi_speed), 0);
    }

    void esptool_commands_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("plan"); // or what the error says
        QTest::newRow("esptool 5") << u"esptool --port COM3 write-flash --flash-size 1MB 0 boot.bin 4096 user1.bin"_s
                                   << u"1MB 512+512\n0x000000-0x000FFF bootloader bootloader boot.bin\n0x001000-0x06AFFF user1 user1 user1.bin"_s;
        QTest::newRow("old sizes") << u"esptool.py write_flash -fs 32m-c1 0 boot.bin 0x1000 a.bin"_s
                                   << u"4MB 1024+1024\n0x000000-0x000FFF bootloader bootloader boot.bin\n0x001000-0x0E0FFF user1 user1 a.bin"_s;
        QTest::newRow("by address only") << u"write_flash -fs 2MB-c1 0x0 a 0x1000 b 0x101000 c 0x1fc000 d"_s
                                         << u"2MB 1024+1024\n0x000000-0x000FFF bootloader bootloader a\n0x001000-0x0E0FFF user1 user1 b\n"
                                            "0x101000-0x1E0FFF user2 user2 c\n0x1FC000-0x1FCFFF phy-data phy-data d"_s;
        QTest::newRow("non-FOTA")
            << u"write_flash -fs 4MB 0x00000 eagle.flash.bin 0x10000 eagle.irom0text.bin"_s
            << u"4MB non-fota\n0x000000-0x00FFFF eagle.flash eagle.flash eagle.flash.bin\n0x010000-0x06BFFF irom0text irom0text eagle.irom0text.bin"_s;
        QTest::newRow("the name says the map")
            << u"write_flash 0 boot_v1.7.bin 0x1000 user1.1024.new.2.bin"_s
            << u"1MB 512+512\n0x000000-0x000FFF bootloader bootloader boot_v1.7.bin\n0x001000-0x06AFFF user1 user1 user1.1024.new.2.bin"_s;
        QTest::newRow("in a script")
            << u"#!/bin/sh\n# write_flash all\nmake\nesptool.py write_flash -fs 1MB 0 boot.bin \\\n  0x1000 user1.bin\n  0x7B000 esp_ca_cert.bin\nexit 0\n"_s
            << u"1MB 512+512\n0x000000-0x000FFF bootloader bootloader boot.bin\n0x001000-0x06AFFF user1 user1 user1.bin\n"
               "0x07B000-0x07BFFF ca ca esp_ca_cert.bin"_s;
        QTest::newRow("two commands") << u"esptool.py write_flash 0 a\nesptool.py write_flash 0 b\n"_s << u"2 commands"_s;
        QTest::newRow("no command") << u"esptool.py read_flash 0 0x1000 x"_s << u"no write_flash"_s;
        QTest::newRow("file without address") << u"write_flash 0x0 a.bin b.bin"_s << u"an address before it"_s;
        QTest::newRow("address that is none") << u"write_flash zero a.bin"_s << u"“zero” is no flash address"_s;
        QTest::newRow("unknown option") << u"write_flash --fast 0 a.bin"_s << u"“--fast”"_s;
        QTest::newRow("option without value") << u"write_flash 0 a.bin -fs"_s << u"no value"_s;
        QTest::newRow("open quote") << u"write_flash 0 'a.bin"_s << u"quote"_s;
        QTest::newRow("another chip") << u"esptool.py --chip esp32 write_flash 0 a.bin"_s << u"esp32"_s;
        QTest::newRow("size that is none") << u"write_flash -fs 3MB 0 a.bin"_s << u"3MB"_s;
        QTest::newRow("no size anywhere") << u"write_flash 0 a.bin 0x1000 b.bin"_s << u"how large the flash is"_s;
    }
    void esptool_commands()
    {
        QFETCH(const QString, command);
        QFETCH(const QString, plan);
        const Result<Imported> imported = import_esptool(command, u"/b"_s, {});
        if (imported)
            QCOMPARE(drawing_of(imported->plan), plan);
        else
            QVERIFY2(imported.error().message.contains(plan), qUtf8Printable(imported.error().message));
    }

    void reads_its_own_esptool_line()
    {
        Plan plan = default_plan(Size(4u << 20), MapKind::map_1024_1024, {}).value();
        plan.regions[0].file = u"/images/boot v1.7.bin"_s;
        plan.regions[1].file = u"/images/user1.bin"_s;
        plan.regions[4].file = u"/it's/$(here).bin"_s;
        const Result<Imported> imported = import_esptool(QString::fromUtf8(export_plan(plan, ExportFormat::esptool).value()), u"/"_s, {});
        QVERIFY2(imported, qUtf8Printable(imported ? QString() : imported.error().message));
        QCOMPARE(imported->plan.regions.size(), 3);
        QCOMPARE(imported->plan.regions[2].file, u"/it's/$(here).bin"_s);
        QCOMPARE(imported->plan.regions[2].slot.start, Address(0xFC000));
    }

    void reads_a_build_folder()
    {
        const QTemporaryDir folder;
        const auto write = [&](const QString &name, const QByteArray &content) { return write_file(folder.filePath(name), content).has_value(); };
        QVERIFY(QDir(folder.path()).mkpath(u"upgrade"_s));
        ImageParts map5;
        map5.flash = 0x50;
        QVERIFY(write(u"upgrade/user1.2048.new.5.bin"_s, fota_image(1, 4096, map5)));
        QVERIFY(write(u"upgrade/user2.2048.new.5.bin"_s, fota_image(2, 4096, map5)));
        QVERIFY(write(u"boot_v1.2.bin"_s, plain_image({ .flash = 0 })));
        QVERIFY(write(u"boot_v1.7.bin"_s, plain_image({ .flash = 0 })));
        QVERIFY(write(u"esp_init_data_default_v05.bin"_s, QByteArray(128, '\5')));
        QVERIFY(write(u"esp_init_data_default_v08.bin"_s, QByteArray(128, '\5')));
        QVERIFY(write(u"blank.bin"_s, QByteArray(4096, '\xFF')));
        QVERIFY(write(u"eagle.flash.bin"_s, plain_image(map5))); // left from the link
        QVERIFY(write(u"esp_ca_cert.bin"_s, read_file(data_path(u"sdk-tools/client/expected/bin/esp_ca_cert.bin"_s)).value()));
        QVERIFY(write(u"notes.bin"_s, "x"));
        const Result<Imported> imported = import_folder(folder.path(), {});
        QVERIFY2(imported, qUtf8Printable(imported ? QString() : imported.error().message));
        QCOMPARE(drawing_of(imported->plan),
            u"2MB 1024+1024\n0x000000-0x000FFF bootloader bootloader boot_v1.7.bin\n0x001000-0x0E0FFF user1 user1 user1.2048.new.5.bin\n"
            "0x0FB000-0x0FBFFF ca ca esp_ca_cert.bin\n0x101000-0x1E0FFF user2 user2 user2.2048.new.5.bin\n"
            "0x1FC000-0x1FCFFF phy-data phy-data esp_init_data_default_v08.bin\n0x1FE000-0x1FEFFF blank system-parameters blank.bin"_s);
        Plan measured = imported->plan;
        QCOMPARE(lines_of(measure(measured) + check(measured)), u""_s);

        ImageParts map2;
        map2.flash = 0x20;
        QVERIFY(write(u"upgrade/user1.1024.new.2.bin"_s, fota_image(1, 4096, map2)));
        const Result<Imported> ambiguous = import_folder(folder.path(), {});
        QCOMPARE(ambiguous.error().code, u"import-ambiguous"_s);
        const Result<Imported> said = import_folder(folder.path(), map_hint(2));
        QVERIFY2(said, qUtf8Printable(said ? QString() : said.error().message));
        QCOMPARE(said->plan.chip, Size(1u << 20));
        const Region *program = said->plan.find(RegionRole::user1);
        QVERIFY(program && program->file.endsWith(u"user1.1024.new.2.bin"_s));
    }

    void bad_folders()
    {
        const QTemporaryDir folder;
        QCOMPARE(import_folder(folder.path(), {}).error().code, u"import-nothing"_s);
        QCOMPARE(import_folder(folder.filePath(u"none"_s), {}).error().code, u"folder-missing"_s);
        QVERIFY(write_file(folder.filePath(u"boot.bin"_s), "x"));
        QCOMPARE(import_folder(folder.path(), {}).error().code, u"import-map-unknown"_s);
    }

    void arduino_layouts_have_no_findings_data()
    {
        QTest::addColumn<QString>("name");
        for (const ArduinoLayout &layout : arduino_layouts())
            QTest::addRow("%s", qPrintable(layout.name)) << layout.name;
    }
    void arduino_layouts_have_no_findings()
    {
        QFETCH(const QString, name);
        const Result<Imported> imported = import_arduino(name.toLower());
        QVERIFY(imported);
        QCOMPARE(lines_of(check(imported->plan)), u""_s);
        const Result<Plan> again = plan_from_json(plan_to_json(imported->plan, u"/"_s), u"/"_s);
        QVERIFY2(again, qUtf8Printable(again ? QString() : again.error().message));
        QCOMPARE(*again, imported->plan);
    }

    // tools/sdk/ld/eagle.flash.4m2m.ld
    void arduino_layouts_are_those_of_the_core()
    {
        QCOMPARE(drawing_of(import_arduino(u"4M2M"_s)->plan),
            u"4MB non-fota\n0x000000-0x0FEFFF sketch eagle.flash\n0x0FF000-0x1FFFFF update user\n0x200000-0x3F9FFF file-system file-system\n"
            "0x3FB000-0x3FBFFF eeprom user\n0x3FC000-0x3FCFFF rf-calibration rf-calibration\n0x3FD000-0x3FFFFF system-parameters system-parameters"_s);
        QCOMPARE(drawing_of(import_arduino(u"1M64"_s)->plan),
            u"1MB non-fota\n0x000000-0x0E9FFF sketch eagle.flash\n0x0EA000-0x0EAFFF update user\n0x0EB000-0x0FAFFF file-system file-system\n"
            "0x0FB000-0x0FBFFF eeprom user\n0x0FC000-0x0FCFFF rf-calibration rf-calibration\n0x0FD000-0x0FFFFF system-parameters system-parameters"_s);
        QCOMPARE(import_arduino(u"3M"_s).error().code, u"arduino-layout-unknown"_s);
    }

    void recognises_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("kind");
        QTest::newRow("c") << data(u"partition_table.c"_s) << u"partition-table"_s;
        QTest::newRow("csv") << data(u"partitions.csv"_s) << u"csv"_s;
        QTest::newRow("esptool") << data(u"esptool.txt"_s) << u"esptool"_s;
        QTest::newRow("dump") << QByteArray(4096, '\xFF') << u"dump"_s;
        QTest::newRow("text") << QByteArray("hello\n") << QString();
        QTest::newRow("nothing") << QByteArray() << QString();
    }
    void recognises()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, kind);
        const std::optional<ImportKind> found
            = recognise_import({ reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size()) });
        QCOMPARE(found ? import_kind_name(present(found)) : QString(), kind);
    }
};

QTEST_GUILESS_MAIN(FlashImportTest)
#include "tst_flash_import.moc"
