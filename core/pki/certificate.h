// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

#include "core/base/error.h"
#include "core/pki/alt_name.h"
#include "core/pki/key_spec.h"

#include <memory>
#include <span>

struct x509_st;

namespace espseal::pki {

class PrivateKey;

// What a certificate is for; `device` is server and client at once.
enum class Role { ca, server, client, device };

// An X.509 certificate: an immutable value, cheap to copy, every field ready. Text fields have unprintable characters replaced.
class Certificate {
public:
    // Takes over one reference of `certificate`.
    [[nodiscard]] static Certificate adopt(x509_st *certificate);

    [[nodiscard]] QString subject() const; // "O = Example Works, CN = srv"
    [[nodiscard]] QString issuer() const;
    [[nodiscard]] QString common_name() const; // the last CN of the subject; may be empty
    [[nodiscard]] QString issuer_name() const; // the last CN of the issuer, else the issuer
    [[nodiscard]] QString display_name() const; // common name, else first alternative name, else subject, else serial
    [[nodiscard]] QString serial() const; // hex, upper case, no separators
    [[nodiscard]] int version() const; // 1..3
    [[nodiscard]] QDateTime not_before() const; // UTC; invalid if the certificate holds no proper time
    [[nodiscard]] QDateTime not_after() const;
    [[nodiscard]] KeyKind key() const;
    [[nodiscard]] QString signature_algorithm() const; // "sha256WithRSAEncryption"
    [[nodiscard]] int signature_digest_bits() const; // 160 for SHA-1, 256...; 0 if unknown
    [[nodiscard]] QList<AltName> alt_names() const;
    [[nodiscard]] bool is_ca() const; // may sign: CA:TRUE, or version 1 and self-signed as the SDK's script makes it
    [[nodiscard]] bool is_self_issued() const; // subject and issuer are the same
    [[nodiscard]] bool allows(Role role) const; // by key usage and extended key usage
    [[nodiscard]] QByteArray fingerprint() const; // SHA-256 of the DER form, 32 bytes
    [[nodiscard]] QString id() const; // fingerprint as lower-case hex: the place of findings, "certificate:<id>"

    [[nodiscard]] QByteArray der() const;
    [[nodiscard]] QByteArray pem() const;

    [[nodiscard]] bool matches(const PrivateKey &key) const;
    [[nodiscard]] bool operator==(const Certificate &other) const; // same DER

    // OpenSSL's object; lives as long as any copy.
    [[nodiscard]] x509_st *native() const;

private:
    struct Data;
    explicit Certificate(std::shared_ptr<const Data> data)
        : data_(std::move(data))
    {
    }
    std::shared_ptr<const Data> data_;
};

// Every certificate in PEM text (a bundle, with any text around), or the one of DER. `name` is what errors call it.
// Errors: "no-certificate"; "certificate-damaged".
[[nodiscard]] Result<QList<Certificate>> read_certificates(std::span<const std::uint8_t> bytes, const QString &name);

// "3F:A2:...": as openssl and browsers show it.
[[nodiscard]] QString fingerprint_text(const QByteArray &fingerprint);
[[nodiscard]] QString role_name(Role role); // "ca", "server", "client", "device": for JSON and the command line

} // namespace espseal::pki
