// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace espseal::studio {

// What the colours and patterns of the map mean.
class MapLegend final : public QWidget {
    Q_OBJECT
public:
    explicit MapLegend(QWidget *parent = nullptr);
    void show_board(bool on); // the states of a compared board, too
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void describe();
    bool board_ = false;
};

} // namespace espseal::studio
