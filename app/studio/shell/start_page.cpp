// SPDX-License-Identifier: Apache-2.0
#include "app/studio/shell/start_page.h"

#include "app/studio/control/plan_control.h"
#include "app/studio/studio.h"
#include "app/studio/theme/icons.h"
#include "app/studio/widgets/action_button.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/text_styles.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

void clear(QVBoxLayout &layout)
{
    while (QLayoutItem *item = layout.takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater(); // a button of it may be what brought us here
        delete item;
    }
}

QVBoxLayout *card_column(Card &card, const QString &title)
{
    auto *column = new QVBoxLayout(&card);
    column->setContentsMargins(18, 14, 18, 16);
    column->setSpacing(8);
    column->addWidget(make_label(title, TextStyle::heading));
    return column;
}

} // namespace

StartPage::StartPage(Studio &studio, PlanControl &plans, QWidget *parent)
    : QWidget(parent)
    , studio_(studio)
    , plans_(plans)
    , try_(new QPushButton(tr("Try it with the virtual board")))
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    outer->addWidget(scroll);
    auto *body = new QWidget;
    scroll->setWidget(body);
    auto *centre = new QHBoxLayout(body);
    centre->setContentsMargins(page_margin, 22, page_margin, 22);
    auto *column = new QVBoxLayout;
    column->setSpacing(14);
    centre->addStretch(1);
    centre->addLayout(column, 30);
    centre->addStretch(1);
    column->addWidget(make_hero());
    auto *cards = new QHBoxLayout;
    cards->setSpacing(14);
    cards->addWidget(make_boards(), 1, Qt::AlignTop);
    cards->addWidget(make_plans(), 1, Qt::AlignTop);
    column->addLayout(cards);
    column->addWidget(make_attention());
    column->addStretch(1);
    connect(&studio.judgements, &Judgements::changed, this, &StartPage::refresh_attention);
    connect(&studio.devices, &DeviceList::changed, this, &StartPage::refresh_boards);
    connect(&studio.document, &PlanDocument::state_changed, this, &StartPage::refresh_plans);
    refresh_boards();
    refresh_plans();
    refresh_attention();
}

QWidget *StartPage::make_hero()
{
    auto *card = new Card;
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(6);
    column->addWidget(make_label(tr("Give an ESP8266 its TLS identity, and see that it works"), TextStyle::title));
    column->addWidget(make_label(tr("Certificates, flash map, writing and the first handshake, in one window."), TextStyle::muted));
    column->addSpacing(10);
    column->addWidget(make_steps());
    column->addSpacing(10);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(12);
    try_->setProperty("primary", true);
    try_->setMinimumHeight(36);
    try_->setIcon(line_icon(u"virtual"_s, Qt::white));
    connect(try_, &QPushButton::clicked, this, &StartPage::try_it);
    buttons->addWidget(try_);
    auto *hint = make_label(tr("No hardware needed, about one minute."), TextStyle::caption);
    hint->setWordWrap(false);
    buttons->addWidget(hint, 1);
    column->addLayout(buttons);
    return card;
}

QWidget *StartPage::make_steps()
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(18);
    struct Stop {
        QString icon, title, text;
    };
    const Stop stops[] = { { u"certificates"_s, tr("1  Certificates"), tr("A CA, one for the board, one for this computer") },
        { u"map"_s, tr("2  Flash map"), tr("Where they go, and what the write erases") },
        { u"provision"_s, tr("3  Provision"), tr("Written over serial and read back") },
        { u"monitor"_s, tr("4  Handshake"), tr("Each message with its time; if it fails, why") } };
    for (const Stop &stop : stops) {
        auto *column = new QVBoxLayout;
        column->setSpacing(4);
        auto *icon = new IconLabel(26);
        icon->show_accent(stop.icon);
        column->addWidget(icon);
        column->addWidget(make_label(stop.title, TextStyle::strong));
        column->addWidget(make_label(stop.text, TextStyle::caption));
        column->addStretch(1);
        layout->addLayout(column, 1);
    }
    return row;
}

QWidget *StartPage::make_boards()
{
    auto *card = new Card;
    QVBoxLayout *column = card_column(*card, tr("Plugged in now"));
    boards_ = new QVBoxLayout;
    boards_->setSpacing(8);
    column->addLayout(boards_);
    return card;
}

QWidget *StartPage::make_plans()
{
    auto *card = new Card;
    QVBoxLayout *column = card_column(*card, tr("Plans"));
    recent_ = new QVBoxLayout;
    recent_->setSpacing(2);
    column->addLayout(recent_);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (const QLatin1StringView id : { action::file_new, action::file_open })
        buttons->addWidget(new ActionButton(studio_.actions.action(id)));
    buttons->addStretch(1);
    column->addLayout(buttons);
    return card;
}

