// SPDX-License-Identifier: Apache-2.0
#include "app/studio/problems/problem_list.h"

#include "app/studio/theme/tones.h"
#include "app/studio/widgets/card.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString severity_word(Severity severity)
{
    switch (severity) {
    case Severity::info:
        return ProblemList::tr("note");
    case Severity::warning:
        return ProblemList::tr("warning");
    case Severity::error:
        return ProblemList::tr("error");
    }
    return {};
}

} // namespace

QString source_title(ProblemSource source)
{
    switch (source) {
    case ProblemSource::devices:
        return ProblemList::tr("Devices");
    case ProblemSource::certificates:
        return ProblemList::tr("Certificates");
    case ProblemSource::map:
        return ProblemList::tr("Flash map");
    case ProblemSource::provision:
        return ProblemList::tr("Provision");
    case ProblemSource::monitor:
        return ProblemList::tr("Monitor");
    }
    return {};
}

void ProblemList::set(ProblemSource source, const QList<Finding> &findings)
{
    QList<ProblemRow> next;
    for (const ProblemRow &row : rows())
        if (row.source != source)
            next.append(row);
    QHash<QString, int> seen;
    for (const Finding &finding : findings) {
        const QString base = u"%1/%2/%3/%4"_s.arg(static_cast<int>(source)).arg(finding.code, finding.regions.join(u','), finding.place);
        next.append({ source, finding, u"%1/%2"_s.arg(base).arg(seen[base]++) });
    }
    std::ranges::stable_sort(next, [](const ProblemRow &a, const ProblemRow &b) {
        return a.finding.severity != b.finding.severity ? a.finding.severity > b.finding.severity : a.source < b.source;
    });
    set_rows(std::move(next));
    Q_EMIT changed();
}

int ProblemList::count(Severity severity) const
{
    return static_cast<int>(std::ranges::count(rows(), severity, [](const ProblemRow &row) { return row.finding.severity; }));
}

int ProblemList::count(ProblemSource source) const
{
    return static_cast<int>(
        std::ranges::count_if(rows(), [source](const ProblemRow &row) { return row.source == source && row.finding.severity != Severity::info; }));
}

QVariant ProblemList::value(const ProblemRow &row, int column, int role) const
{
    const Tone tone = tone_of(row.finding.severity);
    const QString text = column == severity_column ? severity_word(row.finding.severity)
        : column == source_column                  ? source_title(row.source)
                                                   : row.finding.message;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return text;
    case sort_role:
        return column == severity_column ? QVariant(static_cast<int>(row.finding.severity)) : QVariant(text);
    case Qt::AccessibleTextRole:
        return u"%1: %2"_s.arg(title(column), text);
    case key_role:
        return row.key;
    case tone_role:
        return column == severity_column ? QVariant(static_cast<int>(tone)) : QVariant();
    case icon_name_role:
        return column == severity_column ? QVariant(tone_icon(tone)) : QVariant();
    default:
        return {};
    }
}

QString ProblemList::title(int column) const
{
    switch (column) {
    case severity_column:
        return tr("Severity");
    case source_column:
        return tr("Where");
    case message_column:
        return tr("What");
    default:
        return {};
    }
}

} // namespace espseal::studio
