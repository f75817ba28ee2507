// SPDX-License-Identifier: Apache-2.0
// What files hold, before any of it is stored.
#pragma once

#include "app/studio/workspace/credential_store.h"
#include "core/base/finding.h"

namespace espseal::studio {

struct ImportItem {
    NewCredential credential;
    bool known = false; // the same certificate is in the workspace
};

struct ImportReview {
    QList<ImportItem> items;
    int lonely_keys = 0; // keys that fit none of the certificates
    QList<Finding> findings; // about the containers
};

// Reads the files, recognises what they are by content, and puts certificates and keys together.
// Errors: those of reading; "password-needed" and "wrong-password" name the locked thing.
[[nodiscard]] Result<ImportReview> review_import(const QStringList &paths, const QString &folder, const SecureBytes &password);

} // namespace espseal::studio
