// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/sdk_log.h"

#include <QRegularExpression>

#include <array>

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

struct FixedLine {
    QLatin1StringView start;
    SdkLogKind kind = SdkLogKind::reset;
    std::int64_t number = 0;
};

constexpr std::array fixed_lines {
    FixedLine { "wdt reset"_L1, SdkLogKind::watchdog },
    FixedLine { "SDK ver:"_L1, SdkLogKind::sdk_version },
    FixedLine { "please start sntp first"_L1, SdkLogKind::no_time },
    FixedLine { "Please load authenticate certificate"_L1, SdkLogKind::blob_missing, 0 },
    FixedLine { "Please load request certificate"_L1, SdkLogKind::blob_missing, 1 },
    FixedLine { "Create Socket Failed!"_L1, SdkLogKind::socket_error },
    FixedLine { "Can Not Connect To!"_L1, SdkLogKind::socket_error },
    FixedLine { "Client Bind Port Failed!"_L1, SdkLogKind::socket_error },
    FixedLine { "Server Bind Port Failed!"_L1, SdkLogKind::socket_error },
    FixedLine { "error magic!"_L1, SdkLogKind::image_error },
    FixedLine { "error user bin flag"_L1, SdkLogKind::image_error },
    FixedLine { "first boot failed"_L1, SdkLogKind::image_error },
    FixedLine { "backup boot failed"_L1, SdkLogKind::image_error },
    FixedLine { "csum err"_L1, SdkLogKind::image_error },
    FixedLine { "Error: "_L1, SdkLogKind::tls_error },
    FixedLine { "Alert: "_L1, SdkLogKind::tls_error },
    FixedLine { "Cert has expired"_L1, SdkLogKind::tls_error },
    FixedLine { "Cert is not yet valid"_L1, SdkLogKind::tls_error },
    FixedLine { "Cert is self-signed"_L1, SdkLogKind::tls_error },
    FixedLine { "Bad signature"_L1, SdkLogKind::tls_error },
    FixedLine { "Chain is invalid"_L1, SdkLogKind::tls_error },
    FixedLine { "No trusted cert is available"_L1, SdkLogKind::tls_error },
    FixedLine { "Unsupported digest"_L1, SdkLogKind::tls_error },
    FixedLine { "Invalid private key"_L1, SdkLogKind::tls_error },
};

wire::TlsRole role_of(const QString &word)
{
    return word == "server"_L1 ? wire::TlsRole::server : wire::TlsRole::client;
}

std::optional<SdkLog> handshake_line(const QString &line)
{
    static const QRegularExpression pattern(u"^(client|server)(?: handshake (start|ok|failed)|'s data invalid protocol)"_s);
    const QRegularExpressionMatch match = pattern.match(line);
    if (!match.hasMatch())
        return {};
    const QString word = match.captured(2);
    const SdkLogKind kind = word == "start"_L1 ? SdkLogKind::handshake_start
        : word == "ok"_L1                      ? SdkLogKind::handshake_ok
        : word == "failed"_L1                  ? SdkLogKind::handshake_failed
                                               : SdkLogKind::data_invalid;
    return SdkLog { .kind = kind, .role = role_of(match.captured(1)) };
}

std::optional<SdkLog> reset_line(const QString &line)
{
    static const QRegularExpression pattern(u"rst cause:\\s*(\\d{1,3}),\\s*boot mode:\\s*\\((\\d+,\\d+)\\)"_s);
    const QRegularExpressionMatch match = pattern.match(line);
    if (!match.hasMatch())
        return {};
    return SdkLog { .kind = SdkLogKind::reset, .number = match.captured(1).toLongLong(), .text = match.captured(2) };
}

std::optional<SdkLog> numbered_line(const QString &line)
{
    // A name that is no text, as flash without a blob gives it, does not reach this: then only the line's end is left.
    static const QRegularExpression blob(u"^(?:espconn_mbedtls\\.c \\d+, type\\[(.*))?\\],length\\[(\\d{1,10})\\]"_s);
    static const QRegularExpression reason(u"Reason:\\s?\\[-0x([0-9a-fA-F]{1,4})\\]"_s);
    static const QRegularExpression exception(u"^Fatal exception \\(?(\\d{1,3})"_s);
    static const QRegularExpression memory(u"^E:M (\\d{1,10})"_s);
    if (const auto match = blob.match(line); match.hasMatch())
        return SdkLog { .kind = SdkLogKind::blob, .number = match.captured(2).toLongLong(), .text = match.captured(1) };
    if (const auto match = reason.match(line); match.hasMatch())
        return SdkLog { .kind = SdkLogKind::reason, .number = -match.captured(1).toLongLong(nullptr, 16) };
    if (const auto match = exception.match(line); match.hasMatch())
        return SdkLog { .kind = SdkLogKind::exception, .number = match.captured(1).toLongLong() };
    if (const auto match = memory.match(line); match.hasMatch())
        return SdkLog { .kind = SdkLogKind::out_of_memory, .number = match.captured(1).toLongLong() };
    return {};
}

} // namespace

std::optional<SdkLog> parse_sdk_line(const QString &line)
{
    for (const FixedLine &fixed : fixed_lines) {
        if (line.startsWith(fixed.start))
            return SdkLog { .kind = fixed.kind, .number = fixed.number, .text = line };
    }
    if (auto log = handshake_line(line))
        return log;
    if (auto log = reset_line(line))
        return log;
    return numbered_line(line);
}

} // namespace espseal::monitor
