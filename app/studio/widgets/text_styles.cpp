// SPDX-License-Identifier: Apache-2.0
#include "app/studio/widgets/text_styles.h"

#include <QFontDatabase>
#include <QPainter>
#include <QStyle>

namespace espseal::studio {

QFont styled(const QFont &font, TextStyle style)
{
    QFont result = font;
    const auto scale = [&](double factor) {
        if (font.pointSizeF() > 0)
            result.setPointSizeF(font.pointSizeF() * factor);
        else
            result.setPixelSize(qRound(font.pixelSize() * factor));
    };
    switch (style) {
    case TextStyle::body:
    case TextStyle::muted:
        break;
    case TextStyle::strong:
        result.setWeight(QFont::DemiBold);
        break;
    case TextStyle::heading:
        scale(1.1);
        result.setWeight(QFont::DemiBold);
        break;
    case TextStyle::title:
        scale(1.5);
        result.setWeight(QFont::DemiBold);
        break;
    case TextStyle::caption:
        scale(0.92);
        break;
    }
    return result;
}

QFont fixed_font(const QFont &like)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (like.pointSizeF() > 0)
        font.setPointSizeF(like.pointSizeF());
    else
        font.setPixelSize(like.pixelSize());
    return font;
}

void apply_style(QLabel &label, TextStyle style)
{
    label.setFont(styled(label.font(), style));
    if (style == TextStyle::caption || style == TextStyle::muted)
        label.setForegroundRole(QPalette::PlaceholderText);
}

QLabel *make_label(const QString &text, TextStyle style, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    apply_style(*label, style);
    return label;
}

ElidedLabel::ElidedLabel(Qt::TextElideMode mode, QWidget *parent)
    : QLabel(parent)
    , mode_(mode)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize ElidedLabel::minimumSizeHint() const
{
    return { fontMetrics().horizontalAdvance(u'x') * 4, QLabel::minimumSizeHint().height() };
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QString shown = fontMetrics().elidedText(text(), mode_, contentsRect().width());
    style()->drawItemText(&painter, contentsRect(), static_cast<int>(alignment()), palette(), isEnabled(), shown, foregroundRole());
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    setToolTip(fontMetrics().horizontalAdvance(text()) > contentsRect().width() ? text() : QString());
}

} // namespace espseal::studio
