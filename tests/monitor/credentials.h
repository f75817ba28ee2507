// SPDX-License-Identifier: Apache-2.0
// Keys and certificates made by the test itself.
#pragma once

#include "core/pki/identity.h"
#include "core/pki/issue.h"

namespace espseal::monitor {

class Authority {
public:
    explicit Authority(const QString &name);
    [[nodiscard]] const pki::Certificate &certificate() const { return identity_.certificate(); }
    // For 127.0.0.1 and localhost, unless `name` says otherwise; valid from yesterday for a month, unless `validity` says otherwise.
    [[nodiscard]] pki::Identity issue(
        pki::Role role, const QString &name = QStringLiteral("localhost"), const pki::Validity &validity = pki::Validity::days(30)) const;

private:
    pki::Identity identity_;
};

} // namespace espseal::monitor
