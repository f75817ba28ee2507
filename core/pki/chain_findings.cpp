// SPDX-License-Identifier: Apache-2.0
#include "core/pki/chain_findings.h"

#include "core/pki/finding.h"
#include "core/pki/fix_action.h"
#include "core/pki/messages.h"
#include "core/pki/openssl.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

Finding with(Finding made, Fix fix)
{
    made.actions << fix_action(fix);
    return made;
}

Finding error(QString code, QString message, QString fix)
{
    return finding(std::move(code), Severity::error, std::move(message), std::move(fix));
}

// Which link of the chain is missing.
Finding unknown_ca(int number, const Certificate &certificate)
{
    const QString name = certificate.display_name();
    if (number == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT)
        return error(u"chain-unknown-ca"_s, Messages::tr("The certificate of %1 is signed by itself and is not trusted.").arg(name),
            Messages::tr("Trust this very certificate, or take one that a CA signed."));
    if (number == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN)
        return error(u"chain-unknown-ca"_s, Messages::tr("The chain ends at %1, a root that is not trusted.").arg(name),
            Messages::tr("Trust %1, or take a certificate from a CA that is trusted.").arg(name));
    return with(error(u"chain-unknown-ca"_s,
                    Messages::tr("The chain ends at %1: the CA certificate of %2, which signed it, is missing.").arg(name, certificate.issuer_name()),
                    Messages::tr("Trust that CA, or send its certificate along if a trusted one signed it.")),
        Fix::add_intermediate);
}

Finding dates(int number, const Certificate &certificate)
{
    const QString name = certificate.display_name();
    if (number == X509_V_ERR_CERT_HAS_EXPIRED)
        return with(error(u"expired"_s, Messages::tr("The certificate of %1 has expired.").arg(name), Messages::tr("Renew it.")), Fix::renew);
    if (number == X509_V_ERR_CERT_NOT_YET_VALID)
        return with(error(u"not-yet-valid"_s, Messages::tr("The certificate of %1 is not valid yet.").arg(name),
                        Messages::tr("Check the clocks, or issue it with an earlier start.")),
            Fix::renew);
    return with(error(u"expired"_s, Messages::tr("The certificate of %1 holds no proper dates.").arg(name), Messages::tr("Issue a new one.")), Fix::renew);
}

Finding weakness(int number, const Certificate &certificate)
{
    const QString name = certificate.display_name();
    const Finding made = number == X509_V_ERR_CA_MD_TOO_WEAK
        ? error(u"digest-too-weak"_s,
              Messages::tr("The certificate of %1 is signed with %2, which today's peers refuse.").arg(name, certificate.signature_algorithm()),
              Messages::tr("Issue it again with SHA-256."))
        : error(u"key-too-weak"_s, Messages::tr("The key of %1 (%2) is too short for today's peers.").arg(name, certificate.key().name),
              Messages::tr("Issue it again with at least RSA-2048, or with P-256."));
    return with(made, Fix::issue_again);
}

Finding revocation(int number, const Certificate &certificate)
{
    const QString name = certificate.display_name();
    const QString issuer = certificate.issuer_name();
    switch (number) {
    case X509_V_ERR_CERT_REVOKED:
        return with(error(u"revoked"_s, Messages::tr("The certificate of %1 has been revoked by %2.").arg(name, issuer),
                        Messages::tr("Issue a new one with a new key, and replace it where it is in use.")),
            Fix::issue_again);
    case X509_V_ERR_UNABLE_TO_GET_CRL:
    case X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER:
        return with(error(u"crl-missing"_s, Messages::tr("There is no revocation list of %1, which signed the certificate of %2.").arg(issuer, name),
                        Messages::tr("Give the revocation list of that CA.")),
            Fix::update_crl);
    case X509_V_ERR_CRL_HAS_EXPIRED:
    case X509_V_ERR_CRL_NOT_YET_VALID:
        return with(error(u"crl-out-of-date"_s,
                        number == X509_V_ERR_CRL_HAS_EXPIRED ? Messages::tr("The revocation list of %1 is out of date.").arg(issuer)
                                                             : Messages::tr("The revocation list of %1 is not valid yet.").arg(issuer),
                        Messages::tr("Let the CA sign a new list, and check the clocks.")),
            Fix::update_crl);
    default:
        return with(error(u"crl-bad"_s, Messages::tr("The revocation list of %1 cannot be believed.").arg(issuer),
                        Messages::tr("Fetch it again, or let the CA sign a new one.")),
            Fix::update_crl);
    }
}

