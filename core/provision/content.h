// SPDX-License-Identifier: Apache-2.0
// From a plan to the bytes that go into flash.
#pragma once

#include "core/base/finding.h"
#include "core/base/secure_bytes.h"
#include "core/flash/plan.h"
#include "core/pki/credential_blob.h"
#include "core/provision/credentials.h"

#include <vector>

namespace espseal::provision {

struct ContentOptions {
    pki::PayloadFormat payload = pki::PayloadFormat::pem;
    std::uint32_t settings_generation = 1; // of the agent's settings: the highest in flash wins
    // The device's clock starts here when it has none. 0: the beginning of yesterday (UTC); the same for a whole day, so that writing a
    // plan again finds the settings unchanged.
    std::uint32_t unix_time_floor = 0;
    QStringList keep; // regions that stay as the device holds them
};

struct RegionContent {
    QString region;
    Address start;
    SecureBytes bytes; // as written: credentials and settings filled up with 0xFF to the slot's end
    Size used; // without the filling
    QString digest; // SHA-256 of the used bytes, hex; for the record
};

struct PreparedPlan {
    flash::Plan plan; // measured: contents and images known
    QList<Finding> findings; // of the plan with those contents
    std::vector<RegionContent> contents; // only regions that have something to write, by address

    [[nodiscard]] Size total() const;
};

// Reads every file and credential that the plan names, packs blobs and settings, and judges the result. Blocking I/O.
// Errors (bad_input): those of reading, "region-empty" (the agent needs the region, and nothing says what goes in).
[[nodiscard]] Result<PreparedPlan> prepare(flash::Plan plan, const CredentialSource &source, const ContentOptions &options = {});

// Whether two settings records differ at most in where the clock starts: then a board written on another day is as planned.
[[nodiscard]] bool same_but_for_the_clock(std::span<const std::uint8_t> record, std::span<const std::uint8_t> other);

// The error that stops a plan with findings of severity error: the first one's sentence, the others in the detail. "plan-conflict".
[[nodiscard]] Result<void> refuse_conflicts(const QList<Finding> &findings);

} // namespace espseal::provision
