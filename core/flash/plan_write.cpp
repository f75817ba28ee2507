// SPDX-License-Identifier: Apache-2.0
#include "core/flash/plan_json.h"

#include "core/flash/agent_role.h"
#include "core/flash/plan_file.h"

#include <QDir>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

QString hex(std::uint64_t number)
{
    return u"0x"_s + QString::number(number, 16).toUpper();
}

QJsonObject agent_object(const AgentPlan &agent)
{
    return {
        { u"role"_s, agent_role_name(agent.role) },
        { u"host"_s, agent.host },
        { u"remote_port"_s, agent.remote_port },
        { u"local_port"_s, agent.local_port },
        { u"buffer_size"_s, agent.buffer_size },
        { u"client_verifies"_s, agent.client_verifies },
        { u"client_authenticates"_s, agent.client_authenticates },
        { u"server_verifies"_s, agent.server_verifies },
        { u"check_name"_s, agent.check_name },
        { u"reconnect_seconds"_s, agent.reconnect_seconds },
    };
}

} // namespace

QJsonObject region_object(const Region &region, const QString &folder)
{
    QJsonObject object { { u"name"_s, region.name }, { u"role"_s, role_name(region.role) } };
    if (region.is_placed()) {
        object[u"start"_s] = to_string(region.slot.start);
        object[u"size"_s] = hex(region.slot.size.value());
    }
    if (region.content)
        object[u"content"_s] = static_cast<qint64>(region.content->value());
    if (!region.file.isEmpty())
        object[u"file"_s] = QDir(folder).relativeFilePath(region.file);
    if (!region.credential.isEmpty())
        object[u"credential"_s] = region.credential;
    if (region.made_on_device)
        object[u"made_on_device"_s] = true;
    if (region.pinned)
        object[u"pinned"_s] = true;
    QJsonObject arguments;
    if (region.client_sector)
        arguments[u"client"_s] = to_string(*region.client_sector);
    if (region.server_sector)
        arguments[u"server"_s] = to_string(*region.server_sector);
    if (!arguments.isEmpty())
        object[u"sector_arguments"_s] = arguments;
    return object;
}

QJsonObject plan_object(const Plan &plan, const QString &folder)
{
    QJsonArray regions;
    for (const Region &region : plan.regions)
        regions.append(region_object(region, folder));
    QJsonObject flash { { u"size"_s, chip_size_name(plan.chip) }, { u"map"_s, map_kind_name(plan.map) } };
    if (plan.spi_mode)
        flash[u"mode"_s] = spi_mode_argument(*plan.spi_mode);
    if (plan.spi_speed)
        flash[u"frequency"_s] = spi_speed_argument(*plan.spi_speed);
    const bool newer = !plan.firmware.isEmpty() || plan.spi_mode || plan.spi_speed;
    QJsonObject object {
        { u"format"_s, u"espseal-plan"_s },
        { u"version"_s, newer ? plan_version : 1 },
        { u"name"_s, plan.name },
        { u"flash"_s, flash },
        { u"sdk"_s, sdk_name(plan.sdk) },
        { u"tls"_s, tls_name(plan.tls) },
        { u"regions"_s, regions },
    };
    if (!plan.sdk_release.isEmpty())
        object[u"sdk_release"_s] = plan.sdk_release;
    if (!plan.firmware.isEmpty())
        object[u"firmware"_s] = plan.firmware;
    if (plan.der_payloads)
        object[u"payload"_s] = u"der"_s;
    if (plan.agent != AgentPlan())
        object[u"agent"_s] = agent_object(plan.agent);
    return object;
}

} // namespace espseal::flash
