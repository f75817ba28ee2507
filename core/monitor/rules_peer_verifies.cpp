// SPDX-License-Identifier: Apache-2.0
// The peer does not accept the device's certificate. If the peer is ours its chain check says why; a foreign one says it by an alert only,
// and one alert covers several causes.
#include "core/monitor/rule_parts.h"

#include "core/wire/tls_reader.h"

#include <algorithm>

#include <openssl/x509_vfy.h>

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

constexpr std::uint8_t alert_handshake_failure = 40;
constexpr std::uint8_t alert_bad_certificate = 42;
constexpr std::uint8_t alert_certificate_revoked = 44;
constexpr std::uint8_t alert_certificate_expired = 45;
constexpr std::uint8_t alert_certificate_unknown = 46;
constexpr std::uint8_t alert_unknown_ca = 48;
constexpr std::uint8_t alert_certificate_required = 116;
constexpr std::uint32_t empty_certificate_message = 7;

bool peer_checked(const Session &session)
{
    return session.peer_facts && !session.peer_facts->verify_errors.isEmpty();
}

QString evidence(const Session &session)
{
    if (session.peer_facts && peer_checked(session)) {
        const VerifyError &error = session.peer_facts->verify_errors.constFirst();
        return seen_text({ u"%1 (%2)"_s.arg(error.text, error.subject) });
    }
    const auto alert = alert_to_device(session);
    return alert ? seen_text({ rule_text("%1 sent alert %2, %3").arg(peer_name(session)).arg(*alert).arg(QLatin1StringView(wire::alert_name(*alert))) })
                 : QString();
}

// By the peer's own check where it is ours, else by its alert.
bool refused(const Session &session, std::initializer_list<int> verify_codes, std::uint8_t alert)
{
    return peer_checked(session) ? verify_error(session, verify_codes) : alert_to_device(session) == alert;
}

Confidence how_sure(const Session &session, Confidence by_alert = Confidence::likely)
{
    return peer_checked(session) ? Confidence::sure : by_alert;
}

std::optional<Finding> not_trusted(const Session &session, const DiagnosisContext &)
{
    if (!refused(session,
            { X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
                X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT },
            alert_unknown_ca))
        return {};
    const QString leaf = leaf_text(session, Flow::device_to_peer);
    const QString message = leaf.isEmpty()
        ? rule_text("%1 does not trust the device: the device's certificate comes from a CA that it does not know.").arg(peer_name(session))
        : rule_text("%1 does not trust the device: it does not know the CA of %2.").arg(peer_name(session), leaf);
    return cause("device-not-trusted", how_sure(session), message, evidence(session),
        rule_text("Give the peer the CA that signed the device's certificate, or issue the device's certificate from a CA that the peer trusts."));
}

std::optional<Finding> expired(const Session &session, const DiagnosisContext &)
{
    if (!refused(session, { X509_V_ERR_CERT_HAS_EXPIRED }, alert_certificate_expired))
        return {};
    const QList<CertificateSeen> chain = chain_of(session, Flow::device_to_peer);
    const QString message = chain.isEmpty() || chain.constFirst().not_after == 0
        ? rule_text("The device's certificate has expired; %1 refuses it.").arg(peer_name(session))
        : rule_text("The device's certificate ended on %1; %2 refuses it.").arg(date_text(chain.constFirst().not_after), peer_name(session));
    return cause("device-certificate-expired", Confidence::sure, message, evidence(session), rule_text("Issue a new certificate for the device and write it."));
}

std::optional<Finding> not_yet_valid(const Session &session, const DiagnosisContext &)
{
    if (!verify_error(session, { X509_V_ERR_CERT_NOT_YET_VALID }))
        return {};
    return cause("device-certificate-not-yet-valid", Confidence::sure,
        rule_text("The device's certificate is not yet valid; %1 refuses it.").arg(peer_name(session)), evidence(session),
        rule_text("Check the clocks of the computer that issued it and of the peer, and issue it anew."));
}

std::optional<Finding> wrong_name(const Session &session, const DiagnosisContext &)
{
    if (!verify_error(session, { X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH }))
        return {};
    return cause("device-name-mismatch", Confidence::sure,
        rule_text("The device's certificate is made for another name or address than %1.").arg(peer_name(session)), evidence(session),
        rule_text("Issue it with the device's present IP address and a DNS name as subject alternative names, and write it."));
}

