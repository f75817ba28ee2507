// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/comparison_view.h"

#include "app/studio/widgets/card.h"
#include "app/studio/widgets/table.h"
#include "app/studio/widgets/text_styles.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

namespace espseal::studio {

ComparisonView::ComparisonView(QWidget *parent)
    : QWidget(parent)
    , table_(make_table(model_, tr("Fields of both certificates"), ComparisonModel::left_column))
    , summary_(make_label({}, TextStyle::caption))
    , only_(new QCheckBox(tr("Only what differs")))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    auto *head = new QHBoxLayout;
    head->addWidget(only_);
    head->addWidget(summary_, 1);
    column->addLayout(head);
    auto *card = new Card;
    auto *inside = new QVBoxLayout(card);
    inside->setContentsMargins(1, 1, 1, 1);
    inside->addWidget(table_);
    column->addWidget(card, 1);
    for (const int both : { ComparisonModel::left_column, ComparisonModel::right_column })
        table_->header()->setSectionResizeMode(both, QHeaderView::Stretch);
    connect(only_, &QCheckBox::toggled, this, &ComparisonView::refresh);
}

void ComparisonView::compare(const pki::Certificate &left, const QString &left_title, const pki::Certificate &right, const QString &right_title)
{
    left_ = left;
    right_ = right;
    model_.set_titles(left_title, right_title);
    refresh();
}

void ComparisonView::refresh()
{
    if (!left_ || !right_)
        return;
    model_.compare(*left_, *right_, only_->isChecked());
    summary_->setText(model_.differences() == 0 ? tr("They say the same.") : tr("%n field(s) differ", nullptr, model_.differences()));
}

} // namespace espseal::studio
