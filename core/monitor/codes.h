// SPDX-License-Identifier: Apache-2.0
// What the numbers mean that engineers meet: TLS alerts, BearSSL, espconn, mbedTLS 2.2.1 as the stock SDK prints it, axTLS, reset causes.
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

#include "core/base/error.h"

#include <cstdint>

namespace espseal::monitor {

enum class CodeFamily { tls_alert, bearssl, espconn, mbedtls, axtls, reset_cause, exception };

struct Explanation {
    CodeFamily family = CodeFamily::tls_alert;
    std::int64_t code = 0;
    QString shown; // the code as this family writes it: "48", "-0x2700", "-28"
    QString name; // "unknown_ca", "BR_ERR_X509_NOT_TRUSTED"
    QString meaning; // one translated sentence
    QString fix; // one translated sentence; may be empty where nothing is wrong
};

[[nodiscard]] QString family_name(CodeFamily family); // "tls-alert", for JSON and as a prefix
[[nodiscard]] QString family_title(CodeFamily family); // translated: "TLS alert"
[[nodiscard]] std::optional<Explanation> explain(CodeFamily family, std::int64_t code);

// All meanings of what somebody typed: "48", "alert 48", "bearssl 62", "-0x2700", "Reason:[-0x2700]", "-39" (also as the callback's
// folded mbedTLS code), "unknown_ca", "BR_ERR_X509_EXPIRED", "rst cause:4", "exception 28". Error: nothing known by that name.
[[nodiscard]] Result<QList<Explanation>> explain(const QString &text);

inline constexpr std::int64_t mbedtls_peer_close_notify = -0x7880; // a normal end

// The code that espconn's reconnect callback gets for an mbedTLS code (stock SDK: low byte of the folded sum).
[[nodiscard]] int callback_code(std::int64_t mbedtls_code);

[[nodiscard]] QJsonObject to_json(const Explanation &explanation);

} // namespace espseal::monitor
