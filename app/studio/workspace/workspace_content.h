// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/workspace/bin.h"
#include "app/studio/workspace/credential_store.h"
#include "core/pki/request.h"

namespace espseal::studio {

// A private key that no certificate here belongs to.
struct StoredKey {
    QString name;
    pki::KeyKind kind;
    QString id; // as pki::key_id() has it
    std::optional<Error> problem; // it cannot be used
};

// A certificate request: our own while its key waits here for the answer, else somebody else's that one of our CAs may answer.
struct StoredRequest {
    QString name;
    pki::CertificateRequest request;
    bool has_key = false;
    QString key_id; // of that key, if it can be told
};

// Everything that the workspace's folder holds, as one value.
struct WorkspaceContent {
    QList<StoredCredential> credentials; // by name
    QList<StoredRequest> requests; // by name
    QList<StoredKey> keys; // by name
    QList<BinEntry> bin; // newest first
    bool has_vault = false;
    qsizetype plain_keys = 0; // key files that need no password, those in the bin too
};

// Blocking. What has not changed since `known` is not read again. Errors: the folder cannot be made or read.
[[nodiscard]] Result<WorkspaceContent> read_workspace(const QString &folder, const WorkspaceContent &known = {});

} // namespace espseal::studio