std::optional<Finding> too_weak(const Session &session, const DiagnosisContext &)
{
    if (!verify_error(session, { X509_V_ERR_EE_KEY_TOO_SMALL, X509_V_ERR_CA_KEY_TOO_SMALL, X509_V_ERR_CA_MD_TOO_WEAK }))
        return {};
    return cause("device-certificate-weak", Confidence::sure,
        rule_text("The device's certificate or its CA is too weak for %1: a short key or an old signature hash.").arg(peer_name(session)), evidence(session),
        rule_text("Issue CA and certificate with RSA 2048 or EC P-256 and SHA-256; for a test, lower the peer's security level to 0."));
}

std::optional<Finding> wrong_purpose(const Session &session, const DiagnosisContext &)
{
    if (!verify_error(session, { X509_V_ERR_INVALID_PURPOSE, X509_V_ERR_INVALID_CA }))
        return {};
    return cause("device-certificate-purpose", Confidence::sure,
        rule_text("The device's certificate, or the one that signed it, is not made for this purpose."), evidence(session),
        rule_text("Issue it from a certificate that is a CA, as server certificate if the device is a server, as client certificate if it is a client."));
}

bool device_sent_certificate(const Session &session)
{
    return std::any_of(session.steps.cbegin(), session.steps.cend(), [](const LadderStep &step) {
        return step.kind == StepKind::message && step.flow == Flow::device_to_peer && step.type == wire::handshake_certificate
            && step.bytes > empty_certificate_message;
    });
}

bool peer_asked(const Session &session)
{
    return std::any_of(session.steps.cbegin(), session.steps.cend(), [](const LadderStep &step) {
        return step.kind == StepKind::message && step.flow == Flow::peer_to_device && step.type == wire::handshake_certificate_request;
    });
}

std::optional<Finding> device_sent_none(const Session &session, const DiagnosisContext &)
{
    if (session.role != wire::TlsRole::client || !peer_asked(session) || device_sent_certificate(session))
        return {};
    const auto alert = alert_to_device(session);
    const bool refused_for_it = peer_error(session, u"peer did not return a certificate") || alert == alert_handshake_failure
        || alert == alert_certificate_required || alert == alert_bad_certificate;
    if (!refused_for_it)
        return {};
    const bool switched_off = session.device.agent && !session.device.agent->client_authenticates;
    return cause("device-certificate-missing", Confidence::sure, rule_text("%1 demands a client certificate and the device sent none.").arg(peer_name(session)),
        switched_off ? seen_text({ rule_text("the device's settings do not switch client authentication on") }) : evidence(session),
        rule_text("Write a certificate and key to the device and switch client authentication on in its settings (espconn_secure_cert_req_enable)."));
}

std::optional<Finding> refused_otherwise(const Session &session, const DiagnosisContext &)
{
    const auto alert = alert_to_device(session);
    const bool by_alert = alert && *alert >= alert_bad_certificate && *alert <= alert_certificate_unknown && *alert != alert_certificate_expired;
    if (!peer_checked(session) && !by_alert)
        return {};
    const QString fix = alert == alert_certificate_revoked
        ? rule_text("Issue a new certificate for the device and write it.")
        : rule_text("Check its dates, names, key size, hash and purpose with espseal cert verify, and issue it anew.");
    return cause(
        "device-certificate-refused", how_sure(session), rule_text("%1 refuses the device's certificate.").arg(peer_name(session)), evidence(session), fix);
}

constexpr RuleEntry entries[] = {
    { "device-certificate-missing", device_sent_none },
    { "device-certificate-expired", expired },
    { "device-certificate-not-yet-valid", not_yet_valid },
    { "device-name-mismatch", wrong_name },
    { "device-certificate-weak", too_weak },
    { "device-certificate-purpose", wrong_purpose },
    { "device-not-trusted", not_trusted },
    { "device-certificate-refused", refused_otherwise },
};

} // namespace

std::span<const RuleEntry> peer_verifies_rules()
{
    return entries;
}

} // namespace espseal::monitor
