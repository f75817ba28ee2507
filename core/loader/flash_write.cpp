// SPDX-License-Identifier: Apache-2.0
#include "core/loader/flash_session.h"
#include "core/loader/port_errors.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::loader {

namespace {

constexpr std::size_t page_size = 256; // what the chip programs at once
constexpr std::size_t word_size = 4; // the least that the ROM programs

// What the sector at hand holds.
enum class State { old, erasing, erased, half_written, unchecked };

QString describe(State state, SectorIndex sector)
{
    const QString place = to_string(Address(sector));
    switch (state) {
    case State::old:
        break;
    case State::erasing:
        return Text::tr("Sector %1 was being erased.").arg(place);
    case State::erased:
        return Text::tr("Sector %1 is erased and empty.").arg(place);
    case State::half_written:
        return Text::tr("Sector %1 is erased and half written.").arg(place);
    case State::unchecked:
        return Text::tr("Sector %1 is written but not checked.").arg(place);
    }
    return {};
}

class SectorWriter {
public:
    SectorWriter(SpiFlash &flash, std::span<const SectorTask> tasks, const Job &job)
        : flash_(flash)
        , tasks_(tasks)
        , job_(job)
    {
        for (const SectorTask &task : tasks)
            total_ += task.bytes();
        report_.sectors = static_cast<std::uint32_t>(tasks.size());
    }

    Result<WriteReport> run()
    {
        for (const SectorTask &task : tasks_) {
            state_ = State::old;
            const Result<void> done = job_.cancelled() ? Result<void>(stopped()) : treat(task);
            if (!done)
                return failure(with_board_state(done.error(), task.sector));
            done_ += task.bytes();
            job_.report(now_, done_, total_);
        }
        return report_;
    }

private:
    Result<void> treat(const SectorTask &task)
    {
        say(Text::tr("Comparing %1").arg(task.parts.front().name), done_);
        const Result<bool> same = holds(task);
        if (!same)
            return failure(same.error());
        if (*same) {
            ++report_.unchanged;
            return {};
        }
        Bytes content(sector_size, 0xFF);
        if (!task.is_complete()) {
            if (const Result<void> kept = flash_.read_steady(Address(task.sector), content, job_.stop); !kept)
                return kept;
        }
        task.lay_over(content);
        // Between the erase and the end of the write, bytes that are not the caller's exist in our memory only.
        const Result<void> written = write(task, content, task.is_complete() ? job_.stop : std::stop_token());
        if (written)
            ++report_.written;
        return written;
    }

    // Ends at the first difference, which is mostly at the start.
    Result<bool> holds(const SectorTask &task)
    {
        for (const SectorPart &part : task.parts) {
            std::size_t step = 64;
            for (std::size_t place = 0; place < part.bytes.size(); step *= 4) {
                const auto wanted = part.bytes.subspan(place, std::min(step, part.bytes.size() - place));
                Bytes held(wanted.size());
                if (const Result<void> read = flash_.read(Address(task.sector) + Size(part.offset + place), held, job_.stop); !read)
                    return failure(read.error());
                if (!std::ranges::equal(held, wanted))
                    return false;
                place += wanted.size();
            }
        }
        return true;
    }

    Result<void> write(const SectorTask &task, std::span<const std::uint8_t> content, const std::stop_token &stop)
    {
        constexpr int most_attempts = 4;
        QString detail;
        for (int attempt = 1; attempt <= most_attempts; ++attempt) {
            report_.retries += attempt > 1 ? 1 : 0;
            state_ = State::erasing;
            if (const Result<void> erased = flash_.erase_sector(task.sector, stop); !erased)
                return erased;
            state_ = State::erased;
            if (const Result<void> programmed = program(task, content, stop); !programmed) {
                if (!is_line_fault(programmed.error()))
                    return programmed;
                detail = programmed.error().detail;
                if (const Result<void> recovered = flash_.recover(stop); !recovered)
                    return recovered;
                continue;
            }
            state_ = State::unchecked;
            const Result<bool> right = check(task, content, stop);
            if (!right)
                return failure(right.error());
            if (*right)
                return {};
        }
        return failed(u"flash-write"_s, Text::tr("Sector %1 does not take the data.").arg(to_string(Address(task.sector))),
            Text::tr("Check the board's power supply and try again; if it is always this sector, the flash is worn out or write-protected."), detail);
    }

