// SPDX-License-Identifier: Apache-2.0
#include "app/studio/widgets/card.h"

#include "app/studio/theme/icons.h"
#include "app/studio/widgets/text_styles.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr double card_radius = 8;
constexpr int chip_padding = 7;
constexpr int chip_icon = 13;
constexpr int chip_gap = 4;

void rounded(QPainter &painter, const QRectF &rect, double radius, const QColor &fill, const QColor &line)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(line, 1));
    painter.setBrush(fill);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter.restore();
}

} // namespace

Card::Card(QWidget *parent)
    : QFrame(parent)
{
}

void Card::set_tone(std::optional<Tone> tone)
{
    tone_ = tone;
    update();
}

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (tone_) {
        const ToneColours colours = tone_colours(*tone_, palette());
        rounded(painter, rect(), card_radius, colours.fill, colours.line);
    } else {
        rounded(painter, rect(), card_radius, palette().color(QPalette::Base), hairline(palette()));
    }
}

IconLabel::IconLabel(int size, QWidget *parent)
    : QWidget(parent)
    , size_(size)
{
    setFixedSize(size, size);
}

void IconLabel::show_icon(const QString &name, Tone tone)
{
    name_ = name;
    tone_ = tone;
    accent_ = false;
    update();
}

void IconLabel::show_accent(const QString &name)
{
    name_ = name;
    accent_ = true;
    update();
}

void IconLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint_line_icon(painter, rect(), name_, accent_ ? accent_ink(palette()) : tone_colours(tone_, palette()).text);
}

StatusChip::StatusChip(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFont(styled(font(), TextStyle::caption));
}

void StatusChip::set_status(Tone tone, const QString &icon, const QString &word)
{
    tone_ = tone;
    icon_ = icon;
    word_ = word;
    setAccessibleName(word);
    if (word.isEmpty() || parentWidget()) // without a parent yet, it would flash up as a window and take the keyboard
        setVisible(!word.isEmpty());
    updateGeometry();
    update();
}

QSize StatusChip::sizeHint() const
{
    return { chip_width(word_, font()), fontMetrics().height() + 6 };
}

void StatusChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint_chip(painter, rect(), tone_, icon_, word_, palette(), font());
}

int chip_width(const QString &word, const QFont &font)
{
    return word.isEmpty() ? 0 : QFontMetrics(font).horizontalAdvance(word) + chip_icon + chip_gap + 2 * chip_padding + 1;
}

int paint_chip(QPainter &painter, const QRectF &where, Tone tone, const QString &icon, const QString &word, const QPalette &palette, const QFont &font)
{
    if (word.isEmpty())
        return 0;
    const ToneColours colours = tone_colours(tone, palette);
    const QFontMetrics metrics(font);
    const double height = std::min<double>(where.height(), metrics.height() + 6);
    const double width = std::min<double>(where.width(), chip_width(word, font));
    const QRectF chip(where.left(), where.center().y() - height / 2, width, height);
    rounded(painter, chip, height / 2, colours.fill, colours.line);
    const QRectF picture(chip.left() + chip_padding, chip.center().y() - chip_icon / 2.0, chip_icon, chip_icon);
    paint_line_icon(painter, picture, icon.isEmpty() ? tone_icon(tone) : icon, colours.text);
    painter.save();
    painter.setFont(font);
    painter.setPen(colours.text);
    const QRectF text = chip.adjusted(chip_padding + chip_icon + chip_gap, 0, -chip_padding / 2.0, 0);
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft, metrics.elidedText(word, Qt::ElideRight, static_cast<int>(text.width()) + 2));
    painter.restore();
    return static_cast<int>(width);
}

QString tone_icon(Tone tone)
{
    switch (tone) {
    case Tone::neutral:
        return u"pending"_s;
    case Tone::info:
        return u"info"_s;
    case Tone::good:
        return u"ok"_s;
    case Tone::caution:
        return u"warning"_s;
    case Tone::bad:
        return u"error"_s;
    }
    return u"info"_s;
}

} // namespace espseal::studio
