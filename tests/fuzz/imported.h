// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/flash/import.h"
#include "core/flash/plan_file.h"
#include "tests/fuzz/expect.h"

namespace espseal::flash {

// A plan that can be kept in a file and read as the same, or an error that says what is wrong and what to do.
inline void expect_good(const Result<Imported> &imported)
{
    if (!imported) {
        EXPECT(!imported.error().message.isEmpty() && !imported.error().fix.isEmpty());
        return;
    }
    const QString folder = QStringLiteral("/plans");
    const Result<Plan> again = plan_from_json(plan_to_json(imported->plan, folder), folder);
    EXPECT(again.has_value());
    EXPECT(again->regions.size() == imported->plan.regions.size());
    EXPECT(again->chip == imported->plan.chip && again->map == imported->plan.map);
    for (const Recognised &part : imported->recognised)
        EXPECT(!part.what.isEmpty() && !part.why.isEmpty() && (part.region.isEmpty() || imported->plan.find(part.region)));
}

} // namespace espseal::flash
