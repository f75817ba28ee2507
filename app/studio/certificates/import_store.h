// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/certificates/import_review.h"

namespace espseal::studio {

// What of a review is to be stored.
struct ImportChoice {
    QList<ImportItem> items;
    QList<pki::CertificateRequest> requests;
    QList<pki::PrivateKey> keys;
    QList<ImportCrl> crls = {};
};

// Stores it, all or nothing; revocation lists last, in place of those that are here. Returns the names of the certificates.
// Error (usage): "crl-ca-left-out": the CA of a list is neither here nor chosen.
[[nodiscard]] Result<QStringList> store_import(const ImportChoice &choice, const KeyFolder &folder);

} // namespace espseal::studio
