// SPDX-License-Identifier: Apache-2.0
// What of a session the pages say in words.
#pragma once

#include "app/studio/theme/tones.h"
#include "core/monitor/session.h"

namespace espseal::studio {

[[nodiscard]] Tone session_tone(const monitor::Session &session);
[[nodiscard]] QString session_icon(const monitor::Session &session);
[[nodiscard]] QString session_word(const monitor::Session &session); // "handshaking", "OK", "failed"
[[nodiscard]] QString session_time(const monitor::Session &session); // "10:42:07"
// "TLS 1.2, ECDHE-ECDSA-AES128-GCM-SHA256"; empty before it is agreed.
[[nodiscard]] QString suite_text(const monitor::Session &session);
// "Handshake done in 184 ms, 133 ms of it inside the board."
[[nodiscard]] QString verdict_text(const monitor::Session &session);
[[nodiscard]] QString microseconds_text(std::int64_t us); // "0.42 ms", "12.3 ms", "1.29 s"
// Time of the handshake in microseconds, from the device, else from the ladder; 0 = not done.
[[nodiscard]] std::int64_t handshake_time(const monitor::Session &session);

} // namespace espseal::studio
