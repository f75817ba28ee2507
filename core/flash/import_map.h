// SPDX-License-Identifier: Apache-2.0
// Chip and map of an import: what the user says, else what the input says, else what the regions' places allow.
#pragma once

#include "core/flash/import.h"

namespace espseal::flash {

// What the input itself says.
struct MapEvidence {
    std::optional<std::uint8_t> size_map;
    std::optional<Size> chip;
    std::optional<MapKind> map;
};

// Sets plan.chip and plan.map. Errors: `import-map-unknown`, `map-unsupported` (no SDK has the chip with that map).
[[nodiscard]] Result<void> choose_map(Plan &plan, const ImportHints &hints, const MapEvidence &evidence);

// "line 12: ..."
[[nodiscard]] std::unexpected<Error> import_error(const QString &code, int line, const QString &message, const QString &fix);

// A region with a name that the plan does not have yet; gives that name.
QString add_region(Plan &plan, RegionRole role, const QString &name, const Range &slot);

} // namespace espseal::flash
