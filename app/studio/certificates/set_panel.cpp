// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/set_panel.h"

#include "app/studio/certificates/key_choice.h"
#include "app/studio/certificates/preview_card.h"
#include "app/studio/control/certificate_control.h"
#include "app/studio/document/device_profile.h"
#include "app/studio/studio.h"
#include "app/studio/theme/icons.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/text_styles.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int preview_delay_ms = 150;

} // namespace

SetPanel::SetPanel(Studio &studio, CertificateControl &control, QWidget *parent)
    : TaskPanel(parent)
    , studio_(studio)
    , control_(control)
    , ca_(new QLineEdit(tr("Farm CA")))
    , key_(new KeyChoice)
    , place_(new QCheckBox(tr("Put the CA and the board's identity on the flash map")))
    , make_(new QPushButton(line_icon(u"wand"_s, Qt::white), tr("Make them")))
    , preview_(new PreviewCard)
{
    auto *columns = new QHBoxLayout(this);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(12);
    columns->addWidget(make_fields(), 3, Qt::AlignTop);
    columns->addWidget(preview_, 2, Qt::AlignTop);
    delay_.setSingleShot(true);
    delay_.setInterval(preview_delay_ms);
    connect(&delay_, &QTimer::timeout, this, &SetPanel::preview);
    connect(ca_, &QLineEdit::textChanged, this, &SetPanel::changed);
    connect(key_, &QComboBox::currentIndexChanged, this, &SetPanel::changed);
    connect(&studio.document, &PlanDocument::changed, this, &SetPanel::changed);
    connect(make_, &QPushButton::clicked, this, &SetPanel::make);
    changed();
}

QWidget *SetPanel::first_focus()
{
    return ca_;
}

QWidget *SetPanel::make_fields()
{
    auto *card = new Card;
    auto *grid = new QGridLayout(card);
    grid->setContentsMargins(18, 16, 18, 16);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(1, 1);
    const auto label = [&](const QString &text, QWidget *buddy) {
        auto *made = new QLabel(text);
        made->setBuddy(buddy);
        return made;
    };
    grid->addWidget(label(tr("Name of the &CA"), ca_), 0, 0);
    grid->addWidget(ca_, 0, 1);
    grid->addWidget(label(tr("&Keys"), key_), 1, 0);
    grid->addWidget(key_, 1, 1);
    const flash::AgentPlan &agent = studio_.document.plan().agent;
    const bool server = agent.is_server();
    add_member(*grid, preset::board_client, tr("The board as TLS client, named"), u"greenhouse-17"_s, !server || agent.is_client());
    add_member(*grid, preset::board_server, tr("The board as TLS server, reached as"), u"esp.local, 192.168.4.1"_s, server);
    add_member(*grid, preset::computer, tr("The server it connects to, reached as"), u"localhost, 127.0.0.1"_s, !server || agent.is_client());
    ca_->setObjectName(u"set-ca"_s);
    make_->setObjectName(u"set-make"_s);
    make_->setProperty("primary", true);
    place_->setChecked(true);
    key_->choose_for(device_profile(studio_.document.plan()));
    const int row = grid->rowCount();
    grid->addWidget(place_, row, 0, 1, 2);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto *cancel = new QPushButton(tr("Cancel"));
    connect(cancel, &QPushButton::clicked, this, &SetPanel::closed);
    buttons->addWidget(make_);
    buttons->addWidget(cancel);
    buttons->addStretch(1);
    grid->addLayout(buttons, row + 1, 0, 1, 2);
    return card;
}

void SetPanel::add_member(QGridLayout &grid, const QString &preset, const QString &text, const QString &names, bool wanted)
{
    Member member { preset, new QCheckBox(text), new QLineEdit(names) };
    member.wanted->setChecked(wanted);
    member.name->setAccessibleName(text);
    member.name->setEnabled(wanted);
    member.name->setObjectName(u"set-name-%1"_s.arg(members_.size()));
    member.wanted->setObjectName(u"set-wanted-%1"_s.arg(members_.size()));
    const int row = grid.rowCount();
    grid.addWidget(member.wanted, row, 0, 1, 2);
    auto *indented = new QHBoxLayout;
    indented->setContentsMargins(26, 0, 0, 4);
    indented->addWidget(member.name);
    grid.addLayout(indented, row + 1, 0, 1, 2);
    connect(member.wanted, &QCheckBox::toggled, member.name, &QWidget::setEnabled);
    connect(member.wanted, &QCheckBox::toggled, this, &SetPanel::changed);
    connect(member.name, &QLineEdit::textChanged, this, &SetPanel::changed);
    members_.append(member);
}

Result<SetRequest> SetPanel::request() const
{
    const pki::DeviceProfile device = device_profile(studio_.document.plan());
    SetRequest wanted;
    wanted.ca = simple_request(preset::ca, ca_->text(), {}, {}).value_or(IssueRequest());
    wanted.ca.choices.key = key_->spec();
    wanted.ca.device = device;
    for (const Member &member : members_) {
        if (!member.wanted->isChecked())
            continue;
        const QString typed = member.name->text().trimmed();
        const bool with_names = member.preset != preset::board_client;
        Result<IssueRequest> request = simple_request(member.preset, typed.section(u',', 0, 0), with_names ? typed : QString(), {});
        if (!request)
            return failure(request.error());
        request->choices.key = key_->spec();
        request->device = device;
        wanted.members.append(*std::move(request));
    }
    return wanted;
}

void SetPanel::changed()
{
    const auto count = static_cast<int>(std::ranges::count_if(members_, [](const Member &member) { return member.wanted->isChecked(); })) + 1;
    make_->setText(tr("Make %n certificate(s)", nullptr, count));
    make_->setEnabled(false);
    delay_.start();
}

void SetPanel::preview()
{
    const int mine = ++generation_;
    const Result<SetRequest> wanted = request();
    if (!wanted)
        return show_preview(failure(wanted.error()));
    studio_.jobs.start<QList<IssuePreview>>(
        tr("Preview"), [wanted = *wanted, keys = keys_](const Job &job) { return preview_set(wanted, *keys, job); }, this,
        [this, mine](Result<QList<IssuePreview>> previews) {
            if (mine == generation_)
                show_preview(previews);
        },
        JobStyle::quiet);
}

void SetPanel::show_preview(const Result<QList<IssuePreview>> &previews)
{
    make_->setEnabled(previews.has_value());
    if (previews)
        preview_->show_set(*previews);
    else
        preview_->show_error(previews.error());
}

void SetPanel::make()
{
    const Result<SetRequest> wanted = request();
    if (!wanted)
        return studio_.notify(wanted.error());
    const bool place = place_->isChecked();
    const bool board = !wanted->members.isEmpty() && wanted->members.constFirst().preset != preset::computer;
    studio_.workspace.run(
        tr("Make %1 and what it signs").arg(wanted->ca.name()),
        [wanted = *wanted](const KeyFolder &folder, const Job &job) { return make_set(wanted, folder, job); }, this,
        [this, place, board](const Result<QStringList> &names) {
            if (!names)
                return studio_.notify(names.error());
            if (place) // the CA, and the board's own, which comes before the server's
                control_.place_all(board ? names->first(2) : names->first(1));
            Q_EMIT finished(*names);
        });
}

} // namespace espseal::studio
