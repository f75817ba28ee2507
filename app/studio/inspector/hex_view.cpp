// SPDX-License-Identifier: Apache-2.0
#include "app/studio/inspector/hex_view.h"

#include "app/studio/theme/tones.h"
#include "app/studio/widgets/text_styles.h"

#include <QMouseEvent>
#include <QTextBlock>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr qsizetype per_line = 8;
constexpr qsizetype address_width = 6; // "0010  "
constexpr qsizetype byte_width = 3; // "30 "

} // namespace

QString hex_dump(const QByteArray &bytes)
{
    QString text;
    text.reserve(bytes.size() * 5);
    for (qsizetype start = 0; start < bytes.size(); start += per_line) {
        const QByteArray line = bytes.mid(start, per_line);
        QString characters;
        for (const char c : line)
            characters += c >= ' ' && c <= '~' ? QLatin1Char(c) : QLatin1Char('.');
        text += u"%1  %2 %3\n"_s.arg(start, 4, 16, QLatin1Char('0'))
                    .arg(QString::fromLatin1(line.toHex(' ')).leftJustified(per_line * byte_width - 1), characters);
    }
    text.chop(1);
    return text;
}

HexView::HexView(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setFont(styled(fixed_font(font()), TextStyle::caption));
    setLineWrapMode(NoWrap);
    setTabChangesFocus(true);
    setAccessibleName(tr("Bytes"));
}

void HexView::show_bytes(const QByteArray &bytes)
{
    size_ = bytes.size();
    setExtraSelections({});
    setPlainText(hex_dump(bytes));
}

void HexView::mark(qsizetype offset, qsizetype length)
{
    QList<QTextEdit::ExtraSelection> marks;
    const qsizetype end = std::min(offset + length, size_);
    for (qsizetype from = offset; from < end;) {
        const qsizetype to = std::min(end, (from / per_line + 1) * per_line); // to the end of the line
        const QTextBlock block = document()->findBlockByNumber(static_cast<int>(from / per_line));
        QTextCursor cursor(block);
        const auto column = [](qsizetype byte) { return static_cast<int>(address_width + (byte % per_line) * byte_width); };
        cursor.setPosition(block.position() + column(from));
        cursor.setPosition(block.position() + column(to - 1) + 2, QTextCursor::KeepAnchor);
        QTextEdit::ExtraSelection mark;
        mark.cursor = cursor;
        mark.format.setBackground(selection_tint(palette()));
        mark.format.setForeground(accent_ink(palette()));
        marks.append(mark);
        from = to;
    }
    setExtraSelections(marks);
    if (marks.isEmpty())
        return;
    QTextCursor cursor = marks.constFirst().cursor;
    cursor.clearSelection();
    setTextCursor(cursor);
    ensureCursorVisible();
}

void HexView::mouseReleaseEvent(QMouseEvent *event)
{
    QPlainTextEdit::mouseReleaseEvent(event);
    const QTextCursor cursor = cursorForPosition(event->position().toPoint());
    const qsizetype column = (cursor.positionInBlock() - address_width) / byte_width;
    const qsizetype offset = cursor.blockNumber() * per_line + std::clamp<qsizetype>(column, 0, per_line - 1);
    if (offset < size_ && cursor.positionInBlock() >= address_width)
        Q_EMIT byte_clicked(offset);
}

} // namespace espseal::studio
