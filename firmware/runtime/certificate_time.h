// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/wire/bytes.h"

namespace espseal::runtime {

// Unix seconds of an X.509 UTCTime (tag 0x17) or GeneralizedTime (0x18), RFC 5280 4.1.2.5; 0 if it is none or before 1970.
[[nodiscard]] uint64_t certificate_time(uint8_t tag, wire::ByteView text);

} // namespace espseal::runtime
