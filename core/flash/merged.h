// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/base/secure_bytes.h"
#include "core/flash/plan.h"

namespace espseal::flash {

// What the exported esptool command leaves in an erased chip, from address 0 to the last byte that it writes: the regions' files at their places, 0xFF
// between them, and the plan's flash size (mode and frequency, if it names them) in the header of the image at address 0. Credentials of the plan are not
// resolved here: only files are written. The result may hold a private key. Blocking I/O.
// Errors: `plan-conflicts`, `nothing-to-write`, and those of reading a file; `file-too-long` for a file that has outgrown its chip.
[[nodiscard]] Result<SecureBytes> merged_image(const Plan &plan);

// Whether the image holds a private key, so that its file is for its owner only.
[[nodiscard]] bool merged_image_is_secret(const Plan &plan);

} // namespace espseal::flash
