// SPDX-License-Identifier: Apache-2.0
// What a conversion starts from: found in the folder, or made.
#pragma once

#include "core/pki/sdk_convert.h"

#include <optional>
#include <vector>

namespace espseal::pki {

struct SdkFile {
    QString path; // relative to the output folder
    SecureBytes bytes;
    bool secret = false;
};

struct SdkMaterial {
    SdkConvertMode mode = SdkConvertMode::ca_only;
    Certificate ca;
    std::optional<Identity> blob; // esp_cert_private_key.bin
    std::optional<Identity> header; // cert.h and private_key.h
    std::vector<SdkFile> copies; // files of ca/, client/ and server/
    QList<Finding> findings;
    QStringList inputs; // names of the files that were used
};

// With ca.crt in the folder.
[[nodiscard]] Result<SdkMaterial> read_sdk_material(const SdkConvertRequest &request);
// With files of other names; nothing if there is no certificate among them.
[[nodiscard]] Result<std::optional<SdkMaterial>> find_sdk_material(const SdkConvertRequest &request, const Job &job);
// Without any.
[[nodiscard]] Result<SdkMaterial> make_sdk_material(const SdkConvertRequest &request, const Job &job);

// Files that the conversion would use but for another file: a key without certificate, anything without ca.crt.
[[nodiscard]] QList<Finding> unused_input(const QString &folder, bool has_ca);

} // namespace espseal::pki
