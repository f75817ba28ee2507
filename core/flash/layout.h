// SPDX-License-Identifier: Apache-2.0
// Where things lie: what views draw and what searches for room use.
#pragma once

#include <QList>

#include "core/flash/plan.h"

namespace espseal::flash {

// RF calibration, PHY data, system parameters of the chip, pinned.
[[nodiscard]] QList<Region> system_regions(Size chip);

// The plan's placed regions and the system regions that it does not list, by address.
[[nodiscard]] QList<Region> all_regions(const Plan &plan);

// The system regions that the plan does not list.
[[nodiscard]] QList<Region> unlisted_system_regions(const Plan &plan);

// Where updates over the air write: the slots of user1 and user2, listed or not. Empty for non-FOTA maps.
[[nodiscard]] QList<Range> fota_slots(const Plan &plan);

// Sectors that no region, system sector or FOTA slot takes, ascending; `without`: as if this region were not there.
[[nodiscard]] QList<Range> free_ranges(const Plan &plan, const QString &without = {});

// The place of `size` bytes (rounded up to sectors) in `free` that begins nearest to `near`.
[[nodiscard]] std::optional<Range> nearest_free(const QList<Range> &free, Address near, Size size);

// What a write will erase.
struct ErasePreview {
    QList<Range> sectors; // ascending, joined
    struct Loss {
        QString region; // not among those written
        Range range; // what of it is erased too
        bool operator==(const Loss &) const = default;
    };
    QList<Loss> also_erased;

    [[nodiscard]] std::uint32_t sector_count() const;
};
// What writing one region erases: the whole slot for credentials and settings (erased flash must follow a blob), the sectors of its content for others;
// empty for a region without content.
[[nodiscard]] Range write_range(const Region &region);
[[nodiscard]] ErasePreview erase_preview(const Plan &plan, const QStringList &regions);

} // namespace espseal::flash
