// SPDX-License-Identifier: Apache-2.0
// What a file holds, for looking at it; nothing is kept.
#pragma once

#include "app/studio/inspector/inspector_content.h"
#include "core/base/progress.h"
#include "core/pki/certificate.h"
#include "core/pki/password.h"

#include <optional>

namespace espseal::studio {

struct ExaminedItem {
    InspectorContent content;
    std::optional<pki::Certificate> certificate; // shown in all its views
    QByteArray der {}; // of what is no certificate: shown as ASN.1 below the rest; empty for keys
};

struct ExaminedFile {
    QString path;
    bool locked = false; // wants a password, or had a wrong one
    QList<ExaminedItem> items; // of a file that cannot be read: the reason
};

// Blocks on files and on key derivation: call it from a job. Keys are named, never shown.
[[nodiscard]] ExaminedFile examine(const QString &path, const pki::PasswordPrompt &prompt);
// A flash plan, which the studio opens, as opposed to certificates and keys.
[[nodiscard]] bool is_plan(const QString &path);

} // namespace espseal::studio
