// SPDX-License-Identifier: Apache-2.0
#include "app/studio/document/plan_document.h"

#include "core/flash/check.h"

#include <utility>

namespace espseal::studio {

// Plans are small values that share what did not change, so a step keeps both sides.
class PlanDocument::EditCommand final : public QUndoCommand {
public:
    EditCommand(PlanDocument &document, flash::Plan after, const QString &text, int drag)
        : QUndoCommand(text)
        , document_(document)
        , before_(document.plan_)
        , after_(std::move(after))
        , drag_(drag)
    {
    }

    int id() const override { return drag_; }
    bool mergeWith(const QUndoCommand *newer) override
    {
        const auto &next = static_cast<const EditCommand &>(*newer);
        after_ = next.after_;
        setText(next.text());
        setObsolete(before_ == after_);
        return true;
    }
    void redo() override { document_.show(after_); }
    void undo() override { document_.show(before_); }

private:
    PlanDocument &document_;
    flash::Plan before_;
    flash::Plan after_;
    int drag_; // equal numbers merge; -1 never does
};

bool is_written(const flash::Region &region, const flash::Plan &plan)
{
    if (!region.is_placed())
        return false;
    if (region.role == flash::RegionRole::agent_settings)
        return plan.agent.role != wire::AgentRole::none;
    return !region.file.isEmpty() || !region.credential.isEmpty();
}

namespace {

flash::Plan without_measures(flash::Plan plan)
{
    for (flash::Region &region : plan.regions) {
        region.content = {};
        region.image = {};
    }
    return plan;
}

} // namespace

PlanDocument::PlanDocument(QObject *parent)
    : QObject(parent)
{
    connect(&undo_, &QUndoStack::indexChanged, this, &PlanDocument::state_changed);
}

QStringList PlanDocument::written_regions() const
{
    QStringList names;
    for (const flash::Region &region : plan_.regions)
        if (is_written(region, plan_))
            names.append(region.name);
    return names;
}

void PlanDocument::replace(flash::Plan plan, const QString &path)
{
    undo_.clear();
    plan_ = std::move(plan);
    saved_ = without_measures(plan_);
    path_ = path;
    file_findings_.clear();
    Q_EMIT replaced();
    refresh();
    Q_EMIT state_changed();
}

void PlanDocument::saved(const QString &path)
{
    path_ = path;
    saved_ = without_measures(plan_);
    modified_ = false;
    undo_.setClean();
    Q_EMIT state_changed();
}

Result<void> PlanDocument::apply(const flash::Edit &edit)
{
    return push(edit, -1);
}

Result<void> PlanDocument::apply_dragged(const flash::Edit &edit, int drag)
{
    return push(edit, drag);
}

Result<void> PlanDocument::push(const flash::Edit &edit, int drag)
{
    flash::Plan after = plan_;
    const Result<flash::Edit> inverse = flash::apply(after, edit);
    if (!inverse)
        return failure(inverse.error());
    if (!(after == plan_))
        undo_.push(new EditCommand(*this, std::move(after), flash::describe(edit), drag));
    return {};
}

void PlanDocument::show(const flash::Plan &plan)
{
    plan_ = plan;
    refresh();
}

Result<void> PlanDocument::apply_fix(const FixAction &fix)
{
    const Result<flash::Edit> edit = flash::edit_for(plan_, fix);
    return edit ? apply(*edit) : failure(edit.error());
}

QList<Finding> PlanDocument::findings_after(const flash::Edit &edit) const
{
    flash::Plan tried = plan_;
    return flash::apply(tried, edit) ? flash::findings_without_fixes(tried) : findings_;
}

void PlanDocument::set_measured(const flash::Plan &measured, QList<Finding> file_findings)
{
    flash::Plan next = plan_;
    for (flash::Region &region : next.regions) {
        const flash::Region *read = measured.find(region.name);
        if (read && read->file == region.file && read->credential == region.credential) {
            region.content = read->content;
            region.image = read->image;
        }
    }
    if (next == plan_ && file_findings == file_findings_)
        return;
    plan_ = std::move(next);
    file_findings_ = std::move(file_findings);
    refresh();
}

void PlanDocument::refresh()
{
    findings_ = flash::check(plan_) + file_findings_;
    erase_preview_ = flash::erase_preview(plan_, written_regions());
    const bool was_modified = std::exchange(modified_, without_measures(plan_) != saved_);
    Q_EMIT changed();
    if (was_modified != modified_)
        Q_EMIT state_changed();
}

} // namespace espseal::studio
