// SPDX-License-Identifier: Apache-2.0
// What a copy of a device's flash holds besides programs, each by its own marks.
#pragma once

#include <QList>
#include <QString>

#include "core/base/finding.h"
#include "core/flash/plan.h"

#include <optional>
#include <span>
#include <vector>

namespace espseal::flash {

struct DumpPart {
    RegionRole role = RegionRole::user;
    QString name;
    Range slot; // whole sectors
    std::optional<Size> content;
    QString what; // translated
    Confidence confidence = Confidence::sure;
    QString why; // translated
    std::optional<AgentPlan> agent; // of agent settings
};

// Credential blobs, agent settings, the SDK's sectors, protected parameters and file systems, in sectors that are not `known` yet. `chip` is where the SDK
// counts its sectors from. Of several agent settings only the newest carries `agent`.
[[nodiscard]] QList<DumpPart> find_dump_data(std::span<const std::uint8_t> flash, Size chip, const std::vector<bool> &known);

struct DumpRest {
    Range range;
    bool erased = false;
};
// The runs of sectors that are not `known`.
[[nodiscard]] QList<DumpRest> rest_of(std::span<const std::uint8_t> flash, const std::vector<bool> &known);

// Up to the last byte before the first whole erased sector; 0 if the first sector is erased.
[[nodiscard]] Size used_bytes(std::span<const std::uint8_t> bytes);

} // namespace espseal::flash
