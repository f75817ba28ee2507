// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/pki/ca_access.h"
#include "app/cli/pki/issue_options.h"
#include "core/pki/credential_blob.h"

namespace espseal::cli {

struct CertIssueOptions {
    ChoiceOptions choices;
    CaAccess ca;
    OutputOptions output;
    std::string manifest;
    unsigned jobs = 0;
    std::optional<pki::PayloadFormat> payload;
};

// cert issue --manifest
[[nodiscard]] Result<Outcome> issue_manifest(const CertIssueOptions &options, const Session &session);

} // namespace espseal::cli
