// SPDX-License-Identifier: Apache-2.0
#include "app/studio/inspector/inspector.h"

#include "app/studio/control/fix_runner.h"
#include "app/studio/control/plan_control.h"
#include "app/studio/control/session_fixes.h"
#include "app/studio/inspector/certificate_view.h"
#include "app/studio/inspector/content_view.h"
#include "app/studio/inspector/describe.h"
#include "app/studio/map/agent_editor.h"
#include "app/studio/map/region_editor.h"
#include "app/studio/studio.h"

#include <QApplication>
#include <QLineEdit>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

InspectorContent nothing()
{
    return { .icon = u"inspector"_s,
        .title = Inspector::tr("Nothing selected"),
        .subtitle = Inspector::tr("Choose a board, a certificate, a region or a message to see what is known about it.") };
}

} // namespace

Inspector::Inspector(Studio &studio, RegionModel &regions, PlanControl &plans, FixRunner &fixes, QWidget *parent)
    : QWidget(parent)
    , studio_(studio)
    , regions_(regions)
    , plans_(plans)
    , verdicts_(studio)
    , stack_(new QStackedWidget)
    , view_(new ContentView(studio.actions))
    , certificate_(new CertificateView(studio.actions))
{
    setAccessibleName(tr("Inspector"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    stack_->addWidget(view_);
    stack_->addWidget(certificate_);
    column->addWidget(stack_);
    connect(view_, &ContentView::fix_requested, &fixes, &FixRunner::run);
    connect(certificate_, &CertificateView::fix_requested, &fixes, &FixRunner::run);
    connect(&verdicts_, &VerdictWatch::changed, this, &Inspector::refresh_later);
    connect(&studio.judgements, &Judgements::changed, this, &Inspector::refresh_later);
    connect(&studio.selection, &Selection::subject_changed, this, &Inspector::refresh_later);
    connect(&studio.devices, &DeviceList::changed, this, [this] {
        if (studio_.selection.subject().kind == Subject::Kind::device)
            refresh_later();
    });
    connect(&studio.document, &PlanDocument::changed, this, &Inspector::refresh_later);
    connect(&studio.workspace, &Workspace::changed, this, &Inspector::refresh_later);
    connect(&studio.sessions, &SessionLog::changed, this, [this](const QList<quint64> &ids) {
        const Subject &subject = studio_.selection.subject();
        if (subject.kind == Subject::Kind::session && (ids.isEmpty() || ids.contains(subject.session)))
            refresh_later();
    });
    refresh();
}

// Queued: a button of the inspector itself may be what changed the selection.
void Inspector::refresh_later()
{
    if (std::exchange(waiting_, true))
        return;
    QTimer::singleShot(0, this, [this] {
        waiting_ = false;
        const bool same = shown_ == studio_.selection.subject();
        // An editor that holds the keyboard keeps it: its own fields follow the plan by themselves.
        const QWidget *focus = QApplication::focusWidget();
        if (same && qobject_cast<const QLineEdit *>(focus) && view_->isAncestorOf(focus))
            return;
        const int at = same ? view_->verticalScrollBar()->value() : 0;
        refresh();
        view_->verticalScrollBar()->setValue(at);
    });
}

void Inspector::refresh()
{
    const Subject &subject = studio_.selection.subject();
    shown_ = subject;
    switch (subject.kind) {
    case Subject::Kind::device:
        if (const DeviceEntry *device = studio_.devices.find(subject.key))
            return show_content(describe(*device));
        break;
    case Subject::Kind::certificate:
        if (const StoredCredential *credential = studio_.workspace.find(subject.key))
            return show_certificate(*credential);
        break;
    case Subject::Kind::request:
        if (const StoredRequest *request = studio_.workspace.find_request(subject.key))
            return show_content(describe(*request, studio_));
        break;
    case Subject::Kind::stored_key:
        for (const StoredKey &key : studio_.workspace.content().keys)
            if (key.name == subject.key)
                return show_content(describe(key));
        break;
    case Subject::Kind::bin_entry:
        for (const BinEntry &entry : studio_.workspace.content().bin)
            if (entry.id == subject.key)
                return show_content(describe(entry));
        break;
    case Subject::Kind::region:
        if (const int row = regions_.row_of(subject.key); row >= 0)
            return show_content(describe(regions_.rows().at(row), studio_.document), make_editor());
        break;
    case Subject::Kind::session:
        if (const monitor::Session *session = studio_.sessions.find(subject.session))
            return show_content(describe(*session, session_findings(studio_, subject.session)));
        break;
    case Subject::Kind::message:
        if (const monitor::Session *session = studio_.sessions.find(subject.session)) {
            const QList<LadderRow> rows = ladder_rows(*session);
            if (subject.row >= 0 && subject.row < rows.size())
                return show_content(describe(*session, rows.at(subject.row)));
        }
        break;
    case Subject::Kind::none:
        break;
    }
    show_content(nothing());
}

void Inspector::show_content(const InspectorContent &content, QWidget *editor)
{
    view_->show_content(content, editor);
    stack_->setCurrentWidget(view_);
}

void Inspector::show_certificate(const StoredCredential &credential)
{
    certificate_->show_certificate(describe(credential, studio_, verdicts_.of(credential.name)), credential.certificate);
    stack_->setCurrentWidget(certificate_);
}

QWidget *Inspector::make_editor()
{
    const flash::Region *region = studio_.document.plan().find(studio_.selection.subject().key);
    if (!region)
        return nullptr;
    if (region->role == flash::RegionRole::agent_settings)
        return new AgentEditor(studio_.document, plans_);
    auto *editor = new RegionEditor(studio_.document, studio_.workspace, plans_, region->name);
    connect(editor, &RegionEditor::renamed, this, [this](const QString &name) { studio_.selection.select({ .kind = Subject::Kind::region, .key = name }); });
    return editor;
}

} // namespace espseal::studio
