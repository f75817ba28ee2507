// SPDX-License-Identifier: Apache-2.0
// The manual's first case: nothing there from a CA. A CA and what it signs, made in one go.
#pragma once

#include "app/studio/certificates/issue_request.h"

namespace espseal::studio {

struct SetRequest {
    IssueRequest ca; // by preset::ca
    QList<IssueRequest> members; // their issuer is the CA above, whatever they name
};

// What would come out: the CA first. Errors name the certificate that they are about.
[[nodiscard]] Result<QList<IssuePreview>> preview_set(const SetRequest &request, PreviewKeys &keys, const Job &job);
// Makes and stores all or none. Returns the names: the CA first.
[[nodiscard]] Result<QStringList> make_set(const SetRequest &request, const KeyFolder &folder, const Job &job);

} // namespace espseal::studio
