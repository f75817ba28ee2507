// SPDX-License-Identifier: Apache-2.0
// What a device would answer to its peer's certificates: its own verifier for our runtime (BearSSL), a model of it for the SDK's builds.
//
// The SDK's mbedTLS builds show one number for every cause (-0x2700 for any refused chain, -0x7f00 for anything about the CA sector), and close TCP
// without an alert: asking the same question here is the only way to tell the causes apart.
// Facts: mbed TLS 2.2.1 x509_crt.c, ssl_tls.c and espconn_mbedtls.c of ESP8266_NONOS_SDK 3.0.6; axTLS 1.4.9 x509.c and libssl.a of the same;
// BearSSL 0.6 x509_minimal.
#pragma once

#include "core/base/finding.h"
#include "core/pki/certificate.h"
#include "core/pki/device_profile.h"

#include <optional>

namespace espseal::pki {

struct DeviceQuestion {
    DeviceProfile device;
    // What the device reads from its CA sector on: a blob and what follows it in flash. The file of a blob will do: erased flash follows then.
    QByteArray ca_sector;
    QList<Certificate> chain; // as the peer sends it, its own certificate first
    Role peer = Role::server; // server: the device is the client; client: the device is a server that wants a certificate
    std::optional<AltName> name; // the address that the device connects to and checks; nothing: it checks none
    // The device's clock; for the runtime not earlier than its time floor. Nothing: it does not know the time.
    std::optional<QDateTime> clock = QDateTime::currentDateTimeUtc();
};

struct DeviceStep {
    enum class Outcome { passed, skipped, failed }; // skipped: this firmware does not look at it
    Outcome outcome = Outcome::passed;
    QString text; // translated: "Issuer of esp.local: Test CA, in the CA sector."

    bool operator==(const DeviceStep &) const = default;
};

struct DeviceVerdict {
    bool accepted = false;
    int code = 0; // as the device has it: BR_ERR_*, a negative mbed TLS error, SSL_ERROR_* or 1 as set-up failure; 0: accepted
    QString shown; // as it shows it: "62", "-0x2700", "-514"
    QString name; // "BR_ERR_X509_NOT_TRUSTED"; may be empty
    std::optional<int> callback; // `err` of the reconnect callback; nothing: accepted, or the disconnect callback comes
    std::uint32_t flags = 0; // mbed TLS: MBEDTLS_X509_BADCERT_*, which the device never shows
    QList<DeviceStep> steps; // in the order in which its code works
    QList<Finding> findings; // of a refusal, first its cause; else what the device did not notice
};

[[nodiscard]] DeviceVerdict ask_device(const DeviceQuestion &question);

// `err` that mbed TLS's code becomes in espconn_mbedtls.c: -0x2700 is -39.
[[nodiscard]] int mbedtls_callback_error(int code);

[[nodiscard]] QString outcome_name(DeviceStep::Outcome outcome); // "passed", "skipped", "failed": for JSON

} // namespace espseal::pki
