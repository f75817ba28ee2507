// SPDX-License-Identifier: Apache-2.0
#include "app/studio/map/map_hit.h"

#include <algorithm>
#include <tuple>

namespace espseal::studio {

namespace {

constexpr double narrowest = 3; // a region is never painted thinner, or it would vanish on a 4 MB strip
constexpr double outside = 3; // pixels beside an edge that still take hold of it
constexpr double inside = 5;

MapGrip grip_at(const QRectF &block, double x)
{
    const double reach = std::min(inside, block.width() / 4);
    if (x < block.left() + reach)
        return MapGrip::start;
    return x > block.right() - reach ? MapGrip::end : MapGrip::whole;
}

} // namespace

QRectF strip(const QRectF &lane, const MapScale &scale, const Range &range)
{
    const double x = lane.left() + scale.x_of(range.start);
    return { x, lane.top(), std::max(scale.width_of(range.size), narrowest), lane.height() };
}

bool is_movable(const RegionRow &row)
{
    return row.listed && !row.region.pinned && !flash::is_system(row.region.role);
}

bool is_resizable(const RegionRow &row)
{
    return is_movable(row) && row.region.is_placed() && !(flash::is_code(row.region.role) && row.region.content);
}

MapHit hit_test(const QList<RegionRow> &rows, const QString &current, const MapScale &scale, const QRectF &lane, QPointF point)
{
    MapHit best;
    std::tuple<bool, bool, Size> best_rank;
    if (!lane.contains(point))
        return best;
    for (const RegionRow &row : rows) {
        if (!row.region.is_placed())
            continue;
        const QRectF block = strip(lane, scale, row.region.occupied());
        if (point.x() < block.left() - outside || point.x() > block.right() + outside)
            continue;
        const MapGrip grip = is_resizable(row) ? grip_at(block, point.x()) : MapGrip::whole;
        const bool current_edge = grip != MapGrip::whole && row.region.name == current;
        const bool beside = point.x() < block.left() || point.x() >= block.right();
        const std::tuple rank { !current_edge, beside, row.region.slot.size };
        if (best.row && best_rank < rank)
            continue;
        best = { &row, grip };
        best_rank = rank;
    }
    return best;
}

Range stretched(const Range &slot, MapGrip edge, Address pointer, Size chip)
{
    const std::uint64_t sectors = std::max<std::uint64_t>(1, chip.value() / sector_size);
    const std::uint64_t nearest = (pointer.value() + sector_size / 2) / sector_size;
    const std::uint64_t first = slot.start.value() / sector_size;
    const std::uint64_t end = std::max<std::uint64_t>(1, (slot.end().value() + sector_size - 1) / sector_size);
    if (edge == MapGrip::end) {
        const std::uint64_t to = std::max(first + 1, std::min(nearest, sectors));
        return { slot.start, Address(to * sector_size) - slot.start };
    }
    const Address from(std::min(nearest, end - 1) * sector_size);
    return { from, Address(end * sector_size) - from };
}

} // namespace espseal::studio
