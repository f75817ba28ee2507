// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QUndoStack>

#include "core/base/finding.h"
#include "core/flash/edit.h"
#include "core/flash/layout.h"
#include "core/flash/plan.h"

namespace espseal::studio {

// The open plan: every change is an undo step around core's edits, and the findings follow each change.
class PlanDocument final : public QObject {
    Q_OBJECT
public:
    explicit PlanDocument(QObject *parent = nullptr);

    [[nodiscard]] const flash::Plan &plan() const { return plan_; }
    [[nodiscard]] const QList<Finding> &findings() const { return findings_; } // of the plan, then of its files
    [[nodiscard]] const flash::ErasePreview &erase_preview() const { return erase_preview_; } // of writing everything that has content
    [[nodiscard]] QStringList written_regions() const; // those with content, and the agent's settings
    // Also the steps of what belongs to the document without being in the plan: certificates on their way to the bin.
    [[nodiscard]] QUndoStack &undo() { return undo_; }
    [[nodiscard]] const QString &path() const { return path_; } // empty: never saved
    // The plan is not what was saved or opened. Undo steps of other things (a certificate in the bin) do not count, nor do measured sizes.
    [[nodiscard]] bool is_modified() const { return modified_; }

    // A plan from elsewhere; the undo steps are forgotten. `path` empty: not saved yet.
    void replace(flash::Plan plan, const QString &path);
    void saved(const QString &path);

    // One undo step. Errors as core's apply(), with the plan unchanged.
    [[nodiscard]] Result<void> apply(const flash::Edit &edit);
    // One step for a whole drag: steps with the same `drag` merge, and one that ends where it began is dropped.
    [[nodiscard]] Result<void> apply_dragged(const flash::Edit &edit, int drag);
    [[nodiscard]] Result<void> apply_fix(const FixAction &fix);
    // The plan as it would be; the findings of that, without computed fixes. For previews while dragging.
    [[nodiscard]] QList<Finding> findings_after(const flash::Edit &edit) const;

    // What reading the contents told: sizes and images for regions that still name the same content, and findings about files.
    // No undo step: it follows from the plan.
    void set_measured(const flash::Plan &measured, QList<Finding> file_findings);

Q_SIGNALS:
    void changed(); // plan and findings; also after replace()
    void replaced(); // before changed(): another plan
    void state_changed(); // path or modified mark

private:
    class EditCommand;
    [[nodiscard]] Result<void> push(const flash::Edit &edit, int drag);
    void show(const flash::Plan &plan);
    void refresh();

    flash::Plan plan_;
    QList<Finding> findings_;
    QList<Finding> file_findings_;
    flash::ErasePreview erase_preview_;
    QUndoStack undo_;
    QString path_;
    flash::Plan saved_; // without what is measured
    bool modified_ = false;
};

// What the studio writes of a plan: regions with a file or a credential, and the agent's settings.
[[nodiscard]] bool is_written(const flash::Region &region, const flash::Plan &plan);

} // namespace espseal::studio
