// SPDX-License-Identifier: Apache-2.0
// Issuing for many: the blocking work behind the panel.
#pragma once

#include "app/studio/certificates/issue_request.h"
#include "app/studio/workspace/workspace_content.h"
#include "core/pki/batch_issue.h"

namespace espseal::studio {

struct BatchOrder {
    QByteArray table; // CSV with a header, as typed, pasted or read
    QString preset; // the template beneath all rows
    QString ca; // credential name
    QString folder; // where the identities go, a folder each
    std::optional<pki::Crl> crl; // of the CA: who is on it is not kept from an earlier run
    bool list_here = true; // also store them in the workspace
    std::shared_ptr<const SecureBytes> password {}; // of the keys; null: they and their blobs are in clear
};

// The table as a file. Errors: those of reading, up to 16 MB.
[[nodiscard]] Result<QByteArray> read_batch_file(const QString &path);
// What the table says, row by row, before anything is made.
[[nodiscard]] Result<pki::BatchManifest> read_batch(const QByteArray &table, const QString &preset);
// Error: "batch-rows": the table has rows that are none. Else those of issue_batch(); cancelled: what is complete stays, and the next run goes on.
[[nodiscard]] Result<pki::BatchResult> run_batch(const BatchOrder &order, const KeyFolder &workspace, const Job &job);
// Stores what a batch has made, but for what is in the workspace already. Returns the new names.
[[nodiscard]] Result<QStringList> list_batch(
    const BatchOrder &order, const pki::BatchResult &result, const WorkspaceContent &content, const KeyFolder &workspace);

} // namespace espseal::studio
