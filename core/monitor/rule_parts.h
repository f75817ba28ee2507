// SPDX-License-Identifier: Apache-2.0
// What the rules of the diagnosis are made of. Internal to core/monitor.
#pragma once

#include "core/monitor/diagnosis.h"

namespace espseal::monitor {

// Translated; context "espseal::diagnosis".
[[nodiscard]] QString rule_text(const char *source);
// Severity error.
[[nodiscard]] Finding cause(const char *code, Confidence confidence, QString message, QString why, QString fix);

[[nodiscard]] QString peer_name(const Session &session); // "192.168.1.5:8883" or "the peer"
[[nodiscard]] QString date_text(std::uint64_t unix_seconds); // "2026-11-23"
[[nodiscard]] QString short_address(Address address); // "0x7A000"
[[nodiscard]] QList<CertificateSeen> chain_of(const Session &session, Flow flow);
// What a chain's leaf is called: "CN = srv, from Farm CA", or its fingerprint, or empty if none was seen.
[[nodiscard]] QString leaf_text(const Session &session, Flow flow);

// The device's BearSSL code if it is no alert; 0 = none.
[[nodiscard]] std::int64_t library_code(const Session &session);
// Fatal alerts.
[[nodiscard]] std::optional<std::uint8_t> alert_to_device(const Session &session);
[[nodiscard]] std::optional<std::uint8_t> alert_from_device(const Session &session);
[[nodiscard]] bool verify_error(const Session &session, std::initializer_list<int> codes); // of our peer's chain check
[[nodiscard]] bool peer_error(const Session &session, QStringView part); // in OpenSSL's words
[[nodiscard]] const RuntimeErrorSeen *device_error(const Session &session, QStringView part); // in the runtime's words
[[nodiscard]] QString code_evidence(const Session &session); // "BearSSL error 62, BR_ERR_X509_NOT_TRUSTED"; empty without a code
// "Seen: one; two." of what is not empty.
[[nodiscard]] QString seen_text(QStringList parts);
// "Seen: the last message was ClientHello."; empty without messages.
[[nodiscard]] QString last_message_text(const Session &session);

// The rules, by file.
[[nodiscard]] std::span<const RuleEntry> device_rules();
[[nodiscard]] std::span<const RuleEntry> device_verifies_rules();
[[nodiscard]] std::span<const RuleEntry> peer_verifies_rules();
[[nodiscard]] std::span<const RuleEntry> handshake_rules();
[[nodiscard]] std::span<const RuleEntry> connection_rules();
[[nodiscard]] std::span<const RuleEntry> fallback_rules(); // for when nothing else is known

} // namespace espseal::monitor
