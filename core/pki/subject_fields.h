// SPDX-License-Identifier: Apache-2.0
// The fields of a subject as OpenSSL knows them.
#pragma once

#include "core/pki/openssl.h"
#include "core/pki/subject.h"

#include <optional>

namespace espseal::pki {

enum class Characters { any, printable, ia5, letters };

struct FieldFacts {
    SubjectField field;
    int nid; // OpenSSL's number
    const char *name; // "CN"
    const char *long_name; // "commonName"
    int most; // characters; RFC 5280 A.1
    Characters characters;
};

[[nodiscard]] const FieldFacts &facts_of(SubjectField field);
[[nodiscard]] std::optional<SubjectField> field_of(int nid);
[[nodiscard]] std::optional<SubjectField> field_of(const QString &name); // any case, also "E", "S" and long names

// OpenSSL's object; empty if it failed. The name must pass check().
[[nodiscard]] X509Name native_name(const SubjectName &name);

} // namespace espseal::pki
