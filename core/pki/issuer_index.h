// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/certificate.h"

#include <QHash>

namespace espseal::pki {

// Who signed what among many certificates: by name first, so that thousands take no time.
class IssuerIndex {
public:
    void add(const Certificate &certificate);
    // Nearest first, a self-signed root included; at most `longest`. Loops end where they close.
    [[nodiscard]] QList<Certificate> chain_of(const Certificate &certificate) const;

    static constexpr qsizetype longest = 16;

private:
    // A signature check costs time: a file with a thousand CAs of one name must not cost a million.
    static constexpr int most_candidates = 32;

    QHash<unsigned long, QList<Certificate>> by_subject_;
};

// The signature is its own key's.
[[nodiscard]] bool is_signed_by_itself(const Certificate &certificate);

} // namespace espseal::pki
