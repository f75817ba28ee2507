// SPDX-License-Identifier: Apache-2.0
#include "app/studio/devices/device_list.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

QString DeviceEntry::mac_text() const
{
    if (info && !info->mac_is_blank)
        return loader::to_string(info->mac).toUpper();
    return mac.toUpper();
}

QString DeviceEntry::name() const
{
    if (!given_name.isEmpty())
        return given_name;
    if (is_virtual)
        return DeviceList::tr("Virtual ESP8266");
    if (info)
        return DeviceList::tr("%1 at %2", "chip at port").arg(info->chip, QFileInfo(port).fileName());
    return description.isEmpty() ? port : DeviceList::tr("%1 at %2", "adapter at port").arg(description, QFileInfo(port).fileName());
}

DeviceStatus status_of(const DeviceEntry &device)
{
    if (!device.busy.isEmpty())
        return DeviceStatus::busy;
    if (device.obstacle)
        return DeviceStatus::blocked;
    return device.info ? DeviceStatus::identified : DeviceStatus::ready;
}

QString status_word(const DeviceEntry &device)
{
    switch (status_of(device)) {
    case DeviceStatus::ready:
        return device.is_virtual ? DeviceList::tr("ready") : DeviceList::tr("not asked yet");
    case DeviceStatus::identified:
        return DeviceList::tr("ready");
    case DeviceStatus::busy:
        return device.busy;
    case DeviceStatus::blocked:
        return DeviceList::tr("cannot open");
    }
    return {};
}

Tone status_tone(const DeviceEntry &device)
{
    switch (status_of(device)) {
    case DeviceStatus::ready:
        return device.is_virtual ? Tone::good : Tone::neutral;
    case DeviceStatus::identified:
        return Tone::good;
    case DeviceStatus::busy:
        return Tone::info;
    case DeviceStatus::blocked:
        return Tone::bad;
    }
    return Tone::neutral;
}

QString status_icon(const DeviceEntry &device)
{
    switch (status_of(device)) {
    case DeviceStatus::ready:
        return device.is_virtual ? u"ok"_s : u"pending"_s;
    case DeviceStatus::identified:
        return u"ok"_s;
    case DeviceStatus::busy:
        return u"running"_s;
    case DeviceStatus::blocked:
        return u"error"_s;
    }
    return {};
}

DeviceList::DeviceList(QObject *parent)
    : QObject(parent)
{
}

const DeviceEntry *DeviceList::find(const QString &port) const
{
    const auto found = std::ranges::find(devices_, port, &DeviceEntry::port);
    return found == devices_.end() ? nullptr : &*found;
}

DeviceEntry *DeviceList::entry(const QString &port)
{
    const auto found = std::ranges::find(devices_, port, &DeviceEntry::port);
    return found == devices_.end() ? nullptr : &*found;
}

void DeviceList::choose(const QString &port)
{
    if (current_ == port || (!port.isEmpty() && !find(port)))
        return;
    current_ = port;
    Q_EMIT current_changed();
}

void DeviceList::set_ports(const QList<loader::PortInfo> &ports)
{
    const auto listed = [&](const DeviceEntry &device) { return std::ranges::any_of(ports, [&](const auto &port) { return port.path == device.port; }); };
    devices_.removeIf([&](const DeviceEntry &device) { return !device.is_virtual && !device.is_manual && !listed(device); });
    for (const loader::PortInfo &port : ports) {
        DeviceEntry next;
        if (const DeviceEntry *known = find(port.path))
            next = *known;
        next.port = port.path;
        next.description = port.adapter.isEmpty() ? port.description : port.adapter;
        // Our own open port is no obstacle.
        const bool ours = !next.busy.isEmpty();
        next.obstacle = ours ? std::nullopt : port.obstacle;
        put(std::move(next));
    }
    settle();
}

void DeviceList::add_virtual(const QString &port, const QString &mac)
{
    DeviceEntry board;
    board.port = port;
    board.description = tr("Virtual ESP8266");
    board.is_virtual = true;
    board.mac = mac;
    put(std::move(board));
    settle();
    choose(port);
}

void DeviceList::add_manual(const QString &port)
{
    if (!find(port)) {
        DeviceEntry typed;
        typed.port = port;
        typed.is_manual = true;
        put(std::move(typed));
        settle();
    }
    choose(port);
}

void DeviceList::remove(const QString &port)
{
    devices_.removeIf([&](const DeviceEntry &device) { return device.port == port; });
    settle();
}

void DeviceList::set_info(const QString &port, const loader::DeviceInfo &info)
{
    if (DeviceEntry *device = entry(port)) {
        device->info = info;
        device->obstacle.reset();
        settle();
    }
}

void DeviceList::set_obstacle(const QString &port, const std::optional<Error> &obstacle)
{
    if (DeviceEntry *device = entry(port)) {
        device->obstacle = obstacle;
        settle();
    }
}

void DeviceList::set_busy(const QString &port, const QString &what)
{
    if (DeviceEntry *device = entry(port); device && device->busy != what) {
        device->busy = what;
        settle();
    }
}

void DeviceList::set_provisioned(const QString &port, const QString &digest)
{
    if (DeviceEntry *device = entry(port)) {
        device->provisioned = QDateTime::currentDateTime();
        device->provisioned_digest = digest;
        settle();
    }
}

void DeviceList::rename(const QString &port, const QString &name)
{
    DeviceEntry *device = entry(port);
    if (!device)
        return;
    device->given_name = name.trimmed();
    if (const QString mac = device->mac_text(); !mac.isEmpty()) {
        names_.insert(mac, device->given_name);
        Q_EMIT renamed(mac, device->given_name);
    }
    settle();
}

void DeviceList::set_known_names(const QHash<QString, QString> &names)
{
    names_ = names;
    settle();
}

void DeviceList::put(DeviceEntry next)
{
    if (DeviceEntry *known = entry(next.port))
        *known = std::move(next);
    else
        devices_.append(std::move(next));
}

void DeviceList::settle()
{
    for (DeviceEntry &device : devices_)
        if (const QString mac = device.mac_text(); !mac.isEmpty() && names_.contains(mac))
            device.given_name = names_.value(mac);
    const QString before = current_;
    if (!find(current_))
        current_ = devices_.size() == 1 ? devices_.constFirst().port : QString();
    Q_EMIT changed();
    if (before != current_)
        Q_EMIT current_changed();
}

} // namespace espseal::studio
