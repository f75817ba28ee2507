// SPDX-License-Identifier: Apache-2.0
// One identity of a batch as a folder.
#pragma once

#include "core/pki/batch_issue.h"

namespace espseal::pki {

inline constexpr QLatin1StringView identity_blob_file { "esp_cert_private_key.bin" };

// What a folder that is there holds.
struct FoundFolder {
    std::optional<Certificate> certificate; // complete, and as the row says
    QString difference; // else a translated half sentence: "its certificate names something else"
};
[[nodiscard]] Result<FoundFolder> look_into(const QString &folder, const BatchRow &row, const BatchRequest &request, const IssuingCa &ca);

// Writes the files of `identity` into `folder`, which is made.
[[nodiscard]] Result<void> fill_folder(const QString &folder, const QString &name, const Identity &identity, const BatchRequest &request);

} // namespace espseal::pki
