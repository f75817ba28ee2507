// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/identity.h"
#include "core/pki/signer.h"

#include <memory>
#include <optional>

namespace espseal::pki {

// A CA that can sign: its certificate, whoever has its key, and the CAs above it.
struct IssuingCa {
    Certificate certificate;
    QList<Certificate> above; // intermediates, next issuer first, without the self-signed root
    std::shared_ptr<const Signer> signer; // never null
    std::optional<Certificate> root = std::nullopt; // self-signed, above them all, where it is known: its path length counts too

    // The CAs above `certificate` out of `pool`, root included.
    [[nodiscard]] static IssuingCa among(const QList<Certificate> &pool, const Certificate &certificate, std::shared_ptr<const Signer> signer);
    // With the key in memory.
    [[nodiscard]] static IssuingCa of(const Identity &identity);

    // What goes along with a certificate that it issues: itself and those above, unless it is the root, which peers have.
    [[nodiscard]] QList<Certificate> chain() const;
};

} // namespace espseal::pki
