// SPDX-License-Identifier: Apache-2.0
// Changes of a plan as values: apply() returns the one that takes it back, so that an undo command needs no more than two of them.
#pragma once

#include <QList>

#include "core/base/finding.h"
#include "core/flash/plan.h"

#include <variant>

namespace espseal::flash {

struct MoveRegion {
    QString region;
    Address start;
};
struct ResizeRegion {
    QString region;
    Size size;
};
struct RenameRegion {
    QString region;
    QString name;
};
struct AddRegion {
    Region region;
    qsizetype index = -1; // place in Plan::regions; -1: last
};
struct RemoveRegion {
    QString region;
};
// Another file, credential or measured content, and what depends on it.
struct SetContent {
    QString region;
    QString file;
    QString credential;
    std::optional<Size> content;
    ImageInfo image;
};
// Whether the device makes this identity's key.
struct SetMadeOnDevice {
    QString region;
    bool on = true;
};
struct SetPinned {
    QString region;
    bool pinned = true;
};
// What the firmware passes for this region.
struct SetSectorArguments {
    QString region;
    std::optional<SectorIndex> client;
    std::optional<SectorIndex> server;
};
struct SetChip {
    Size chip;
    MapKind map;
};
struct SetFirmware {
    Sdk sdk;
    TlsStack tls;
    QString release {}; // Plan::sdk_release
};
// Plan::firmware
struct SetKnownFirmware {
    QString name;
};
// Plan::spi_mode and Plan::spi_speed
struct SetSpi {
    std::optional<std::uint8_t> mode;
    std::optional<std::uint8_t> speed;
};
struct SetPayload {
    bool der = true; // Plan::der_payloads
};
struct SetAgent {
    AgentPlan agent;
};
struct RenamePlan {
    QString name;
};

struct Edit;
// In order; all or none.
struct EditList {
    std::vector<Edit> edits;
};

struct Edit {
    std::variant<MoveRegion, ResizeRegion, RenameRegion, AddRegion, RemoveRegion, SetContent, SetMadeOnDevice, SetPinned, SetSectorArguments, SetChip,
        SetFirmware, SetKnownFirmware, SetSpi, SetPayload, SetAgent, RenamePlan, EditList>
        change;
};

// The inverse. Errors, with the plan unchanged: `region-unknown`, `region-name-taken`, `region-name-bad`. Places are not judged: that is check()'s.
[[nodiscard]] Result<Edit> apply(Plan &plan, const Edit &edit);

// Translated, for the undo menu: "Move ca to 0x07C000".
[[nodiscard]] QString describe(const Edit &edit);

// The edit behind a finding's action ("region.move", "region.resize", "region.place", "region.add", "region.remove",
// "region.set-sector-argument", "plan.map.6", "plan.spi.dio.40m", "plan.firmware.none").
// Error: `fix-outdated` if the plan has no such region any more.
[[nodiscard]] Result<Edit> edit_for(const Plan &plan, const FixAction &fix);

} // namespace espseal::flash
