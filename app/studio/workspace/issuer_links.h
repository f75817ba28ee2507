// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/workspace/credential_store.h"

namespace espseal::studio {

// Fills in who signed whom, and what the signers have revoked. Links of `known` between certificates that are the same as before are not verified again.
void link_issuers(QList<StoredCredential> &credentials, const QList<StoredCredential> &known);

} // namespace espseal::studio
