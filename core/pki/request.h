// SPDX-License-Identifier: Apache-2.0
// Certificate requests (PKCS#10, RFC 2986): the public key and the names that somebody wants a CA to certify.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include "core/base/error.h"
#include "core/pki/alt_name.h"
#include "core/pki/key_spec.h"

#include <memory>
#include <span>

struct X509_req_st;

namespace espseal::pki {

class PrivateKey;

// An immutable value, cheap to copy. Text fields have unprintable characters replaced; who signs takes names by SubjectName::from, which refuses them.
class CertificateRequest {
public:
    // Takes over one reference of `request`.
    [[nodiscard]] static CertificateRequest adopt(X509_req_st *request);

    [[nodiscard]] QString subject() const; // "O = Example Works, CN = srv"
    [[nodiscard]] QString common_name() const; // the last CN; may be empty
    [[nodiscard]] QString display_name() const; // common name, else first alternative name, else subject, else fingerprint
    [[nodiscard]] QList<AltName> alt_names() const; // of the extension that is asked for; any kind
    [[nodiscard]] QStringList extensions() const; // all that are asked for, by OpenSSL's long name: "X509v3 Key Usage"
    [[nodiscard]] KeyKind key() const;
    [[nodiscard]] QString signature_algorithm() const;
    [[nodiscard]] QByteArray fingerprint() const; // SHA-256 of the DER form, 32 bytes
    [[nodiscard]] QString id() const; // fingerprint as lower-case hex

    // Its own signature is right: the sender has the private key.
    [[nodiscard]] bool verifies() const;
    [[nodiscard]] bool matches(const PrivateKey &key) const;

    [[nodiscard]] QByteArray der() const;
    [[nodiscard]] QByteArray pem() const;
    [[nodiscard]] bool operator==(const CertificateRequest &other) const; // same DER

    // OpenSSL's object; lives as long as any copy.
    [[nodiscard]] X509_req_st *native() const;

private:
    struct Data;
    explicit CertificateRequest(std::shared_ptr<const Data> data)
        : data_(std::move(data))
    {
    }
    std::shared_ptr<const Data> data_;
};

// Every request in PEM text, or the one of DER. `name` is what errors call it. Errors: "no-request"; "request-damaged".
[[nodiscard]] Result<QList<CertificateRequest>> read_requests(std::span<const std::uint8_t> bytes, const QString &name);

} // namespace espseal::pki
