// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include "app/cli/flash/commands.h"
#include "core/flash/agent_role.h"
#include "core/flash/check.h"
#include "core/flash/drawing.h"
#include "core/flash/firmware.h"
#include "core/flash/plan_file.h"
#include "core/flash/plan_json.h"
#include "core/flash/suggest.h"

#include <map>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct Options {
    std::string from;
    std::string chip;
    std::string map;
    std::string sdk;
    std::string tls;
    std::string firmware;
    std::string spi_mode;
    std::string spi_speed;
    std::string name;
    std::string out;
    std::string role; // empty: client if a host is given
    std::string host;
    std::uint16_t remote_port = 443;
    std::uint16_t local_port = 443;
    std::uint32_t buffer = 2048;
    bool one_way = false;
    bool device_key = false;
    std::string boot, user1, user2, eagle_flash, irom0text, ca, identity;
    std::uint32_t ca_size = 0;
    std::uint32_t identity_size = 0;
};

struct ChipAndMap {
    Size chip;
    flash::MapKind map;
};

std::unexpected<Error> no_such_map(const Options &options)
{
    QStringList maps;
    for (const flash::SizeMap &map : flash::size_maps()) {
        if (map.supported)
            maps += u"%1 = %2 %3"_s.arg(QString::number(map.value), flash::chip_size_name(map.chip), flash::map_kind_name(map.kind));
    }
    return usage_error(u"map-unsupported"_s,
        FlashTexts::tr("There is no flash layout “%1” for --flash-size %2.")
            .arg(QString::fromStdString(options.map), options.chip.empty() ? FlashTexts::tr("(not given)") : QString::fromStdString(options.chip)),
        FlashTexts::tr("Give one of: %1; or non-fota.").arg(maps.join(u", "_s)));
}

// "--map 6" names the chip too; "--map 1024+1024" needs it (4MB if not given).
Result<ChipAndMap> chip_and_map(const Options &options)
{
    std::optional<Size> chip;
    if (!options.chip.empty()) {
        const Result<std::uint64_t> size = parse_number(QString::fromStdString(options.chip), u"--flash-size"_s);
        if (!size || !flash::is_chip_size(Size(*size)))
            return usage_error(u"chip-unknown"_s, FlashTexts::tr("No ESP8266 has %1 of flash.").arg(QString::fromStdString(options.chip)),
                FlashTexts::tr("Give 256KB, 512KB, 1MB, 2MB, 4MB, 8MB or 16MB."));
        chip = Size(*size);
    }
    const QString name = QString::fromStdString(options.map);
    bool is_number = false;
    const int value = name.toInt(&is_number);
    if (is_number) {
        const flash::SizeMap *map = flash::find_size_map(value);
        if (!map || !map->supported || (chip && *chip != map->chip))
            return no_such_map(options);
        return ChipAndMap { map->chip, map->kind };
    }
    const Size wanted = chip.value_or(Size(4u << 20));
    if (name.isEmpty()) {
        const flash::SizeMap *largest = nullptr;
        for (const flash::SizeMap &map : flash::size_maps())
            largest = map.supported && map.chip == wanted ? &map : largest;
        return ChipAndMap { wanted, largest->kind };
    }
    const std::optional<flash::MapKind> kind = flash::map_kind(name);
    if (!kind || flash::program_regions(wanted, *kind).isEmpty())
        return no_such_map(options);
    return ChipAndMap { wanted, *kind };
}

flash::AgentPlan agent_of(const Options &options)
{
    flash::AgentPlan agent;
    const wire::AgentRole usual = options.host.empty() ? wire::AgentRole::none : wire::AgentRole::client;
    agent.role = flash::agent_role(QString::fromStdString(options.role)).value_or(usual);
    agent.host = QString::fromStdString(options.host);
    agent.remote_port = options.remote_port;
    agent.local_port = options.local_port;
    agent.buffer_size = static_cast<std::uint16_t>(options.buffer);
    agent.client_verifies = agent.is_client();
    agent.client_authenticates = agent.is_client() && !options.one_way;
    agent.server_verifies = agent.is_server() && !options.one_way;
    return agent;
}

