// SPDX-License-Identifier: Apache-2.0
#include "app/studio/inspector/content_view.h"

#include "app/studio/actions/action_registry.h"
#include "app/studio/theme/icons.h"
#include "app/studio/widgets/action_button.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/finding_card.h"
#include "app/studio/widgets/fixed_value.h"
#include "app/studio/widgets/flow_layout.h"
#include "app/studio/widgets/text_styles.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

// Lines for somebody's source: shown whole, and copied with one click.
QWidget *source_line(const QString &text)
{
    auto *line = new QWidget;
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(new FixedValue(text), 1);
    auto *copy = new QToolButton;
    copy->setIcon(line_icon(u"copy"_s));
    copy->setAutoRaise(true);
    copy->setToolTip(ContentView::tr("Copy"));
    copy->setAccessibleName(ContentView::tr("Copy %1").arg(text));
    QObject::connect(copy, &QToolButton::clicked, copy, [text] { QGuiApplication::clipboard()->setText(text); });
    row->addWidget(copy, 0, Qt::AlignTop);
    return line;
}

QWidget *value_widget(const Fact &fact)
{
    if (fact.fixed && fact.label.isEmpty())
        return source_line(fact.value);
    if (fact.fixed)
        return new FixedValue(fact.value);
    QLabel *value = make_label(fact.value);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return value;
}

} // namespace

ContentView::ContentView(const ActionRegistry &actions, QWidget *parent)
    : QScrollArea(parent)
    , actions_(actions)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setBackgroundRole(QPalette::Base);
    setAccessibleName(tr("Details"));
}

void ContentView::show_content(const InspectorContent &content, QWidget *editor)
{
    auto *body = new QWidget;
    body->setBackgroundRole(QPalette::Base);
    body->setAutoFillBackground(true);
    column_ = new QVBoxLayout(body);
    column_->setContentsMargins(16, 14, 16, 16);
    column_->setSpacing(10);
    if (!content.title.isEmpty())
        add_head(content);
    add_findings(content.findings);
    if (editor)
        column_->addWidget(editor);
    for (const FactSection &section : content.sections)
        add_section(section);
    add_actions(content.actions);
    add_text(content.text_title, content.text);
    column_->addStretch(1);
    setWidget(body); // deletes the one before
}

void ContentView::add_head(const InspectorContent &content)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(10);
    auto *icon = new IconLabel(24);
    icon->show_accent(content.icon);
    row->addWidget(icon, 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    QLabel *title = make_label(content.title, TextStyle::heading);
    title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    words->addWidget(title);
    if (!content.subtitle.isEmpty())
        words->addWidget(make_label(content.subtitle, TextStyle::caption));
    row->addLayout(words, 1);
    column_->addLayout(row);
    if (content.status.isEmpty())
        return;
    auto *chip = new StatusChip;
    chip->set_status(content.tone, content.status_icon, content.status);
    column_->addWidget(chip, 0, Qt::AlignLeft);
}

void ContentView::add_section(const FactSection &section)
{
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(5);
    grid->setColumnStretch(1, 1);
    grid->setColumnMinimumWidth(0, 84);
    int row = 0;
    if (!section.title.isEmpty())
        grid->addWidget(make_label(section.title, TextStyle::strong), row++, 0, 1, 2);
    for (const Fact &fact : section.facts) {
        if (fact.value.isEmpty())
            continue;
        QWidget *value = value_widget(fact);
        if (fact.label.isEmpty()) {
            grid->addWidget(value, row++, 0, 1, 2);
            continue;
        }
        QLabel *label = make_label(fact.label, TextStyle::caption);
        label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        grid->addWidget(label, row, 0, Qt::AlignTop);
        grid->addWidget(value, row++, 1);
    }
    column_->addLayout(grid);
}

void ContentView::add_findings(const QList<Finding> &findings)
{
    for (const Finding &finding : findings) {
        auto *card = new FindingCard;
        card->show_finding(finding);
        connect(card, &FindingCard::fix_requested, this, &ContentView::fix_requested);
        column_->addWidget(card);
    }
}

void ContentView::add_actions(const QStringList &ids)
{
    if (ids.isEmpty())
        return;
    auto *buttons = new QWidget;
    auto *flow = new FlowLayout(buttons);
    for (const QString &id : ids)
        if (QAction *action = actions_.find(id))
            flow->addWidget(new ActionButton(*action));
    column_->addWidget(buttons);
}

void ContentView::add_text(const QString &title, const QString &text)
{
    if (text.isEmpty())
        return;
    column_->addWidget(make_label(title, TextStyle::strong));
    auto *edit = new QPlainTextEdit(text);
    edit->setReadOnly(true);
    edit->setFont(styled(fixed_font(edit->font()), TextStyle::caption));
    edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    edit->setAccessibleName(title);
    edit->setTabChangesFocus(true);
    edit->setFixedHeight(150);
    column_->addWidget(edit);
}

} // namespace espseal::studio
