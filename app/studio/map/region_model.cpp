// SPDX-License-Identifier: Apache-2.0
#include "app/studio/map/region_model.h"

#include "app/studio/document/flash_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

RegionState state_of(const flash::Region &region, bool listed, const PlanDocument &document, QString &complaint)
{
    bool doubtful = false;
    for (const Finding &finding : document.findings()) {
        if (!finding.regions.contains(region.name) || finding.severity == Severity::info)
            continue;
        if (complaint.isEmpty() || finding.severity == Severity::error)
            complaint = finding.message;
        if (finding.severity == Severity::error)
            return RegionState::conflict;
        doubtful = true;
    }
    if (doubtful)
        return RegionState::doubtful;
    if (!listed || flash::is_system(region.role))
        return RegionState::reserved;
    if (!region.is_placed())
        return RegionState::unplaced;
    if (is_written(region, document.plan()))
        return RegionState::written;
    return flash::is_credential(region.role) && !region.made_on_device ? RegionState::missing : RegionState::untouched;
}

QList<RegionRow> rows_of(const PlanDocument &document, const BoardSnapshot *board)
{
    const flash::Plan &plan = document.plan();
    QList<RegionRow> rows;
    const auto add = [&](const flash::Region &region) {
        RegionRow row { .region = region, .listed = plan.find(region.name) != nullptr };
        row.state = state_of(region, row.listed, document, row.complaint);
        if (board)
            row.board = on_board(region, board->runs);
        rows.append(row);
    };
    for (const flash::Region &region : flash::all_regions(plan))
        add(region);
    for (const flash::Region &region : plan.regions)
        if (std::ranges::none_of(rows, [&](const RegionRow &row) { return row.region.name == region.name; }))
            add(region);
    return rows;
}

QString text_of(const RegionRow &row, int column)
{
    const flash::Region &region = row.region;
    switch (column) {
    case RegionModel::name_column:
        return row.listed ? region.name : flash::role_title(region.role);
    case RegionModel::start_column:
        return region.is_placed() ? to_string(region.slot.start) : QString();
    case RegionModel::end_column:
        return region.is_placed() ? to_string(Address(region.slot.end().value() - 1)) : QString();
    case RegionModel::size_column:
        return region.is_placed() ? to_string(region.slot.size) : QString();
    case RegionModel::sectors_column:
        return region.is_placed() ? QString::number(region.slot.size.sectors()) : QString();
    case RegionModel::source_column:
        return source_text(region);
    case RegionModel::state_column:
        return state_word(row.state);
    case RegionModel::board_column:
        return board_word(region, row.board);
    default:
        return {};
    }
}

Tone board_tone(RegionOnBoard::State state)
{
    switch (state) {
    case RegionOnBoard::State::same:
        return Tone::good;
    case RegionOnBoard::State::different:
        return Tone::bad;
    case RegionOnBoard::State::unread:
    case RegionOnBoard::State::erased:
    case RegionOnBoard::State::foreign:
        return Tone::neutral;
    }
    return Tone::neutral;
}

QString board_icon(RegionOnBoard::State state)
{
    switch (state) {
    case RegionOnBoard::State::same:
        return u"ok"_s;
    case RegionOnBoard::State::different:
        return u"compare"_s;
    case RegionOnBoard::State::erased:
        return u"erase"_s;
    case RegionOnBoard::State::foreign:
        return u"help"_s;
    case RegionOnBoard::State::unread:
        return {};
    }
    return {};
}

QVariant sort_value(const RegionRow &row, int column)
{
    switch (column) {
    case RegionModel::start_column:
        return QVariant::fromValue<quint64>(row.region.slot.start.value());
    case RegionModel::end_column:
        return QVariant::fromValue<quint64>(row.region.slot.end().value());
    case RegionModel::size_column:
    case RegionModel::sectors_column:
        return QVariant::fromValue<quint64>(row.region.slot.size.value());
    default:
        return text_of(row, column);
    }
}

} // namespace

RegionModel::RegionModel(PlanDocument &document, QObject *parent)
    : RowsModel(parent)
    , document_(document)
{
    connect(&document, &PlanDocument::changed, this, &RegionModel::refresh);
    refresh();
}

void RegionModel::follow(const BoardReading &reading)
{
    reading_ = &reading;
    connect(&reading, &BoardReading::changed, this, &RegionModel::refresh);
    refresh();
}

