// SPDX-License-Identifier: Apache-2.0
// Sets of choices with a name, for those who do not want to make each.
#pragma once

#include "core/pki/certificate_spec.h"

namespace espseal::pki {

struct CertificateTemplate {
    QString name; // "device-server": stable, for the command line, manifests and settings
    QString label; // translated: "Device, server"
    QString help; // translated, one sentence
    Role role = Role::server;
    bool self_signed = false; // a CA of its own; else a CA signs it
    KeySpec key;
    Digest digest = Digest::sha256;
    int days = 730;
    std::optional<int> path_length;
    bool version_1 = false;

    // The template's choices; subject and alternative names are still empty.
    [[nodiscard]] CertificateSpec spec(const QDateTime &start = QDateTime::currentDateTimeUtc()) const;
};

// "device-server", "device-client", "device", "computer-server", "computer-client", "private-ca", "intermediate-ca", "legacy-sdk".
[[nodiscard]] QList<CertificateTemplate> certificate_templates();
// Error (usage): "template", with the names that there are.
[[nodiscard]] Result<CertificateTemplate> find_template(const QString &name);

} // namespace espseal::pki
