// SPDX-License-Identifier: Apache-2.0
// The device does not accept its peer's certificate. BearSSL mostly hangs up without an alert then, so the code tells.
#include "core/monitor/rule_parts.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

// bearssl_x509.h
constexpr std::int64_t x509_bad_signature = 52;
constexpr std::int64_t x509_time_unknown = 53;
constexpr std::int64_t x509_expired = 54;
constexpr std::int64_t x509_bad_server_name = 56;
constexpr std::int64_t x509_weak_public_key = 60;
constexpr std::int64_t x509_not_trusted = 62;
constexpr std::int64_t ssl_bad_signature = 27;
constexpr std::int64_t ssl_no_client_auth = 29;
constexpr std::int64_t mbedtls_verify_failed = -0x2700;
constexpr std::int64_t mbedtls_no_client_certificate = -0x7480;

QString what_it_saw(const Session &session)
{
    const QString leaf = leaf_text(session, Flow::peer_to_device);
    return seen_text({ leaf.isEmpty() ? QString() : rule_text("it was shown %1").arg(leaf), code_evidence(session) });
}

std::optional<Finding> not_trusted(const Session &session, const DiagnosisContext &)
{
    if (library_code(session) != x509_not_trusted && alert_from_device(session) != 48 && session.tls_error != mbedtls_verify_failed)
        return {};
    if (session.tls_error == mbedtls_verify_failed) {
        return cause("peer-not-trusted", Confidence::likely,
            rule_text("The device does not accept the certificate of %1: most likely its CA is another one.").arg(peer_name(session)), what_it_saw(session),
            rule_text("Put the CA on the device that signed that certificate, and use 2048-bit keys throughout: SDK 3.0.2 and newer refuse shorter ones."));
    }
    return cause("peer-not-trusted", Confidence::sure,
        rule_text("The device does not trust %1: the certificate shown does not lead to the CA on the device.").arg(peer_name(session)), what_it_saw(session),
        rule_text("Put the CA on the device that signed that certificate, or give the peer a certificate from the CA on the device."));
}

const CertificateSeen *certificate_where(const Session &session, bool (*wrong)(const CertificateSeen &, std::uint64_t now))
{
    const auto now = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(session.started.time_since_epoch()).count());
    const auto found = std::find_if(session.certificates.cbegin(), session.certificates.cend(),
        [&](const CertificateSeen &certificate) { return certificate.flow == Flow::peer_to_device && certificate.not_after != 0 && wrong(certificate, now); });
    return found == session.certificates.cend() ? nullptr : &*found;
}

bool has_ended(const CertificateSeen &certificate, std::uint64_t now)
{
    return certificate.not_after < now;
}

bool has_not_begun(const CertificateSeen &certificate, std::uint64_t now)
{
    return certificate.not_before > now;
}

std::optional<Finding> expired(const Session &session, const DiagnosisContext &)
{
    const CertificateSeen *certificate = certificate_where(session, has_ended);
    if (library_code(session) != x509_expired || !certificate)
        return {};
    return cause("peer-certificate-expired", Confidence::sure,
        rule_text("The certificate of %1 ended on %2; the device refuses it.").arg(peer_name(session), date_text(certificate->not_after)), what_it_saw(session),
        rule_text("Give the peer a new certificate."));
}

std::optional<Finding> not_yet_valid(const Session &session, const DiagnosisContext &)
{
    const CertificateSeen *certificate = certificate_where(session, has_not_begun);
    if (library_code(session) != x509_expired || !certificate)
        return {};
    return cause("peer-certificate-not-yet-valid", Confidence::sure,
        rule_text("The certificate of %1 is valid from %2 only; the device refuses it.").arg(peer_name(session), date_text(certificate->not_before)),
        what_it_saw(session), rule_text("Check the clock of the computer that issued it, and issue it anew."));
}

