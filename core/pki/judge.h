// SPDX-License-Identifier: Apache-2.0
// Will these credentials do on that device? Answers as findings, each with cause and fix. About a whole set with its peer: core/pki/judgement.h.
#pragma once

#include "core/base/finding.h"
#include "core/base/units.h"
#include "core/pki/device_profile.h"
#include "core/pki/identity.h"

namespace espseal::pki {

struct Conditions {
    DeviceProfile device {};
    QDateTime now = QDateTime::currentDateTimeUtc();
    int soon_days = 30; // an end nearer than this is a warning
};

// Codes: "expired", "not-yet-valid", "expires-soon", "key-too-weak", "digest-too-weak", "key-unsupported", "digest-unsupported", "version-1",
// "not-a-ca" (role ca), "wrong-purpose", "name-nul", "name-not-text". Places are "certificate:<id>".
[[nodiscard]] QList<Finding> judge(const Certificate &certificate, Role role, const Conditions &conditions = {});
// The certificates of the identity, and whether they lead to one of `cas` ("chain-incomplete"; asked only if there are any).
[[nodiscard]] QList<Finding> judge(const Identity &identity, Role role, const QList<Certificate> &cas, const Conditions &conditions = {});
// "blob-too-large": beyond what that device reads. A warning for axTLS, since the other SDK library would read it.
[[nodiscard]] QList<Finding> judge_blob_size(Size size, const DeviceProfile &device);

// Single ones, for other judges.
[[nodiscard]] Finding expires_soon(const Certificate &certificate);
[[nodiscard]] Finding version_1(const Certificate &certificate);

} // namespace espseal::pki
