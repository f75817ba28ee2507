// SPDX-License-Identifier: Apache-2.0
// Which imported certificate and key gets which file name.
#pragma once

#include "core/pki/certificate.h"
#include "core/pki/private_key.h"

namespace espseal::cli {

struct NamedCertificate {
    QString stem; // "ca", "server", "client", "device" with a key; "certificate" without; "-2"... behind further ones
    pki::Certificate certificate;
    QList<pki::Certificate> chain; // intermediates, stored behind it
};

struct NamedKey {
    QString stem; // of its certificate, else "private"
    pki::PrivateKey key;
    bool has_certificate = false;
};

struct ImportPlan {
    QList<NamedCertificate> certificates;
    QList<NamedKey> keys;
};

// Errors: "no-credentials"; "key-mismatch": keys and certificates, but none belongs to another.
[[nodiscard]] Result<ImportPlan> plan_import(const QList<pki::Certificate> &certificates, const QList<pki::PrivateKey> &keys);

} // namespace espseal::cli
