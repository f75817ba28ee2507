// SPDX-License-Identifier: Apache-2.0
// Chains that a device is shown, and what its CA sector holds: RSA, so that every firmware can read them.
#pragma once

#include "core/pki/credential_blob.h"
#include "core/pki/device_verifier.h"
#include "tests/pki/forge.h"

#include <map>

namespace espseal::pki::test {

// What each firmware answers, as it shows it: "0" accepted. The SDK builds have a buffer of 4096 bytes.
struct Answers {
    QString runtime;
    QString mbedtls; // 3.0.6
    QString mbedtls_old; // 3.0.1
    QString axtls;
};

struct DeviceCase {
    QString name;
    QList<Certificate> chain;
    QByteArray sector;
    Answers answers;
    std::optional<AltName> at {}; // the address that the device connects to
    std::optional<QDateTime> clock = QDateTime::currentDateTimeUtc();
    QStringList causes {}; // codes of the findings that name the cause, for the runtime, mbedTLS 3.0.6 and axTLS; empty where it is accepted
};

[[nodiscard]] QList<DeviceCase> device_cases();

[[nodiscard]] QByteArray sector_of(const QList<Certificate> &cas, PayloadFormat format = PayloadFormat::pem);
// One entry with that payload.
[[nodiscard]] QByteArray sector_with(const QByteArray &payload, const QByteArray &name = "TLS.ca_x509.cer");

} // namespace espseal::pki::test
