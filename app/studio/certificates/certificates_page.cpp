// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/certificates_page.h"

#include "app/studio/certificates/certificate_list.h"
#include "app/studio/certificates/certificate_tasks.h"
#include "app/studio/certificates/device_profile_bar.h"
#include "app/studio/certificates/guide_panel.h"
#include "app/studio/keys/key_state_button.h"
#include "app/studio/keys/plain_keys_card.h"
#include "app/studio/studio.h"
#include "app/studio/theme/icons.h"
#include "app/studio/widgets/action_button.h"
#include "app/studio/widgets/drop_zone.h"

#include <QCheckBox>
#include <QDragEnterEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

CertificatesPage::CertificatesPage(Studio &studio, CertificateControl &control, QWidget *parent)
    : PageFrame(tr("Certificates"), parent)
    , studio_(studio)
    , filter_(new QLineEdit)
    , hide_expired_(new QCheckBox(tr("Hide expired")))
    , profile_(new DeviceProfileBar(studio))
    , stack_(new QStackedWidget)
    , guide_(new GuidePanel(studio, false))
    , list_(new CertificateList(studio))
    , tasks_(new CertificateTasks(studio, control, *this))
{
    setAcceptDrops(true);
    make_tools();
    content()->addWidget(profile_);
    content()->addWidget(new PlainKeysCard(studio, this));
    stack_->addWidget(guide_);
    stack_->addWidget(list_);
    content()->addWidget(stack_, 1);
    tasks_->follow(*guide_);
    connect(filter_, &QLineEdit::textChanged, list_, &CertificateList::set_words);
    connect(&studio.workspace, &Workspace::changed, this, [this] {
        if (!task_)
            show_list();
    });
    connect(&studio.workspace, &Workspace::added, this, [this](const QStringList &names) {
        if (!names.isEmpty())
            list_->select(names.constFirst());
    });
    show_list();
}

CertificatesPage::~CertificatesPage() = default;

void CertificatesPage::make_tools()
{
    filter_->setPlaceholderText(tr("Filter"));
    filter_->setAccessibleName(tr("Filter certificates"));
    filter_->setToolTip(tr("Name, serial number, fingerprint or issuer (Ctrl+F)"));
    filter_->setClearButtonEnabled(true);
    filter_->setMaximumWidth(170);
    hide_expired_->setObjectName(u"hide-expired"_s);
    hide_expired_->setToolTip(tr("Show only what is still in date, and the CAs above it"));
    hide_expired_->setChecked(studio_.settings.flag(u"hide-expired"_s, false));
    connect(hide_expired_, &QCheckBox::toggled, this, [this](bool on) {
        studio_.settings.set_flag(u"hide-expired"_s, on);
        list_->hide_expired(on);
    });
    list_->hide_expired(hide_expired_->isChecked());
    add_tool(new KeyStateButton(studio_, this));
    add_tool(hide_expired_);
    add_tool(filter_);
    auto *create = new QPushButton(line_icon(u"plus"_s), tr("New"));
    create->setObjectName(u"new-menu"_s);
    create->setToolTip(tr("Make a certificate, a CA or a request"));
    auto *menu = new QMenu(create);
    for (const QLatin1StringView id : { action::certificate_new, action::certificate_new_ca, action::certificate_request, action::certificate_batch })
        menu->addAction(&studio_.actions.action(id));
    menu->addSeparator();
    for (const QLatin1StringView id : { action::certificate_guide, action::certificate_make_test })
        menu->addAction(&studio_.actions.action(id));
    create->setMenu(menu);
    add_tool(create);
    for (const auto &[id, text] : { std::pair { action::certificate_import, tr("Import") }, { action::certificate_export, tr("Export") } }) {
        auto *button = new ActionButton(studio_.actions.action(id));
        button->set_text_override(text);
        add_tool(button);
    }
}

QWidget *CertificatesPage::first_focus()
{
    if (task_)
        return task_->first_focus();
    return stack_->currentWidget() == list_ ? static_cast<QWidget *>(&list_->tree()) : guide_->first_focus();
}

void CertificatesPage::drop_task()
{
    if (!task_)
        return;
    task_->disconnect(this);
    stack_->removeWidget(task_);
    task_->deleteLater(); // a button of it may be what brought us here
    task_ = nullptr;
}

void CertificatesPage::show_list()
{
    drop_task();
    const bool empty = studio_.workspace.is_empty();
    stack_->setCurrentWidget(empty ? static_cast<QWidget *>(guide_) : list_);
    filter_->setVisible(!empty);
    hide_expired_->setVisible(!empty);
    set_title(empty ? guide_->title() : tr("Certificates"));
}

void CertificatesPage::open(TaskPanel *task)
{
    drop_task();
    task_ = task;
    studio_.selection.go(Page::certificates);
    filter_->hide();
    hide_expired_->hide();
    set_title(task->title());
    connect(task, &TaskPanel::closed, this, &CertificatesPage::show_list);
    connect(task, &TaskPanel::finished, this, &CertificatesPage::task_finished);
    stack_->addWidget(task);
    stack_->setCurrentWidget(task);
    if (QWidget *focus = task->first_focus())
        focus->setFocus(Qt::OtherFocusReason);
}

void CertificatesPage::task_finished(const QStringList &credentials)
{
    show_list();
    list_->tree().setFocus(Qt::OtherFocusReason);
    if (!credentials.isEmpty())
        list_->select(credentials.constFirst());
}

void CertificatesPage::show_form(const QString &preset)
{
    tasks_->open_form(preset);
}

void CertificatesPage::import_files(const QStringList &paths)
{
    tasks_->import_files(paths);
}

void CertificatesPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (!local_paths(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void CertificatesPage::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    import_files(local_paths(*event->mimeData()));
}

} // namespace espseal::studio
