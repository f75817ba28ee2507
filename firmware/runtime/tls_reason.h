// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/runtime/console.h"

namespace espseal::runtime {

// Appends why a session ended, in words: BearSSL's error, or if it has none the ESPCONN_* code.
void tell_reason(Line &line, uint32_t tls_error, int32_t espconn);

} // namespace espseal::runtime