QWidget *StartPage::make_attention()
{
    auto *card = new Card;
    QVBoxLayout *column = card_column(*card, tr("Needs attention"));
    attention_lines_ = new QVBoxLayout;
    attention_lines_->setSpacing(2);
    column->addLayout(attention_lines_);
    attention_ = card;
    return card;
}

void StartPage::refresh_attention()
{
    clear(*attention_lines_);
    QHash<CertificateMark, int> counts;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (const StoredCredential &credential : studio_.workspace.credentials()) {
        const QList<Finding> findings = studio_.judgements.of(credential.name);
        const CertificateMarks marks = marks_of(credential, health_of(credential, findings, now), findings, now);
        for (const CertificateMark mark : { CertificateMark::expired, CertificateMark::ends_30, CertificateMark::weak, CertificateMark::unfit })
            counts[mark] += marks.testFlag(mark) ? 1 : 0;
    }
    bool any = false;
    const auto line = [&](CertificateMark mark, const QString &icon, const QString &text) {
        if (counts.value(mark) == 0)
            return;
        any = true;
        auto *link = new QPushButton(line_icon(icon), text);
        link->setFlat(true);
        connect(link, &QPushButton::clicked, this, [this, mark] { Q_EMIT certificates_wanted(mark); });
        attention_lines_->addWidget(link, 0, Qt::AlignLeft);
    };
    line(CertificateMark::expired, u"error"_s, tr("%n certificate(s) expired", nullptr, counts.value(CertificateMark::expired)));
    line(CertificateMark::ends_30, u"clock"_s, tr("%n certificate(s) to renew: the end is within 30 days", nullptr, counts.value(CertificateMark::ends_30)));
    line(CertificateMark::unfit, u"error"_s, tr("%n certificate(s) that the board's firmware cannot use", nullptr, counts.value(CertificateMark::unfit)));
    line(CertificateMark::weak, u"warning"_s, tr("%n certificate(s) too weak for today's peers", nullptr, counts.value(CertificateMark::weak)));
    attention_->setVisible(any);
}

QWidget *StartPage::first_focus() const
{
    return try_;
}

// The board, a fresh plan, and the page of the first step; the main button does the rest.
void StartPage::try_it()
{
    plans_.new_plan();
    if (const QString port = studio_.board.port(); !port.isEmpty())
        studio_.devices.choose(port);
    else
        studio_.actions.action(action::virtual_start).trigger();
    studio_.selection.go(Page::certificates);
}

void StartPage::refresh_boards()
{
    clear(*boards_);
    for (const DeviceEntry &device : studio_.devices.devices()) {
        auto *row = new QWidget;
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(10);
        auto *icon = new IconLabel(20);
        icon->show_accent(device.is_virtual ? u"virtual"_s : u"devices"_s);
        auto *words = new QVBoxLayout;
        words->setSpacing(0);
        auto *name = new ElidedLabel;
        name->setText(device.name());
        apply_style(*name, TextStyle::strong);
        auto *where = new ElidedLabel;
        where->setText(device.obstacle ? device.obstacle->sentence() : device.is_virtual ? device.mac_text() : device.port);
        apply_style(*where, TextStyle::caption);
        words->addWidget(name);
        words->addWidget(where);
        auto *chip = new StatusChip;
        chip->set_status(status_tone(device), status_icon(device), status_word(device));
        auto *use = new QPushButton(tr("Use"));
        use->setAccessibleName(tr("Use %1").arg(device.name()));
        connect(use, &QPushButton::clicked, this, [this, port = device.port] {
            studio_.devices.choose(port);
            studio_.selection.go(Page::devices);
        });
        layout->addWidget(icon, 0, Qt::AlignTop);
        layout->addLayout(words, 1);
        layout->addWidget(chip);
        layout->addWidget(use);
        boards_->addWidget(row);
    }
    if (studio_.devices.devices().isEmpty())
        boards_->addWidget(make_label(tr("No board in sight. Plug one in: it shows up here within a second."), TextStyle::muted));
}

void StartPage::refresh_plans()
{
    clear(*recent_);
    const QStringList recent = studio_.settings.recent_plans();
    for (const QString &path : recent.first(std::min<qsizetype>(4, recent.size()))) {
        auto *link = new QPushButton(line_icon(u"open"_s), QFileInfo(path).completeBaseName());
        link->setFlat(true);
        link->setToolTip(path);
        connect(link, &QPushButton::clicked, this, [this, path] { plans_.open(path); });
        recent_->addWidget(link, 0, Qt::AlignLeft);
    }
    if (recent.isEmpty())
        recent_->addWidget(make_label(tr("No plan saved yet. A plan says what lies where in a board's flash."), TextStyle::muted));
}

} // namespace espseal::studio
