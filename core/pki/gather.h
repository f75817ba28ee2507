// SPDX-License-Identifier: Apache-2.0
// Files and folders that somebody drops: everything of ours in them, and what could not be read.
#pragma once

#include "core/base/progress.h"
#include "core/pki/credential_file.h"

namespace espseal::pki {

struct GatheredFile {
    QString path; // as given, or below the folder that was given
    CredentialFile content;
};

// Found in a folder and left out: damaged, locked, not to be read.
struct SkippedFile {
    QString path;
    Error error;
};

struct Gathered {
    QList<GatheredFile> files; // in the order of the paths; within a folder by name
    QList<SkippedFile> skipped;
    int others = 0; // files in folders that hold nothing of the kind: texts, pictures, programs
    // The files' own, and one for each that was skipped: the error's code, sentence and fix. An error if it is locked, else a warning.
    QList<Finding> findings;

    // The first error about a password among what was skipped.
    [[nodiscard]] const Error *locked() const;
};

struct GatherOptions {
    bool subfolders = true;
    int most_files = 20'000; // looked at, in folders
    Size most_bytes = Size(256u << 20); // read, in folders
    int deepest = 16; // folders in folders
};

// What is named must be readable; what only lies in a folder is skipped if it is not. Hidden files and folders are left out; links are followed, but
// no folder is read twice. A file larger than credential_file_limit in a folder counts as one of the others.
// Errors: of reading a named file, its path in front; "name-control-characters"; "too-many-files"; cancelled.
[[nodiscard]] Result<Gathered> gather(const QStringList &paths, const PasswordPrompt &prompt, const Job &job, const GatherOptions &options = {});

} // namespace espseal::pki
