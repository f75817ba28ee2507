// SPDX-License-Identifier: Apache-2.0
// The device makes its key, the desktop signs: see core/wire/key_event.h.
#pragma once

#include "core/wire/bytes.h"

namespace espseal::agent {

// Completes what a power failure interrupted; before anybody reads the identity.
void recover_identity();

// Bodies of KeyRequest and CertificatePart frames; the work is done later, from the main loop.
void take_key_request(wire::ByteView body);
void take_certificate_part(wire::ByteView body);

} // namespace espseal::agent
