// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/certificates/import_review.h"
#include "core/pki/gather.h"

namespace espseal::studio {

struct ImportedFiles {
    QList<pki::GatheredFile> files; // the pasted text first
    QList<Finding> findings;
    std::optional<Error> locked; // what in a folder wants a password
    int skipped = 0; // files of folders that are of another kind
};

// Reads files, what lies in folders, and pasted text, as pki::gather() does: what was named must be readable; what a folder brought along may be
// anything.
[[nodiscard]] Result<ImportedFiles> read_import(const ImportSource &source, const pki::PasswordPrompt &prompt, const Job &job);

} // namespace espseal::studio
