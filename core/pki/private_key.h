// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/base/secure_bytes.h"
#include "core/pki/key_spec.h"
#include "core/pki/password.h"

#include <memory>
#include <span>

struct evp_pkey_st;

namespace espseal::pki {

// Rounds of PBKDF2-HMAC-SHA256 for keys that leave the program (OWASP's minimum; OpenSSL's own default is 2048).
inline constexpr int pbkdf2_rounds = 600'000;

// What a key is wrapped in.
enum class KeyWrapper { pkcs1, sec1, pkcs8, encrypted, unknown };

// A private key. Copies share one immutable key, which is wiped when the last copy goes. Every call may run on any thread.
class PrivateKey {
public:
    // RSA-4096 takes seconds: run it off the GUI thread. Error: cancelled.
    [[nodiscard]] static Result<PrivateKey> generate(const KeySpec &spec, const Job &job);
    // Takes over one reference of `key`; the other parts of core/pki use it.
    [[nodiscard]] static PrivateKey adopt(evp_pkey_st *key);

    [[nodiscard]] KeyKind kind() const;

    // The form that every SDK build reads: PKCS#1 for RSA, SEC1 for EC. UNENCRYPTED: for blobs, headers and the vault; files get
    // FileMode::secret. Error: a key type that has no such form.
    [[nodiscard]] Result<SecureBytes> to_pem() const;
    [[nodiscard]] Result<SecureBytes> to_der() const;
    // PKCS#8 with PBES2: PBKDF2-HMAC-SHA256 with `pbkdf2_rounds` and a salt of 16 bytes, AES-256-CBC. Takes about 0.2 s. Error: empty password.
    [[nodiscard]] Result<SecureBytes> to_encrypted_pem(const SecureBytes &password) const;
    [[nodiscard]] Result<SecureBytes> to_encrypted_der(const SecureBytes &password) const;
    // PKCS#8, UNENCRYPTED: for programs that read nothing else.
    [[nodiscard]] Result<SecureBytes> to_pkcs8_pem() const;
    [[nodiscard]] Result<SecureBytes> to_pkcs8_der() const;

    // The same public key.
    [[nodiscard]] bool operator==(const PrivateKey &other) const;

    // OpenSSL's object, for SSL_CTX and signing; lives as long as any copy.
    [[nodiscard]] evp_pkey_st *native() const { return key_.get(); }

private:
    explicit PrivateKey(std::shared_ptr<evp_pkey_st> key)
        : key_(std::move(key))
    {
    }
    std::shared_ptr<evp_pkey_st> key_;
};

// Reads one key: PEM or DER; PKCS#1, SEC1, PKCS#8 plain or encrypted. `name` is what errors and the prompt call it.
// Errors: "no-key", "password-needed", "wrong-password", "key-cost" (a key derivation that would take minutes).
[[nodiscard]] Result<PrivateKey> read_private_key(std::span<const std::uint8_t> bytes, const QString &name, const PasswordPrompt &prompt = {});

} // namespace espseal::pki
