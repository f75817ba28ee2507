// SPDX-License-Identifier: Apache-2.0
// The rows behind explain(). Internal to core/monitor.
#pragma once

#include <QtTranslation>

#include <cstdint>
#include <span>

namespace espseal::monitor {

// Texts are sources of translation context "espseal::codes".
struct CodeRow {
    std::int64_t code;
    const char *name;
    const char *meaning;
    const char *fix; // "" where nothing is wrong
};

[[nodiscard]] std::span<const CodeRow> alert_rows();
[[nodiscard]] std::span<const CodeRow> bearssl_rows(); // BearSSL 0.6, bearssl_ssl.h and bearssl_x509.h
[[nodiscard]] std::span<const CodeRow> espconn_rows(); // espconn.h of the NONOS SDK
[[nodiscard]] std::span<const CodeRow> mbedtls_rows(); // mbedTLS 2.2.1
[[nodiscard]] std::span<const CodeRow> axtls_rows();
[[nodiscard]] std::span<const CodeRow> reset_rows(); // "rst cause" of the boot ROM
[[nodiscard]] std::span<const CodeRow> exception_rows(); // EXCCAUSE of the LX106

} // namespace espseal::monitor
