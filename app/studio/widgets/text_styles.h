// SPDX-License-Identifier: Apache-2.0
// The few text styles of the studio, all relative to the user's font.
#pragma once

#include <QFont>
#include <QLabel>

namespace espseal::studio {

enum class TextStyle {
    body,
    strong,
    heading, // of a card or section
    title, // of a page
    caption, // muted, smaller
    muted, // muted, body size
};

[[nodiscard]] QFont styled(const QFont &font, TextStyle style);
[[nodiscard]] QFont fixed_font(const QFont &like); // addresses, fingerprints: same size, tabular
// A label in that style that may wrap and whose text can be selected with the mouse if `selectable`.
[[nodiscard]] QLabel *make_label(const QString &text, TextStyle style = TextStyle::body, QWidget *parent = nullptr);
void apply_style(QLabel &label, TextStyle style);

// A single line that shows "..." where the room ends; the whole text is the tooltip then.
class ElidedLabel final : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(Qt::TextElideMode mode = Qt::ElideRight, QWidget *parent = nullptr);
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    Qt::TextElideMode mode_;
};

} // namespace espseal::studio
