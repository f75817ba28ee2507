// SPDX-License-Identifier: Apache-2.0
// IP addresses as certificates hold them: 4 or 16 bytes (RFC 5280 4.2.1.6).
#pragma once

#include <QByteArray>
#include <QString>

namespace espseal::pki {

// Empty if it is no IPv4 or IPv6 address.
[[nodiscard]] QByteArray parse_ip(const QString &text);
// Empty unless there are 4 or 16 bytes.
[[nodiscard]] QString format_ip(const QByteArray &address);

} // namespace espseal::pki
