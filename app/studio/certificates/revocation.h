// SPDX-License-Identifier: Apache-2.0
// Revocation lists of the workspace's CAs: NAME.crl beside the CA is the only record of what it took back. Blocking work.
#pragma once

#include "app/studio/workspace/workspace_content.h"

namespace espseal::studio {

inline constexpr int crl_days = 30; // until the next list is due

// Puts these certificates on their CAs' lists. Returns the names of the CAs whose list is new.
// Errors: "revoke-no-ca" (the CA is not here with its key), those of make_crl().
[[nodiscard]] Result<QStringList> revoke_credentials(
    const QStringList &names, pki::RevocationReason reason, const WorkspaceContent &content, const KeyFolder &folder);
// Signs the CA's list anew, empty if nothing is revoked, stores it, and gives it.
[[nodiscard]] Result<pki::Crl> refresh_crl(const QString &ca, const WorkspaceContent &content, const KeyFolder &folder);
// The same, also written to a file of the user's: PEM, or DER where its name ends in ".der". Returns the CA's name.
[[nodiscard]] Result<QStringList> export_crl(const QString &ca, const WorkspaceContent &content, const KeyFolder &folder, const QString &path);

} // namespace espseal::studio
