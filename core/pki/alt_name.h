// SPDX-License-Identifier: Apache-2.0
// Subject alternative names (RFC 5280 4.2.1.6): what a server is called. Common names no longer count (RFC 9525).
#pragma once

#include <QList>
#include <QString>

#include "core/base/error.h"

namespace espseal::pki {

struct AltName {
    enum class Kind { dns, ip, other };
    Kind kind = Kind::dns;
    QString value; // "esp.local", "192.168.4.1", "2001:db8::1"; `other`: as OpenSSL prints it, "email:a@b.example"

    bool operator==(const AltName &) const = default;
};

// Reads "IP:192.168.4.1,DNS:esp.local"; a name without prefix is an IP address if it looks like one. International names become
// their ASCII form ("xn--..."). Errors (usage): an address or a host name that is none; each names the part.
[[nodiscard]] Result<QList<AltName>> parse_alt_names(const QString &text);
[[nodiscard]] Result<AltName> parse_alt_name(const QString &text);
// "IP:192.168.4.1"
[[nodiscard]] QString to_string(const AltName &name);

} // namespace espseal::pki
