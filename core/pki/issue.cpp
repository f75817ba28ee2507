// SPDX-License-Identifier: Apache-2.0
#include "core/pki/issue.h"

#include "core/pki/extensions.h"
#include "core/pki/messages.h"
#include "core/pki/openssl.h"
#include "core/pki/signing.h"

#include <array>

#include <openssl/rand.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr qsizetype longest_name = 64; // RFC 5280, ub-common-name and ub-organization-name

Result<void> check_text(const QString &text)
{
    if (text.toUcs4().size() > longest_name)
        return bad_input(u"name-too-long"_s, Messages::tr("The name \"%1\" is longer than %2 characters.").arg(text).arg(longest_name),
            Messages::tr("Shorten it; long host names go into the alternative names."));
    if (std::ranges::any_of(text, [](QChar c) { return !c.isPrint() && !c.isSurrogate(); }))
        return bad_input(u"name-unprintable"_s, Messages::tr("A name holds characters that cannot be printed."), Messages::tr("Type the name again."));
    return {};
}

Result<void> check(const CertificateSpec &spec)
{
    if (spec.common_name.trimmed().isEmpty() && spec.organization.trimmed().isEmpty() && spec.alt_names.isEmpty())
        return bad_input(u"name-missing"_s, Messages::tr("The certificate has no name."), Messages::tr("Give a common name."));
    if (const Result<void> ok = check_text(spec.common_name).and_then([&] { return check_text(spec.organization); }); !ok)
        return ok;
    const Validity &validity = spec.validity;
    if (!validity.not_before.isValid() || !validity.not_after.isValid() || validity.not_after <= validity.not_before || validity.not_after.date().year() > 9999)
        return bad_input(
            u"validity"_s, Messages::tr("The certificate would be valid at no time."), Messages::tr("Let it end after it begins, and before the year 10000."));
    return {};
}

bool set_serial(X509 *certificate)
{
    std::array<std::uint8_t, 16> serial {};
    if (RAND_bytes(serial.data(), static_cast<int>(serial.size())) != 1)
        return false;
    serial[0] = static_cast<std::uint8_t>((serial[0] & 0x3F) | 0x40); // positive, and always of the same length
    const BigNumber number(BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
    return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
}

bool add_name(X509_NAME *name, const char *field, const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    return utf8.isEmpty()
        || X509_NAME_add_entry_by_txt(
               name, field, MBSTRING_UTF8, reinterpret_cast<const unsigned char *>(utf8.constData()), static_cast<int>(utf8.size()), -1, 0)
        == 1;
}

bool set_subject(X509 *certificate, const CertificateSpec &spec)
{
    const Owned<X509_NAME, X509_NAME_free> name(X509_NAME_new());
    return name && add_name(name.get(), "O", spec.organization) && add_name(name.get(), "CN", spec.common_name)
        && X509_set_subject_name(certificate, name.get()) == 1;
}

bool set_validity(X509 *certificate, const Validity &validity)
{
    return ASN1_TIME_set(X509_getm_notBefore(certificate), validity.not_before.toSecsSinceEpoch())
        && ASN1_TIME_set(X509_getm_notAfter(certificate), validity.not_after.toSecsSinceEpoch());
}

// What every certificate has; issuer, extensions and signature follow.
Result<X509Certificate> begin(const CertificateSpec &spec, EVP_PKEY *key)
{
    X509Certificate certificate(X509_new());
    if (!certificate || X509_set_version(certificate.get(), spec.version_1 ? X509_VERSION_1 : X509_VERSION_3) != 1 || !set_serial(certificate.get())
        || !set_subject(certificate.get(), spec) || !set_validity(certificate.get(), spec.validity) || X509_set_pubkey(certificate.get(), key) != 1)
        return openssl_failed();
    return certificate;
}

Result<Certificate> sign(X509Certificate certificate, EVP_PKEY *public_key, const Signer &signer, Digest digest)
{
    return sign_checked(certificate.get(), public_key, signer, digest).transform([&] { return Certificate::adopt(certificate.release()); });
}

} // namespace

Validity Validity::days(int days, const QDateTime &start)
{
    return { start.addDays(-1), start.addDays(days) };
}

Result<Certificate> make_ca(const CertificateSpec &spec, const Signer &signer)
{
    if (const Result<void> ok = check(spec); !ok)
        return failure(ok.error());
    auto certificate = begin(spec, signer.public_key());
    if (!certificate)
        return failure(certificate.error());
    X509 *const ca = certificate->get();
    if (X509_set_issuer_name(ca, X509_get_subject_name(ca)) != 1 || (!spec.version_1 && !add_ca_extensions(ca)))
        return openssl_failed();
    return sign(std::move(*certificate), signer.public_key(), signer, spec.digest);
}

Result<Certificate> make_ca(const CertificateSpec &spec, const PrivateKey &key)
{
    return make_ca(spec, KeySigner(key));
}

Result<Certificate> issue(const CertificateSpec &spec, const SubjectKey &subject_key, const Certificate &ca, const Signer &signer)
{
    if (const Result<void> ok = check(spec).and_then([&] { return check_ca(ca, signer); }); !ok)
        return failure(ok.error());
    auto certificate = begin(spec, subject_key.native());
    if (!certificate)
        return failure(certificate.error());
    X509 *const leaf = certificate->get();
    if (X509_set_issuer_name(leaf, X509_get_subject_name(ca.native())) != 1)
        return openssl_failed();
    if (!spec.version_1 && !add_leaf_extensions(leaf, ca.native(), spec, subject_key.kind().type))
        return openssl_failed();
    return sign(std::move(*certificate), X509_get0_pubkey(ca.native()), signer, spec.digest);
}

Result<Certificate> issue(const CertificateSpec &spec, const SubjectKey &subject_key, const Certificate &ca, const PrivateKey &ca_key)
{
    return issue(spec, subject_key, ca, KeySigner(ca_key));
}

} // namespace espseal::pki
