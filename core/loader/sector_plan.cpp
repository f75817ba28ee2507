// SPDX-License-Identifier: Apache-2.0
#include "core/loader/sector_plan.h"

#include "core/loader/port_errors.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::loader {

std::size_t SectorTask::bytes() const
{
    std::size_t sum = 0;
    for (const SectorPart &part : parts)
        sum += part.bytes.size();
    return sum;
}

bool SectorTask::is_done_by(std::span<const std::uint8_t> content) const
{
    return std::ranges::all_of(
        parts, [content](const SectorPart &part) { return std::ranges::equal(part.bytes, content.subspan(part.offset, part.bytes.size())); });
}

void SectorTask::lay_over(std::span<std::uint8_t> content) const
{
    for (const SectorPart &part : parts)
        std::ranges::copy(part.bytes, content.begin() + static_cast<std::ptrdiff_t>(part.offset));
}

const SectorPart *SectorTask::head_last() const
{
    const auto found = std::ranges::find_if(parts, &SectorPart::head_last);
    return found == parts.end() ? nullptr : &*found;
}

void put_in_writing_order(std::vector<SectorTask> &tasks)
{
    const auto last = std::ranges::stable_partition(tasks, [](const SectorTask &task) { return task.head_last() == nullptr; });
    std::ranges::reverse(last);
}

Result<void> check_range(Range range, Size chip)
{
    if (range.end().value() <= chip.value())
        return {};
    return bad_input(u"flash-range"_s,
        Text::tr("%1 to %2 is outside the board's flash of %3.").arg(to_string(range.start), to_string(range.end()), to_string(chip)),
        Text::tr("Choose a place below %1, or a board with more flash.").arg(to_string(Address(chip.value()))));
}

namespace {

Result<void> check_overlaps(const std::vector<FlashPiece> &by_address)
{
    for (std::size_t i = 1; i < by_address.size(); ++i) {
        const FlashPiece &low = by_address[i - 1];
        const FlashPiece &high = by_address[i];
        if (low.range().overlaps(high.range()))
            return bad_input(u"pieces-overlap"_s,
                Text::tr("%1 (%2 to %3) and %4 (from %5) overlap.")
                    .arg(low.name, to_string(low.start), to_string(low.range().end()), high.name, to_string(high.start)),
                Text::tr("Give each its own place."));
    }
    return {};
}

} // namespace

Result<std::vector<SectorTask>> plan_sectors(std::span<const FlashPiece> pieces, Size chip)
{
    std::vector<FlashPiece> by_address;
    std::ranges::copy_if(pieces, std::back_inserter(by_address), [](const FlashPiece &piece) { return !piece.bytes.empty(); });
    std::ranges::stable_sort(by_address, {}, &FlashPiece::start);
    if (const Result<void> apart = check_overlaps(by_address); !apart)
        return failure(apart.error());

    std::vector<SectorTask> tasks;
    for (const FlashPiece &piece : by_address) {
        if (const Result<void> inside = check_range(piece.range(), chip); !inside)
            return failure(inside.error());
        for (std::size_t taken = 0; taken < piece.bytes.size();) {
            const Address place = piece.start + Size(taken);
            const std::size_t offset = place.value() % sector_size;
            const std::size_t count = std::min(sector_size - offset, piece.bytes.size() - taken);
            if (tasks.empty() || tasks.back().sector != place.sector())
                tasks.push_back({ place.sector(), {} });
            tasks.back().parts.push_back({ offset, piece.bytes.subspan(taken, count), piece.name, piece.head_last });
            taken += count;
        }
    }
    return tasks;
}

} // namespace espseal::loader
