// SPDX-License-Identifier: Apache-2.0
// The file that an export makes, for every command that exports.
#pragma once

#include "app/cli/pki/passwords.h"
#include "core/base/finding.h"
#include "core/pki/credential_blob.h"
#include "core/pki/export.h"

#include <string>

namespace espseal::cli {

struct ExportOutput {
    pki::ExportFormat format = pki::ExportFormat::pem;
    std::string out;
    KeyProtection protection;
    bool with_root = false;
    bool legacy = false;
    pki::PayloadFormat payload = pki::PayloadFormat::pem; // of blobs and C headers
    bool replace = false;

    // --out, --password-file, --password-fd, --plain-key, --replace
    void add_to(CLI::App &command);
    // Asks for the password that the format wants and writes the file. `findings`: of reading, to be told too. Errors: usage ("plain-key": a key is to
    // leave UNENCRYPTED and nobody said so, or the other way round); those of export_credentials() and of writing.
    [[nodiscard]] Result<Outcome> write(const pki::ExportContent &content, const QList<Finding> &findings, const Session &session) const;

private:
    [[nodiscard]] Result<std::optional<SecureBytes>> password(const Session &session) const;
};

} // namespace espseal::cli
