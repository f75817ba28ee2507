// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/compare_panel.h"

#include "app/studio/certificates/comparison_view.h"

#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace espseal::studio {

ComparePanel::ComparePanel(const StoredCredential &left, const StoredCredential &right, QWidget *parent)
    : TaskPanel(parent)
    , view_(new ComparisonView)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    view_->compare(left.certificate, left.certificate.display_name(), right.certificate, right.certificate.display_name());
    column->addWidget(view_, 1);
    auto *back = new QPushButton(tr("Back to the list"));
    connect(back, &QPushButton::clicked, this, &ComparePanel::closed);
    column->addWidget(back, 0, Qt::AlignLeft);
}

QWidget *ComparePanel::first_focus()
{
    return &view_->table();
}

} // namespace espseal::studio
