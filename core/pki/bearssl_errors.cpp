// SPDX-License-Identifier: Apache-2.0
// BearSSL 0.6: bearssl_x509.h, bearssl_ssl.h.
#include "core/pki/bearssl_errors.h"

#include "core/pki/device_verifier_parts.h"
#include "core/pki/messages.h"

#include <algorithm>
#include <array>
#include <utility>

#include <bearssl.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr auto names = std::to_array<std::pair<unsigned, const char *>>({
    { BR_ERR_WRONG_KEY_USAGE, "BR_ERR_WRONG_KEY_USAGE" },
    { BR_ERR_NO_CLIENT_AUTH, "BR_ERR_NO_CLIENT_AUTH" },
    { BR_ERR_X509_INVALID_VALUE, "BR_ERR_X509_INVALID_VALUE" },
    { BR_ERR_X509_TRUNCATED, "BR_ERR_X509_TRUNCATED" },
    { BR_ERR_X509_EMPTY_CHAIN, "BR_ERR_X509_EMPTY_CHAIN" },
    { BR_ERR_X509_INNER_TRUNC, "BR_ERR_X509_INNER_TRUNC" },
    { BR_ERR_X509_BAD_TAG_CLASS, "BR_ERR_X509_BAD_TAG_CLASS" },
    { BR_ERR_X509_BAD_TAG_VALUE, "BR_ERR_X509_BAD_TAG_VALUE" },
    { BR_ERR_X509_INDEFINITE_LENGTH, "BR_ERR_X509_INDEFINITE_LENGTH" },
    { BR_ERR_X509_EXTRA_ELEMENT, "BR_ERR_X509_EXTRA_ELEMENT" },
    { BR_ERR_X509_UNEXPECTED, "BR_ERR_X509_UNEXPECTED" },
    { BR_ERR_X509_NOT_CONSTRUCTED, "BR_ERR_X509_NOT_CONSTRUCTED" },
    { BR_ERR_X509_NOT_PRIMITIVE, "BR_ERR_X509_NOT_PRIMITIVE" },
    { BR_ERR_X509_PARTIAL_BYTE, "BR_ERR_X509_PARTIAL_BYTE" },
    { BR_ERR_X509_BAD_BOOLEAN, "BR_ERR_X509_BAD_BOOLEAN" },
    { BR_ERR_X509_OVERFLOW, "BR_ERR_X509_OVERFLOW" },
    { BR_ERR_X509_BAD_DN, "BR_ERR_X509_BAD_DN" },
    { BR_ERR_X509_BAD_TIME, "BR_ERR_X509_BAD_TIME" },
    { BR_ERR_X509_UNSUPPORTED, "BR_ERR_X509_UNSUPPORTED" },
    { BR_ERR_X509_LIMIT_EXCEEDED, "BR_ERR_X509_LIMIT_EXCEEDED" },
    { BR_ERR_X509_WRONG_KEY_TYPE, "BR_ERR_X509_WRONG_KEY_TYPE" },
    { BR_ERR_X509_BAD_SIGNATURE, "BR_ERR_X509_BAD_SIGNATURE" },
    { BR_ERR_X509_TIME_UNKNOWN, "BR_ERR_X509_TIME_UNKNOWN" },
    { BR_ERR_X509_EXPIRED, "BR_ERR_X509_EXPIRED" },
    { BR_ERR_X509_DN_MISMATCH, "BR_ERR_X509_DN_MISMATCH" },
    { BR_ERR_X509_BAD_SERVER_NAME, "BR_ERR_X509_BAD_SERVER_NAME" },
    { BR_ERR_X509_CRITICAL_EXTENSION, "BR_ERR_X509_CRITICAL_EXTENSION" },
    { BR_ERR_X509_NOT_CA, "BR_ERR_X509_NOT_CA" },
    { BR_ERR_X509_FORBIDDEN_KEY_USAGE, "BR_ERR_X509_FORBIDDEN_KEY_USAGE" },
    { BR_ERR_X509_WEAK_PUBLIC_KEY, "BR_ERR_X509_WEAK_PUBLIC_KEY" },
    { BR_ERR_X509_NOT_TRUSTED, "BR_ERR_X509_NOT_TRUSTED" },
});

Finding cause(QString code, QString message, QString fix, Fix action)
{
    Finding made = finding(std::move(code), Severity::error, std::move(message), std::move(fix));
    made.actions << fix_action(action);
    return made;
}

