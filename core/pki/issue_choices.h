// SPDX-License-Identifier: Apache-2.0
// What somebody chose about a certificate, and what is left to a template.
#pragma once

#include "core/pki/certificate_template.h"

namespace espseal::pki {

// All that is needed to make a key and its certificate.
struct IssueOrder {
    CertificateSpec spec;
    KeySpec key;
    bool self_signed = false; // by the template
};

struct IssueChoices {
    std::optional<CertificateTemplate> base; // nothing: a server with P-256 for 730 days
    SubjectName subject;
    QList<AltName> alt_names;
    std::optional<Role> role;
    std::optional<KeySpec> key;
    std::optional<Digest> digest;
    std::optional<QDateTime> from; // nothing: a day before now
    std::optional<QDateTime> until;
    std::optional<int> days; // after `from` or now; not with `until`
    std::optional<Serial> serial;
    std::optional<QList<KeyUsage>> key_usages;
    std::optional<QStringList> extended_usages;
    std::optional<int> path_length;
    bool constraints_critical = true;

    // These choices, and those of `others` where there is none here; subjects are joined field by field.
    [[nodiscard]] IssueChoices over(const IssueChoices &others) const;

    // Errors: "validity-twice" (usage); those of check(CertificateSpec).
    [[nodiscard]] Result<IssueOrder> order(const QDateTime &now = QDateTime::currentDateTimeUtc()) const;
};

} // namespace espseal::pki
