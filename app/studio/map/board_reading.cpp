// SPDX-License-Identifier: Apache-2.0
#include "app/studio/map/board_reading.h"

#include <QCoreApplication>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

using provision::SectorState;

QString tr(const char *text, int count = -1)
{
    return QCoreApplication::translate("BoardReading", text, nullptr, count);
}

std::uint32_t count(const QList<provision::SectorRun> &runs, const Range &range, SectorState state)
{
    std::uint32_t sectors = 0;
    for (const provision::SectorRun &run : runs)
        if (run.state == state && run.range.overlaps(range))
            sectors += run.range.intersected(range).size.sectors();
    return sectors;
}

} // namespace

RegionOnBoard on_board(const flash::Region &region, const QList<provision::SectorRun> &runs)
{
    using State = RegionOnBoard::State;
    const Range place = region.slot.in_sectors();
    const auto [same, different, erased, foreign] = std::array { count(runs, place, SectorState::same), count(runs, place, SectorState::different),
        count(runs, place, SectorState::erased), count(runs, place, SectorState::foreign) };
    RegionOnBoard found { State::unread, place.size.sectors(), different };
    if (same + different == 0) {
        found.wrong = erased;
        found.state = foreign > 0 ? State::foreign : erased > 0 ? State::erased : State::unread;
        return found;
    }
    // Behind a program's end its slot may well be erased.
    const bool all_written = region.content && flash::is_code(region.role);
    found.wrong = different + (all_written ? count(runs, region.occupied().in_sectors(), SectorState::erased) : erased);
    found.state = found.wrong > 0 ? State::different : State::same;
    return found;
}

void BoardReading::show(BoardSnapshot snapshot)
{
    snapshot_ = std::move(snapshot);
    outdated_.clear();
    Q_EMIT changed();
}

void BoardReading::clear()
{
    if (!std::exchange(snapshot_, std::nullopt))
        return;
    outdated_.clear();
    Q_EMIT changed();
}

void BoardReading::set_outdated(const QString &why)
{
    if (snapshot_ && std::exchange(outdated_, why) != why)
        Q_EMIT changed();
}

QString sector_state_word(SectorState state)
{
    switch (state) {
    case SectorState::same:
        return tr("as planned");
    case SectorState::different:
        return tr("different");
    case SectorState::erased:
        return tr("erased");
    case SectorState::foreign:
        return tr("not ours");
    }
    return {};
}

QString ago_text(const QDateTime &then, const QDateTime &now)
{
    const qint64 minutes = then.secsTo(now) / 60;
    if (minutes < 1)
        return tr("just now");
    if (minutes < 60)
        return tr("%n minute(s) ago", static_cast<int>(minutes));
    return tr("%n hour(s) ago", static_cast<int>(minutes / 60));
}

QString snapshot_sentence(const BoardSnapshot &snapshot, const QDateTime &now)
{
    QStringList parts;
    for (const SectorState state : { SectorState::same, SectorState::different, SectorState::erased, SectorState::foreign }) {
        std::uint32_t sectors = 0;
        for (const provision::SectorRun &run : snapshot.runs)
            sectors += run.state == state ? run.range.size.sectors() : 0;
        if (sectors > 0)
            parts.append(
                (parts.isEmpty() ? tr("%n sector(s) %1", static_cast<int>(sectors)) : tr("%n %1", static_cast<int>(sectors))).arg(sector_state_word(state)));
    }
    return tr("%1, read %2: %3.").arg(snapshot.board, ago_text(snapshot.at, now), parts.isEmpty() ? tr("nothing") : parts.join(u", "_s));
}

} // namespace espseal::studio
