// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCoreApplication>
#include <QPointer>
#include <QStringList>
#include <QUndoCommand>

#include "app/studio/studio.h"

namespace espseal::studio {

// Certificates on their way to the bin, as an undo step: it keeps names, never a key; the files wait in the bin.
class BinCommand final : public QUndoCommand {
    Q_DECLARE_TR_FUNCTIONS(BinCommand)
public:
    // `title`: what the undo menu calls it.
    BinCommand(Studio &studio, QStringList names, const QString &title);

    void redo() override;
    void undo() override;

private:
    struct State { // outlives the command while a job runs
        QStringList names;
        QStringList ids; // in the bin; empty while they are in the workspace
    };
    void run(const QString &title, bool to_bin);

    Studio &studio_;
    QString title_;
    std::shared_ptr<State> state_;
};

} // namespace espseal::studio
