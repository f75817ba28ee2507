// SPDX-License-Identifier: Apache-2.0
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "core/base/files.h"
#include "core/flash/exports.h"
#include "core/flash/suggest.h"
#include "tests/flash/drawn_plan.h"
#include "tests/present.h"

using namespace espseal;
using namespace espseal::flash;
using namespace espseal::flash::test;
using namespace Qt::StringLiterals;
using espseal::test::present;

namespace {

// The SDK's names and values (user_interface.h of SDK 3.x), and a main() that prints what the exported code registers.
constexpr auto sdk_header = R"(
#include <stdbool.h>
#include <stdio.h>
typedef unsigned int uint32;
#define ICACHE_FLASH_ATTR
#define os_printf printf
typedef enum { FLASH_SIZE_4M_MAP_256_256, FLASH_SIZE_2M, FLASH_SIZE_8M_MAP_512_512, FLASH_SIZE_16M_MAP_512_512, FLASH_SIZE_32M_MAP_512_512,
    FLASH_SIZE_16M_MAP_1024_1024, FLASH_SIZE_32M_MAP_1024_1024, FLASH_SIZE_32M_MAP_2048_2048, FLASH_SIZE_64M_MAP_1024_1024, FLASH_SIZE_128M_MAP_1024_1024 } map;
typedef enum { SYSTEM_PARTITION_INVALID, SYSTEM_PARTITION_BOOTLOADER, SYSTEM_PARTITION_OTA_1, SYSTEM_PARTITION_OTA_2, SYSTEM_PARTITION_RF_CAL,
    SYSTEM_PARTITION_PHY_DATA, SYSTEM_PARTITION_SYSTEM_PARAMETER, SYSTEM_PARTITION_AT_PARAMETER, SYSTEM_PARTITION_SSL_CLIENT_CERT_PRIVKEY,
    SYSTEM_PARTITION_SSL_CLIENT_CA, SYSTEM_PARTITION_SSL_SERVER_CERT_PRIVKEY, SYSTEM_PARTITION_SSL_SERVER_CA,
    SYSTEM_PARTITION_WPA2_ENTERPRISE_CERT_PRIVKEY, SYSTEM_PARTITION_WPA2_ENTERPRISE_CA, SYSTEM_PARTITION_CUSTOMER_BEGIN = 100 } partition_type_t;
typedef struct { partition_type_t type; uint32 addr; uint32 size; } partition_item_t;
static inline bool system_partition_table_regist(const partition_item_t *table, uint32 count, uint32 flash_map)
{
    printf("map %u\n", flash_map);
    for (uint32 i = 0; i < count; ++i)
        printf("%d 0x%X 0x%X\n", table[i].type, table[i].addr, table[i].size);
    return true;
}
)";

constexpr auto expected_table = "map 6\n1 0x0 0x1000\n2 0x1000 0xE0000\n100 0xFA000 0x1000\n9 0xFB000 0x1000\n8 0xFC000 0x1000\n3 0x101000 0xE0000\n"
                                "4 0x3FB000 0x1000\n5 0x3FC000 0x1000\n6 0x3FD000 0x3000\n";

Plan usual_plan()
{
    Plan plan = default_plan(Size(4u << 20), MapKind::map_1024_1024, {}).value();
    plan.name = u"line */ 3"_s;
    return plan;
}

QString exported(const Plan &plan, ExportFormat format)
{
    return QString::fromUtf8(export_plan(plan, format).value());
}

// Compiles `source` beside the SDK's headers and gives what the program prints.
QString run_c(const QString &source, const QByteArray &map_header = {})
{
    const QTemporaryDir folder;
    for (const QString &name : { u"user_interface.h"_s, u"osapi.h"_s }) {
        if (!write_file(folder.filePath(name), name.startsWith(u'u') ? QByteArray(sdk_header) : QByteArray()))
            return {};
    }
    if (!write_file(folder.filePath(u"map.h"_s), map_header) || !write_file(folder.filePath(u"t.c"_s), source.toUtf8()))
        return {};
    QProcess compiler;
    compiler.setWorkingDirectory(folder.path());
    compiler.start(u"cc"_s, { u"-Wall"_s, u"-Wextra"_s, u"-Werror"_s, u"-o"_s, u"t"_s, u"t.c"_s });
    if (!compiler.waitForFinished(60000) || compiler.exitCode() != 0)
        return QString::fromLocal8Bit(compiler.readAllStandardError());
    QProcess program;
    program.start(folder.filePath(u"t"_s), QStringList());
    program.waitForFinished(60000);
    return QString::fromUtf8(program.readAllStandardOutput());
}

} // namespace

class FlashExportsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void the_partition_table_compiles_and_registers()
    {
        const QString source = exported(usual_plan(), ExportFormat::partition_table) + u"\nint main(void)\n{\n    user_pre_init();\n    return 0;\n}\n"_s;
        QCOMPARE(run_c(source), QString::fromLatin1(expected_table));
    }

    void the_header_compiles_and_registers()
    {
        const QString source = u"#include \"user_interface.h\"\n#include \"map.h\"\n#include \"map.h\"\nint main(void)\n{\n"
                               u"    system_partition_table_regist(espseal_partition_table, ESPSEAL_PARTITION_COUNT, ESPSEAL_FLASH_SIZE_MAP);\n"
                               u"    printf(\"%X %X %X\\n\", ESPSEAL_CA_SECTOR, ESPSEAL_IDENTITY_ADDRESS, ESPSEAL_RF_CAL_SECTOR);\n    return 0;\n}\n"_s;
        QCOMPARE(run_c(source, export_plan(usual_plan(), ExportFormat::c_header).value()), QString::fromLatin1(expected_table) + u"FB FC000 3FB\n"_s);
    }

    // The chip's own compiler, where it is installed: no C library, only the SDK's declarations.
    void compiles_for_the_chip_data()
    {
        QTest::addColumn<QString>("format");
        QTest::newRow("c-header") << u"c-header"_s;
        QTest::newRow("partition-table") << u"partition-table"_s;
    }
    void compiles_for_the_chip()
    {
        QFETCH(const QString, format);
        const QString compiler = QStandardPaths::findExecutable(u"xtensa-lx106-elf-gcc"_s);
        if (compiler.isEmpty())
            QSKIP("xtensa-lx106-elf-gcc is not installed");
        QString declarations
            = QString::fromLatin1(sdk_header).remove(u"#include <stdio.h>\n"_s).replace(u"#define os_printf printf"_s, u"int os_printf(const char *, ...);"_s);
        declarations = u"#pragma once\n"_s + declarations.section(u"static inline"_s, 0, 0)
            + u"bool system_partition_table_regist(const partition_item_t *table, uint32 count, uint32 flash_map);\n"_s;
        const QString source = format == u"c-header"_s ? u"#include \"user_interface.h\"\n"_s + exported(usual_plan(), ExportFormat::c_header)
                + u"bool user_pre_init(void);\nbool user_pre_init(void)\n{\n"
                  "    return system_partition_table_regist(espseal_partition_table, ESPSEAL_PARTITION_COUNT, ESPSEAL_FLASH_SIZE_MAP);\n}\n"_s
                                                       : exported(usual_plan(), ExportFormat::partition_table);
        const QTemporaryDir folder;
        QVERIFY(write_file(folder.filePath(u"user_interface.h"_s), declarations.toUtf8()) && write_file(folder.filePath(u"osapi.h"_s), QByteArray())
            && write_file(folder.filePath(u"t.c"_s), source.toUtf8()));
        QProcess process;
        process.setWorkingDirectory(folder.path());
        process.start(compiler, { u"-std=gnu99"_s, u"-Wall"_s, u"-Wextra"_s, u"-Werror"_s, u"-mlongcalls"_s, u"-c"_s, u"t.c"_s, u"-o"_s, u"t.o"_s });
        QVERIFY(process.waitForFinished(60000));
        const QByteArray errors = process.readAllStandardError();
        QVERIFY2(process.exitCode() == 0, errors.constData());
        QVERIFY(QFile::exists(folder.filePath(u"t.o"_s)));
    }

    void sdk_2_asks_for_the_rf_sector()
    {
        Plan plan = usual_plan();
        plan.sdk = Sdk::v2;
        const QString source
            = exported(plan, ExportFormat::partition_table) + u"\nint main(void)\n{\n    printf(\"%u\\n\", user_rf_cal_sector_set());\n    return 0;\n}\n"_s;
        QCOMPARE(run_c(source), u"1019\n"_s);
        QVERIFY(!exported(plan, ExportFormat::c_header).contains(u"partition_item_t"_s));
    }

    void the_rf_sector_is_the_planned_one()
    {
        Plan plan = usual_plan();
        plan.regions += drawn(u"4MB 1024+1024\n0x3F0000-0x3F0FFF rf rf-calibration"_s).regions;
        plan.sdk = Sdk::v2;
        const QString source
            = exported(plan, ExportFormat::partition_table) + u"\nint main(void)\n{\n    printf(\"%u\\n\", user_rf_cal_sector_set());\n    return 0;\n}\n"_s;
        QCOMPARE(run_c(source), u"1008\n"_s);
        plan.sdk = Sdk::v3;
        QVERIFY(exported(plan, ExportFormat::c_header).contains(u"#define ESPSEAL_RF_CAL_SECTOR 0x3F0"_s));
        QVERIFY(exported(plan, ExportFormat::partition_table).contains(u"SYSTEM_PARTITION_RF_CAL, 0x3F0000, 0x1000"_s));
    }

    void esptool_is_told_mode_and_frequency()
    {
        Plan plan = usual_plan();
        plan.regions[0].file = u"/boot.bin"_s;
        plan.spi_mode = 2;
        plan.spi_speed = 15;
        QCOMPARE(exported(plan, ExportFormat::esptool), u"write_flash --flash_size 4MB-c1 --flash_mode dio --flash_freq 80m 0x000000 /boot.bin\n"_s);
    }

    // Two regions of one kind, and names that C does not know.
    void a_type_occurs_once()
    {
        Plan plan = usual_plan();
        plan.regions += drawn(u"4MB 1024+1024\n0x200000-0x200FFF ca-2 client-ca\n0x201000-0x201FFF ca+2 user"_s).regions;
        const QString header = exported(plan, ExportFormat::c_header);
        QCOMPARE(header.count(u"SYSTEM_PARTITION_SSL_CLIENT_CA"_s), 1);
        QVERIFY(header.contains(u"#define ESPSEAL_CA_2_SECTOR 0x200"_s));
        QVERIFY(header.contains(u"#define ESPSEAL_CA_2_2_SECTOR 0x201"_s));
        QCOMPARE(
            run_c(u"#include \"user_interface.h\"\n#include \"map.h\"\nint main(void)\n{\n    return espseal_partition_table[0].type;\n}\n"_s, header.toUtf8()),
            u""_s);
    }

    void csv_has_a_line_for_each_region()
    {
        Plan plan = usual_plan();
        plan.regions[3].name = u"=HYPERLINK(\"x\"), or so"_s;
        const QStringList lines = exported(plan, ExportFormat::csv).trimmed().split(u'\n');
        QCOMPARE(lines.size(), 1 + 6 + 3);
        QVERIFY(lines[0].startsWith(u"name,role,start,end,size,sector"_s));
        QVERIFY2(lines[4].startsWith(u"\"'=HYPERLINK(\"\"x\"\"), or so\",ca,0x0FB000,0x0FBFFF,4096,0xFB,"_s), qUtf8Printable(lines[4]));
    }

    void svg_is_a_picture_with_every_region()
    {
        Plan plan = usual_plan();
        plan.regions[3].name = u"<script>&"_s;
        QXmlStreamReader xml(export_plan(plan, ExportFormat::svg).value());
        QVERIFY(xml.readNextStartElement());
        QCOMPARE(xml.name(), u"svg"_s);
        QString text;
        int boxes = 0;
        while (!xml.atEnd()) {
            xml.readNext();
            boxes += xml.isStartElement() && xml.name() == u"rect"_s;
            if (xml.isCharacters())
                text += xml.text();
        }
        QVERIFY2(!xml.hasError(), qUtf8Printable(xml.errorString()));
        QCOMPARE(boxes, 1 + 2 * (6 + 3)); // the chip, then strip and table
        QVERIFY(text.contains(u"<script>&"_s) && text.contains(u"rf-calibration"_s));
    }

    void esptool_gets_files_at_their_places()
    {
        Plan plan = usual_plan();
        plan.regions[0].file = u"/images/boot v1.7.bin"_s;
        plan.regions[1].file = u"/images/user1.bin"_s;
        plan.regions[4].file = u"/it's/$(here).bin"_s;
        QCOMPARE(exported(plan, ExportFormat::esptool),
            u"write_flash --flash_size 4MB-c1 0x000000 '/images/boot v1.7.bin' 0x001000 /images/user1.bin 0x0FC000 '/it'\\''s/$(here).bin'\n"_s);
    }

    void conflicts_are_not_exported_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<bool>("refused");
        QTest::newRow("c-header") << u"c-header"_s << true;
        QTest::newRow("partition-table") << u"partition-table"_s << true;
        QTest::newRow("esptool") << u"esptool"_s << true;
        QTest::newRow("csv") << u"csv"_s << false;
        QTest::newRow("svg") << u"svg"_s << false;
    }
    void conflicts_are_not_exported()
    {
        QFETCH(const QString, format);
        QFETCH(const bool, refused);
        const Plan plan = drawn(u"4MB 1024+1024\nprograms\n0x010000-0x010FFF ca ca"_s);
        const Result<QByteArray> text = export_plan(plan, present(export_format(format)));
        QCOMPARE(text.has_value(), !refused);
        if (refused) {
            QCOMPARE(text.error().code, u"plan-conflicts"_s);
            QVERIFY(text.error().message.contains(u"“ca”"_s));
        }
        QCOMPARE(export_format_name(present(export_format(format))), format);
    }
};

QTEST_GUILESS_MAIN(FlashExportsTest)
#include "tst_flash_exports.moc"