// The dates are right by this computer's clock, so the device's is wrong.
std::optional<Finding> device_clock(const Session &session, const DiagnosisContext &)
{
    const QString fix = rule_text("Set the time floor in the device's settings to today and write the plan again, or let the firmware fetch the time first.");
    if (library_code(session) == x509_time_unknown || device_error(session, u"please start sntp first"))
        return cause("device-clock", Confidence::seen, rule_text("The device does not know the time, so it cannot check the dates of a certificate."),
            seen_text({ code_evidence(session) }), fix);
    if (library_code(session) != x509_expired)
        return {};
    const QList<CertificateSeen> chain = chain_of(session, Flow::peer_to_device);
    if (chain.isEmpty() || chain.constFirst().not_after == 0)
        return cause("device-clock", Confidence::likely,
            rule_text("By the device's clock the certificate of %1 is expired or not yet valid.").arg(peer_name(session)), what_it_saw(session), fix);
    return cause("device-clock", Confidence::sure,
        rule_text("The device's clock is wrong: it takes the certificate of %1, valid from %2 to %3, as expired or not yet valid.")
            .arg(peer_name(session), date_text(chain.constFirst().not_before), date_text(chain.constFirst().not_after)),
        what_it_saw(session), fix);
}

std::optional<Finding> name_mismatch(const Session &session, const DiagnosisContext &)
{
    if (library_code(session) != x509_bad_server_name)
        return {};
    const QString host = session.device.agent ? session.device.agent->host : QString();
    const QString message = host.isEmpty() ? rule_text("The server's certificate is made for another name than the device connects to.")
                                           : rule_text("The server's certificate is not made for \"%1\", where the device connects to.").arg(host);
    return cause("name-mismatch", Confidence::sure, message, what_it_saw(session),
        rule_text("Issue the server's certificate with that name or IP address as subject alternative name, or connect by the name that it has."));
}

std::optional<Finding> wrong_chain_signature(const Session &session, const DiagnosisContext &)
{
    if (library_code(session) != x509_bad_signature)
        return {};
    return cause("peer-chain-signature", Confidence::sure,
        rule_text("A signature in the certificate chain of %1 is wrong: the CA on the device has the right name but another key.").arg(peer_name(session)),
        what_it_saw(session),
        rule_text("Put the CA certificate on the device that really signed the peer's certificate; a CA that was made anew under its old name is another CA."));
}

std::optional<Finding> weak_key(const Session &session, const DiagnosisContext &)
{
    if (library_code(session) != x509_weak_public_key)
        return {};
    return cause("peer-key-weak", Confidence::sure, rule_text("A key in the certificate chain of %1 is too short for the device.").arg(peer_name(session)),
        what_it_saw(session), rule_text("Issue the peer's certificate with RSA 2048 or EC P-256."));
}

std::optional<Finding> peer_signature(const Session &session, const DiagnosisContext &)
{
    if (library_code(session) != ssl_bad_signature && alert_from_device(session) != 51)
        return {};
    return cause("peer-signature", Confidence::sure,
        rule_text("The signature of %1 in the handshake is wrong: its private key is not that of its certificate.").arg(peer_name(session)),
        what_it_saw(session), rule_text("Give the peer a certificate and key that belong together."));
}

std::optional<Finding> client_sent_none(const Session &session, const DiagnosisContext &)
{
    if (library_code(session) != ssl_no_client_auth && session.tls_error != mbedtls_no_client_certificate)
        return {};
    return cause("client-certificate-missing", Confidence::seen, rule_text("The device demands a client certificate and %1 sent none.").arg(peer_name(session)),
        seen_text({ code_evidence(session) }),
        rule_text("Give the client a certificate from the CA on the device, or switch the demand off in the device's settings."));
}

constexpr RuleEntry entries[] = {
    { "peer-certificate-expired", expired },
    { "peer-certificate-not-yet-valid", not_yet_valid },
    { "device-clock", device_clock },
    { "name-mismatch", name_mismatch },
    { "peer-not-trusted", not_trusted },
    { "peer-chain-signature", wrong_chain_signature },
    { "peer-key-weak", weak_key },
    { "peer-signature", peer_signature },
    { "client-certificate-missing", client_sent_none },
};

} // namespace

std::span<const RuleEntry> device_verifies_rules()
{
    return entries;
}

} // namespace espseal::monitor
