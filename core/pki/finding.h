// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/finding.h"
#include "core/pki/certificate.h"

namespace espseal::pki {

[[nodiscard]] inline Finding finding(QString code, Severity severity, QString message, QString fix, QString why = {})
{
    Finding made;
    made.code = std::move(code);
    made.severity = severity;
    made.message = std::move(message);
    made.fix = std::move(fix);
    made.why = std::move(why);
    return made;
}

// The finding with that certificate as its place.
[[nodiscard]] inline Finding at(const Certificate &certificate, Finding made)
{
    made.place = QStringLiteral("certificate:") + certificate.id();
    return made;
}

} // namespace espseal::pki
