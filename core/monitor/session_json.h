// SPDX-License-Identifier: Apache-2.0
// Sessions as JSON; docs/monitor-json.md lists the fields.
#pragma once

#include <QJsonObject>

#include "core/base/finding.h"
#include "core/monitor/session.h"

namespace espseal::monitor {

[[nodiscard]] QJsonObject to_json(const LadderStep &step);
[[nodiscard]] QJsonObject to_json(const DeviceState &device);
[[nodiscard]] QJsonObject to_json(const Session &session, const QList<Finding> &findings = {});
[[nodiscard]] QString mac_text(const QByteArray &mac); // "5c:cf:7f:01:02:03", empty if unknown

} // namespace espseal::monitor
