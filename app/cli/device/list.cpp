// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include <QJsonArray>

#include "app/cli/device/commands.h"
#include "core/loader/ports.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

QJsonObject to_json(const loader::PortInfo &port)
{
    QJsonObject object { { u"port"_s, port.path }, { u"description"_s, port.description }, { u"adapter"_s, port.adapter }, { u"serial"_s, port.serial },
        { u"usable"_s, !port.obstacle.has_value() } };
    if (port.is_usb()) {
        object[u"vendor"_s] = port.vendor;
        object[u"product"_s] = port.product;
    }
    if (port.obstacle)
        object[u"obstacle"_s] = QJsonObject { { u"code"_s, port.obstacle->code }, { u"message"_s, port.obstacle->message }, { u"fix"_s, port.obstacle->fix } };
    return object;
}

QString line_of(const loader::PortInfo &port)
{
    QStringList words { port.path };
    if (!port.adapter.isEmpty())
        words << port.adapter;
    if (!port.description.isEmpty())
        words << port.description;
    QString line = words.join("  "_L1);
    if (port.obstacle)
        line += u"\n  "_s + port.obstacle->sentence();
    return line;
}

Result<Outcome> list()
{
    QJsonArray array;
    QStringList lines;
    for (const loader::PortInfo &port : loader::list_ports()) {
        array << to_json(port);
        lines << line_of(port);
    }
    if (lines.isEmpty())
        lines << DeviceTexts::tr("No serial port. Plug the board in; a charge-only USB cable shows none either.");
    return Outcome { { { u"ok"_s, true }, { u"ports"_s, array } }, lines.join(u'\n') };
}

} // namespace

void add_device_list(CLI::App &device, Session &session)
{
    CLI::App &command = *device.add_subcommand("list", "Serial ports, and why one cannot be used");
    command.callback([&session] { session.choose([](Session &) { return list(); }); });
}

} // namespace espseal::cli
