// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/batch_model.h"

#include "app/studio/theme/tones.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString word(BatchLine::State state)
{
    switch (state) {
    case BatchLine::State::ready:
        return BatchModel::tr("ready");
    case BatchLine::State::bad:
        return BatchModel::tr("problem");
    case BatchLine::State::made:
        return BatchModel::tr("made");
    case BatchLine::State::kept:
        return BatchModel::tr("was there");
    }
    return {};
}

Tone tone(BatchLine::State state)
{
    switch (state) {
    case BatchLine::State::ready:
        return Tone::neutral;
    case BatchLine::State::bad:
        return Tone::bad;
    case BatchLine::State::made:
        return Tone::good;
    case BatchLine::State::kept:
        return Tone::info;
    }
    return Tone::neutral;
}

QString icon(BatchLine::State state)
{
    switch (state) {
    case BatchLine::State::ready:
        return u"pending"_s;
    case BatchLine::State::bad:
        return u"error"_s;
    case BatchLine::State::made:
    case BatchLine::State::kept:
        return u"ok"_s;
    }
    return {};
}

QString names_of(const pki::IssueChoices &choices)
{
    QStringList names;
    if (const QString name = choices.subject.value(pki::SubjectField::common_name); !name.isEmpty())
        names.append(name);
    for (const pki::AltName &name : choices.alt_names)
        if (!names.contains(name.value))
            names.append(name.value);
    return names.join(u", "_s);
}

} // namespace

void BatchModel::show_manifest(const pki::BatchManifest &manifest)
{
    QList<BatchLine> lines;
    for (const pki::BatchRow &row : manifest.rows)
        lines.append({ .line = row.line, .name = row.name, .names = names_of(row.choices), .mac = row.mac });
    for (const Finding &problem : manifest.problems) {
        const int line = problem.place.section(u':', 1).toInt();
        const auto known = std::ranges::find(lines, line, &BatchLine::line);
        if (known == lines.end())
            lines.append({ .line = line, .state = BatchLine::State::bad, .note = problem.message });
        else if (known->state == BatchLine::State::bad)
            known->note += u' ' + problem.message;
        else
            *known = { .line = line, .name = known->name, .names = known->names, .mac = known->mac, .state = BatchLine::State::bad, .note = problem.message };
    }
    std::ranges::sort(lines, {}, &BatchLine::line);
    set_rows(std::move(lines));
}

void BatchModel::show_result(const pki::BatchResult &result)
{
    QList<BatchLine> lines = rows();
    for (const pki::BatchItem &item : result.items)
        if (const auto known = std::ranges::find(lines, item.line, &BatchLine::line); known != lines.end())
            known->state = item.kept ? BatchLine::State::kept : BatchLine::State::made;
    set_rows(std::move(lines));
}

int BatchModel::count(BatchLine::State state) const
{
    return static_cast<int>(std::ranges::count(rows(), state, &BatchLine::state));
}

QVariant BatchModel::value(const BatchLine &line, int column, int role) const
{
    const QString text = column == state_column ? word(line.state)
        : column == line_column                 ? QString::number(line.line)
        : column == name_column                 ? line.name
        : column == names_column                ? (line.note.isEmpty() ? line.names : line.note)
                                                : line.mac;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return text;
    case sort_role:
        return column == line_column ? QVariant(line.line) : QVariant(text);
    case Qt::AccessibleTextRole:
        return u"%1: %2"_s.arg(title(column), text);
    case key_role:
        return line.line;
    case tone_role:
        return column == state_column ? QVariant(static_cast<int>(tone(line.state))) : QVariant();
    case icon_name_role:
        return column == state_column ? QVariant(icon(line.state)) : QVariant();
    case fixed_role:
        return column == mac_column;
    default:
        return {};
    }
}

QString BatchModel::title(int column) const
{
    switch (column) {
    case state_column:
        return tr("State");
    case line_column:
        return tr("Line");
    case name_column:
        return tr("Name");
    case names_column:
        return tr("Called, or what is wrong");
    case mac_column:
        return tr("MAC");
    default:
        return {};
    }
}

} // namespace espseal::studio
