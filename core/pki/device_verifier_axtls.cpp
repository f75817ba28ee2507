// SPDX-License-Identifier: Apache-2.0
// The SDK's axTLS build: x509_new() and x509_verify() of axTLS 1.4.9 with what libssl.a adds (SHA-2, GeneralizedTime).
#include "core/pki/axtls_certificate.h"
#include "core/pki/axtls_sector.h"
#include "core/pki/device_verifier_parts.h"
#include "core/pki/messages.h"

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

// ssl_crypto_misc.h and ssl_ssl.h of the SDK.
constexpr int x509_offset = -512;
constexpr int no_trusted_cert = x509_offset - 2;
constexpr int bad_signature = x509_offset - 3;
constexpr int not_yet_valid = x509_offset - 4;
constexpr int expired = x509_offset - 5;
constexpr int self_signed = x509_offset - 6;
constexpr int invalid_chain = x509_offset - 7;
constexpr int bad_certificate = -268;
constexpr int invalid_protocol_message = -261;
constexpr int handshake_failure_alert = -40;
constexpr int espconn_no_time = -16; // espconn_secure_connect returns it
constexpr int handshake_failed = -28; // ESPCONN_HANDSHAKE
constexpr int record_extra = 1024 - 5; // RT_EXTRA, BM_RECORD_OFFSET: beside the buffer

QString name_of(int code)
{
    switch (code) {
    case no_trusted_cert:
        return u"X509_VFY_ERROR_NO_TRUSTED_CERT"_s;
    case bad_signature:
        return u"X509_VFY_ERROR_BAD_SIGNATURE"_s;
    case not_yet_valid:
        return u"X509_VFY_ERROR_NOT_YET_VALID"_s;
    case expired:
        return u"X509_VFY_ERROR_EXPIRED"_s;
    case self_signed:
        return u"X509_VFY_ERROR_SELF_SIGNED"_s;
    case invalid_chain:
        return u"X509_VFY_ERROR_INVALID_CHAIN"_s;
    case bad_certificate:
        return u"SSL_ERROR_BAD_CERTIFICATE"_s;
    case invalid_protocol_message:
        return u"SSL_ERROR_INVALID_PROT_MSG"_s;
    default:
        return {};
    }
}

DeviceVerdict refused(DeviceReport &report, int code)
{
    const bool from_peer = code >= -255; // an alert: then the disconnect callback comes
    return report.refused(code, QString::number(code), name_of(code), from_peer ? std::nullopt : std::optional(handshake_failed));
}

Finding with(Finding made, Fix fix)
{
    made.actions << fix_action(fix);
    return made;
}

// x509_verify(): 0 or the error.
class Verification {
public:
    Verification(const QList<AxtlsCertificate> &chain, const QList<AxtlsCertificate> &cas, std::int64_t now, DeviceReport &report)
        : chain_(chain)
        , cas_(cas)
        , now_(now)
        , report_(report)
    {
    }

    int run()
    {
        for (qsizetype i = 0; i < chain_.size(); ++i) {
            if (const int error = check(chain_[i], i + 1 < chain_.size() ? &chain_[i + 1] : nullptr); error != 0)
                return error;
        }
        return 0;
    }

private:
    int check(const AxtlsCertificate &certificate, const AxtlsCertificate *next)
    {
        const QString name = certificate.certificate.display_name();
        if (now_ < certificate.not_before)
            return fail(certificate, not_yet_valid,
                with(error(u"not-yet-valid"_s, Messages::tr("The certificate of %1 is not valid yet, by the device's clock.").arg(name),
                         Messages::tr("Start SNTP before connecting, or issue it with an earlier start.")),
                    Fix::set_clock));
        if (now_ > certificate.not_after)
            return fail(certificate, expired, out_of_date(certificate));
        const AxtlsCertificate *issuer = next;
        if (!next) {
            issuer = trusted_issuer(certificate);
            if (!issuer)
                return untrusted(certificate);
        } else if (!is_issued_by(certificate, *next)) {
            return fail(certificate, invalid_chain,
                with(error(u"chain-order"_s,
                         Messages::tr("Behind the certificate of %1 the peer sends one that did not sign it (%2).").arg(name, next->certificate.display_name()),
                         Messages::tr("Let the peer send its own certificate first, then each issuer in turn.")),
                    Fix::order_chain));
        } else if (is_issued_by(certificate, certificate)) {
            return untrusted(certificate);
        }
        if (!is_signed_for_axtls(certificate, *issuer))
            return fail(certificate, bad_signature, wrong_signature(certificate, *issuer, next == nullptr));
        report_.pass(next ? Messages::tr("%1 is signed by %2, which the peer sent along.").arg(name, issuer->certificate.display_name())
                          : Messages::tr("%1 is signed by %2, which is in the CA sector.").arg(name, issuer->certificate.display_name()));
        return 0;
    }

