// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace espseal::studio {

// Addresses, fingerprints, lines of source: fixed width, broken wherever the room ends, copied whole from its menu.
class FixedValue final : public QWidget {
    Q_OBJECT
public:
    explicit FixedValue(const QString &text, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return { 60, fontMetrics().height() }; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString text_;
};

} // namespace espseal::studio