void RegionModel::refresh()
{
    set_rows(rows_of(document_, board()));
}

QVariant RegionModel::value(const RegionRow &row, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return text_of(row, column);
    case sort_role:
        return sort_value(row, column);
    case Qt::ToolTipRole:
        if (column == state_column && !row.complaint.isEmpty())
            return row.complaint;
        if (column == source_column && !row.region.file.isEmpty())
            return row.region.file;
        return column == name_column ? flash::role_title(row.region.role) : text_of(row, column);
    case Qt::AccessibleTextRole:
        return u"%1: %2"_s.arg(title(column), text_of(row, column));
    case Qt::TextAlignmentRole:
        return column >= size_column && column <= sectors_column ? int(Qt::AlignRight | Qt::AlignVCenter) : int(Qt::AlignLeft | Qt::AlignVCenter);
    case fixed_role:
        return column == start_column || column == end_column;
    case key_role:
        return row.region.name;
    case tone_role:
        if (column == board_column && row.board.state != RegionOnBoard::State::unread)
            return static_cast<int>(board_outdated() ? Tone::neutral : board_tone(row.board.state));
        return column == state_column ? QVariant(static_cast<int>(state_tone(row.state))) : QVariant();
    case icon_name_role:
        if (column == state_column)
            return state_icon(row.state);
        if (column == board_column)
            return board_icon(row.board.state);
        return column == name_column ? QVariant(role_icon(row.region.role)) : QVariant();
    default:
        return {};
    }
}

QString RegionModel::title(int column) const
{
    switch (column) {
    case name_column:
        return tr("Region");
    case start_column:
        return tr("Start");
    case end_column:
        return tr("End");
    case size_column:
        return tr("Size");
    case sectors_column:
        return tr("Sectors");
    case source_column:
        return tr("Content");
    case state_column:
        return tr("State");
    case board_column:
        return tr("On the board");
    default:
        return {};
    }
}

QString state_word(RegionState state)
{
    switch (state) {
    case RegionState::conflict:
        return RegionModel::tr("conflict");
    case RegionState::doubtful:
        return RegionModel::tr("look at it");
    case RegionState::written:
        return RegionModel::tr("to be written");
    case RegionState::missing:
        return RegionModel::tr("no content yet");
    case RegionState::untouched:
        return RegionModel::tr("left as it is");
    case RegionState::reserved:
        return RegionModel::tr("reserved");
    case RegionState::unplaced:
        return RegionModel::tr("not placed");
    }
    return {};
}

QString board_word(const flash::Region &region, const RegionOnBoard &board)
{
    switch (board.state) {
    case RegionOnBoard::State::unread:
        return RegionModel::tr("not read");
    case RegionOnBoard::State::same:
        return sector_state_word(provision::SectorState::same);
    case RegionOnBoard::State::different:
        return board.sectors == 1 ? sector_state_word(provision::SectorState::different)
                                  : RegionModel::tr("%1 of %n sector(s) differ", nullptr, static_cast<int>(board.sectors)).arg(board.wrong);
    case RegionOnBoard::State::erased:
        return sector_state_word(provision::SectorState::erased);
    case RegionOnBoard::State::foreign:
        return region.made_on_device ? RegionModel::tr("the board's own") : sector_state_word(provision::SectorState::foreign);
    }
    return {};
}

Tone state_tone(RegionState state)
{
    switch (state) {
    case RegionState::conflict:
        return Tone::bad;
    case RegionState::doubtful:
    case RegionState::missing:
    case RegionState::unplaced:
        return Tone::caution;
    case RegionState::written:
        return Tone::info;
    case RegionState::untouched:
    case RegionState::reserved:
        return Tone::neutral;
    }
    return Tone::neutral;
}

QString state_icon(RegionState state)
{
    switch (state) {
    case RegionState::conflict:
        return u"error"_s;
    case RegionState::doubtful:
        return u"warning"_s;
    case RegionState::written:
        return u"provision"_s;
    case RegionState::missing:
    case RegionState::unplaced:
        return u"help"_s;
    case RegionState::untouched:
        return u"minus"_s;
    case RegionState::reserved:
        return u"lock"_s;
    }
    return {};
}

} // namespace espseal::studio
