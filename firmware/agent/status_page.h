// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/wire/bytes.h"

namespace espseal::agent {

// Answers an HTTP request with a small page about the device; bytes written to `out`.
[[nodiscard]] uint32_t write_status_page(wire::ByteSpan out);

[[nodiscard]] bool is_http_get(wire::ByteView request);

} // namespace espseal::agent
