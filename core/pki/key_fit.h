// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/judge.h"

namespace espseal::pki {

// "key-unsupported", "key-too-weak": whether the device can use the certificate's key, and whether its peers accept it.
[[nodiscard]] QList<Finding> judge_key(const Certificate &certificate, Role role, const DeviceProfile &device);

} // namespace espseal::pki
