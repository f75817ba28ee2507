// SPDX-License-Identifier: Apache-2.0
#include "core/loader/flash_session.h"
#include "core/loader/port_errors.h"

#include <algorithm>

namespace espseal::loader {

namespace {

// Nothing if the flash holds the part.
Result<std::optional<Mismatch>> compare(SpiFlash &flash, SectorIndex sector, const SectorPart &part, const std::stop_token &stop)
{
    const Address start = Address(sector) + Size(part.offset);
    Bytes held(part.bytes.size());
    if (const Result<void> read = flash.read(start, held, stop); !read)
        return failure(read.error());
    if (std::ranges::equal(held, part.bytes))
        return std::nullopt;
    const Bytes before = held;
    if (const Result<void> again = flash.read_steady(start, held, stop); !again)
        return failure(again.error());
    const auto [found, expected] = std::ranges::mismatch(held, part.bytes);
    if (found == held.end())
        return std::nullopt;
    Mismatch mismatch { sector, start + Size(static_cast<std::uint64_t>(found - held.begin())) };
    for (std::size_t i = 0; i < held.size(); ++i)
        mismatch.count += held[i] != part.bytes[i] ? 1 : 0;
    mismatch.erased = std::ranges::all_of(held, [](std::uint8_t byte) { return byte == 0xFF; });
    mismatch.unsteady = held != before;
    return mismatch;
}

} // namespace

Result<QList<Mismatch>> FlashClient::Session::verify(const FlashPiece &piece, const Job &job)
{
    const Result<std::vector<SectorTask>> tasks = plan_sectors(std::span(&piece, 1), info_.usable_size());
    if (!tasks)
        return failure(tasks.error());
    QList<Mismatch> mismatches;
    std::uint64_t done = 0;
    for (const SectorTask &task : *tasks) {
        job.report(Text::tr("Verifying %1").arg(piece.name), done, piece.bytes.size());
        const Result<std::optional<Mismatch>> compared = compare(flash_, task.sector, task.parts.front(), job.stop);
        if (!compared)
            return failure(compared.error());
        if (const std::optional<Mismatch> &mismatch = *compared)
            mismatches << *mismatch;
        done += task.bytes();
    }
    job.report(Text::tr("Verifying %1").arg(piece.name), done, piece.bytes.size());
    return mismatches;
}

} // namespace espseal::loader
