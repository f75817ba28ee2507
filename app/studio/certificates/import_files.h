// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/certificates/import_review.h"
#include "core/pki/credential_file.h"

namespace espseal::studio {

struct ImportedFiles {
    pki::CredentialFile content;
    int skipped = 0; // files of folders that are of another kind
};

// Reads files, what lies in folders (three levels deep, 500 files), and pasted text. A file that was named must be readable; one that a folder
// brought along may be anything.
[[nodiscard]] Result<ImportedFiles> read_import(const ImportSource &source, const pki::PasswordPrompt &prompt, const Job &job);

} // namespace espseal::studio
