// SPDX-License-Identifier: Apache-2.0
#include "app/studio/devices/device_model.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString text_of(const DeviceEntry &device, int column)
{
    switch (column) {
    case DeviceModel::name_column:
        return device.name();
    case DeviceModel::state_column:
        return status_word(device);
    case DeviceModel::mac_column:
        return device.mac_text();
    case DeviceModel::chip_column:
        if (!device.info)
            return {};
        return device.info->flash_size ? u"%1, %2"_s.arg(device.info->chip, to_string(*device.info->flash_size)) : device.info->chip;
    case DeviceModel::port_column:
        return device.is_virtual ? DeviceModel::tr("in this program") : device.port;
    case DeviceModel::done_column:
        return device.provisioned.isValid() ? QLocale().toString(device.provisioned.time(), QLocale::ShortFormat) : QString();
    default:
        return {};
    }
}

} // namespace

DeviceModel::DeviceModel(DeviceList &devices, QObject *parent)
    : RowsModel(parent)
    , devices_(devices)
{
    connect(&devices, &DeviceList::changed, this, [this] { set_rows(devices_.devices()); });
    set_rows(devices.devices());
}

Qt::ItemFlags DeviceModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = RowsModel::flags(index);
    return index.column() == name_column ? flags | Qt::ItemIsEditable : flags;
}

bool DeviceModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const DeviceEntry *device = at(index);
    if (!device || role != Qt::EditRole || index.column() != name_column || value.toString() == device->name())
        return false;
    devices_.rename(device->port, value.toString());
    return true;
}

QVariant DeviceModel::value(const DeviceEntry &device, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
    case sort_role:
        return text_of(device, column);
    case Qt::ToolTipRole:
        if (column == state_column && device.obstacle)
            return device.obstacle->sentence();
        if (column == port_column)
            return device.port;
        return text_of(device, column);
    case Qt::AccessibleTextRole:
        return u"%1: %2"_s.arg(title(column), text_of(device, column));
    case fixed_role:
        return column == mac_column;
    case key_role:
        return device.port;
    case tone_role:
        return column == state_column ? QVariant(static_cast<int>(status_tone(device))) : QVariant();
    case icon_name_role:
        if (column == state_column)
            return status_icon(device);
        return column == name_column ? (device.is_virtual ? u"virtual"_s : u"devices"_s) : QVariant();
    default:
        return {};
    }
}

QString DeviceModel::title(int column) const
{
    switch (column) {
    case name_column:
        return tr("Name");
    case state_column:
        return tr("Now");
    case mac_column:
        return tr("MAC address");
    case chip_column:
        return tr("Chip and flash");
    case port_column:
        return tr("Port");
    case done_column:
        return tr("Provisioned");
    default:
        return {};
    }
}

} // namespace espseal::studio
