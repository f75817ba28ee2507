// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>

#include "app/studio/theme/tones.h"

#include <optional>

namespace espseal::studio {

// A rounded ground for things that belong together. With a tone it takes that tone's fill and border.
class Card final : public QFrame {
    Q_OBJECT
public:
    explicit Card(QWidget *parent = nullptr);
    void set_tone(std::optional<Tone> tone);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::optional<Tone> tone_;
};

// A square of one line icon in a tone's colour.
class IconLabel final : public QWidget {
    Q_OBJECT
public:
    explicit IconLabel(int size = 18, QWidget *parent = nullptr);
    void show_icon(const QString &name, Tone tone);
    void show_accent(const QString &name);
    [[nodiscard]] QSize sizeHint() const override { return { size_, size_ }; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int size_;
    QString name_;
    Tone tone_ = Tone::neutral;
    bool accent_ = false;
};

// Icon and word on the tone's fill: "ready", "3 problems".
class StatusChip final : public QWidget {
    Q_OBJECT
public:
    explicit StatusChip(QWidget *parent = nullptr);
    void set_status(Tone tone, const QString &icon, const QString &word);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone tone_ = Tone::neutral;
    QString icon_;
    QString word_;
};

// Paints what StatusChip shows, for delegates; returns the width used.
int paint_chip(QPainter &painter, const QRectF &where, Tone tone, const QString &icon, const QString &word, const QPalette &palette, const QFont &font);
[[nodiscard]] int chip_width(const QString &word, const QFont &font);
// The icon that stands for a severity or tone.
[[nodiscard]] QString tone_icon(Tone tone);

} // namespace espseal::studio
