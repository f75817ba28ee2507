// SPDX-License-Identifier: Apache-2.0
#include "app/studio/control/plan_control.h"

#include "app/studio/control/session_fixes.h"
#include "app/studio/document/region_content.h"
#include "app/studio/studio.h"

#include "core/flash/plan_file.h"
#include "core/flash/suggest.h"
#include "core/provision/sample.h"

#include <QFileDialog>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr std::uint16_t usual_port = 8883; // MQTT over TLS
constexpr std::uint16_t calm_seconds = 15; // between two connections: time to read one handshake before the next

flash::RegionRole role_for_file(const QString &path)
{
    if (const auto name = flash::parse_image_file_name(QFileInfo(path).fileName()))
        return name->program == 2 ? flash::RegionRole::user2 : flash::RegionRole::user1;
    const QString base = QFileInfo(path).fileName();
    if (base.startsWith("boot"_L1))
        return flash::RegionRole::bootloader;
    if (base.startsWith("eagle.flash"_L1))
        return flash::RegionRole::eagle_flash;
    if (base.startsWith("eagle.irom"_L1))
        return flash::RegionRole::irom0text;
    if (base.startsWith("esp_init_data"_L1))
        return flash::RegionRole::phy_data;
    return flash::RegionRole::user;
}

} // namespace

Result<flash::Plan> new_plan_template()
{
    Result<flash::Plan> plan = provision::make_sample_plan(PlanControl::tr("New plan"), u"127.0.0.1"_s, usual_port);
    if (!plan)
        return plan;
    plan->agent.reconnect_seconds = calm_seconds;
    for (flash::Region &region : plan->regions)
        region.credential.clear();
    return plan;
}

PlanControl::PlanControl(Studio &studio, QWidget *window, QObject *parent)
    : QObject(parent)
    , studio_(studio)
    , window_(window)
{
    connect_files();
    connect_map();
    connect(&studio.document, &PlanDocument::changed, this, &PlanControl::follow);
    connect(&studio.document, &PlanDocument::state_changed, this, &PlanControl::follow);
    connect(&studio.selection, &Selection::subject_changed, this, &PlanControl::follow);
    follow();
}

