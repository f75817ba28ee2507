// SPDX-License-Identifier: Apache-2.0
// The words of a ladder step. Internal to core/monitor.
#pragma once

#include <QString>

#include "core/monitor/session.h"

#include <span>

namespace espseal::monitor {

[[nodiscard]] QString message_name(std::uint8_t handshake_type); // "ClientHello"
[[nodiscard]] QString alert_step_name(std::uint8_t description, bool encrypted); // "Alert unknown_ca", "Alert (encrypted)"
[[nodiscard]] QString negotiated_text(std::uint16_t version, std::uint16_t suite); // "TLS 1.2, TLS_ECDHE_..."
[[nodiscard]] QString certificate_text(const CertificateSeen &certificate); // "CN = srv, RSA 2048, until 2027-01-31"
// One line about a handshake message in clear, header included; empty where there is nothing to say. Reads hostile bytes.
[[nodiscard]] QString handshake_text(std::span<const std::uint8_t> message);

} // namespace espseal::monitor
