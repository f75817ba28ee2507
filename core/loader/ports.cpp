// SPDX-License-Identifier: Apache-2.0
#include "core/loader/ports.h"

#include "core/loader/port_facts.h"

#include <QSerialPortInfo>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace espseal::loader {

QList<PortInfo> list_ports()
{
    QList<QSerialPortInfo> found = QSerialPortInfo::availablePorts();
    std::ranges::sort(found, {}, [](const QSerialPortInfo &info) { return std::pair(!info.hasVendorIdentifier(), info.systemLocation()); });
    QList<PortInfo> ports;
    for (const QSerialPortInfo &info : found) {
        PortInfo port;
        port.path = info.systemLocation();
        port.description = QStringList { info.manufacturer(), info.description() }.join(u' ').trimmed();
        port.vendor = info.hasVendorIdentifier() ? info.vendorIdentifier() : quint16(0);
        port.product = info.hasProductIdentifier() ? info.productIdentifier() : quint16(0);
        port.adapter = adapter_name(port.vendor, port.product);
        port.serial = info.serialNumber();
        port.obstacle = port_obstacle(port.path);
        ports << port;
    }
    return ports;
}

std::optional<Error> port_obstacle(const QString &port)
{
    return obstacle(examine_port(port, port_path(port)));
}

} // namespace espseal::loader
