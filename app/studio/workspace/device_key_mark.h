// SPDX-License-Identifier: Apache-2.0
// NAME.device beside NAME.crt: the certificate's key was made on a device and stays there.
#pragma once

#include "core/base/error.h"
#include "core/base/units.h"

#include <optional>

namespace espseal::studio {

struct DeviceKeyMark {
    QString mac; // of that device: "5c:cf:7f:00:00:17"
    Address sector {}; // where its key lies

    bool operator==(const DeviceKeyMark &) const = default;
};

[[nodiscard]] QByteArray to_json(const DeviceKeyMark &mark);
// Nothing: no such file, or one that says nothing of the kind.
[[nodiscard]] std::optional<DeviceKeyMark> read_device_key_mark(const QString &path);

} // namespace espseal::studio
