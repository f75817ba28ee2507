// SPDX-License-Identifier: Apache-2.0
#include "core/flash/plan_json.h"

#include "core/flash/agent_role.h"
#include "core/flash/firmware.h"
#include "core/flash/json_fields.h"
#include "core/flash/plan_file.h"
#include "core/flash/texts.h"

#include <QDir>
#include <QJsonArray>
#include <QOperatingSystemVersion>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

// Addresses and sizes beyond any chip are refused here, so that sums of them stay small everywhere else.
constexpr std::uint64_t highest_address = 0xFFFFFFFF;
constexpr qsizetype longest_name = 64;

QString payload_name(bool der)
{
    return der ? u"der"_s : u"pem"_s;
}

template <class Value> auto by_name(std::initializer_list<Value> values, QString (*name_of)(Value))
{
    return [values = std::vector<Value>(values), name_of](const QString &name) -> std::optional<Value> {
        const auto found = std::ranges::find(values, name, name_of);
        return found == values.end() ? std::nullopt : std::optional(*found);
    };
}

AgentPlan read_agent(JsonFields fields)
{
    AgentPlan agent;
    const auto port = [&](QLatin1StringView key, std::uint16_t otherwise, std::uint16_t lowest) {
        return static_cast<std::uint16_t>(fields.number(key, otherwise, lowest, 0xFFFF));
    };
    agent.role = fields.choice("role"_L1, agent.role, u"none, server, client, both"_s, agent_role);
    agent.host = fields.text("host"_L1, {}, wire::agent_host_max);
    agent.remote_port = port("remote_port"_L1, agent.remote_port, 1);
    agent.local_port = port("local_port"_L1, agent.local_port, 0);
    agent.buffer_size = static_cast<std::uint16_t>(fields.number("buffer_size"_L1, agent.buffer_size, 1, 8192));
    agent.client_verifies = fields.flag("client_verifies"_L1, agent.client_verifies);
    agent.client_authenticates = fields.flag("client_authenticates"_L1, agent.client_authenticates);
    agent.server_verifies = fields.flag("server_verifies"_L1, agent.server_verifies);
    agent.check_name = fields.flag("check_name"_L1, agent.check_name);
    agent.reconnect_seconds = port("reconnect_seconds"_L1, agent.reconnect_seconds, 0);
    fields.finish();
    return agent;
}

void read_chip(Plan &plan, JsonFields fields)
{
    const std::uint64_t size = fields.number("size"_L1, 0, 1, highest_address);
    if (!is_chip_size(Size(size)))
        fields.fail(fields.path("size"_L1), Texts::tr("a flash size from 256KB to 16MB, such as \"4MB\""));
    plan.chip = Size(size);
    plan.map = fields.choice("map"_L1, plan.map, u"non-fota, 256+256, 512+512, 1024+1024, 2048+2048"_s, map_kind);
    const auto optional_name = [&](QLatin1StringView key, std::optional<std::uint8_t> (*parse)(const QString &), const QString &known) {
        return fields.has(key) ? std::optional(fields.choice(key, std::uint8_t(0), known, parse)) : std::nullopt;
    };
    plan.spi_mode = optional_name("mode"_L1, spi_mode, u"qio, qout, dio, dout"_s);
    plan.spi_speed = optional_name("frequency"_L1, spi_speed, u"40m, 26m, 20m, 80m"_s);
    if (!fields.has("map"_L1))
        fields.fail(fields.path("map"_L1), Texts::tr("one of %1").arg(u"non-fota, 256+256, 512+512, 1024+1024, 2048+2048"_s));
    fields.finish();
}

void read_arguments(Region &region, JsonFields fields)
{
    const auto sector = [&](QLatin1StringView key) -> std::optional<SectorIndex> {
        if (!fields.has(key))
            return std::nullopt;
        return SectorIndex(static_cast<std::uint32_t>(fields.number(key, 0, 0, highest_address)));
    };
    region.client_sector = sector("client"_L1);
    region.server_sector = sector("server"_L1);
    fields.finish();
}

QString absolute_path(const QString &folder, QString file)
{
    // QDir::cleanPath would take "a/..//b" for the network path "//b".
    const bool network = file.startsWith("//"_L1) && QOperatingSystemVersion::currentType() == QOperatingSystemVersion::Windows;
    while (file.indexOf("//"_L1, network ? 1 : 0) >= 0)
        file.replace(file.indexOf("//"_L1, network ? 1 : 0), 2, u'/');
    return QDir::cleanPath(QDir(folder).absoluteFilePath(file));
}