    Result<void> program(const SectorTask &task, std::span<const std::uint8_t> content, const std::stop_token &stop)
    {
        tell(task, 0);
        std::uint64_t programmed = 0;
        const auto advance = [&](std::uint64_t bytes) {
            state_ = State::half_written;
            programmed += bytes;
            tell(task, programmed * write_share);
        };
        const Address start(task.sector);
        const SectorPart *part = task.head_last();
        if (!part)
            return flash_.program(start, content, stop, advance);
        const std::size_t head = part->offset / page_size * page_size;
        const std::size_t behind = head + page_size;
        // The page's first word goes in with a programming of its own: a page takes up to a millisecond, a word next to nothing.
        Bytes page(content.begin() + static_cast<std::ptrdiff_t>(head), content.begin() + static_cast<std::ptrdiff_t>(behind));
        std::ranges::fill(std::span(page).first(word_size), std::uint8_t(0xFF));
        return flash_.program(start, content.first(head), stop, advance)
            .and_then([&] { return flash_.program(start + Size(behind), content.subspan(behind), stop, advance); })
            .and_then([&] { return flash_.program(start + Size(head), page, stop, advance); })
            .and_then([&] { return flash_.program(start + Size(head), content.subspan(head, word_size), stop); });
    }

    Result<bool> check(const SectorTask &task, std::span<const std::uint8_t> content, const std::stop_token &stop)
    {
        Bytes held(content.size());
        std::uint64_t read_back = 0;
        const Result<void> read = flash_.read(Address(task.sector), held, stop, [&](std::uint64_t bytes) {
            read_back += bytes;
            tell(task, sector_size * write_share + read_back * (shares - write_share));
        });
        if (!read)
            return failure(read.error());
        if (std::ranges::equal(held, content))
            return true;
        // Told from a fault of the line by looking again.
        const Result<void> again = flash_.read_steady(Address(task.sector), held, stop);
        if (!again)
            return failure(again.error());
        return std::ranges::equal(held, content);
    }

    // `shares_done` of the sector's bytes, which count for as much as is the caller's.
    void tell(const SectorTask &task, std::uint64_t shares_done)
    {
        const QString what = Text::tr("Writing %1 to %2").arg(task.parts.front().name, to_string(Address(task.sector)));
        say(what, done_ + shares_done * task.bytes() / (sector_size * shares));
    }

    void say(const QString &what, std::uint64_t done)
    {
        now_ = what;
        job_.report(what, done, total_);
    }

    Error with_board_state(Error error, SectorIndex sector) const
    {
        QStringList sentences { error.message };
        if (state_ == State::old && report_.written == 0) {
            sentences << Text::tr("Nothing on the board was changed.");
        } else {
            if (state_ != State::old)
                sentences << describe(state_, sector);
            sentences
                << Text::tr("%1 of %2 sectors are complete, the others hold what they held.").arg(report_.written + report_.unchanged).arg(report_.sectors);
        }
        error.message = sentences.join(u' ');
        return error;
    }

    // Of a sector's time: reading it back takes about three times as long as writing it.
    static constexpr std::uint64_t shares = 4;
    static constexpr std::uint64_t write_share = 1;

    SpiFlash &flash_;
    std::span<const SectorTask> tasks_;
    const Job &job_;
    WriteReport report_;
    State state_ = State::old;
    QString now_; // the last report
    std::uint64_t done_ = 0;
    std::uint64_t total_ = 0;
};

} // namespace

Result<WriteReport> FlashClient::Session::write(std::span<const SectorTask> tasks, const Job &job)
{
    return SectorWriter(flash_, tasks, job).run();
}

} // namespace espseal::loader
