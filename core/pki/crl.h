// SPDX-License-Identifier: Apache-2.0
// Certificate revocation lists (RFC 5280 5): what a CA takes back.
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

#include "core/pki/certificate.h"
#include "core/pki/signer.h"

#include <memory>
#include <optional>
#include <span>

struct X509_crl_st;

namespace espseal::pki {

// RFC 5280 5.3.1, with its numbers.
enum class RevocationReason {
    unspecified = 0,
    key_compromise = 1,
    ca_compromise = 2,
    affiliation_changed = 3,
    superseded = 4,
    cessation_of_operation = 5,
    certificate_hold = 6,
    remove_from_crl = 8, // of delta CRLs only
    privilege_withdrawn = 9,
    aa_compromise = 10,
};

// "keyCompromise": the RFC's and OpenSSL's name, for JSON and the command line.
[[nodiscard]] QString reason_name(RevocationReason reason);
// In words, translated: "the key may be known to others".
[[nodiscard]] QString reason_text(RevocationReason reason);
// Any case. Error: usage, with the names that there are.
[[nodiscard]] Result<RevocationReason> parse_reason(const QString &name);

struct RevokedEntry {
    QString serial; // as Certificate::serial()
    QDateTime when; // UTC
    RevocationReason reason = RevocationReason::unspecified;

    bool operator==(const RevokedEntry &) const = default;
};

// An immutable value, cheap to copy.
class Crl {
public:
    // Takes over one reference of `crl`.
    [[nodiscard]] static Crl adopt(X509_crl_st *crl);

    [[nodiscard]] QString issuer() const; // "O = Example Works, CN = Farm CA"
    [[nodiscard]] QString issuer_name() const; // the last CN of the issuer, else the issuer
    [[nodiscard]] QString number() const; // decimal, at most 20 octets' worth; empty if there is none
    [[nodiscard]] QDateTime this_update() const; // UTC; invalid if it holds no proper time
    [[nodiscard]] QDateTime next_update() const; // invalid if there is none
    [[nodiscard]] QString signature_algorithm() const;
    [[nodiscard]] QList<RevokedEntry> entries() const; // in the list's order
    [[nodiscard]] QByteArray fingerprint() const; // SHA-256 of the DER form, 32 bytes
    [[nodiscard]] QString id() const; // fingerprint as lower-case hex

    [[nodiscard]] bool is_signed_by(const Certificate &ca) const; // named as its issuer, and its key verifies the signature
    // The entry about a certificate of this issuer. Whether the list is to be believed is is_signed_by's matter.
    [[nodiscard]] std::optional<RevokedEntry> find(const Certificate &certificate) const;

    [[nodiscard]] QByteArray der() const;
    [[nodiscard]] QByteArray pem() const;
    [[nodiscard]] bool operator==(const Crl &other) const; // same DER

    // OpenSSL's object, for X509_STORE_add_crl; lives as long as any copy.
    [[nodiscard]] X509_crl_st *native() const;

private:
    struct Data;
    explicit Crl(std::shared_ptr<const Data> data)
        : data_(std::move(data))
    {
    }
    std::shared_ptr<const Data> data_;
};

// Every CRL in PEM text, or the one of DER. `name` is what errors call it. Errors: "no-crl"; "crl-damaged".
[[nodiscard]] Result<QList<Crl>> read_crls(std::span<const std::uint8_t> bytes, const QString &name);

struct CrlSpec {
    QList<RevokedEntry> entries;
    QString number = QStringLiteral("1"); // decimal
    QDateTime this_update = QDateTime::currentDateTimeUtc();
    QDateTime next_update; // after this_update
    Digest digest = Digest::sha256;
};

// Version 2 with CRL number, authority key identifier and the entries' reasons (`unspecified` is left out, as the RFC asks). The signature is
// checked. Errors: "key-mismatch", "not-a-ca", "ca-signs-no-crls" (its key usage), "validity", "serial", those of the signer.
[[nodiscard]] Result<Crl> make_crl(const CrlSpec &spec, const Certificate &ca, const Signer &signer);
[[nodiscard]] Result<Crl> make_crl(const CrlSpec &spec, const Certificate &ca, const PrivateKey &ca_key);

// The next CRL number, in decimal. "1" after none.
[[nodiscard]] QString next_crl_number(const QString &number);

} // namespace espseal::pki
