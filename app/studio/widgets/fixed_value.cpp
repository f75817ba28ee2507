// SPDX-License-Identifier: Apache-2.0
#include "app/studio/widgets/fixed_value.h"

#include "app/studio/theme/icons.h"
#include "app/studio/widgets/text_styles.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int flags = static_cast<int>(Qt::AlignLeft | Qt::AlignTop) | Qt::TextWrapAnywhere;

} // namespace

FixedValue::FixedValue(const QString &text, QWidget *parent)
    : QWidget(parent)
    , text_(text)
{
    setFont(styled(fixed_font(font()), TextStyle::caption));
    setAccessibleName(text);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    auto *copy = new QAction(line_icon(u"copy"_s), tr("Copy"), this);
    connect(copy, &QAction::triggered, this, [this] { QGuiApplication::clipboard()->setText(text_); });
    addAction(copy);
    setContextMenuPolicy(Qt::ActionsContextMenu);
}

QSize FixedValue::sizeHint() const
{
    return { fontMetrics().horizontalAdvance(text_) + 2, fontMetrics().height() + 2 };
}

int FixedValue::heightForWidth(int width) const
{
    return fontMetrics().boundingRect(QRect(0, 0, std::max(1, width), QWIDGETSIZE_MAX), flags, text_).height() + 2;
}

void FixedValue::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.drawText(rect().adjusted(0, 1, 0, 0), flags, text_);
}

} // namespace espseal::studio
