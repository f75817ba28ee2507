// SPDX-License-Identifier: Apache-2.0
#include "app/studio/shell/palette_model.h"

#include "app/studio/document/flash_text.h"
#include "app/studio/studio.h"
#include "app/studio/widgets/action_button.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

// All words must occur; words at the start of the text count most. -1: no match.
int score_of(const QString &text, const QStringList &words)
{
    int score = 0;
    for (const QString &word : words) {
        const qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive);
        if (at < 0)
            return -1;
        score += at == 0 ? 3 : text.at(at - 1).isSpace() ? 2 : 1;
    }
    return score;
}

QString icon_of(const QString &id)
{
    const auto found = std::ranges::find_if(action_table(), [&](const ActionSpec &spec) { return spec.id == id; });
    return found != action_table().end() && found->icon ? QString::fromLatin1(found->icon) : u"chevron-right"_s;
}

QList<PaletteRow> all_rows(const Studio &studio)
{
    QList<PaletteRow> rows;
    for (const QString &id : studio.actions.ids()) {
        const QAction *action = studio.actions.find(id);
        const bool enabled = action->isEnabled();
        rows.append({ u"action:"_s + id, plain_text(*action), enabled ? action->shortcut().toString(QKeySequence::NativeText) : studio.actions.reason(id),
            icon_of(id), enabled });
    }
    for (const DeviceEntry &device : studio.devices.devices())
        rows.append({ u"device:"_s + device.port, PaletteModel::tr("Choose device %1").arg(device.name()), status_word(device), u"devices"_s });
    for (const StoredCredential &credential : studio.workspace.credentials())
        rows.append({ u"certificate:"_s + credential.name, PaletteModel::tr("Go to certificate %1").arg(credential.certificate.display_name()), {},
            u"certificates"_s });
    for (const flash::Region &region : studio.document.plan().regions)
        rows.append({ u"region:"_s + region.name, PaletteModel::tr("Go to region %1").arg(region.name), to_string(region.slot.start), u"map"_s });
    return rows;
}

} // namespace

void PaletteModel::search(const Studio &studio, const QString &words)
{
    const QStringList parts = words.split(u' ', Qt::SkipEmptyParts);
    QList<std::pair<int, PaletteRow>> found;
    for (const PaletteRow &row : all_rows(studio))
        if (const int score = score_of(row.text, parts); score >= 0)
            found.append({ score + (row.enabled ? 4 : 0), row });
    std::ranges::stable_sort(found, std::ranges::greater(), [](const auto &pair) { return pair.first; });
    QList<PaletteRow> rows;
    for (auto &[score, row] : found)
        rows.append(std::move(row));
    set_rows(std::move(rows));
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex &index) const
{
    const PaletteRow *row = at(index);
    return row && row->enabled ? RowsModel::flags(index) : Qt::ItemIsSelectable;
}

QVariant PaletteModel::value(const PaletteRow &row, int, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return row.text;
    case detail_role:
        return row.hint;
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
        return row.hint.isEmpty() ? row.text : u"%1, %2"_s.arg(row.text, row.hint);
    case icon_name_role:
        return row.icon;
    case sort_role:
    case key_role:
        return row.key;
    default:
        return {};
    }
}

QString PaletteModel::title(int) const
{
    return tr("Find or run");
}

bool run_palette_row(Studio &studio, const PaletteRow &row)
{
    const QString what = row.key.section(u':', 0, 0);
    const QString name = row.key.section(u':', 1);
    if (what == "action"_L1) {
        QAction *action = studio.actions.find(name);
        if (!action || !action->isEnabled())
            return false;
        action->trigger();
    } else if (what == "device"_L1) {
        studio.devices.choose(name);
        studio.selection.go(Page::devices);
        studio.selection.select({ .kind = Subject::Kind::device, .key = name });
    } else if (what == "certificate"_L1) {
        studio.selection.go(Page::certificates);
        studio.selection.select({ .kind = Subject::Kind::certificate, .key = name });
    } else {
        studio.selection.go(Page::map);
        studio.selection.select({ .kind = Subject::Kind::region, .key = name });
    }
    return true;
}

} // namespace espseal::studio
