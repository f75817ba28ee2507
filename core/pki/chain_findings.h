// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/chain.h"

namespace espseal::pki {

// What an error of OpenSSL's verification means, about the certificate it met it at.
[[nodiscard]] Finding finding_of(const ChainError &error, const Certificate &certificate);

} // namespace espseal::pki
