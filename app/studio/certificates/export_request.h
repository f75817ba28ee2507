// SPDX-License-Identifier: Apache-2.0
// Certificates and keys on their way out of the workspace. Blocking work.
#pragma once

#include "app/studio/workspace/workspace_content.h"
#include "core/pki/export.h"

#include <memory>

namespace espseal::studio {

struct ExportRequest {
    QStringList names; // credentials; the first is the one that it is about
    QString request; // a stored request instead
    pki::ExportOptions options; // without its password, which is below
    std::shared_ptr<const SecureBytes> password; // null: none
};

// What the user may choose from for these: formats that need a key only where there is one.
struct ExportOffer {
    qsizetype certificates = 0;
    qsizetype cas = 0;
    bool has_key = false; // of the only one
    bool is_request = false;
};
[[nodiscard]] bool is_possible(pki::ExportFormat format, const ExportOffer &offer);

// Writes one file; one with a key is readable by its owner alone. Errors: those of reading, of export_credentials() and of writing.
[[nodiscard]] Result<pki::Exported> make_export(const ExportRequest &request, const WorkspaceContent &content, const KeyFolder &folder);
[[nodiscard]] Result<void> write_export(const ExportRequest &request, const WorkspaceContent &content, const KeyFolder &folder, const QString &path);

} // namespace espseal::studio
