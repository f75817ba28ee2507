// SPDX-License-Identifier: Apache-2.0
// Which of the things in a heap of files is meant.
#pragma once

#include "core/pki/export.h"
#include "core/pki/match.h"

namespace espseal::cli {

// What goes into the file. `only`: a fingerprint or its beginning, a name, or a file, which decides where several would do.
// Errors: "several-candidates", which names them and --only; "not-found"; "export-nothing".
[[nodiscard]] Result<pki::ExportContent> choose(const pki::Matching &matching, pki::ExportFormat format, const QString &only);

} // namespace espseal::cli