Finding named(int number, const Certificate &certificate)
{
    const QString name = certificate.display_name();
    switch (number) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
    case X509_V_ERR_EMAIL_MISMATCH:
        return with(error(u"name-mismatch"_s, Messages::tr("The certificate of %1 is for another name.").arg(name),
                        Messages::tr("Issue one with the address in use among its alternative names.")),
            Fix::issue_for_name);
    case X509_V_ERR_INVALID_PURPOSE:
        return with(error(u"wrong-purpose"_s, Messages::tr("The certificate of %1 is not meant for this role.").arg(name),
                        Messages::tr("Issue one for the role: server or client.")),
            Fix::issue_again);
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    case X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE:
        return error(u"bad-signature"_s, Messages::tr("The signature on the certificate of %1 is wrong.").arg(name),
            Messages::tr("Take the CA that really signed it, two may have one name; if it stays so, somebody changed the certificate."));
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_INVALID_NON_CA:
    case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
        return with(error(u"chain-invalid-ca"_s, Messages::tr("%1 is used as a CA but may not sign this.").arg(name),
                        Messages::tr("Sign with a proper CA certificate.")),
            Fix::issue_again);
    case X509_V_ERR_PATH_LENGTH_EXCEEDED:
        return with(error(u"chain-invalid-ca"_s, Messages::tr("There are more CAs below %1 than it allows.").arg(name),
                        Messages::tr("Issue with a CA nearer to it, or make it without a path length.")),
            Fix::issue_again);
    case X509_V_ERR_CERT_CHAIN_TOO_LONG:
        return error(u"chain-too-long"_s, Messages::tr("The chain of %1 is longer than any verifier follows.").arg(name),
            Messages::tr("Issue it with a CA nearer to the root."));
    case X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION:
        return with(error(u"critical-extension"_s, Messages::tr("The certificate of %1 has a critical extension that verifiers do not know.").arg(name),
                        Messages::tr("Issue it without that extension, or not critical.")),
            Fix::issue_again);
    case X509_V_ERR_PERMITTED_VIOLATION:
    case X509_V_ERR_EXCLUDED_VIOLATION:
    case X509_V_ERR_SUBTREE_MINMAX:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX:
    case X509_V_ERR_UNSUPPORTED_NAME_SYNTAX:
        return with(error(u"name-constraint"_s, Messages::tr("%1 has a name that its CA may not sign.").arg(name),
                        Messages::tr("Issue it with names that the CA's name constraints permit.")),
            Fix::issue_again);
    default:
        return with(
            error(u"chain-rejected"_s, Messages::tr("OpenSSL rejects the certificate of %1.").arg(name), Messages::tr("Issue it again.")), Fix::issue_again);
    }
}

// What only X509_V_FLAG_X509_STRICT asks for (openssl-verification-options(1), -x509_strict).
constexpr std::array strict_errors { X509_V_ERR_PATHLEN_INVALID_FOR_NON_CA, X509_V_ERR_PATHLEN_WITHOUT_KU_KEY_CERT_SIGN,
    X509_V_ERR_KU_KEY_CERT_SIGN_INVALID_FOR_NON_CA, X509_V_ERR_ISSUER_NAME_EMPTY, X509_V_ERR_SUBJECT_NAME_EMPTY, X509_V_ERR_MISSING_AUTHORITY_KEY_IDENTIFIER,
    X509_V_ERR_MISSING_SUBJECT_KEY_IDENTIFIER, X509_V_ERR_EMPTY_SUBJECT_ALT_NAME, X509_V_ERR_EMPTY_SUBJECT_SAN_NOT_CRITICAL, X509_V_ERR_CA_BCONS_NOT_CRITICAL,
    X509_V_ERR_AUTHORITY_KEY_IDENTIFIER_CRITICAL, X509_V_ERR_SUBJECT_KEY_IDENTIFIER_CRITICAL, X509_V_ERR_CA_CERT_MISSING_KEY_USAGE,
    X509_V_ERR_EXTENSIONS_REQUIRE_VERSION_3, X509_V_ERR_SIGNATURE_ALGORITHM_MISMATCH, X509_V_ERR_SIGNATURE_ALGORITHM_INCONSISTENCY };

Finding verdict_of(int number, const Certificate &certificate)
{
    switch (number) {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_UNTRUSTED:
        return unknown_ca(number, certificate);
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
    case X509_V_ERR_ERROR_IN_CERT_NOT_BEFORE_FIELD:
    case X509_V_ERR_ERROR_IN_CERT_NOT_AFTER_FIELD:
        return dates(number, certificate);
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_CA_MD_TOO_WEAK:
        return weakness(number, certificate);
    case X509_V_ERR_CERT_REVOKED:
    case X509_V_ERR_UNABLE_TO_GET_CRL:
    case X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER:
    case X509_V_ERR_CRL_HAS_EXPIRED:
    case X509_V_ERR_CRL_NOT_YET_VALID:
    case X509_V_ERR_CRL_SIGNATURE_FAILURE:
    case X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE:
    case X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD:
    case X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD:
    case X509_V_ERR_KEYUSAGE_NO_CRL_SIGN:
    case X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION:
    case X509_V_ERR_DIFFERENT_CRL_SCOPE:
    case X509_V_ERR_CRL_PATH_VALIDATION_ERROR:
        return revocation(number, certificate);
    default:
        break;
    }
    if (std::ranges::contains(strict_errors, number))
        return with(
            error(u"not-rfc5280"_s, Messages::tr("The certificate of %1 is not as RFC 5280 wants it; strict peers refuse it.").arg(certificate.display_name()),
                Messages::tr("Issue it again with today's templates.")),
            Fix::issue_again);
    return named(number, certificate);
}

} // namespace

Finding finding_of(const ChainError &error, const Certificate &certificate)
{
    Finding made = at(certificate, verdict_of(error.number, certificate));
    made.why = error.text;
    return made;
}

} // namespace espseal::pki
