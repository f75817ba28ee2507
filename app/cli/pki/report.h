// SPDX-License-Identifier: Apache-2.0
// Certificates, keys and findings as text and as JSON.
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include "app/cli/session.h"
#include "core/base/finding.h"
#include "core/pki/certificate.h"
#include "core/pki/crl.h"
#include "core/pki/private_key.h"
#include "core/pki/request.h"

namespace espseal::cli {

[[nodiscard]] QJsonObject to_json(const pki::Certificate &certificate);
[[nodiscard]] QJsonArray to_json(const QList<pki::Certificate> &certificates);
// Type and size; never the key itself.
[[nodiscard]] QJsonObject to_json(const pki::PrivateKey &key);
[[nodiscard]] QJsonObject to_json(const pki::CertificateRequest &request);
[[nodiscard]] QJsonObject to_json(const pki::Crl &crl);
[[nodiscard]] QJsonArray to_json(const QList<Finding> &findings);

// Several lines: name, issuer, dates, key, names, fingerprint.
[[nodiscard]] QStringList describe(const pki::Certificate &certificate);
// Each on stderr, with its severity and its fix.
void note(const Session &session, const QList<Finding> &findings);

// What a certificate can be judged as: by CA flag and key usages.
[[nodiscard]] pki::Role likely_role(const pki::Certificate &certificate);

} // namespace espseal::cli
