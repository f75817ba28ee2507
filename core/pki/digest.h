// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

struct evp_md_st;

namespace espseal::pki {

// Of a signature. SHA-1 is for old peers only.
enum class Digest { sha1, sha256, sha384 };

[[nodiscard]] QString digest_name(Digest digest); // "sha256": for JSON and the command line
// OpenSSL's object.
[[nodiscard]] const evp_md_st *method_of(Digest digest);

} // namespace espseal::pki
