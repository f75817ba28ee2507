// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/renew_panel.h"

#include "app/studio/certificates/comparison_view.h"
#include "app/studio/certificates/validity_choice.h"
#include "app/studio/studio.h"
#include "app/studio/theme/icons.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/finding_card.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int preview_delay_ms = 150;

} // namespace

RenewPanel::RenewPanel(Studio &studio, const StoredCredential &old, QWidget *parent)
    : TaskPanel(parent)
    , studio_(studio)
    , old_(old)
    , validity_(new ValidityChoice)
    , keep_key_(new QCheckBox(tr("Keep the key: only the certificate changes on the board")))
    , follow_(new QCheckBox)
    , renew_(new QPushButton(line_icon(u"refresh"_s, Qt::white), tr("Renew")))
    , view_(new ComparisonView)
    , problem_(new FindingCard)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(make_choices());
    column->addWidget(problem_);
    column->addWidget(view_, 1);
    problem_->hide();
    view_->hide();
    delay_.setSingleShot(true);
    delay_.setInterval(preview_delay_ms);
    connect(&delay_, &QTimer::timeout, this, &RenewPanel::preview);
    connect(validity_, &ValidityChoice::changed, this, &RenewPanel::changed);
    connect(keep_key_, &QCheckBox::toggled, this, &RenewPanel::changed);
    connect(&studio.keys, &WorkspaceKeys::state_changed, this, &RenewPanel::changed, Qt::QueuedConnection);
    connect(renew_, &QPushButton::clicked, this, &RenewPanel::renew);
    changed();
}

QString RenewPanel::title() const
{
    return tr("Renew %1").arg(old_.certificate.display_name());
}

QWidget *RenewPanel::first_focus()
{
    return validity_->buddy();
}

QWidget *RenewPanel::make_choices()
{
    auto *card = new Card;
    auto *form = new QFormLayout(card);
    form->setContentsMargins(18, 14, 18, 14);
    form->setVerticalSpacing(8);
    auto *label = new QLabel(tr("&Valid for"));
    label->setBuddy(validity_->buddy());
    form->addRow(label, validity_);
    form->addRow(QString(), keep_key_);
    const QStringList used = regions();
    follow_->setText(tr("The plan takes the new one: %1").arg(used.join(u", "_s)));
    follow_->setChecked(true);
    form->addRow(QString(), follow_);
    form->setRowVisible(follow_, !used.isEmpty());
    auto *buttons = new QWidget;
    auto *row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto *cancel = new QPushButton(tr("Cancel"));
    renew_->setProperty("primary", true);
    renew_->setObjectName(u"renew-now"_s);
    row->addWidget(renew_);
    row->addWidget(cancel);
    row->addStretch(1);
    form->addRow(QString(), buttons);
    connect(cancel, &QPushButton::clicked, this, &RenewPanel::closed);
    keep_key_->setChecked(true);
    keep_key_->setEnabled(!old_.certificate.is_self_issued() && old_.has_key);
    const auto days = old_.certificate.not_before().daysTo(old_.certificate.not_after());
    validity_->choose_days(static_cast<int>(std::clamp<qint64>(days > 1 ? days - 1 : days, 1, 36500)));
    return card;
}

QStringList RenewPanel::regions() const
{
    QStringList names;
    for (const flash::Region &region : studio_.document.plan().regions)
        if (region.credential == old_.name)
            names.append(region.name);
    return names;
}

RenewalRequest RenewPanel::request() const
{
    pki::IssueChoices choices;
    validity_->apply(choices);
    RenewalRequest wanted { .name = old_.name, .keep_key = keep_key_->isChecked(), .validity = {} };
    if (choices.days)
        wanted.validity = pki::Validity::days(*choices.days);
    else if (choices.from && choices.until)
        wanted.validity = pki::Validity { *choices.from, *choices.until };
    return wanted;
}

void RenewPanel::changed()
{
    renew_->setEnabled(false);
    delay_.start();
}

void RenewPanel::preview()
{
    const int mine = ++generation_;
    studio_.jobs.start<pki::Issued>(
        tr("Preview"),
        [wanted = request(), content = studio_.workspace.content(), &keys = studio_.keys](
            const Job &job) { return preview_renewal(wanted, content, KeyFolder(keys, job, {}, Asking::never), job); },
        this,
        [this, mine](const Result<pki::Issued> &renewed) {
            if (mine == generation_)
                show_preview(renewed);
        },
        JobStyle::quiet);
}

void RenewPanel::show_preview(const Result<pki::Issued> &renewed)
{
    const bool locked = !renewed && renewed.error().code == keys_locked_code;
    renew_->setEnabled(renewed.has_value() || locked); // it asks for the password then
    view_->setVisible(renewed.has_value());
    problem_->setVisible((!renewed && !locked) || (renewed && !renewed->findings.isEmpty()));
    if (locked)
        return;
    if (!renewed)
        return problem_->show_error(renewed.error());
    if (!renewed->findings.isEmpty())
        problem_->show_finding(renewed->findings.constFirst());
    view_->compare(old_.certificate, tr("Now"), renewed->certificate, tr("Renewed"));
}

void RenewPanel::renew()
{
    const bool follow = follow_->isChecked();
    studio_.workspace.run(
        title(),
        [wanted = request(), content = studio_.workspace.content()](const KeyFolder &folder, const Job &job) {
            return renew_credential(wanted, content, folder, job).transform([](const QString &name) { return QStringList(name); });
        },
        this,
        [this, follow](const Result<QStringList> &names) {
            if (!names)
                return studio_.notify(names.error());
            flash::EditList edits;
            for (const QString &region : follow ? regions() : QStringList())
                edits.edits.push_back({ flash::SetContent { .region = region, .credential = names->constFirst() } });
            if (!edits.edits.empty())
                if (const Result<void> done = studio_.document.apply({ edits }); !done)
                    studio_.notify(done.error());
            Q_EMIT finished(*names);
        });
}

} // namespace espseal::studio
