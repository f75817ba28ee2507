// SPDX-License-Identifier: Apache-2.0
#include "core/pki/unlock.h"

#include "core/pki/decode.h"
#include "core/pki/legacy_algorithms.h"
#include "core/pki/messages.h"

#include <openssl/err.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

Result<SecureBytes> Unlocker::password() const
{
    std::optional<SecureBytes> password = prompt_ ? prompt_(name_) : std::nullopt;
    if (!password)
        return bad_input(u"password-needed"_s, Messages::tr("%1 is locked with a password.").arg(name_),
            Messages::tr("Give its password; on the command line with --password-file or at a terminal."));
    return std::move(*password);
}

Result<PKey> Unlocker::open(const X509_SIG *encrypted)
{
    return password().and_then([&](const SecureBytes &password) { return open(encrypted, password); });
}

Result<PKey> Unlocker::open(const X509_SIG *encrypted, const SecureBytes &password)
{
    const X509_ALGOR *algorithm = nullptr;
    X509_SIG_get0(encrypted, &algorithm, nullptr);
    if (!budget_.spend(algorithm))
        return too_costly();
    const PlainPkcs8 plain
        = open_old_or_new([&] { return PlainPkcs8(PKCS8_decrypt(encrypted, password.chars(), static_cast<int>(password.size()))); }, used_legacy_);
    if (!plain)
        return why_locked();
    PKey key(EVP_PKCS82PKEY(plain.get()));
    if (!key)
        return damaged_key(name_);
    return key;
}

std::unexpected<Error> Unlocker::wrong_password() const
{
    return bad_input(
        u"wrong-password"_s, Messages::tr("The password does not open %1.").arg(name_), Messages::tr("Try again with the right one."), openssl_errors());
}

std::unexpected<Error> Unlocker::too_costly() const
{
    return bad_input(u"key-cost"_s, Messages::tr("Opening %1 would take minutes or hours: it asks for an absurd number of key derivation rounds.").arg(name_),
        Messages::tr("Do not trust this file; ask its sender for another."), openssl_errors());
}

std::unexpected<Error> Unlocker::why_locked() const
{
    if (!algorithm_is_missing())
        return wrong_password();
    return bad_input(u"encryption-unsupported"_s, Messages::tr("%1 is encrypted in a way that OpenSSL no longer supports.").arg(name_),
        Messages::tr("Write it again with AES-256, for example with: openssl pkcs12 -legacy, then openssl pkcs12 -export."), openssl_errors());
}

} // namespace espseal::pki
