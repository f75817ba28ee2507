// SPDX-License-Identifier: Apache-2.0
// The rules behind check(), each group in a file of its own. Findings leave here without computed fixes.
#pragma once

#include <QList>

#include "core/base/finding.h"
#include "core/flash/firmware.h"
#include "core/flash/plan.h"

#include <vector>

namespace espseal::flash::rules {

// A region and the flash that it reserves or fills, whichever is more.
struct Claim {
    Region region;
    Range bytes;
    bool listed = true; // false: a system region that the plan leaves to the SDK
};

// Where an update over the air writes.
struct FotaSlot {
    QString program; // name of the listed region, else its role's name
    std::optional<Claim> listed; // none: the plan leaves the slot out, the map has it
    Range slot;
    Range today; // what an image as long as today's longest takes of it; the slot if no length is known
};

// Where a program of unknown length may grow beyond its slot, because the linker script allows it.
struct Growth {
    QString program;
    Range beyond; // from the slot's end to what the linker script allows
};

// A plan with what the rules look up again and again.
struct Context {
    explicit Context(const Plan &of);

    const Plan &plan;
    const SizeMap *map;
    std::vector<Claim> claims; // by start
    std::vector<FotaSlot> fota;
    std::vector<Growth> growth;
    QList<Range> free;
    std::vector<FirmwareSector> firmware; // what the plan's known firmware uses
};

[[nodiscard]] Claim claim_of(const Region &region);

[[nodiscard]] Finding finding(
    const QString &code, Severity severity, const QStringList &regions, const Range &range, const QString &message, const QString &fix);

// About one region, whatever else is there.
[[nodiscard]] QList<Finding> place_findings(const Context &context, const Region &region);
[[nodiscard]] QList<Finding> content_findings(const Context &context, const Region &region);
[[nodiscard]] QList<Finding> image_findings(const Context &context, const Region &region);
[[nodiscard]] QList<Finding> sector_findings(const Context &context, const Region &region);
[[nodiscard]] QList<Finding> fota_findings(const Context &context, const Region &region);
[[nodiscard]] QList<Finding> firmware_findings(const Context &context, const Region &region);
// All of the above.
[[nodiscard]] QList<Finding> region_findings(const Context &context, const Region &region);

// About two regions.
[[nodiscard]] std::optional<Finding> overlap_finding(const Claim &a, const Claim &b);
// Every pair, at most `most`.
[[nodiscard]] QList<Finding> overlap_findings(const Context &context, qsizetype most);

// About the plan as a whole.
[[nodiscard]] QList<Finding> plan_findings(const Context &context);

// About images that must suit each other.
[[nodiscard]] QList<Finding> build_findings(const Context &context);

// All rules, by address; no fixes.
[[nodiscard]] QList<Finding> all_findings(const Context &context);

// Fills in `actions`, and `fix` where there is one.
void add_fixes(const Context &context, Finding &finding);

} // namespace espseal::flash::rules
