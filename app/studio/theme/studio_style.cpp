// SPDX-License-Identifier: Apache-2.0
#include "app/studio/theme/studio_style.h"

#include "app/studio/theme/control_paint.h"
#include "app/studio/theme/tones.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QPainter>
#include <QScrollBar>
#include <QTabBar>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int header_indent = 6; // as far in as the cells' text

template <class Option> const Option &as(const QStyleOption *option)
{
    return *static_cast<const Option *>(option);
}

// Selected rows and menu entries get a tint as their ground, so their text keeps the normal colour.
template <class Option> Option tinted(const QStyleOption *option)
{
    Option copy = as<Option>(option);
    copy.palette.setColor(QPalette::Highlight, selection_tint(copy.palette));
    copy.palette.setColor(QPalette::HighlightedText, copy.palette.color(QPalette::Text));
    return copy;
}

bool is_primary(const QWidget *widget)
{
    return widget && widget->property("primary").toBool();
}

} // namespace

StudioStyle::StudioStyle()
    : QProxyStyle(u"Fusion"_s)
{
}

void StudioStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    using namespace control_paint;
    switch (element) {
    case PE_PanelButtonCommand:
        return push_button(*option, *painter, is_primary(widget));
    case PE_PanelButtonTool:
        return tool_button(*option, *painter);
    case PE_PanelLineEdit:
        return line_edit(*option, *painter);
    case PE_FrameLineEdit:
    case PE_FrameTabBarBase:
    case PE_FrameTabWidget:
    case PE_PanelStatusBar:
        return;
    case PE_FrameFocusRect: // buttons paint their ring themselves, with the panel
        if (!qobject_cast<const QAbstractButton *>(widget) && !qobject_cast<const QComboBox *>(widget))
            focus_ring(option->rect, option->palette, *painter);
        else if (widget->inherits("QCheckBox") || widget->inherits("QRadioButton"))
            focus_ring(QRectF(option->rect).adjusted(-3, -1, 3, 1), option->palette, *painter);
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        return check_box(*option, *painter, option->state.testFlag(State_NoChange));
    case PE_IndicatorRadioButton:
        return radio_button(*option, *painter);
    case PE_IndicatorBranch:
        return branch(*option, *painter);
    case PE_PanelItemViewItem:
        return item_row(as<QStyleOptionViewItem>(option), *painter);
    case PE_PanelItemViewRow: // cells paint themselves; this is for a tree's indentation beside them
        if (qobject_cast<const QTreeView *>(widget))
            item_row(as<QStyleOptionViewItem>(option), *painter);
        return;
    case PE_Frame:
        painter->save();
        painter->setPen(hairline(option->palette));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void StudioStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    using namespace control_paint;
    switch (element) {
    case CE_HeaderSection:
        return header_section(as<QStyleOptionHeader>(option), *painter);
    case CE_HeaderEmptyArea: {
        QStyleOptionHeader empty;
        static_cast<QStyleOption &>(empty) = *option;
        return header_section(empty, *painter);
    }
    case CE_HeaderLabel: {
        QStyleOptionHeaderV2 label = as<QStyleOptionHeaderV2>(option);
        label.palette.setColor(QPalette::ButtonText, muted_text(option->palette));
        label.state &= ~State_On; // no bold for the current column
        label.rect.adjust(header_indent, 0, -header_indent, 0);
        return QProxyStyle::drawControl(element, &label, painter, widget);
    }
    case CE_TabBarTabShape:
        return tab(as<QStyleOptionTab>(option), *painter);
    case CE_ProgressBarGroove:
        return progress_groove(*option, *painter);
    case CE_ProgressBarContents:
        return progress_contents(as<QStyleOptionProgressBar>(option), *painter);
    case CE_PushButtonLabel: {
        QStyleOptionButton label = as<QStyleOptionButton>(option);
        if (is_primary(widget) && option->state.testFlag(State_Enabled))
            label.palette.setColor(QPalette::ButtonText, accent_text(option->palette));
        return QProxyStyle::drawControl(element, &label, painter, widget);
    }
    case CE_MenuItem: {
        const auto item = tinted<QStyleOptionMenuItem>(option);
        return QProxyStyle::drawControl(element, &item, painter, widget);
    }
    case CE_ItemViewItem: {
        const auto item = tinted<QStyleOptionViewItem>(option);
        return QProxyStyle::drawControl(element, &item, painter, widget);
    }
    case CE_Splitter:
        painter->fillRect(option->rect, hairline(option->palette));
        return;
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void StudioStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    switch (control) {
    case CC_ComboBox:
        return control_paint::combo_box(as<QStyleOptionComboBox>(option), *painter);
    case CC_ScrollBar:
        return control_paint::scroll_bar(as<QStyleOptionSlider>(option), proxy()->subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget), *painter);
    default:
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

int StudioStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 18;
    case PM_ScrollBarExtent:
        return 13;
    case PM_ScrollBarSliderMin:
        return 32;
    case PM_SplitterWidth:
        return 1;
    case PM_ButtonMargin:
        return 10;
    case PM_ButtonIconSize:
    case PM_SmallIconSize:
    case PM_TabBarIconSize:
        return 16;
    case PM_ToolBarIconSize:
        return 18;
    case PM_TabBarTabHSpace:
        return 20;
    case PM_TabBarTabVSpace:
        return 12;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int StudioStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_ScrollBar_Transient:
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
    case SH_TabBar_PreferNoArrows:
        return 1;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize StudioStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
    case CT_ComboBox:
    case CT_LineEdit:
        result.setHeight(std::max(result.height(), 30));
        break;
    case CT_HeaderSection:
        result = { result.width() + 2 * header_indent, std::max(result.height(), 28) };
        break;
    case CT_ItemViewItem:
        result.setHeight(std::max(result.height(), 28));
        break;
    case CT_MenuItem:
        result.setHeight(std::max(result.height(), as<QStyleOptionMenuItem>(option).menuItemType == QStyleOptionMenuItem::Separator ? 9 : 26));
        break;
    default:
        break;
    }
    return result;
}

