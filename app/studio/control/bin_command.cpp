// SPDX-License-Identifier: Apache-2.0
#include "app/studio/control/bin_command.h"

#include "app/studio/workspace/bin.h"

namespace espseal::studio {

BinCommand::BinCommand(Studio &studio, QStringList names, const QString &title)
    : QUndoCommand(tr("Remove %1").arg(title))
    , studio_(studio)
    , title_(title)
    , state_(std::make_shared<State>(State { .names = std::move(names), .ids = {} }))
{
}

void BinCommand::redo()
{
    run(tr("Move %1 to the bin").arg(title_), true);
}

void BinCommand::undo()
{
    run(tr("Restore %1").arg(title_), false);
}

// Works on the folder run one after the other, so a step taken back at once still finds what it needs.
void BinCommand::run(const QString &title, bool to_bin)
{
    studio_.workspace.run(
        title,
        [state = state_, to_bin](const KeyFolder &folder, const Job &) -> Result<QStringList> {
            Result<QStringList> moved = to_bin ? move_to_bin(folder.path(), state->names) : restore_from_bin(folder.path(), state->ids);
            if (!moved)
                return moved;
            (to_bin ? state->ids : state->names) = *moved;
            return to_bin ? QStringList() : *moved;
        },
        &studio_.workspace,
        [&studio = studio_](const Result<QStringList> &names) {
            if (!names)
                return studio.notify(names.error());
            if (!names->isEmpty())
                Q_EMIT studio.workspace.added(*names);
        });
}

} // namespace espseal::studio
