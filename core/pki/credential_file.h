// SPDX-License-Identifier: Apache-2.0
// Files with certificates, keys, requests and revocation lists, recognised by content, never by name.
#pragma once

#include "core/base/finding.h"
#include "core/base/units.h"
#include "core/pki/certificate.h"
#include "core/pki/crl.h"
#include "core/pki/private_key.h"
#include "core/pki/request.h"

namespace espseal::pki {

enum class CredentialFormat {
    pem,
    der,
    pkcs7,
    pkcs12,
    blob, // esp_ca_cert.bin, esp_cert_private_key.bin, also as read back from flash
    c_header, // cert.h, private_key.h
    vault, // our own, for keys
};

struct CredentialFile {
    CredentialFormat format = CredentialFormat::pem;
    QList<Certificate> certificates; // in file order; PKCS#12: the key's certificate first
    QList<PrivateKey> keys;
    QStringList key_names; // of a vault's keys, in their order; else empty
    QList<CertificateRequest> requests;
    QList<Crl> crls;
    // What the container is like: a blob's order and size; "encryption-obsolete"; "key-readable-by-others" (of read_credential_file); and
    // "name-control-characters", an error, which is not for use. Not what judge() says.
    QList<Finding> findings;
    bool has_plain_keys = false; // a private key lies in it unencrypted
};

// No file of credentials is larger than this, vaults excepted (vault_size_limit).
inline constexpr Size credential_file_limit(1u << 20);

// For every use but looking. Error: what is said of it in the findings, "name-control-characters".
[[nodiscard]] Result<void> check_usable(const CredentialFile &file);

// Errors (bad_input): "unknown-format", "certificate-damaged", "request-damaged", "crl-damaged", "name-not-text", "pkcs7-unsupported", "key-damaged",
// "password-needed", "wrong-password", "key-cost", "encryption-unsupported", "blob-truncated", "vault-damaged", "vault-newer", "vault-cost", ...
[[nodiscard]] Result<CredentialFile> read_credentials(std::span<const std::uint8_t> bytes, const QString &name, const PasswordPrompt &prompt = {});
// The same, and errors of reading the file, "file-special" (a device, a FIFO) among them.
[[nodiscard]] Result<CredentialFile> read_credential_file(const QString &path, const PasswordPrompt &prompt = {});
// All files together: certificates without repetition, in order.
[[nodiscard]] Result<CredentialFile> read_credential_files(const QStringList &paths, const PasswordPrompt &prompt = {});

[[nodiscard]] QString format_name(CredentialFormat format); // "pem", "der", "pkcs7", "pkcs12", "blob", "c-header", "vault": for JSON

} // namespace espseal::pki
