// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/certificates/import_review.h"

namespace espseal::studio {

// What of a review is to be stored.
struct ImportChoice {
    QList<ImportItem> items;
    QList<pki::CertificateRequest> requests;
    QList<pki::PrivateKey> keys;
};

// Stores it, all or nothing. Returns the names of the certificates.
[[nodiscard]] Result<QStringList> store_import(const ImportChoice &choice, const KeyFolder &folder);

} // namespace espseal::studio