Region read_region(JsonFields fields, const QString &folder, std::optional<Error> &error)
{
    Region region;
    region.name = fields.text("name"_L1, {}, longest_name);
    if (region.name.trimmed().isEmpty())
        fields.fail(fields.path("name"_L1), Texts::tr("a name"));
    QStringList known;
    for (const RegionRole role : all_roles())
        known += role_name(role);
    if (!fields.has("role"_L1))
        fields.fail(fields.path("role"_L1), Texts::tr("one of %1").arg(known.join(u", "_s)));
    region.role = fields.choice("role"_L1, RegionRole::user, known.join(u", "_s), role_of);

    const bool placed = fields.has("start"_L1);
    if (placed != fields.has("size"_L1))
        fields.fail(fields.path(placed ? "size"_L1 : "start"_L1), Texts::tr("there: a place has a start and a size"));
    if (placed)
        region.slot = { Address(fields.number("start"_L1, 0, 0, highest_address)), Size(fields.number("size"_L1, 0, 1, highest_address)) };
    if (fields.has("content"_L1))
        region.content = Size(fields.number("content"_L1, 0, 0, highest_address));
    if (const QString file = fields.text("file"_L1); !file.isEmpty())
        region.file = absolute_path(folder, file);
    region.credential = fields.text("credential"_L1);
    region.made_on_device = fields.flag("made_on_device"_L1, false);
    if (region.made_on_device && !is_identity(region.role))
        fields.fail(fields.path("made_on_device"_L1), Texts::tr("left out: only certificates and keys are made on the device"));
    region.pinned = fields.flag("pinned"_L1, false);
    if (fields.has("sector_arguments"_L1))
        read_arguments(region, JsonFields(fields.value("sector_arguments"_L1), fields.path("sector_arguments"_L1), error));
    fields.finish();
    return region;
}

Result<QList<Region>> read_regions(const QJsonValue &value, const QString &folder)
{
    std::optional<Error> error;
    if (!value.isArray())
        return bad_input(u"plan-field"_s, Texts::tr("The field “%1” of the plan must be %2.").arg(u"regions"_s, Texts::tr("a list")),
            Texts::tr("Correct it in the plan file."));
    const QJsonArray array = value.toArray();
    if (array.size() > max_regions)
        return bad_input(u"plan-too-many-regions"_s, Texts::tr("The plan has %1 regions; the largest chip has 4,096 sectors.").arg(array.size()),
            Texts::tr("Join regions until at most %1 are left.").arg(max_regions));
    QList<Region> regions;
    QSet<QString> names;
    for (qsizetype i = 0; i < array.size() && !error; ++i) {
        const QString path = u"regions[%1]"_s.arg(i);
        regions.append(read_region(JsonFields(array[i], path, error), folder, error));
        if (!error && names.contains(regions.last().name))
            return bad_input(u"plan-duplicate-name"_s, Texts::tr("Two regions are named “%1” (the second is %2).").arg(regions.last().name, path),
                Texts::tr("Give each region a name of its own."));
        names.insert(regions.last().name);
    }
    if (error)
        return std::unexpected(*error);
    return regions;
}

std::unexpected<Error> wrong_format()
{
    return bad_input(u"plan-format"_s, Texts::tr("This JSON file is no flash plan: its “format” is not “espseal-plan”."),
        Texts::tr("Give a plan file, as “espseal flash suggest --out” writes it."));
}

} // namespace

Result<Plan> read_plan(const QJsonObject &object, const QString &folder)
{
    std::optional<Error> error;
    JsonFields fields(object, {}, error);
    if (object.value("format"_L1).toString() != "espseal-plan"_L1)
        return wrong_format();
    const std::uint64_t version = fields.number("version"_L1, 0, 1, 1000000);
    if (version > plan_version)
        return bad_input(u"plan-newer"_s, Texts::tr("The plan has version %1; this program reads up to %2.").arg(version).arg(plan_version),
            Texts::tr("Use the newer espseal that wrote it."));
    if (!fields.has("version"_L1))
        fields.fail(u"version"_s, Texts::tr("a number"));

    Plan plan;
    (void)fields.has("format"_L1);
    plan.name = fields.text("name"_L1, {}, 200);
    read_chip(plan, JsonFields(fields.value("flash"_L1), u"flash"_s, error));
    plan.sdk = fields.choice("sdk"_L1, plan.sdk, u"2.x, 3.x"_s, by_name({ Sdk::v2, Sdk::v3 }, sdk_name));
    plan.sdk_release = fields.text("sdk_release"_L1, {}, 20);
    plan.tls = fields.choice("tls"_L1, plan.tls, u"axtls, mbedtls, espseal"_s, by_name({ TlsStack::axtls, TlsStack::mbedtls, TlsStack::espseal }, tls_name));
    plan.der_payloads = fields.choice("payload"_L1, false, u"pem, der"_s, by_name({ false, true }, payload_name));
    plan.firmware = fields.choice("firmware"_L1, QString(), known_firmware_names().join(u", "_s), known_firmware_name);
    if (fields.has("agent"_L1))
        plan.agent = read_agent(JsonFields(fields.value("agent"_L1), u"agent"_s, error));
    const QJsonValue regions_value = fields.value("regions"_L1);
    fields.finish();
    if (error)
        return std::unexpected(*error);

    Result<QList<Region>> regions = read_regions(regions_value, folder);
    if (!regions)
        return std::unexpected(regions.error());
    plan.regions = std::move(*regions);
    return plan;
}

} // namespace espseal::flash