Result<flash::Plan> starting_plan(const Options &options)
{
    if (!options.from.empty())
        return flash::load_plan(QString::fromStdString(options.from));
    const Result<ChipAndMap> wanted = chip_and_map(options);
    if (!wanted)
        return std::unexpected(wanted.error());
    Result<flash::Plan> plan = flash::default_plan(wanted->chip, wanted->map, agent_of(options));
    if (!plan)
        return plan;
    // The names that "ca new --out ca" and "cert issue --out identity" give.
    for (flash::Region &region : plan->regions) {
        if ((flash::is_ca(region.role) && plan->agent.needs_ca()) || (flash::is_identity(region.role) && plan->agent.needs_identity()))
            region.credential = region.name;
    }
    // Other firmware has no use for the bundled agent's sector.
    if (!options.tls.empty() && options.tls != "espseal" && plan->agent.role == wire::AgentRole::none)
        plan->regions.removeIf([](const flash::Region &region) { return region.role == flash::RegionRole::agent_settings; });
    return plan;
}

void set_details(flash::Plan &plan, const Options &options)
{
    const std::map<std::string, flash::TlsStack> stacks { { "axtls", flash::TlsStack::axtls }, { "mbedtls", flash::TlsStack::mbedtls },
        { "espseal", flash::TlsStack::espseal } };
    if (!options.tls.empty())
        plan.tls = stacks.at(options.tls);
    if (!options.sdk.empty())
        plan.sdk = options.sdk.starts_with('2') ? flash::Sdk::v2 : flash::Sdk::v3;
    if (!options.firmware.empty())
        plan.firmware = QString::fromStdString(options.firmware);
    if (!options.spi_mode.empty())
        plan.spi_mode = flash::spi_mode(QString::fromStdString(options.spi_mode));
    if (!options.spi_speed.empty())
        plan.spi_speed = flash::spi_speed(QString::fromStdString(options.spi_speed));
    if (!options.name.empty())
        plan.name = QString::fromStdString(options.name);
    else if (plan.name.isEmpty())
        plan.name = QFileInfo(QString::fromStdString(options.out)).completeBaseName();
    if (!options.from.empty() && (!options.role.empty() || !options.host.empty()))
        plan.agent = agent_of(options);
}

Result<void> set_files(flash::Plan &plan, const Options &options)
{
    using flash::RegionRole;
    const auto files = { std::pair { RegionRole::bootloader, &options.boot }, { RegionRole::user1, &options.user1 }, { RegionRole::user2, &options.user2 },
        { RegionRole::eagle_flash, &options.eagle_flash }, { RegionRole::irom0text, &options.irom0text }, { RegionRole::ca, &options.ca },
        { RegionRole::identity, &options.identity } };
    for (const auto &[role, file] : files) {
        if (file->empty())
            continue;
        const auto region = std::ranges::find(plan.regions, role, &flash::Region::role);
        if (region == plan.regions.end())
            return usage_error(u"no-such-region"_s,
                FlashTexts::tr("A %1 plan has no region “%2” for %3.")
                    .arg(flash::map_kind_name(plan.map), flash::role_name(role), QString::fromStdString(*file)),
                FlashTexts::tr("Choose the map that the file was built for."));
        region->credential.clear();
        region->made_on_device = false;
        region->file = QDir::current().absoluteFilePath(QString::fromStdString(*file));
    }
    for (flash::Region &region : plan.regions) {
        if (options.device_key && flash::is_identity(region.role) && region.file.isEmpty()) {
            region.credential.clear();
            region.made_on_device = true;
        }
        const std::uint32_t size = region.role == RegionRole::ca ? options.ca_size : region.role == RegionRole::identity ? options.identity_size : 0;
        if (size)
            region.content = Size(size);
    }
    return {};
}

Outcome outcome_of(const flash::Suggestion &suggestion, const QList<Finding> &findings, const QString &out)
{
    QJsonArray placements;
    QStringList lines { flash::draw(suggestion.plan).trimmed(), {} };
    for (const flash::Placement &placement : suggestion.placements) {
        placements.append(QJsonObject { { u"region"_s, placement.region }, { u"start"_s, qint64(placement.slot.start.value()) },
            { u"end"_s, qint64(placement.slot.end().value()) }, { u"reason"_s, placement.reason } });
        lines += u"%1 -> %2: %3"_s.arg(placement.region, to_string(placement.slot.start), placement.reason);
    }
    QJsonArray array;
    for (const Finding &finding : findings) {
        array.append(to_json(finding));
        lines += FlashTexts::tr("Still to do: %1 %2").arg(finding.message, finding.fix);
    }
    if (!out.isEmpty())
        lines += FlashTexts::tr("%1 is written.").arg(out);
    return { { { u"ok"_s, !has_errors(findings) }, { u"plan"_s, flash::plan_object(suggestion.plan, QDir::currentPath()) }, { u"placements"_s, placements },
                 { u"findings"_s, array } },
        lines.join(u'\n') };
}

