// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include "core/pki/certificate.h"

#include <optional>

namespace espseal::pki {

// What a file is for by the SDK's names: ca.crt, server.key, client.crt, TLS.ca_x509.cer, esp_ca_cert.bin Any folder, any case.
[[nodiscard]] std::optional<Role> role_of_sdk_name(const QString &path);

} // namespace espseal::pki
