// SPDX-License-Identifier: Apache-2.0
#include "core/pki/issue.h"

#include "core/pki/assemble.h"
#include "core/pki/signing.h"

namespace espseal::pki {

namespace {

Result<Certificate> sign(X509Certificate certificate, EVP_PKEY *public_key, const Signer &signer, Digest digest)
{
    return sign_checked(certificate.get(), public_key, signer, digest).transform([&] { return Certificate::adopt(certificate.release()); });
}

} // namespace

Result<Certificate> make_ca(const CertificateSpec &wanted, const Signer &signer)
{
    CertificateSpec spec = wanted;
    spec.role = Role::ca;
    return assemble(spec, signer.public_key(), nullptr).and_then([&](X509Certificate made) {
        return sign(std::move(made), signer.public_key(), signer, spec.digest);
    });
}

Result<Certificate> make_ca(const CertificateSpec &spec, const PrivateKey &key)
{
    return make_ca(spec, KeySigner(key));
}

Result<Certificate> issue(const CertificateSpec &spec, const SubjectKey &subject_key, const IssuingCa &ca)
{
    return check_ca(ca.certificate, *ca.signer).and_then([&] { return assemble(spec, subject_key.native(), &ca); }).and_then([&](X509Certificate made) {
        return sign(std::move(made), X509_get0_pubkey(ca.certificate.native()), *ca.signer, spec.digest);
    });
}

Result<Certificate> issue(const CertificateSpec &spec, const SubjectKey &subject_key, const Certificate &ca, const Signer &signer)
{
    // Not owned: it outlives the call.
    return issue(spec, subject_key, IssuingCa { ca, {}, std::shared_ptr<const Signer>(std::shared_ptr<void>(), &signer) });
}

Result<Certificate> issue(const CertificateSpec &spec, const SubjectKey &subject_key, const Certificate &ca, const PrivateKey &ca_key)
{
    return issue(spec, subject_key, ca, KeySigner(ca_key));
}

} // namespace espseal::pki
