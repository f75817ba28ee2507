// SPDX-License-Identifier: Apache-2.0
// What a device's console prints: ASCII with tab, CR, LF and ESC (colours), and UTF-8.
#pragma once

#include "core/wire/bytes.h"

namespace espseal::wire {

// Bytes up to and with the last one that is no text; 0 if all is text. A UTF-8 sequence that is cut off is no text.
[[nodiscard]] uint32_t junk_size(ByteView bytes);
// Bytes without line ends.
[[nodiscard]] uint32_t visible_size(ByteView text);

} // namespace espseal::wire
