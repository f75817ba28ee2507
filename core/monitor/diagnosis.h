// SPDX-License-Identifier: Apache-2.0
// Why a session failed: rules from what was seen to a sentence with cause and fix. Pure functions; no finding on a healthy session.
#pragma once

#include <QList>
#include <QString>

#include "core/base/finding.h"
#include "core/base/units.h"
#include "core/monitor/session.h"

#include <span>

namespace espseal::monitor {

// Where the plan put a blob.
struct PlannedBlob {
    wire::BlobRole role = wire::BlobRole::ca;
    Address address;
    QString region; // its name in the plan
};

struct DiagnosisContext {
    QList<PlannedBlob> planned; // empty: no plan known
    std::optional<Size> flash_size; // by the plan
};

// The most fundamental cause, as a list of one; empty unless the session failed. `place` is "session:<id>".
[[nodiscard]] QList<Finding> diagnose(const Session &session, const DiagnosisContext &context = {});
// What is wrong with the device before any session: no settings, blobs missing. At most three.
[[nodiscard]] QList<Finding> diagnose(const DeviceState &device, const DiagnosisContext &context = {});

// One row of the rule table.
using Rule = std::optional<Finding> (*)(const Session &session, const DiagnosisContext &context);
struct RuleEntry {
    const char *code; // of the finding it makes
    Rule rule;
};
[[nodiscard]] std::span<const RuleEntry> rules(); // in order of rank: the first that applies is the cause, what follows from it comes later

} // namespace espseal::monitor
