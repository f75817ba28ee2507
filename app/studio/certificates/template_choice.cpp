// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/template_choice.h"

#include "app/studio/theme/icons.h"
#include "app/studio/widgets/text_styles.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr QLatin1StringView own_prefix("own:"); // in the list's data; core's names have no colon

} // namespace

TemplateChoice::TemplateChoice(OwnTemplates &own, bool with_cas, std::function<Result<pki::IssueChoices>()> choices, QWidget *parent)
    : QWidget(parent)
    , own_(own)
    , with_cas_(with_cas)
    , choices_(std::move(choices))
    , box_(new QComboBox)
    , more_(new QToolButton)
    , name_(new QLineEdit)
    , told_(make_label({}, TextStyle::caption))
    , undo_(new QPushButton(line_icon(u"undo"_s), tr("Undo")))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto *line = new QHBoxLayout;
    line->setSpacing(6);
    line->addWidget(box_, 1);
    line->addWidget(more_);
    column->addLayout(line);
    column->addWidget(make_row());
    note_ = new QWidget;
    auto *note = new QHBoxLayout(note_);
    note->setContentsMargins(0, 0, 0, 0);
    note->addWidget(told_, 1);
    note->addWidget(undo_);
    column->addWidget(note_);
    note_->hide();
    box_->setObjectName(u"form-profile"_s);
    box_->setAccessibleName(tr("Profile"));
    undo_->setObjectName(u"profile-undo"_s);
    undo_->setProperty("compact", true);
    make_menu();
    fill();
    connect(box_, &QComboBox::currentIndexChanged, this, [this] {
        note_->hide();
        ask(Naming::nothing);
        Q_EMIT changed();
    });
    connect(undo_, &QPushButton::clicked, this, &TemplateChoice::restore);
    connect(&own, &OwnTemplates::changed, this, &TemplateChoice::fill);
    if (own.problem())
        tell(own.problem()->sentence());
}

void TemplateChoice::make_menu()
{
    more_->setText(tr("Own profiles"));
    more_->setToolTip(tr("Keep these choices as a profile of your own; rename or delete one"));
    more_->setAccessibleName(more_->text());
    more_->setObjectName(u"profile-menu"_s);
    more_->setIcon(line_icon(u"save"_s));
    more_->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(more_);
    connect(menu->addAction(line_icon(u"save"_s), tr("Save as a profile of my own")), &QAction::triggered, this, [this] { ask(Naming::saving); });
    rename_ = menu->addAction(line_icon(u"new"_s), tr("Rename"));
    remove_ = menu->addAction(line_icon(u"trash"_s), tr("Delete"));
    connect(rename_, &QAction::triggered, this, [this] { ask(Naming::renaming); });
    connect(remove_, &QAction::triggered, this, &TemplateChoice::remove);
    more_->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, &TemplateChoice::follow);
}

QWidget *TemplateChoice::make_row()
{
    row_ = new QWidget;
    auto *row = new QHBoxLayout(row_);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    name_->setObjectName(u"profile-name"_s);
    name_->setPlaceholderText(tr("Name of the profile"));
    name_->setAccessibleName(name_->placeholderText());
    auto *keep = new QPushButton(tr("Save"));
    keep->setObjectName(u"profile-save"_s);
    auto *cancel = new QPushButton(tr("Cancel"));
    row->addWidget(name_, 1);
    row->addWidget(keep);
    row->addWidget(cancel);
    row_->hide();
    connect(keep, &QPushButton::clicked, this, &TemplateChoice::name_given);
    connect(name_, &QLineEdit::returnPressed, this, &TemplateChoice::name_given);
    connect(cancel, &QPushButton::clicked, this, [this] { ask(Naming::nothing); });
    return row_;
}

void TemplateChoice::fill()
{
    const QString before = box_->currentData().toString();
    const QSignalBlocker quiet(box_);
    box_->clear();
    const auto fits = [this](const QString &base) {
        const Result<pki::CertificateTemplate> found = pki::find_template(base);
        return found && (with_cas_ || !found->self_signed);
    };
    for (const pki::CertificateTemplate &each : pki::certificate_templates())
        if (fits(each.name))
            box_->addItem(each.label, each.name);
    bool first = true;
    for (const OwnTemplate &each : own_.all()) {
        if (!fits(each.base))
            continue;
        if (std::exchange(first, false))
            box_->insertSeparator(box_->count());
        box_->addItem(each.name, own_prefix + each.name);
    }
    box_->setCurrentIndex(std::max(0, box_->findData(before)));
}

QString TemplateChoice::base() const
{
    const OwnTemplate *chosen = own();
    return chosen ? chosen->base : box_->currentData().toString();
}

const OwnTemplate *TemplateChoice::own() const
{
    const QString chosen = box_->currentData().toString();
    return chosen.startsWith(own_prefix) ? own_.find(chosen.mid(own_prefix.size())) : nullptr;
}

void TemplateChoice::choose(const QString &base)
{
    box_->setCurrentIndex(std::max(0, box_->findData(base)));
}

void TemplateChoice::choose_own(const QString &name)
{
    box_->setCurrentIndex(std::max(0, box_->findData(own_prefix + name)));
}

void TemplateChoice::follow()
{
    for (QAction *action : { rename_, remove_ })
        action->setEnabled(own());
}

void TemplateChoice::ask(Naming what)
{
    naming_ = what;
    row_->setVisible(what != Naming::nothing);
    if (what == Naming::nothing)
        return;
    note_->hide();
    name_->setText(own() ? own()->name : QString());
    name_->selectAll();
    name_->setFocus(Qt::OtherFocusReason);
}

void TemplateChoice::tell(const QString &text, bool undoable)
{
    told_->setText(text);
    undo_->setVisible(undoable);
    note_->show();
}

void TemplateChoice::name_given()
{
    const QString name = name_->text().trimmed();
    if (naming_ == Naming::renaming) {
        const OwnTemplate *chosen = own();
        if (!chosen)
            return;
        if (const Result<void> done = own_.rename(chosen->name, name); !done)
            return tell(done.error().sentence());
    } else {
        const OwnTemplate *chosen = own();
        if (own_.find(name) && !(chosen && chosen->name == name))
            return tell(tr("There is a profile “%1” already. Type another name, or delete that one first.").arg(name));
        Result<pki::IssueChoices> choices = choices_();
        if (!choices)
            return tell(choices.error().sentence());
        if (const Result<void> done = own_.save({ name, base(), *std::move(choices) }); !done)
            return tell(done.error().sentence());
    }
    choose_own(name);
    ask(Naming::nothing);
    tell(tr("Kept as “%1”.").arg(name));
}

void TemplateChoice::remove()
{
    const OwnTemplate *chosen = own();
    if (!chosen)
        return;
    removed_ = *chosen;
    if (const Result<void> done = own_.remove(removed_->name); !done)
        return tell(done.error().sentence());
    choose(removed_->base);
    Q_EMIT changed();
    tell(tr("“%1” is deleted.").arg(removed_->name), true);
}

void TemplateChoice::restore()
{
    if (!removed_)
        return;
    if (const Result<void> done = own_.save(*removed_); !done)
        return tell(done.error().sentence());
    choose_own(std::exchange(removed_, std::nullopt)->name);
    note_->hide();
}

} // namespace espseal::studio