QRect StudioStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part, const QWidget *widget) const
{
    if (control != CC_ScrollBar)
        return QProxyStyle::subControlRect(control, option, part, widget);
    // A bar without arrow buttons: groove and page areas take the whole length.
    const auto &bar = as<QStyleOptionSlider>(option);
    const bool vertical = bar.orientation == Qt::Vertical;
    const int length = vertical ? bar.rect.height() : bar.rect.width();
    const qint64 range = qint64(bar.maximum) - bar.minimum;
    int slider = length;
    if (range > 0)
        slider = std::clamp(static_cast<int>(qint64(bar.pageStep) * length / (range + bar.pageStep)), std::min(length, 32), length);
    const int start = sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition, length - slider, bar.upsideDown);
    const auto along = [&](int from, int size) {
        return vertical ? QRect(bar.rect.left(), bar.rect.top() + from, bar.rect.width(), size)
                        : QRect(bar.rect.left() + from, bar.rect.top(), size, bar.rect.height());
    };
    switch (part) {
    case SC_ScrollBarGroove:
        return bar.rect;
    case SC_ScrollBarSlider:
        return visualRect(vertical ? Qt::LeftToRight : bar.direction, bar.rect, along(start, slider));
    case SC_ScrollBarSubPage:
        return visualRect(vertical ? Qt::LeftToRight : bar.direction, bar.rect, along(0, start));
    case SC_ScrollBarAddPage:
        return visualRect(vertical ? Qt::LeftToRight : bar.direction, bar.rect, along(start + slider, length - start - slider));
    default:
        return {};
    }
}

void StudioStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget) || qobject_cast<QScrollBar *>(widget) || qobject_cast<QTabBar *>(widget))
        widget->setAttribute(Qt::WA_Hover);
    if (auto *view = qobject_cast<QAbstractItemView *>(widget))
        view->viewport()->setAttribute(Qt::WA_Hover);
}

} // namespace espseal::studio
