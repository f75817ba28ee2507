// SPDX-License-Identifier: Apache-2.0
#include "core/loader/flash_session.h"
#include "core/loader/port_errors.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::loader {

namespace {

constexpr std::uint32_t block_size = 65536;
constexpr std::uint32_t most_checked_fully = 16; // sectors
constexpr std::size_t line_size = 64;

// The whole sectors of a range.
struct Inner {
    std::uint32_t first = 0;
    std::uint32_t end = 0;
};

Inner inner_sectors(Range range)
{
    const std::uint32_t first = Size(range.start.value()).sectors(); // rounded up
    const std::uint32_t end = range.end().sector().value();
    return { first, std::max(first, end) };
}

// One line a sector when it is only a sample, each at another place.
std::size_t sample_offset(std::uint32_t sector)
{
    constexpr std::uint32_t lines = sector_size / line_size;
    return (sector * 37 % lines) * line_size;
}

class Eraser {
public:
    Eraser(SpiFlash &flash, Inner inner, const Job &job)
        : flash_(flash)
        , inner_(inner)
        , job_(job)
    {
    }

    Result<void> run()
    {
        for (std::uint32_t sector = inner_.first; sector < inner_.end;) {
            if (job_.cancelled())
                return failure(with_board_state(stopped().error(), sector));
            job_.report(Text::tr("Erasing at %1").arg(to_string(Address(SectorIndex(sector)))), bytes(sector), bytes(inner_.end));
            constexpr std::uint32_t block = block_size / sector_size;
            const bool whole_block = sector % block == 0 && inner_.end - sector >= block;
            const Result<void> erased
                = whole_block ? flash_.erase_block(Address(SectorIndex(sector)), job_.stop) : flash_.erase_sector(SectorIndex(sector), job_.stop);
            if (!erased)
                return failure(with_board_state(erased.error(), sector));
            sector += whole_block ? block : 1;
        }
        return check();
    }

private:
    Result<void> check()
    {
        const bool fully = inner_.end - inner_.first <= most_checked_fully;
        for (std::uint32_t sector = inner_.first; sector < inner_.end; ++sector) {
            job_.report(Text::tr("Checking that %1 is erased").arg(to_string(Address(SectorIndex(sector)))), bytes(sector), bytes(inner_.end));
            Bytes held(fully ? sector_size : line_size);
            const Address start = Address(SectorIndex(sector)) + Size(fully ? 0 : sample_offset(sector));
            const auto read = [&] { return flash_.read_steady(start, held, job_.stop); };
            if (const Result<void> first = flash_.read(start, held, job_.stop); !first)
                return first;
            const auto blank = [&] { return std::ranges::all_of(held, [](std::uint8_t byte) { return byte == 0xFF; }); };
            if (blank())
                continue;
            if (const Result<void> again = read(); !again)
                return again;
            if (!blank())
                return failed(u"flash-erase"_s, Text::tr("Sector %1 does not erase.").arg(to_string(Address(SectorIndex(sector)))),
                    Text::tr("The flash is write-protected or worn out: switch the board off and on and try again, then replace it."));
        }
        return {};
    }

    Error with_board_state(Error error, std::uint32_t sector) const
    {
        error.message += u' '
            + (sector == inner_.first
                    ? Text::tr("Nothing before %1 was erased.").arg(to_string(Address(SectorIndex(sector))))
                    : Text::tr("%1 to %2 is erased.").arg(to_string(Address(SectorIndex(inner_.first))), to_string(Address(SectorIndex(sector)))));
        return error;
    }

    [[nodiscard]] std::uint64_t bytes(std::uint32_t sector) const { return std::uint64_t(sector - inner_.first) * sector_size; }

    SpiFlash &flash_;
    Inner inner_;
    const Job &job_;
};

// The ends of the range that cover sectors only in part, as 0xFF to be written there.
Result<std::vector<SectorTask>> edges(Range range, Size chip, std::span<const std::uint8_t> blank)
{
    const FlashPiece whole { range.start, blank.first(range.size.value()), Text::tr("0xFF") };
    Result<std::vector<SectorTask>> tasks = plan_sectors(std::span(&whole, 1), chip);
    if (tasks)
        std::erase_if(*tasks, [](const SectorTask &task) { return task.is_complete(); });
    return tasks;
}

} // namespace

Result<EraseReport> FlashClient::Session::erase(Range range, const Job &job)
{
    const Size chip = info_.usable_size();
    if (const Result<void> inside = check_range(range, chip); !inside)
        return failure(inside.error());
    const Bytes blank(range.size.value(), 0xFF);
    const Result<std::vector<SectorTask>> tasks = edges(range, chip, blank);
    if (!tasks)
        return failure(tasks.error());
    if (const Result<WriteReport> written = write(*tasks, job); !written)
        return failure(written.error());
    const Inner inner = inner_sectors(range);
    if (const Result<void> erased = Eraser(flash_, inner, job).run(); !erased)
        return failure(erased.error());
    const std::uint32_t whole = inner.end - inner.first;
    return EraseReport { whole + static_cast<std::uint32_t>(tasks->size()), whole <= most_checked_fully };
}

} // namespace espseal::loader
