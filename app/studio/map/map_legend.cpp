// SPDX-License-Identifier: Apache-2.0
#include "app/studio/map/map_legend.h"

#include "app/studio/map/board_reading.h"
#include "app/studio/map/map_board_lane.h"
#include "app/studio/map/map_ink.h"
#include "app/studio/theme/tones.h"
#include "app/studio/widgets/text_styles.h"

#include <QPainter>

#include <functional>
#include <utility>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int swatch_height = 14;
constexpr int swatch = 22; // wide enough for the pattern
constexpr int gap = 18;

struct Entry {
    QString title;
    std::function<void(QPainter &, const QRectF &, const QPalette &)> paint;
};

QList<Entry> entries(bool board)
{
    QList<Entry> list;
    for (const MapInk ink : map_inks)
        list.append(
            { ink_title(ink), [ink](QPainter &painter, const QRectF &rect, const QPalette &palette) { paint_ink(painter, rect, rect, ink, palette); } });
    list.append({ MapLegend::tr("erased by the write"), [](QPainter &painter, const QRectF &rect, const QPalette &palette) {
                     const ToneColours caution = tone_colours(Tone::caution, palette);
                     paint_hatch(painter, rect, caution.text, caution.fill);
                 } });
    list.append(
        { MapLegend::tr("claimed twice"), [](QPainter &painter, const QRectF &rect, const QPalette &palette) { paint_conflict(painter, rect, palette); } });
    if (!board)
        return list;
    using provision::SectorState;
    for (const SectorState state : { SectorState::same, SectorState::different, SectorState::erased, SectorState::foreign })
        list.append({ sector_state_word(state),
            [state](QPainter &painter, const QRectF &rect, const QPalette &palette) { paint_sector_state(painter, rect, state, palette); } });
    return list;
}

// Calls `place` for each entry with the place of its swatch; returns the height.
int arrange(bool board, int width, const QFontMetrics &metrics, const std::function<void(const Entry &, QPoint)> &place)
{
    const int line = std::max(metrics.height(), swatch_height) + 4;
    int x = 0;
    int y = 0;
    for (const Entry &entry : entries(board)) {
        const int need = swatch + 6 + metrics.horizontalAdvance(entry.title);
        if (x > 0 && x + need > width) {
            x = 0;
            y += line;
        }
        if (place)
            place(entry, { x, y });
        x += need + gap;
    }
    return y + line;
}

} // namespace

MapLegend::MapLegend(QWidget *parent)
    : QWidget(parent)
{
    setFont(styled(font(), TextStyle::caption));
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum); // as many lines as the width asks for
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Legend"));
    describe();
}

void MapLegend::describe()
{
    QStringList titles;
    for (const Entry &entry : entries(board_))
        titles.append(entry.title);
    setAccessibleDescription(titles.join(u", "_s));
}

void MapLegend::show_board(bool on)
{
    if (std::exchange(board_, on) == on)
        return;
    describe();
    updateGeometry();
    update();
}

int MapLegend::heightForWidth(int width) const
{
    return arrange(board_, width, fontMetrics(), nullptr);
}

QSize MapLegend::sizeHint() const
{
    return { 500, heightForWidth(QWIDGETSIZE_MAX) };
}

void MapLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    arrange(board_, width(), fontMetrics(), [&](const Entry &entry, QPoint at) {
        const int line = std::max(fontMetrics().height(), swatch_height) + 4;
        entry.paint(painter, QRect(at.x(), at.y() + (line - swatch_height) / 2, swatch, swatch_height), palette());
        painter.setPen(muted_text(palette()));
        painter.drawText(QRect(at.x() + swatch + 6, at.y(), width(), line), Qt::AlignLeft | Qt::AlignVCenter, entry.title);
    });
}

} // namespace espseal::studio
