// SPDX-License-Identifier: Apache-2.0
// How StudioStyle paints its controls; one function a control.
#pragma once

#include <QStyleOption>

class QPainter;
class QWidget;

namespace espseal::studio::control_paint {

void push_button(const QStyleOption &option, QPainter &painter, bool primary);
void tool_button(const QStyleOption &option, QPainter &painter);
void focus_ring(const QRectF &rect, const QPalette &palette, QPainter &painter);
void line_edit(const QStyleOption &option, QPainter &painter);
void check_box(const QStyleOption &option, QPainter &painter, bool partial);
void radio_button(const QStyleOption &option, QPainter &painter);
void header_section(const QStyleOptionHeader &option, QPainter &painter);
void tab(const QStyleOptionTab &option, QPainter &painter);
void progress_groove(const QStyleOption &option, QPainter &painter);
void progress_contents(const QStyleOptionProgressBar &option, QPainter &painter);
void scroll_bar(const QStyleOptionSlider &option, const QRect &handle, QPainter &painter);
void combo_box(const QStyleOptionComboBox &option, QPainter &painter);
void branch(const QStyleOption &option, QPainter &painter);
void item_row(const QStyleOptionViewItem &option, QPainter &painter);

} // namespace espseal::studio::control_paint
