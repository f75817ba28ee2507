// SPDX-License-Identifier: Apache-2.0
#include "app/studio/shell/command_palette.h"

#include "app/studio/theme/icons.h"
#include "app/studio/theme/tones.h"
#include "app/studio/widgets/text_styles.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace espseal::studio {

namespace {

class PaletteDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const bool enabled = index.flags().testFlag(Qt::ItemIsEnabled);
        painter->save();
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, selection_tint(option.palette));
        const QRect room = option.rect.adjusted(14, 0, -14, 0);
        const QColor ink = enabled ? option.palette.color(QPalette::Text) : muted_text(option.palette);
        paint_line_icon(*painter, QRectF(room.left(), room.center().y() - 8, 16, 16), index.data(icon_name_role).toString(), ink);
        const QString hint = index.data(detail_role).toString();
        painter->setPen(ink);
        const int text_width = painter->fontMetrics().horizontalAdvance(index.data().toString());
        painter->drawText(room.adjusted(26, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
        painter->setFont(styled(option.font, TextStyle::caption));
        painter->setPen(muted_text(option.palette));
        const QRect right = room.adjusted(26 + text_width + 16, 0, 0, 0);
        painter->drawText(right, Qt::AlignRight | Qt::AlignVCenter, painter->fontMetrics().elidedText(hint, Qt::ElideRight, right.width()));
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override { return { 200, option.fontMetrics.height() + 14 }; }
};

constexpr int palette_width = 520;
constexpr int palette_height = 330;

} // namespace

CommandPalette::CommandPalette(Studio &studio, QWidget *window)
    : QFrame(window)
    , studio_(studio)
    , edit_(new QLineEdit)
    , list_(new QListView)
{
    setAccessibleName(tr("Find or run"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(10, 10, 10, 10);
    column->setSpacing(6);
    edit_->setPlaceholderText(tr("Find or run..."));
    edit_->setAccessibleName(tr("Find or run"));
    edit_->installEventFilter(this);
    list_->setModel(&model_);
    list_->setItemDelegate(new PaletteDelegate(list_));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setFocusPolicy(Qt::NoFocus);
    list_->setUniformItemSizes(true);
    list_->setAccessibleName(tr("Matches"));
    column->addWidget(edit_);
    column->addWidget(list_);
    connect(edit_, &QLineEdit::textChanged, this, [this](const QString &words) {
        model_.search(studio_, words);
        first_enabled();
    });
    connect(list_, &QListView::clicked, this, &CommandPalette::run);
    hide();
}

void CommandPalette::open()
{
    focus_before_ = QApplication::focusWidget();
    const QSize size(std::min(palette_width, parentWidget()->width() - 40), std::min(palette_height, parentWidget()->height() - 80));
    setGeometry((parentWidget()->width() - size.width()) / 2, 64, size.width(), size.height());
    edit_->clear();
    model_.search(studio_, {});
    first_enabled();
    show();
    raise();
    edit_->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::first_enabled()
{
    list_->setCurrentIndex(model_.index(0, 0));
    list_->scrollToTop();
}

void CommandPalette::close_and_return()
{
    hide();
    if (focus_before_)
        focus_before_->setFocus(Qt::OtherFocusReason);
}

void CommandPalette::run(const QModelIndex &index)
{
    const PaletteRow *row = model_.at(index);
    if (!row || !row->enabled)
        return;
    const PaletteRow chosen = *row;
    close_and_return();
    run_palette_row(studio_, chosen);
}

bool CommandPalette::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::FocusOut && static_cast<const QFocusEvent &>(*event).reason() != Qt::PopupFocusReason && isVisible())
        hide();
    if (event->type() == QEvent::ShortcutOverride && static_cast<const QKeyEvent &>(*event).key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(object, event);
    const int row = list_->currentIndex().row();
    switch (static_cast<const QKeyEvent &>(*event).key()) {
    case Qt::Key_Escape:
        close_and_return();
        return true;
    case Qt::Key_Down:
        list_->setCurrentIndex(model_.index(std::min(row + 1, model_.rowCount() - 1), 0));
        return true;
    case Qt::Key_Up:
        list_->setCurrentIndex(model_.index(std::max(row - 1, 0), 0));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        run(list_->currentIndex());
        return true;
    default:
        return QFrame::eventFilter(object, event);
    }
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(mixed(hairline(palette()), palette().color(QPalette::WindowText), 0.25), 1));
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 9, 9);
}

} // namespace espseal::studio
