// SPDX-License-Identifier: Apache-2.0
// The SDK's mbedTLS build: espconn_mbedtls.c sets up, ssl_tls.c reads the Certificate message, x509_crt.c verifies.
#include "core/pki/mbedtls_path.h"
#include "core/pki/mbedtls_sector.h"
#include "core/pki/messages.h"

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr int alloc_failed = -0x7F00; // what every failure of the set-up is called
constexpr int ca_chain_required = -0x7680;
constexpr int verify_failed = -0x2700;
constexpr int invalid_record = -0x7200;
constexpr int bad_certificate = -0x7A00;
constexpr int fatal_alert = -0x7780;
constexpr int no_client_certificate = -0x7480;

QString name_of(int code)
{
    switch (code) {
    case alloc_failed:
        return u"MBEDTLS_ERR_SSL_ALLOC_FAILED"_s;
    case ca_chain_required:
        return u"MBEDTLS_ERR_SSL_CA_CHAIN_REQUIRED"_s;
    case verify_failed:
        return u"MBEDTLS_ERR_X509_CERT_VERIFY_FAILED"_s;
    case invalid_record:
        return u"MBEDTLS_ERR_SSL_INVALID_RECORD"_s;
    case bad_certificate:
        return u"MBEDTLS_ERR_SSL_BAD_HS_CERTIFICATE"_s;
    case fatal_alert:
        return u"MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE"_s;
    case no_client_certificate:
        return u"MBEDTLS_ERR_SSL_NO_CLIENT_CERTIFICATE"_s;
    default:
        return {};
    }
}

DeviceVerdict refused(DeviceReport &report, int code)
{
    return report.refused(code, u"-0x"_s + QString::number(-code, 16), name_of(code), mbedtls_callback_error(code));
}

// Without elliptic curves there is no suite for such a peer: it never comes to its certificate.
DeviceVerdict no_suite(DeviceReport &report, const DeviceQuestion &question)
{
    report.fail(device_cannot_use_key(question.chain.first(), question.device));
    return refused(report, question.peer == Role::client ? no_client_certificate : fatal_alert);
}

} // namespace

int mbedtls_callback_error(int code)
{
    // espconn_mbedtls.c, mbedtls_fail_info: the low byte of what goes through sint16 to sint8.
    const int positive = -code;
    const int folded = (positive & 0xFF) == 0 ? positive >> 8 : positive + (positive >> 8);
    return static_cast<std::int8_t>(static_cast<std::uint8_t>(-folded & 0xFF));
}

DeviceVerdict ask_mbedtls(const DeviceQuestion &question)
{
    DeviceReport report;
    const MbedtlsTrust trust = read_mbedtls_sector(question.ca_sector, report);
    if (!trust.loaded)
        return refused(report, alloc_failed);
    if (question.chain.isEmpty()) {
        report.fail(no_certificate_came());
        return refused(report, question.peer == Role::client ? no_client_certificate : bad_certificate);
    }
    if (question.chain.first().key().type != KeyType::rsa)
        return no_suite(report, question);

    const int size = certificate_message_size(question.chain);
    const int buffer = effective_buffer(question.device);
    if (size > buffer) {
        report.fail(message_too_large(size, buffer));
        return refused(report, invalid_record);
    }
    report.pass(Messages::tr("Receives the peer's certificates: %1 bytes, the buffer takes %2.").arg(size).arg(buffer));

    QList<MbedtlsCertificate> chain;
    for (const Certificate &certificate : question.chain) {
        const auto read = read_as_mbedtls(certificate);
        if (!read) {
            report.fail(unreadable_for_device(certificate, read.error().why));
            return refused(report, read.error().code);
        }
        chain << *read;
    }
    if (trust.unreadable > 0) {
        report.fail(Messages::tr("Wants to verify, but has no CA."));
        return refused(report, ca_chain_required);
    }
    report.verdict().flags = verify_as_mbedtls(chain, trust.cas, question.device, report);
    if (report.verdict().flags != 0)
        return refused(report, verify_failed);
    tell_blind_spots(question, report);
    return report.accepted();
}

} // namespace espseal::pki
