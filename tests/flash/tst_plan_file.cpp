// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include "core/flash/plan_file.h"
#include "core/flash/suggest.h"
#include "tests/flash/drawn_plan.h"

using namespace espseal;
using namespace espseal::flash;
using namespace espseal::flash::test;
using namespace Qt::StringLiterals;

namespace {

// A plan with one valid region; `change` takes it from there.
QByteArray plan_with(const std::function<void(QJsonObject &)> &change)
{
    QJsonObject plan { { u"format"_s, u"espseal-plan"_s }, { u"version"_s, 1 },
        { u"flash"_s, QJsonObject { { u"size"_s, u"4MB"_s }, { u"map"_s, u"1024+1024"_s } } },
        { u"regions"_s, QJsonArray { QJsonObject { { u"name"_s, u"ca"_s }, { u"role"_s, u"ca"_s }, { u"start"_s, u"0xFB000"_s }, { u"size"_s, u"4K"_s } } } } };
    change(plan);
    return QJsonDocument(plan).toJson();
}

QByteArray with_region(const QString &key, const QJsonValue &value)
{
    return plan_with([&](QJsonObject &plan) {
        QJsonObject region = plan[u"regions"_s].toArray().first().toObject();
        region[key] = value;
        plan[u"regions"_s] = QJsonArray { region };
    });
}

QByteArray with_field(const QString &key, const QJsonValue &value)
{
    return plan_with([&](QJsonObject &plan) { plan[key] = value; });
}

QByteArray with_regions(int count, const QString &name)
{
    return plan_with([&](QJsonObject &plan) {
        QJsonArray regions;
        for (int i = 0; i < count; ++i)
            regions.append(QJsonObject {
                { u"name"_s, name.contains(u'%') ? name.arg(i) : name }, { u"role"_s, u"user"_s }, { u"start"_s, i * 4096 }, { u"size"_s, 4096 } });
        plan[u"regions"_s] = regions;
    });
}

} // namespace

class PlanFileTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void keeps_everything()
    {
        Plan plan = drawn(uR"(
            2MB 1024+1024 2.x axtls
            programs
            agent both verifies authenticates server-verifies host=mqtt.farm.local
            0x0FB000-0x0FBFFF farm\u00A0CA client-ca client=0xFB content=1210 pinned
            0x0FC000-0x0FCFFF identity identity client=0xFC server=0xFC made-on-device
            unplaced later user)"_s);
        plan.name = u"Greenhouse “line” 3"_s;
        plan.firmware = u"at"_s;
        plan.spi_mode = 2;
        plan.spi_speed = 15;
        plan.agent.buffer_size = 8192;
        plan.agent.remote_port = 8883;
        plan.agent.check_name = false;
        QTemporaryDir folder;
        plan.regions[0].file = folder.filePath(u"images/boot v1.7.bin"_s);
        plan.regions[3].credential = u"ca:farm"_s;

        const QString path = folder.filePath(u"line.json"_s);
        QVERIFY(save_plan(plan, path));
        const Result<Plan> loaded = load_plan(path);
        QVERIFY(loaded);
        QCOMPARE(*loaded, plan);
        QVERIFY(plan_to_json(plan, folder.path()).contains("\"images/boot v1.7.bin\""));
    }

    void writes_sorted_keys_and_the_same_bytes_again()
    {
        const Plan plan = default_plan(Size(4u << 20), MapKind::map_1024_1024, {}).value();
        const QByteArray json = plan_to_json(plan, u"/tmp"_s);
        QCOMPARE(plan_to_json(plan_from_json(json, u"/tmp"_s).value(), u"/tmp"_s), json);
        QVERIFY(json.indexOf("\"flash\"") < json.indexOf("\"format\"") && json.indexOf("\"format\"") < json.indexOf("\"regions\""));
        QVERIFY(json.contains("\"start\": \"0x0FB000\""));
    }

    // Older programs read what they know.
    void is_version_1_where_it_can_be()
    {
        Plan plan = default_plan(Size(4u << 20), MapKind::map_1024_1024, {}).value();
        QVERIFY(plan_to_json(plan, u"/tmp"_s).contains("\"version\": 1"));
        plan.firmware = u"at"_s;
        QVERIFY(plan_to_json(plan, u"/tmp"_s).contains("\"version\": 2"));
        plan.firmware.clear();
        plan.spi_speed = 0;
        QVERIFY(plan_to_json(plan, u"/tmp"_s).contains("\"version\": 2"));
    }

    void reads_the_example_of_the_header()
    {
        QFile header(QStringLiteral(FLASH_SOURCE_DIR "/plan_file.h"));
        QVERIFY(header.open(QIODevice::ReadOnly));
        QString example;
        for (const QString &line : QString::fromUtf8(header.readAll()).split(u'\n')) {
            if (line.startsWith("//   "_L1))
                example += line.sliced(2);
        }
        const Result<Plan> plan = plan_from_json(example.toUtf8(), u"/plans"_s);
        QVERIFY2(plan, plan ? "" : qUtf8Printable(plan.error().sentence()));
        QCOMPARE(plan->regions.size(), 3);
        QCOMPARE(plan->regions[2].file, u"/plans/esp_cert_private_key.bin"_s);
        QCOMPARE(plan->regions[1].client_sector, SectorIndex(0xFB));
    }

    void paths_are_absolute_in_memory_data()
    {
        QTest::addColumn<QString>("absolute");
        QTest::newRow("boot.bin") << u"/plans/line/boot.bin"_s;
        QTest::newRow("../boot.bin") << u"/plans/boot.bin"_s;
        QTest::newRow("../../../../boot.bin") << u"/../../boot.bin"_s;
        QTest::newRow(".././/boot.bin") << u"/plans/boot.bin"_s;
        QTest::newRow("../..//boot.bin") << u"/boot.bin"_s;
        QTest::newRow("//images//boot.bin") << u"/images/boot.bin"_s;
        QTest::newRow("/images/boot.bin") << u"/images/boot.bin"_s;
    }
    void paths_are_absolute_in_memory()
    {
        const QString folder = u"/plans/line"_s;
        const Plan plan = plan_from_json(with_region(u"file"_s, QString::fromLatin1(QTest::currentDataTag())), folder).value();
        QTEST(plan.regions[0].file, "absolute");
        QCOMPARE(plan_from_json(plan_to_json(plan, folder), folder).value(), plan);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("names"); // what the message must name
        const auto row
            = [](const char *name, const QByteArray &json, const QString &code, const QString &names = {}) { QTest::newRow(name) << json << code << names; };
        row("empty", "", u"plan-not-json"_s);
        row("truncated", plan_with([](QJsonObject &) { }).chopped(20), u"plan-not-json"_s);
        row("binary", QByteArray(1000, '\xE9'), u"plan-not-json"_s);
        row("list", "[1, 2]", u"plan-not-json"_s);
        row("deep", QByteArray(100000, '['), u"plan-not-json"_s);
        row("other JSON", "{\"name\": \"x\"}", u"plan-format"_s);
        row("newer version", with_field(u"version"_s, 3), u"plan-newer"_s, u"3"_s);
        row("firmware that nobody knows", with_field(u"firmware"_s, u"toaster"_s), u"plan-field"_s, u"firmware"_s);
        row("version as text", with_field(u"version"_s, u"one"_s), u"plan-field"_s, u"version"_s);
        row("version missing", plan_with([](QJsonObject &plan) { plan.remove(u"version"_s); }), u"plan-field"_s, u"version"_s);
        row("flash as list", with_field(u"flash"_s, QJsonArray()), u"plan-field"_s, u"flash"_s);
        row("flash missing", plan_with([](QJsonObject &plan) { plan.remove(u"flash"_s); }), u"plan-field"_s, u"flash"_s);
        row("chip of 3 MB", with_field(u"flash"_s, QJsonObject { { u"size"_s, u"3MB"_s }, { u"map"_s, u"1024+1024"_s } }), u"plan-field"_s, u"flash.size"_s);
        row("unknown map", with_field(u"flash"_s, QJsonObject { { u"size"_s, u"4MB"_s }, { u"map"_s, u"6"_s } }), u"plan-field"_s, u"flash.map"_s);
        row("map missing", with_field(u"flash"_s, QJsonObject { { u"size"_s, u"4MB"_s } }), u"plan-field"_s, u"flash.map"_s);
        row("unknown field", with_field(u"regoins"_s, QJsonArray()), u"plan-field"_s, u"regoins"_s);
        row("regions as object", with_field(u"regions"_s, QJsonObject()), u"plan-field"_s, u"regions"_s);
        row("region as number", with_field(u"regions"_s, QJsonArray { 7 }), u"plan-field"_s, u"regions[0]"_s);
        row("region without name", with_region(u"name"_s, u" "_s), u"plan-field"_s, u"regions[0].name"_s);
        row("name with control characters", with_region(u"name"_s, u"c\na"_s), u"plan-field"_s, u"regions[0].name"_s);
        row("long name", with_region(u"name"_s, QString(65, u'x')), u"plan-field"_s, u"regions[0].name"_s);
        row("unknown role", with_region(u"role"_s, u"certificate"_s), u"plan-field"_s, u"regions[0].role"_s);
        row("start as list", with_region(u"start"_s, QJsonArray { 1 }), u"plan-field"_s, u"regions[0].start"_s);
        row("negative start", with_region(u"start"_s, -4096), u"plan-field"_s, u"regions[0].start"_s);
        row("fractional start", with_region(u"start"_s, 4096.5), u"plan-field"_s, u"regions[0].start"_s);
        row("huge start", with_region(u"start"_s, 1e300), u"plan-field"_s, u"regions[0].start"_s);
        row("huge size in megabytes", with_region(u"size"_s, u"0xFFFFFFFFM"_s), u"plan-field"_s, u"regions[0].size"_s);
        row("huge size", with_region(u"size"_s, u"4294967295M"_s), u"plan-field"_s, u"regions[0].size"_s);
        row("size 0", with_region(u"size"_s, 0), u"plan-field"_s, u"regions[0].size"_s);
        row("size without start", with_region(u"start"_s, QJsonValue::Undefined), u"plan-field"_s, u"regions[0].start"_s);
        row("null content", with_region(u"content"_s, QJsonValue::Null), u"plan-field"_s, u"regions[0].content"_s);
        row("pinned as text", with_region(u"pinned"_s, u"yes"_s), u"plan-field"_s, u"regions[0].pinned"_s);
        row("a CA made on the device", with_region(u"made_on_device"_s, true), u"plan-field"_s, u"regions[0].made_on_device"_s);
        row("unknown field in a region", with_region(u"pined"_s, true), u"plan-field"_s, u"regions[0].pined"_s);
        row("argument as text", with_region(u"sector_arguments"_s, QJsonObject { { u"client"_s, u"here"_s } }), u"plan-field"_s,
            u"regions[0].sector_arguments.client"_s);
        row("buffer too large", with_field(u"agent"_s, QJsonObject { { u"buffer_size"_s, 16384 } }), u"plan-field"_s, u"agent.buffer_size"_s);
        row("port too large", with_field(u"agent"_s, QJsonObject { { u"remote_port"_s, 65536 } }), u"plan-field"_s, u"agent.remote_port"_s);
        row("long host", with_field(u"agent"_s, QJsonObject { { u"host"_s, QString(64, u'h') } }), u"plan-field"_s, u"agent.host"_s);
        row("unknown role of the agent", with_field(u"agent"_s, QJsonObject { { u"role"_s, u"peer"_s } }), u"plan-field"_s, u"agent.role"_s);
        row("name twice", with_regions(2, u"same"_s), u"plan-duplicate-name"_s, u"same"_s);
        row("10,000 regions", with_regions(10000, u"r%1"_s), u"plan-too-many-regions"_s, u"10000"_s);
    }
    void refuses()
    {
        QFETCH(const QByteArray, json);
        QFETCH(const QString, code);
        QFETCH(const QString, names);
        const Result<Plan> plan = plan_from_json(json, u"/tmp"_s);
        QVERIFY(!plan);
        QCOMPARE(plan.error().code, code);
        QCOMPARE(plan.error().kind, ErrorKind::bad_input);
        QVERIFY2(plan.error().message.contains(names), qUtf8Printable(plan.error().message));
        QVERIFY(!plan.error().fix.isEmpty());
    }

    // Cut anywhere, a plan is refused or read; it never crashes.
    void survives_every_truncation()
    {
        const QByteArray json = plan_to_json(default_plan(Size(1u << 20), MapKind::map_512_512, {}).value(), u"/tmp"_s);
        for (qsizetype length = 0; length < json.trimmed().size(); ++length)
            QVERIFY(!plan_from_json(json.first(length), u"/tmp"_s));
    }

    void names_the_file_that_it_cannot_read()
    {
        QTemporaryDir folder;
        const Result<Plan> plan = load_plan(folder.filePath(u"none.json"_s));
        QVERIFY(!plan);
        QCOMPARE(plan.error().code, u"file-missing"_s);
        QCOMPARE(load_plan(folder.path()).error().code, u"file-is-folder"_s);
    }
};

QTEST_GUILESS_MAIN(PlanFileTest)
#include "tst_plan_file.moc"