Result<Outcome> suggest_plan(const Options &options)
{
    Result<flash::Plan> plan = starting_plan(options);
    if (!plan)
        return std::unexpected(plan.error());
    set_details(*plan, options);
    if (const Result<void> set = set_files(*plan, options); !set)
        return std::unexpected(set.error());
    QList<Finding> findings = flash::measure(*plan);
    const Result<flash::Suggestion> suggestion = flash::suggest(*plan);
    if (!suggestion)
        return std::unexpected(suggestion.error());
    findings += flash::check(suggestion->plan);
    const QString out = QString::fromStdString(options.out);
    if (!out.isEmpty()) {
        if (const Result<void> saved = flash::save_plan(suggestion->plan, out); !saved)
            return std::unexpected(saved.error());
    }
    return outcome_of(*suggestion, findings, out);
}

void add_options(CLI::App &command, Options &options)
{
    command.add_option("--from", options.from, "Place the regions of this plan again; pinned ones stay");
    command.add_option("--flash-size", options.chip, "256KB to 16MB (4MB if not given)");
    command.add_option("--map", options.map, "flash_size_map value 0-9, or non-fota, 256+256, 512+512, 1024+1024");
    command.add_option("--sdk", options.sdk, "NONOS SDK generation")->check(CLI::IsMember({ "2", "3", "2.x", "3.x" }));
    command.add_option("--tls", options.tls, "TLS library of the firmware")->check(CLI::IsMember({ "axtls", "mbedtls", "espseal" }));
    std::vector<std::string> known_firmware;
    for (const QString &name : flash::known_firmware_names())
        known_firmware.push_back(name.toStdString());
    command.add_option("--firmware", options.firmware, "Known firmware whose sectors are left alone")->check(CLI::IsMember(known_firmware));
    command.add_option("--flash-mode", options.spi_mode, "What the images must be built for")->check(CLI::IsMember({ "qio", "qout", "dio", "dout" }));
    command.add_option("--flash-freq", options.spi_speed, "What the images must be built for")->check(CLI::IsMember({ "40m", "26m", "20m", "80m" }));
    command.add_option("--name", options.name, "Name of the plan");
    command.add_option("--role", options.role, "What the bundled agent does (client if --host is given, else none)")
        ->check(CLI::IsMember({ "none", "client", "server", "both" }));
    command.add_option("--host", options.host, "Agent as client: its server");
    command.add_option("--remote-port", options.remote_port, "Agent as client: port of its server")->check(CLI::Range(1, 65535))->capture_default_str();
    command.add_option("--local-port", options.local_port, "Agent as server: its port")->capture_default_str();
    command.add_option("--buffer", options.buffer, "Agent: TLS buffer in bytes")->check(CLI::Range(1, 8192))->capture_default_str();
    auto *identity = command.add_option("--identity", options.identity, "Certificate and key blob");
    command.add_flag("--one-way", options.one_way, "Agent: only the server shows a certificate");
    command.add_flag("--device-key", options.device_key, "The device makes its own key (espseal device identity): no identity is written")->excludes(identity);
    command.add_option("--boot", options.boot, "boot_vX.bin");
    command.add_option("--user1", options.user1, "user1 image");
    command.add_option("--user2", options.user2, "user2 image");
    command.add_option("--eagle-flash", options.eagle_flash, "eagle.flash.bin");
    command.add_option("--irom0text", options.irom0text, "eagle.irom0text.bin");
    command.add_option("--ca", options.ca, "CA blob");
    command.add_option("--ca-size", options.ca_size, "Expected bytes of the CA blob, if there is no file yet");
    command.add_option("--identity-size", options.identity_size, "Expected bytes of the certificate and key blob");
    command.add_option("--out", options.out, "Plan file to write");
}

} // namespace

void add_flash_suggest(CLI::App &flash, Session &session)
{
    CLI::App &command = *flash.add_subcommand("suggest", "Place credentials and settings where programs and updates leave them alone");
    const auto options = std::make_shared<Options>();
    add_options(command, *options);
    command.callback([&session, options] { session.choose([options](Session &) { return suggest_plan(*options); }); });
}

} // namespace espseal::cli
