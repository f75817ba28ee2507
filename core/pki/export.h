// SPDX-License-Identifier: Apache-2.0
// Certificates and keys in every form that other programs take. What is made is read back and compared before anybody gets it.
#pragma once

#include "core/base/finding.h"
#include "core/pki/certificate.h"
#include "core/pki/crl.h"
#include "core/pki/private_key.h"
#include "core/pki/request.h"

#include <optional>
#include <span>

namespace espseal::pki {

enum class ExportFormat {
    pem, // certificates, requests and revocation lists, one after the other
    der, // one certificate, request or revocation list
    chain, // PEM: the issuers of the first certificate, without the root
    fullchain, // PEM: the first certificate and its issuers, without the root
    pkcs7, // PEM: certificates and revocation lists
    pkcs7_der, // .p7b
    pkcs12, // key, certificate and chain, encrypted
    pkcs8, // the key, PEM, encrypted
    pkcs8_der,
    pkcs8_plain, // the key, PEM, UNENCRYPTED
    pkcs8_plain_der,
    traditional, // PKCS#1 or SEC1, PEM, UNENCRYPTED: what the SDK's libraries read
    traditional_der,
    bundle, // PEM: key (encrypted if there is a password), certificate, chain
    c_header, // cert.h
    c_header_key, // private_key.h, UNENCRYPTED
    ca_blob, // esp_ca_cert.bin
    identity_blob, // esp_cert_private_key.bin, UNENCRYPTED
};

// How a format protects the key in it.
enum class KeyProtectionKind { none_inside, password, password_or_plain, plain };

struct ExportFormatInfo {
    ExportFormat format = ExportFormat::pem;
    const char *name = ""; // "pkcs8-plain-der": for the command line and JSON
    const char *extension = ""; // "pem", "p7b", "h"
    KeyProtectionKind protection = KeyProtectionKind::none_inside;
};
[[nodiscard]] std::span<const ExportFormatInfo> export_formats();
[[nodiscard]] const ExportFormatInfo &info_of(ExportFormat format);
[[nodiscard]] QString format_label(ExportFormat format); // "PKCS#12: key, certificate and chain, with a password"; translated

struct ExportContent {
    QList<Certificate> certificates; // the one that it is about first; its issuers are looked for among the others
    std::optional<PrivateKey> key;
    QList<CertificateRequest> requests;
    QList<Crl> crls;
};

struct ExportOptions {
    ExportFormat format = ExportFormat::pem;
    const SecureBytes *password = nullptr; // UTF-8
    bool with_root = false; // chain, fullchain, bundle, pkcs12: a self-signed root too
    bool legacy = false; // pkcs12: 3DES and SHA-1 with 2,048 rounds, for Windows before 2019 and Java before 8u301
    bool der_payload = false; // blobs and C headers: DER, which is smaller, instead of PEM
};

struct Exported {
    SecureBytes bytes;
    bool secret = false; // holds a private key, encrypted or not: FileMode::secret
    QList<Finding> findings; // "export-plain-key", "export-legacy"
};

// Encryption is PBES2 with PBKDF2-HMAC-SHA256, `pbkdf2_rounds`, a salt of 16 bytes and AES-256-CBC; a PKCS#12 file has the same for certificates and
// key, and a MAC with SHA-256 of as many rounds: two seconds together. Errors: "export-nothing" (the content has nothing for that format),
// "export-several" (der), "password-empty", "password-needed", "key-mismatch" (pkcs12, bundle, identity blob), those of the blobs, "key-unsupported";
// "export-unverified": what was made does not read back as what went in.
[[nodiscard]] Result<Exported> export_credentials(const ExportContent &content, const ExportOptions &options);

} // namespace espseal::pki
