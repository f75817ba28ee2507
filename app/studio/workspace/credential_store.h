// SPDX-License-Identifier: Apache-2.0
// The certificates and keys of the workspace: a folder of NAME.crt and NAME.key files, as the command line's --credentials takes it.
// Keys are readable by their owner alone (0600). All functions here block on files or arithmetic: call them from jobs.
#pragma once

#include <QString>

#include "core/base/progress.h"
#include "core/pki/identity.h"
#include "core/pki/issue.h"

#include <optional>

namespace espseal::studio {

struct StoredCredential {
    QString name; // file name without ending; what a plan's region names
    pki::Certificate certificate;
    QList<pki::Certificate> chain;
    bool has_key = false;
    std::optional<Error> key_problem; // the key file is there and does not fit

    [[nodiscard]] bool is_ca() const { return certificate.is_ca(); }
};

struct NewCredential {
    QString name; // wanted; another one is taken if it is in use
    pki::Certificate certificate;
    QList<pki::Certificate> chain;
    std::optional<pki::PrivateKey> key;
};

// Reads the folder; it is made if it is not there. Files that are no certificates are left alone.
[[nodiscard]] Result<QList<StoredCredential>> load_credentials(const QString &folder);
// Writes them all or none. Returns their names in order.
[[nodiscard]] Result<QStringList> add_credentials(const QString &folder, const QList<NewCredential> &credentials);
// Moves the files into the folder "bin"; nothing is deleted.
[[nodiscard]] Result<void> remove_credential(const QString &folder, const QString &name);
[[nodiscard]] Result<pki::Identity> load_identity(const QString &folder, const QString &name);

// "Farm CA 2026" -> "farm-ca-2026": letters, digits, dot, dash.
[[nodiscard]] QString file_name_of(const QString &display_name);

} // namespace espseal::studio
