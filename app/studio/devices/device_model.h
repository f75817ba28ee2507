// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/devices/device_list.h"
#include "app/studio/models/rows_model.h"

namespace espseal::studio {

struct DeviceKey {
    const QString &operator()(const DeviceEntry &device) const { return device.port; }
};

// The boards of a DeviceList; names can be edited in place.
class DeviceModel final : public RowsModel<DeviceEntry, DeviceKey> {
    Q_OBJECT
public:
    enum Column { name_column, state_column, mac_column, chip_column, port_column, done_column, column_count };

    explicit DeviceModel(DeviceList &devices, QObject *parent = nullptr);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : column_count; }
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

protected:
    [[nodiscard]] QVariant value(const DeviceEntry &device, int column, int role) const override;
    [[nodiscard]] QString title(int column) const override;

private:
    DeviceList &devices_;
};

} // namespace espseal::studio
