// SPDX-License-Identifier: Apache-2.0
#include "core/pki/assemble.h"

#include "core/pki/extensions.h"
#include "core/pki/messages.h"
#include "core/pki/path_length.h"
#include "core/pki/signing.h"
#include "core/pki/subject_fields.h"

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

// What every certificate has; issuer, extensions and signature follow.
Result<X509Certificate> begin(const CertificateSpec &spec, EVP_PKEY *key)
{
    const Result<Serial> serial = spec.serial ? Result<Serial>(*spec.serial) : Serial::random();
    if (!serial)
        return failure(serial.error());
    X509Certificate certificate(X509_new());
    const X509Name subject = native_name(spec.subject);
    if (!certificate || !subject || X509_set_version(certificate.get(), spec.version_1 ? X509_VERSION_1 : X509_VERSION_3) != 1
        || !set_serial(certificate.get(), *serial) || X509_set_subject_name(certificate.get(), subject.get()) != 1
        || !set_validity(certificate.get(), spec.validity) || X509_set_pubkey(certificate.get(), key) != 1)
        return openssl_failed();
    return certificate;
}

// An intermediate CA promises no longer a path than those above leave it (RFC 5280 4.2.1.9).
Result<CertificateSpec> below(const IssuingCa &ca, CertificateSpec spec)
{
    if (const auto possible = check_path(ca, spec.role); !possible)
        return failure(possible.error());
    const auto left = path_left(ca);
    if (spec.role != Role::ca || !left)
        return spec;
    if (spec.path_length.value_or(0) >= left->most)
        return bad_input(u"path-length"_s,
            Messages::tr("A path length of %1 is more than the CA %2 leaves (%3).")
                .arg(spec.path_length.value_or(0))
                .arg(left->limit.display_name())
                .arg(left->most - 1),
            Messages::tr("Give at most %1, or leave it out.").arg(left->most - 1));
    spec.path_length = spec.path_length.value_or(left->most - 1);
    return spec;
}

Result<void> check_version(const CertificateSpec &spec)
{
    if (spec.version_1 && spec.role == Role::ca)
        return bad_input(u"version-1"_s, Messages::tr("An intermediate CA cannot be of version 1: nothing in it would say that it is a CA."),
            Messages::tr("Make one of version 3."));
    return {};
}

} // namespace

Result<X509Certificate> assemble(const CertificateSpec &wanted, EVP_PKEY *subject_key, const IssuingCa *ca)
{
    const auto checked = check(wanted);
    const auto spec = !ca ? checked.transform([&] { return wanted; })
                          : checked.and_then([&] { return check_version(wanted); }).and_then([&] { return below(*ca, wanted); });
    if (!spec)
        return failure(spec.error());
    auto certificate = begin(*spec, subject_key);
    if (!certificate)
        return certificate;
    X509 *const made = certificate->get();
    X509 *const issuer = ca ? ca->certificate.native() : made;
    if (X509_set_issuer_name(made, X509_get_subject_name(issuer)) != 1 || (!spec->version_1 && !add_extensions(made, issuer, *spec)))
        return openssl_failed();
    return certificate;
}

} // namespace espseal::pki