    [[nodiscard]] const AxtlsCertificate *trusted_issuer(const AxtlsCertificate &certificate) const
    {
        const auto found = std::ranges::find_if(cas_, [&](const AxtlsCertificate &ca) { return is_issued_by(certificate, ca); });
        return found == cas_.end() ? nullptr : &*found;
    }

    int untrusted(const AxtlsCertificate &certificate)
    {
        QList<Certificate> cas;
        for (const AxtlsCertificate &ca : cas_)
            cas << ca.certificate;
        return fail(certificate, is_issued_by(certificate, certificate) ? self_signed : no_trusted_cert, device_knows_no_issuer(certificate.certificate, cas));
    }

    static Finding error(QString code, QString message, QString fix) { return finding(std::move(code), Severity::error, std::move(message), std::move(fix)); }

    static Finding out_of_date(const AxtlsCertificate &certificate)
    {
        const QString name = certificate.certificate.display_name();
        if (certificate.not_after < 0 && certificate.certificate.not_after().date().year() >= 2038)
            return with(
                error(u"date-past-2038"_s, Messages::tr("The certificate of %1 ends after January 2038, which this firmware takes for the past.").arg(name),
                    Messages::tr("Issue it again with an end before 2038-01-19.")),
                Fix::renew);
        return with(error(u"expired"_s, Messages::tr("The certificate of %1 has expired, by the device's clock.").arg(name),
                        Messages::tr("Renew it, and check the device's clock.")),
            Fix::renew);
    }

    static Finding wrong_signature(const AxtlsCertificate &certificate, const AxtlsCertificate &issuer, bool trusted)
    {
        const QString name = certificate.certificate.display_name();
        if (!certificate.digest_known)
            return with(error(u"digest-unsupported"_s,
                            Messages::tr("The certificate of %1 is signed with %2, which the firmware cannot check.")
                                .arg(name, certificate.certificate.signature_algorithm()),
                            Messages::tr("Issue it again with SHA-256.")),
                Fix::issue_again);
        return with(error(u"bad-signature"_s,
                        Messages::tr("%1 has the issuer's name, but did not sign the certificate of %2.").arg(issuer.certificate.display_name(), name),
                        trusted ? Messages::tr("Put the CA on the device that really signed it; this firmware compares only CN, O and OU.")
                                : Messages::tr("Let the peer send the CA certificate that really signed it.")),
            Fix::place_ca);
    }

    int fail(const AxtlsCertificate &certificate, int code, const Finding &cause)
    {
        report_.fail(at(certificate.certificate, cause));
        return code;
    }

    const QList<AxtlsCertificate> &chain_;
    const QList<AxtlsCertificate> &cas_;
    std::int64_t now_;
    DeviceReport &report_;
};

} // namespace

DeviceVerdict ask_axtls(const DeviceQuestion &question)
{
    DeviceReport report;
    if (!question.clock) {
        report.fail(with(finding(u"clock-unknown"_s, Severity::error, Messages::tr("The device does not know the time, and axTLS does not connect without it."),
                             Messages::tr("Start SNTP and wait for the time before espconn_secure_connect.")),
            Fix::set_clock));
        return report.refused(espconn_no_time, u"please start sntp first !"_s, {}, std::nullopt);
    }
    const std::optional<QList<AxtlsCertificate>> cas = read_axtls_sector(question.ca_sector, report);
    if (!cas)
        return report.refused(1, u"Please load authenticate certificate"_s, {}, std::nullopt);
    if (question.chain.isEmpty()) {
        report.fail(no_certificate_came());
        return refused(report, no_trusted_cert);
    }
    if (question.chain.first().key().type != KeyType::rsa) {
        report.fail(device_cannot_use_key(question.chain.first(), question.device));
        return refused(report, question.peer == Role::client ? no_trusted_cert : handshake_failure_alert);
    }
    const int size = certificate_message_size(question.chain);
    const int buffer = effective_buffer(question.device) + record_extra;
    if (size > buffer) {
        report.fail(message_too_large(size, buffer));
        return refused(report, invalid_protocol_message);
    }
    report.pass(Messages::tr("Receives the peer's certificates: %1 bytes, the buffer takes %2.").arg(size).arg(buffer));
    QList<AxtlsCertificate> chain;
    for (const Certificate &certificate : question.chain) {
        const auto read = read_as_axtls(certificate);
        if (!read) {
            report.fail(unreadable_for_device(certificate, read.error()));
            return refused(report, bad_certificate);
        }
        chain << *read;
    }
    if (const int error = Verification(chain, *cas, question.clock->toSecsSinceEpoch(), report).run(); error != 0)
        return refused(report, error);
    report.skip(Messages::tr("Does not look whether the issuers are CAs."));
    tell_blind_spots(question, report);
    return report.accepted();
}

} // namespace espseal::pki
