// SPDX-License-Identifier: Apache-2.0
// The same certificate for another time: the blocking work behind the Renew panel.
#pragma once

#include "app/studio/workspace/workspace_content.h"
#include "core/pki/renew.h"

namespace espseal::studio {

struct RenewalRequest {
    QString name; // of the credential
    bool keep_key = true; // else a new key of the same kind; not for a CA of its own
    std::optional<pki::Validity> validity; // nothing: as long as before
};

// Needs the CA with its key, or, for a CA of its own, its own key. Errors: "renew-no-ca" (the CA that signed it is not here with its key),
// those of pki::renew().
[[nodiscard]] Result<pki::Issued> preview_renewal(const RenewalRequest &request, const WorkspaceContent &content, const KeyFolder &folder, const Job &job);
// Stores the new one beside the old one. Returns its name.
[[nodiscard]] Result<QString> renew_credential(const RenewalRequest &request, const WorkspaceContent &content, const KeyFolder &folder, const Job &job);

} // namespace espseal::studio
