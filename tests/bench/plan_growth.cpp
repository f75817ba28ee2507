// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/plan_growth.h"

#include "core/flash/check.h"
#include "core/flash/suggest.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace Qt::StringLiterals;

namespace espseal::bench {

namespace {

constexpr int rounds = 21;
constexpr double interactive_ms = 50;

// As many regions of 2 KB behind the programs of the largest chip: two share each sector, so each pair is a conflict; or of one sector each, which
// is clean as long as the chip has room.
flash::Plan plan_of(int regions, bool conflicts)
{
    flash::Plan plan { .chip = Size(16u << 20), .map = flash::MapKind::map_1024_1024 };
    plan.regions = flash::program_regions(plan.chip, plan.map);
    const std::uint64_t size = conflicts ? sector_size / 2 : sector_size;
    for (int i = 0; i < regions; ++i)
        plan.regions
            += flash::Region { .name = u"r%1"_s.arg(i), .role = flash::RegionRole::user, .slot = { Address(0x1E1000 + std::uint64_t(i) * size), Size(size) } };
    return plan;
}

template <class Check> double milliseconds(const flash::Plan &plan, const Check &check)
{
    QElapsedTimer timer;
    timer.start();
    if (check(plan).isEmpty() && plan.regions.isEmpty())
        std::puts(""); // the result is used
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

double median(std::vector<double> times)
{
    std::ranges::sort(times);
    return times[times.size() / 2];
}

template <class Check> void print(const char *what, int regions, bool conflicts, const Check &check)
{
    const flash::Plan small = plan_of(regions / 4, conflicts);
    const flash::Plan large = plan_of(regions, conflicts);
    std::vector<double> quarter;
    std::vector<double> whole;
    for (int round = 0; round < rounds; ++round) { // in turn, so that a busy machine slows both
        quarter.push_back(milliseconds(small, check));
        whole.push_back(milliseconds(large, check));
    }
    std::printf("%-58s %6.2f ms  %6.2f ms  %5.2f x  (linear: 4.00; %.0f %% of %.0f ms)\n", what, median(whole), median(quarter),
        median(whole) / median(quarter), 100 * median(whole) / interactive_ms, interactive_ms);
    std::fflush(stdout);
}

} // namespace

void print_plan_growth()
{
    std::printf("\n%-58s %9s  %9s  %7s\n", "flash check, median of 21", "regions", "a quarter", "growth");
    print("3,600 regions, no conflict, with fixes", 3600, false, flash::check);
    print("3,600 regions, no conflict, as in a drag", 3600, false, flash::findings_without_fixes);
    print("5,000 regions, two in each sector, with fixes", 5000, true, flash::check);
    print("5,000 regions, two in each sector, as in a drag", 5000, true, flash::findings_without_fixes);
}

} // namespace espseal::bench
