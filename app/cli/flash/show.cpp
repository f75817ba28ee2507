// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include <QJsonArray>

#include "app/cli/flash/commands.h"
#include "core/flash/drawing.h"
#include "core/flash/layout.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

QJsonObject object_of(const flash::Plan &plan, const flash::Region &region)
{
    QJsonObject object {
        { u"name"_s, region.name },
        { u"role"_s, flash::role_name(region.role) },
        { u"start"_s, static_cast<qint64>(region.slot.start.value()) },
        { u"end"_s, static_cast<qint64>(region.slot.end().value()) },
        { u"sector"_s, static_cast<qint64>(region.slot.start.sector().value()) },
        { u"listed"_s, plan.find(region.name) != nullptr },
        { u"pinned"_s, region.pinned },
        { u"calls"_s, QJsonArray::fromStringList(flash::firmware_calls(region)) },
    };
    if (region.content)
        object[u"content"_s] = static_cast<qint64>(region.content->value());
    if (!region.file.isEmpty())
        object[u"file"_s] = region.file;
    if (!region.credential.isEmpty())
        object[u"credential"_s] = region.credential;
    if (region.made_on_device)
        object[u"made_on_device"_s] = true;
    return object;
}

Result<Outcome> show_plan(const std::string &path)
{
    const Result<LoadedPlan> loaded = load_and_measure(path);
    if (!loaded)
        return std::unexpected(loaded.error());
    const flash::Plan &plan = loaded->plan;
    QJsonArray regions;
    for (const flash::Region &region : flash::all_regions(plan))
        regions.append(object_of(plan, region));
    QJsonObject json {
        { u"name"_s, plan.name },
        { u"flash_size"_s, static_cast<qint64>(plan.chip.value()) },
        { u"map"_s, flash::map_kind_name(plan.map) },
        { u"sdk"_s, flash::sdk_name(plan.sdk) },
        { u"tls"_s, flash::tls_name(plan.tls) },
        { u"regions"_s, regions },
    };
    if (!plan.firmware.isEmpty())
        json[u"firmware"_s] = plan.firmware;
    if (plan.spi_mode)
        json[u"flash_mode"_s] = flash::spi_mode_argument(*plan.spi_mode);
    if (plan.spi_speed)
        json[u"flash_frequency"_s] = flash::spi_speed_argument(*plan.spi_speed);
    if (const flash::SizeMap *map = plan.size_map())
        json[u"flash_size_map"_s] = map->value;
    return Outcome { json, flash::draw(plan).trimmed() };
}

} // namespace

void add_flash_show(CLI::App &flash, Session &session)
{
    CLI::App &command = *flash.add_subcommand("show", "Draw a plan");
    const auto path = std::make_shared<std::string>();
    command.add_option("PLAN", *path, "Plan file")->required();
    command.callback([&session, path] { session.choose([path](Session &) { return show_plan(*path); }); });
}

} // namespace espseal::cli
