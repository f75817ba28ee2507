// SPDX-License-Identifier: Apache-2.0
#include "core/provision/comparison.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::provision {

namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr Size at_once(16ull * sector_size);

struct Text {
    Q_DECLARE_TR_FUNCTIONS(espseal::provision)
};

// Progress of one reading among several.
class Share final : public Progress {
public:
    Share(const Job &job, std::uint64_t before, std::uint64_t all)
        : job_(job)
        , before_(before)
        , all_(all)
    {
    }
    void report(const QString &what, std::uint64_t done, std::uint64_t) override { job_.report(what, before_ + done, all_); }

private:
    const Job &job_;
    std::uint64_t before_;
    std::uint64_t all_;
};

bool is_erased(Bytes bytes)
{
    return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0xFF; });
}

// What of the plan lies in the sector equals what was read; `planned`: the plan has something there.
bool holds_the_plan(const PreparedPlan &prepared, Address start, Bytes held, bool &planned)
{
    const Range sector { start, Size(held.size()) };
    for (const RegionContent &content : prepared.contents) {
        const Range part = sector.intersected({ content.start, Size(content.bytes.size()) });
        if (part.empty())
            continue;
        planned = true;
        const Bytes wanted = content.bytes.view().subspan((part.start - content.start).value(), part.size.value());
        const Bytes found = held.subspan((part.start - start).value(), part.size.value());
        if (!std::ranges::equal(wanted, found) && !same_but_for_the_clock(wanted, found))
            return false;
    }
    return true;
}

SectorState state_of(const PreparedPlan &prepared, Address start, Bytes held)
{
    bool planned = false;
    const bool same = holds_the_plan(prepared, start, held, planned);
    if (planned && same)
        return SectorState::same;
    if (is_erased(held))
        return SectorState::erased;
    return planned ? SectorState::different : SectorState::foreign;
}

void join(QList<SectorRun> &runs, const SectorRun &next)
{
    if (!runs.isEmpty() && runs.constLast().state == next.state && runs.constLast().range.end() == next.range.start)
        runs.last().range.size = runs.constLast().range.size + next.range.size;
    else
        runs.append(next);
}

QList<Range> joined(QList<Range> ranges)
{
    std::ranges::sort(ranges, {}, &Range::start);
    QList<Range> result;
    for (const Range &range : ranges) {
        if (!result.isEmpty() && range.start <= result.constLast().end())
            result.last().size = std::max(result.constLast().end(), range.end()) - result.constLast().start;
        else
            result.append(range);
    }
    return result;
}

Result<QList<SectorRun>> read_and_compare(loader::FlashClient &client, const PreparedPlan &prepared, const QList<Range> &ranges, const Job &job)
{
    std::uint64_t all = 0;
    for (const Range &range : ranges)
        all += range.size.value();
    std::uint64_t done = 0;
    QList<SectorRun> runs;
    for (const Range &range : ranges) {
        for (Address at = range.start; at < range.end();) {
            const Range piece { at, std::min(at_once, range.end() - at) };
            Share share(job, done, all);
            const Result<SecureBytes> bytes = client.read(piece, Job { &share, job.stop });
            if (!bytes)
                return failure(bytes.error());
            for (const SectorRun &run : compare_sectors(prepared, at, bytes->view()))
                join(runs, run);
            done += piece.size.value();
            at = piece.end();
        }
    }
    return runs;
}

} // namespace

std::uint32_t ChipComparison::count(SectorState state) const
{
    std::uint32_t sectors = 0;
    for (const SectorRun &run : runs)
        sectors += run.state == state ? run.range.size.sectors() : 0;
    return sectors;
}

QList<Range> ranges_to_compare(const PreparedPlan &prepared, Size chip, CompareExtent extent)
{
    const Range whole { Address(), chip };
    if (extent == CompareExtent::chip)
        return { whole };
    QList<Range> ranges;
    const auto add = [&](const Range &range) {
        if (const Range inside = range.in_sectors().intersected(whole); !inside.empty())
            ranges.append(inside);
    };
    for (const RegionContent &content : prepared.contents)
        add({ content.start, Size(content.bytes.size()) });
    for (const flash::Region &region : prepared.plan.regions)
        if (region.is_placed() && (flash::is_credential(region.role) || region.role == flash::RegionRole::agent_settings))
            add(region.slot);
    return joined(ranges);
}

QList<SectorRun> compare_sectors(const PreparedPlan &prepared, Address start, std::span<const std::uint8_t> bytes)
{
    QList<SectorRun> runs;
    for (std::size_t offset = 0; offset < bytes.size(); offset += sector_size) {
        const Bytes held = bytes.subspan(offset, std::min<std::size_t>(sector_size, bytes.size() - offset));
        const Address at = start + Size(offset);
        join(runs, { { at, Size(held.size()) }, state_of(prepared, at, held) });
    }
    return runs;
}

Result<ChipComparison> compare_with_chip(const PreparedPlan &prepared, const QString &port, CompareExtent extent, const Job &job)
{
    Result<loader::FlashClient> client = loader::FlashClient::connect(port, {}, job);
    if (!client)
        return failure(client.error());
    ChipComparison comparison { client->device(), {} };
    const Result<QList<SectorRun>> runs
        = read_and_compare(*client, prepared, ranges_to_compare(prepared, std::min(prepared.plan.chip, comparison.device.usable_size()), extent), job);
    job.report(Text::tr("Restarting the board"), 0, 0);
    const Result<loader::ResetReport> restarted = client->reset_into_application(Job { job.progress, {} }); // not left in its loader by Stop
    if (!runs)
        return failure(runs.error());
    if (!restarted)
        return failure(restarted.error());
    comparison.runs = *runs;
    return comparison;
}

} // namespace espseal::provision
