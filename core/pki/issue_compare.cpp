// SPDX-License-Identifier: Apache-2.0
#include "core/pki/issue_compare.h"

#include "core/pki/assemble.h"
#include "core/pki/chain.h"

namespace espseal::pki {

namespace {

bool same(const ASN1_STRING *one, const ASN1_STRING *other)
{
    return ASN1_STRING_cmp(one, other) == 0;
}

// Byte for byte; X509_NAME_cmp would forgive capitals and spaces.
bool same(const X509_NAME *one, const X509_NAME *other)
{
    if (X509_NAME_entry_count(one) != X509_NAME_entry_count(other))
        return false;
    for (int i = 0; i < X509_NAME_entry_count(one); ++i) {
        const X509_NAME_ENTRY *a = X509_NAME_get_entry(one, i);
        const X509_NAME_ENTRY *b = X509_NAME_get_entry(other, i);
        if (OBJ_cmp(X509_NAME_ENTRY_get_object(a), X509_NAME_ENTRY_get_object(b)) != 0 || !same(X509_NAME_ENTRY_get_data(a), X509_NAME_ENTRY_get_data(b)))
            return false;
    }
    return true;
}

bool same_extensions(const X509 *one, const X509 *other)
{
    if (X509_get_ext_count(one) != X509_get_ext_count(other))
        return false;
    for (int i = 0; i < X509_get_ext_count(one); ++i) {
        X509_EXTENSION *a = X509_get_ext(one, i);
        const int at = X509_get_ext_by_OBJ(other, X509_EXTENSION_get_object(a), -1);
        X509_EXTENSION *b = at < 0 ? nullptr : X509_get_ext(other, at);
        if (!b || X509_EXTENSION_get_critical(a) != X509_EXTENSION_get_critical(b) || !same(X509_EXTENSION_get_data(a), X509_EXTENSION_get_data(b)))
            return false;
    }
    return true;
}

bool is_signed_with(const Certificate &certificate, Digest digest)
{
    int method = NID_undef;
    return X509_get_signature_info(certificate.native(), &method, nullptr, nullptr, nullptr) == 1 && method == EVP_MD_get_type(method_of(digest));
}

} // namespace

Result<bool> says(const Certificate &certificate, const CertificateSpec &spec, const IssuingCa &ca)
{
    const auto model = assemble(spec, X509_get0_pubkey(certificate.native()), &ca);
    if (!model)
        return failure(model.error());
    const X509 *const one = certificate.native();
    const X509 *const other = model->get();
    return is_signed_by(certificate, ca.certificate) && X509_get_version(one) == X509_get_version(other)
        && same(X509_get_subject_name(one), X509_get_subject_name(other)) && same(X509_get_issuer_name(one), X509_get_issuer_name(other))
        && same_extensions(one, other) && is_signed_with(certificate, spec.digest) && (!spec.serial || spec.serial->text() == certificate.serial());
}

} // namespace espseal::pki