Finding out_of_date(const Certificate &certificate, const DeviceQuestion &question)
{
    const QString name = certificate.display_name();
    if (!question.clock)
        return cause(u"clock-unknown"_s, Messages::tr("The device does not know the time: to it, every certificate is not valid yet."),
            Messages::tr("Set a time floor in the device's settings, or let it fetch the time first."), Fix::set_clock);
    if (*question.clock < certificate.not_before())
        return cause(u"not-yet-valid"_s, Messages::tr("The certificate of %1 is not valid yet, by the device's clock.").arg(name),
            Messages::tr("Set the device's clock or time floor, or issue the certificate with an earlier start."), Fix::set_clock);
    return cause(u"expired"_s, Messages::tr("The certificate of %1 has expired, by the device's clock.").arg(name), Messages::tr("Renew it."), Fix::renew);
}

Finding unnamed(unsigned error, const Certificate &certificate, const DeviceQuestion &question)
{
    const QString name = certificate.display_name();
    switch (error) {
    case BR_ERR_X509_DN_MISMATCH:
        return cause(u"chain-order"_s, Messages::tr("Behind the certificate of %1 the peer sends one that is not its issuer's.").arg(name),
            Messages::tr("Let the peer send its own certificate first, then each issuer in turn."), Fix::order_chain);
    case BR_ERR_X509_BAD_SIGNATURE:
        return cause(u"bad-signature"_s, Messages::tr("A CA of the name %1 did not sign the certificate of %2.").arg(certificate.issuer_name(), name),
            Messages::tr("Put the CA on the device that really signed it; two CAs have the same name."), Fix::place_ca);
    case BR_ERR_X509_BAD_SERVER_NAME:
        return cause(u"name-mismatch"_s,
            Messages::tr("The certificate of %1 is not for the address that the device connects to (%2).")
                .arg(name, question.name ? question.name->value : QString()),
            Messages::tr("Issue one with that address among its alternative names."), Fix::issue_for_name);
    case BR_ERR_X509_CRITICAL_EXTENSION:
        return cause(u"critical-extension"_s, Messages::tr("The certificate of %1 has a critical extension that the device does not know.").arg(name),
            Messages::tr("Issue it without that extension, or not critical."), Fix::issue_again);
    case BR_ERR_X509_NOT_CA:
        return cause(u"chain-invalid-ca"_s, Messages::tr("%1 signed another certificate but is no CA, or more CAs are below it than it allows.").arg(name),
            Messages::tr("Sign with a proper CA certificate (CA:TRUE)."), Fix::issue_again);
    case BR_ERR_WRONG_KEY_USAGE:
    case BR_ERR_X509_FORBIDDEN_KEY_USAGE:
        return cause(u"wrong-purpose"_s, Messages::tr("The key usage of %1 forbids what it is used for.").arg(name),
            Messages::tr("Issue it again with digitalSignature; a CA needs keyCertSign."), Fix::issue_again);
    case BR_ERR_X509_WEAK_PUBLIC_KEY:
        return cause(u"key-too-weak"_s, Messages::tr("The key of %1 or of its issuer is shorter than %2 bits.").arg(name).arg(least_rsa_bits(question.device)),
            Messages::tr("Issue again with RSA-2048 or P-256 keys."), Fix::issue_again);
    case BR_ERR_X509_UNSUPPORTED:
        return cause(u"digest-unsupported"_s,
            Messages::tr("The device cannot check the signature on the certificate of %1 (%2).").arg(name, certificate.signature_algorithm()),
            Messages::tr("Issue it again with an RSA or P-256 key and SHA-256."), Fix::issue_again);
    default:
        return unreadable_for_device(certificate, Messages::tr("BearSSL says %1.").arg(bearssl_error_name(error)));
    }
}

} // namespace

QString bearssl_error_name(unsigned error)
{
    const auto *const found = std::ranges::find(names, error, &std::pair<unsigned, const char *>::first);
    return found == names.end() ? u"BR_ERR_%1"_s.arg(error) : QString::fromLatin1(found->second);
}

Finding bearssl_cause(unsigned error, const Certificate &certificate, const DeviceQuestion &question, const QList<Certificate> &cas)
{
    switch (error) {
    case BR_ERR_X509_NOT_TRUSTED:
        return device_knows_no_issuer(certificate, cas);
    case BR_ERR_X509_EXPIRED:
    case BR_ERR_X509_TIME_UNKNOWN:
        return at(certificate, out_of_date(certificate, question));
    case BR_ERR_X509_EMPTY_CHAIN:
    case BR_ERR_NO_CLIENT_AUTH:
        return no_certificate_came();
    default:
        return at(certificate, unnamed(error, certificate, question));
    }
}

} // namespace espseal::pki
