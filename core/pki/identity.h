// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/certificate.h"
#include "core/pki/private_key.h"

namespace espseal::pki {

// A certificate with its chain and its key: they belong together, checked when it is made.
class Identity {
public:
    // `chain`: intermediates, next issuer first; may be empty. Error: "key-mismatch", which names both.
    [[nodiscard]] static Result<Identity> make(Certificate certificate, const PrivateKey &key, QList<Certificate> chain = {});
    // Finds the pair among what files held: the key's certificate, and its issuers without the self-signed root.
    // Errors: "no-certificate", "no-key", "key-mismatch", "several-identities".
    [[nodiscard]] static Result<Identity> find(const QList<Certificate> &certificates, const QList<PrivateKey> &keys);

    [[nodiscard]] const Certificate &certificate() const { return certificate_; }
    [[nodiscard]] const QList<Certificate> &chain() const { return chain_; }
    [[nodiscard]] const PrivateKey &key() const { return key_; }

private:
    Identity(Certificate certificate, QList<Certificate> chain, PrivateKey key)
        : certificate_(std::move(certificate))
        , chain_(std::move(chain))
        , key_(std::move(key))
    {
    }

    Certificate certificate_;
    QList<Certificate> chain_;
    PrivateKey key_;
};

} // namespace espseal::pki