void PlanControl::connect_files()
{
    ActionRegistry &actions = studio_.actions;
    actions.on(action::file_new, this, [this] { new_plan(); });
    const auto ask = [this](QFileDialog::AcceptMode mode, const QString &title, const QString &filter, auto then) {
        return [this, mode, title, filter, then] {
            auto *dialog = new QFileDialog(window_, title);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            dialog->setAcceptMode(mode);
            dialog->setFileMode(mode == QFileDialog::AcceptSave ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
            dialog->setNameFilter(filter);
            if (mode == QFileDialog::AcceptSave)
                dialog->setDefaultSuffix(u"json"_s);
            connect(dialog, &QFileDialog::fileSelected, this, then);
            dialog->open();
        };
    };
    const QString plans = tr("Flash plans (*.json)");
    const auto save_as = ask(QFileDialog::AcceptSave, tr("Save plan"), plans, [this](const QString &path) { save(path); });
    actions.on(action::file_open, this, ask(QFileDialog::AcceptOpen, tr("Open plan"), plans, [this](const QString &path) { open(path); }));
    actions.on(action::file_save_as, this, save_as);
    actions.on(action::file_save, this, [this, save_as] {
        if (studio_.document.path().isEmpty())
            save_as();
        else
            save(studio_.document.path());
    });
    actions.on(action::map_add_file, this,
        ask(QFileDialog::AcceptOpen, tr("Add file to the map"), tr("All files (*)"), [this](const QString &path) { add_file(path); }));
}

void PlanControl::connect_map()
{
    ActionRegistry &actions = studio_.actions;
    QUndoStack &undo = studio_.document.undo();
    actions.on(action::edit_undo, &undo, [&undo] { undo.undo(); });
    actions.on(action::edit_redo, &undo, [&undo] { undo.redo(); });
    actions.on(action::map_suggest, this, [this] { suggest(); });
    actions.on(action::map_remove, this, [this] { remove_region(studio_.selection.subject().key); });
}

void PlanControl::new_plan()
{
    Result<flash::Plan> plan = new_plan_template();
    if (!plan)
        return studio_.notify(plan.error());
    studio_.document.replace(*std::move(plan), {});
    studio_.selection.select({});
}

void PlanControl::open(const QString &path)
{
    studio_.jobs.start<flash::Plan>(
        tr("Open %1").arg(QFileInfo(path).fileName()), [path](const Job &) { return flash::load_plan(path); }, this,
        [this, path](Result<flash::Plan> plan) {
            if (!plan)
                return studio_.notify(plan.error());
            studio_.document.replace(*std::move(plan), path);
            studio_.settings.add_recent_plan(path);
            studio_.selection.select({});
            studio_.selection.go(Page::map);
        });
}

void PlanControl::save(const QString &path)
{
    studio_.jobs.start<bool>(
        tr("Save %1").arg(QFileInfo(path).fileName()),
        [path, plan = studio_.document.plan()](const Job &) { return flash::save_plan(plan, path).transform([] { return true; }); }, this,
        [this, path](Result<bool> done) {
            if (!done)
                return studio_.notify(done.error());
            studio_.document.saved(path);
            studio_.settings.add_recent_plan(path);
        });
}

void PlanControl::suggest()
{
    const flash::Plan &plan = studio_.document.plan();
    const Result<flash::Suggestion> suggestion = flash::suggest(plan);
    if (!suggestion)
        return studio_.notify(suggestion.error());
    flash::EditList edits;
    for (const flash::Region &wanted : suggestion->plan.regions) {
        const flash::Region *now = plan.find(wanted.name);
        if (!now || now->slot == wanted.slot)
            continue;
        edits.edits.push_back({ flash::ResizeRegion { wanted.name, wanted.slot.size } });
        edits.edits.push_back({ flash::MoveRegion { wanted.name, wanted.slot.start } });
    }
    if (edits.edits.empty())
        return studio_.notify(Notice { Tone::good, tr("Everything is at its usual place already."), {}, u"suggest"_s });
    apply({ edits });
}

void PlanControl::add_file(const QString &path)
{
    const flash::Plan &plan = studio_.document.plan();
    const flash::RegionRole role = role_for_file(path);
    if (const flash::Region *known = role == flash::RegionRole::user ? nullptr : plan.find(role)) {
        apply(fill_with_file(*known, path));
        return studio_.selection.select({ .kind = Subject::Kind::region, .key = known->name });
    }
    flash::Region region;
    region.name = flash::free_name(plan, QFileInfo(path).completeBaseName());
    region.role = role;
    region.file = path;
    const Size size = Size(static_cast<std::uint64_t>(std::max<qint64>(1, QFileInfo(path).size()))).in_sectors();
    const Address near(plan.chip.value() / 2);
    if (const std::optional<Range> place = flash::nearest_free(flash::free_ranges(plan), near, size))
        region.slot = *place;
    const QString name = region.name;
    apply({ flash::AddRegion { std::move(region) } });
    studio_.selection.select({ .kind = Subject::Kind::region, .key = name });
}

void PlanControl::remove_region(const QString &name)
{
    apply({ flash::RemoveRegion { name } });
}

void PlanControl::apply(const flash::Edit &edit)
{
    if (const Result<void> done = studio_.document.apply(edit); !done)
        studio_.notify(done.error());
}

void PlanControl::leave_to_device()
{
    if (const flash::EditList edits = leave_identities_to_device(studio_.document.plan()); !edits.edits.empty())
        apply({ edits });
}

void PlanControl::fix(const FixAction &action)
{
    if (QAction *known = studio_.actions.find(action.action)) {
        known->trigger();
        return;
    }
    const flash::Region *region = studio_.document.plan().find(action.region);
    const Result<void> done = region && action.action.startsWith(put_action)
        ? studio_.document.apply(fill_with_credential(*region, action.action.mid(put_action.size())))
        : studio_.document.apply_fix(action);
    if (!done)
        return studio_.notify(done.error());
    studio_.selection.go(Page::map);
    if (!action.region.isEmpty())
        studio_.selection.select({ .kind = Subject::Kind::region, .key = action.region });
}

void PlanControl::follow()
{
    ActionRegistry &actions = studio_.actions;
    QUndoStack &undo = studio_.document.undo();
    actions.action(action::edit_undo).setText(undo.canUndo() ? tr("&Undo: %1").arg(undo.undoText()) : tr("&Undo"));
    actions.action(action::edit_redo).setText(undo.canRedo() ? tr("&Redo: %1").arg(undo.redoText()) : tr("&Redo"));
    actions.set_enabled(action::edit_undo, undo.canUndo(), tr("There is no change to take back."));
    actions.set_enabled(action::edit_redo, undo.canRedo(), tr("No change was taken back."));
    const Subject &subject = studio_.selection.subject();
    const flash::Region *region = subject.kind == Subject::Kind::region ? studio_.document.plan().find(subject.key) : nullptr;
    actions.set_enabled(action::map_remove, region, tr("Select a region of the plan first."));
}

} // namespace espseal::studio
