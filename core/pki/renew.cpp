// SPDX-License-Identifier: Apache-2.0
#include "core/pki/renew.h"

#include "core/pki/chain.h"
#include "core/pki/extensions.h"
#include "core/pki/messages.h"
#include "core/pki/path_length.h"
#include "core/pki/signing.h"

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

Result<void> check(const Certificate &earlier, const Renewal &renewal, const Certificate &ca)
{
    if (!is_signed_by(earlier, ca))
        return bad_input(u"not-issued-by-ca"_s, Messages::tr("The certificate of %1 was not issued by %2.").arg(earlier.display_name(), ca.display_name()),
            Messages::tr("Give the CA that issued it (%1).").arg(earlier.issuer_name()));
    if (earlier == ca && renewal.key && EVP_PKEY_eq(renewal.key->native(), X509_get0_pubkey(ca.native())) != 1)
        return bad_input(u"renew-ca-key"_s, Messages::tr("A CA with another key would be another CA."),
            Messages::tr("Renew it with its own key, or make a new CA and issue everything again."));
    return {};
}

Validity validity_of(const Certificate &earlier, const Renewal &renewal)
{
    if (renewal.validity)
        return *renewal.validity;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    return { now.addDays(-1), now.addDays(-1).addSecs(earlier.not_before().secsTo(earlier.not_after())) };
}

Digest digest_of(const Certificate &earlier, const Renewal &renewal)
{
    if (renewal.digest)
        return *renewal.digest;
    if (earlier.signature_digest_bits() == 384)
        return Digest::sha384;
    return earlier.version() == 1 && earlier.signature_digest_bits() == 160 ? Digest::sha1 : Digest::sha256;
}

} // namespace

Result<Issued> renew(const Certificate &earlier, const Renewal &renewal, const IssuingCa &issuer)
{
    const Certificate &ca = issuer.certificate;
    const Validity validity = validity_of(earlier, renewal);
    const auto ok = check_ca(ca, *issuer.signer)
                        .and_then([&] { return check(earlier, renewal, ca); })
                        .and_then([&] { return earlier == ca ? Result<void>() : check_path(issuer, earlier.is_ca() ? Role::ca : Role::server); })
                        .and_then([&] { return espseal::pki::check(validity); });
    if (!ok)
        return failure(ok.error());
    const auto key = renewal.key ? Result<SubjectKey>(*renewal.key) : SubjectKey::of(earlier);
    const auto serial = renewal.serial ? Result<Serial>(*renewal.serial) : Serial::random();
    if (!key || !serial)
        return failure(key ? serial.error() : key.error());
    X509Certificate made(X509_dup(earlier.native()));
    if (!made || !set_serial(made.get(), *serial) || !set_validity(made.get(), validity) || X509_set_pubkey(made.get(), key->native()) != 1)
        return openssl_failed();
    const bool has_identifiers = X509_get_ext_by_NID(made.get(), NID_subject_key_identifier, -1) >= 0;
    const bool is_same_pair = !renewal.key || EVP_PKEY_eq(key->native(), X509_get0_pubkey(earlier.native())) == 1;
    if (has_identifiers && !is_same_pair && !set_key_identifiers(made.get(), ca.native()))
        return openssl_failed();
    return sign_checked(made.get(), X509_get0_pubkey(ca.native()), *issuer.signer, digest_of(earlier, renewal)).transform([&] {
        const Certificate renewed = Certificate::adopt(made.release());
        return Issued { renewed, issue_findings(renewed, earlier == ca ? renewed : ca) };
    });
}

Result<Issued> renew(const Certificate &earlier, const Renewal &renewal, const Certificate &ca, const Signer &signer)
{
    return renew(earlier, renewal, IssuingCa { ca, {}, std::shared_ptr<const Signer>(std::shared_ptr<void>(), &signer) });
}

} // namespace espseal::pki
