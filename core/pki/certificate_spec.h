// SPDX-License-Identifier: Apache-2.0
// What a certificate is to say, before it is made.
#pragma once

#include "core/pki/alt_name.h"
#include "core/pki/certificate.h"
#include "core/pki/digest.h"
#include "core/pki/serial.h"
#include "core/pki/subject.h"
#include "core/pki/usages.h"
#include "core/pki/validity.h"

#include <optional>

namespace espseal::pki {

struct CertificateSpec {
    Role role = Role::server; // decides basicConstraints and, unless they are given, both key usages; make_ca makes a CA whatever it says
    SubjectName subject; // may be empty where there are alternative names
    QList<AltName> alt_names; // dns and ip only. A server or device without any gets its common name as one where that is a host name or address
    Validity validity = Validity::days(730);
    Digest digest = Digest::sha256; // of the issuer's signature
    std::optional<Serial> serial; // nothing: random

    std::optional<QList<KeyUsage>> key_usages; // an empty list: no such extension. Nothing: what the role and the kind of key need
    std::optional<QStringList> extended_usages; // as parse_extended_usages gives them; an empty list: no such extension. Nothing: by role
    std::optional<int> path_length; // of a CA: how many CAs may follow below it. Nothing: any, or what is left of its issuer's
    bool constraints_critical = true; // RFC 5280 asks for it in CAs

    // X.509 version 1 without extensions, as the SDK's script makes them; only for its old behaviour.
    bool version_1 = false;
};

// Errors: those of check() for subject and validity; "name-missing", "alt-name", "path-length", "usage-conflict" (a CA's usages without
// a CA), "version-1" (what only an extension could say).
[[nodiscard]] Result<void> check(const CertificateSpec &spec);

} // namespace espseal::pki
