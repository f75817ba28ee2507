// SPDX-License-Identifier: Apache-2.0
#include "app/studio/widgets/page_frame.h"

#include "app/studio/widgets/text_styles.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace espseal::studio {

PageFrame::PageFrame(const QString &title, QWidget *parent)
    : QWidget(parent)
    , title_(make_label(title, TextStyle::title))
    , tools_(new QHBoxLayout)
    , content_(new QVBoxLayout)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(page_margin, 14, page_margin, 12);
    column->setSpacing(12);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    title_->setWordWrap(false);
    head->addWidget(title_);
    head->addStretch(1);
    tools_->setSpacing(8);
    head->addLayout(tools_);
    column->addLayout(head);
    content_->setSpacing(12);
    column->addLayout(content_, 1);
}

void PageFrame::set_title(const QString &title)
{
    title_->setText(title);
}

void PageFrame::add_tool(QWidget *tool)
{
    tools_->addWidget(tool);
}

} // namespace espseal::studio
