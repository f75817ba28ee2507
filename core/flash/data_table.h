// SPDX-License-Identifier: Apache-2.0
// The JSON tables that are built into this library (resources/flash).
#pragma once

#include <QJsonObject>
#include <QString>

#include "core/base/units.h"

namespace espseal::flash {

// The table of that file name. It is part of the program: a damaged one ends it.
[[nodiscard]] QJsonObject data_table(const QString &name);
// Numbers of tables are strings such as "0x7B000" or "512KB".
[[nodiscard]] Size table_size(const QJsonObject &row, const QString &key);
[[nodiscard]] Address table_address(const QJsonObject &row, const QString &key);

} // namespace espseal::flash
