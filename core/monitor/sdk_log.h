// SPDX-License-Identifier: Apache-2.0
// Log lines of stock firmware (Espressif's NONOS SDK 2.x and 3.x), so that a device without the bundled runtime shows something.
#pragma once

#include <QString>

#include "core/wire/trace_event.h"

#include <optional>

namespace espseal::monitor {

enum class SdkLogKind {
    reset, // " ets Jan  8 2013,rst cause:N, boot mode:(3,6)": number = cause, text = boot mode
    sdk_version, // "SDK ver: ...": text
    watchdog, // "wdt reset"
    exception, // "Fatal exception N(...)": number
    out_of_memory, // "E:M N": number = bytes that could not be had
    no_time, // "please start sntp first !" (axTLS builds refuse to connect)
    blob, // "espconn_mbedtls.c 662, type[NAME],length[N]": text = name, empty if it is no text; number = length, 65535 = erased flash
    blob_missing, // axTLS: "Please load authenticate certificate" (number 0: CA), "... request certificate" (1: identity)
    handshake_start,
    handshake_ok,
    handshake_failed, // before completion
    data_invalid, // after completion
    reason, // "Reason:[-0x2700]": number = -0x2700
    tls_error, // axTLS: "Error: ..." and "Alert: ...", certificate sentences: text
    socket_error, // "Create Socket Failed!", "Can Not Connect To!": text
    image_error, // boot loader: no valid image: text
};

struct SdkLog {
    SdkLogKind kind = SdkLogKind::reset;
    wire::TlsRole role = wire::TlsRole::client; // of the handshake lines
    std::int64_t number = 0;
    QString text;

    bool operator==(const SdkLog &) const = default;
};

// What a console line says, if it is one that the SDK prints.
[[nodiscard]] std::optional<SdkLog> parse_sdk_line(const QString &line);

} // namespace espseal::monitor
