// SPDX-License-Identifier: Apache-2.0
// The two ends do not get on: versions, suites, sizes, no TLS at all.
#include "core/monitor/rule_parts.h"

#include "core/wire/tls_reader.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

// bearssl_ssl.h
constexpr std::int64_t ssl_unsupported_version = 3;
constexpr std::int64_t ssl_too_large = 6;
constexpr std::int64_t ssl_unknown_type = 9;
constexpr std::int64_t ssl_bad_cipher_suite = 16;
constexpr std::int64_t mbedtls_invalid_record = -0x7200;
constexpr std::uint8_t alert_handshake_failure = 40;
constexpr std::uint8_t alert_protocol_version = 70;
constexpr std::uint8_t alert_insufficient_security = 71;

std::optional<Finding> not_tls(const Session &session, const DiagnosisContext &)
{
    const bool to_us = session.peer_facts && session.peer_facts->not_tls;
    const RuntimeErrorSeen *error = device_error(session, u"no TLS record");
    const bool to_device = (error && error->where != "sent"_L1) || library_code(session) == ssl_unknown_type;
    if (!to_us && !to_device)
        return {};
    if (to_us) {
        return cause("not-tls", Confidence::seen, rule_text("What the device at %1 sends is no TLS.").arg(peer_name(session)),
            seen_text({ rule_text("it begins with \"%1\"").arg(session.peer_facts->first_bytes) }),
            rule_text("Connect to the port where its TLS server listens; plain HTTP or MQTT has another one."));
    }
    const QString why = seen_text({ error ? error->what : code_evidence(session) });
    if (session.role == wire::TlsRole::client)
        return cause("not-tls", Confidence::seen, rule_text("What answers at %1 does not speak TLS.").arg(peer_name(session)), why,
            rule_text("Point the device to the server's TLS port: 443 or 8883, say, not 80 or 1883."));
    return cause("not-tls", Confidence::seen, rule_text("%1 does not speak TLS to the device.").arg(peer_name(session)), why,
        rule_text("Use https:// or a TLS client on this port."));
}

std::optional<Finding> no_common_version(const Session &session, const DiagnosisContext &)
{
    const bool by_alert = alert_to_device(session) == alert_protocol_version || alert_from_device(session) == alert_protocol_version;
    const bool by_peer = peer_error(session, u"unsupported protocol") || peer_error(session, u"no protocols available")
        || peer_error(session, u"wrong version number") || peer_error(session, u"no suitable signature algorithm")
        || peer_error(session, u"legacy sigalg disallowed");
    if (!by_alert && !by_peer && library_code(session) != ssl_unsupported_version)
        return {};
    return cause("no-common-version", Confidence::sure, rule_text("The device and %1 have no TLS version in common.").arg(peer_name(session)),
        seen_text({ session.peer_facts ? session.peer_facts->error : QString(), code_evidence(session) }),
        rule_text("Allow TLS 1.2 on both ends; a device that speaks 1.0 or 1.1 only needs a peer with that version and security level 0."));
}

std::optional<Finding> no_common_suite(const Session &session, const DiagnosisContext &)
{
    const auto alert = alert_to_device(session);
    const bool by_alert = alert == alert_handshake_failure || alert == alert_insufficient_security || alert_from_device(session) == alert_handshake_failure;
    const bool by_peer = peer_error(session, u"no shared cipher") || peer_error(session, u"no ciphers available");
    if (!by_alert && !by_peer && library_code(session) != ssl_bad_cipher_suite)
        return {};
    const bool certain = by_peer || alert_from_device(session) || library_code(session);
    return cause("no-common-suite", certain ? Confidence::sure : Confidence::likely,
        rule_text("The device and %1 have no cipher suite in common.").arg(peer_name(session)),
        seen_text({ session.peer_facts ? session.peer_facts->error : QString(), code_evidence(session) }),
        rule_text("Allow an ECDHE or RSA suite with AES-128 at the peer; its certificate's key type, RSA or EC, must fit the suite."));
}

std::optional<Finding> record_too_large(const Session &session, const DiagnosisContext &)
{
    const bool by_log = session.tls_error == mbedtls_invalid_record;
    if (library_code(session) != ssl_too_large && !by_log)
        return {};
    std::uint32_t largest = 0;
    for (const RecordSeen &record : session.records) {
        if (record.flow == Flow::peer_to_device)
            largest = std::max(largest, record.length);
    }
    const QString message = largest > 0 && session.buffer_size > 0
        ? rule_text("A record of %1 from %2 does not fit the device's TLS buffer of %3.")
              .arg(to_string(Size(largest)), peer_name(session), to_string(Size(session.buffer_size)))
        : rule_text("A record from %1 does not fit the device's TLS buffer.").arg(peer_name(session));
    return cause("record-too-large", by_log ? Confidence::likely : Confidence::sure, message, seen_text({ code_evidence(session) }),
        rule_text("Raise the buffer in the device's settings (up to 8192), or let the peer send smaller records."));
}

constexpr RuleEntry entries[] = {
    { "not-tls", not_tls },
    { "record-too-large", record_too_large },
    { "no-common-version", no_common_version },
    { "no-common-suite", no_common_suite },
};

} // namespace

std::span<const RuleEntry> handshake_rules()
{
    return entries;
}

} // namespace espseal::monitor
