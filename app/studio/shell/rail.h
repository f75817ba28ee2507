// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractButton>
#include <QHash>
#include <QWidget>

#include "app/studio/selection.h"
#include "app/studio/theme/tones.h"

class QVBoxLayout;

namespace espseal::studio {

class ActionRegistry;

// One page in the rail: icon, name, and a number that says what needs attention.
class RailButton final : public QAbstractButton {
    Q_OBJECT
public:
    RailButton(QAction &action, QWidget *parent = nullptr);
    void set_count(int count, Tone tone, const QString &hint); // 0: no number
    void set_compact(bool compact);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void nextCheckState() override { } // the page decides, not the click

private:
    QString base_tip_;
    int count_ = 0;
    Tone tone_ = Tone::neutral;
    bool compact_ = false;
};

// The pages, at the left of the window; with names or as icons only.
class Rail final : public QWidget {
    Q_OBJECT
public:
    Rail(ActionRegistry &actions, Selection &selection, QWidget *parent = nullptr);
    void set_compact(bool compact);
    [[nodiscard]] bool is_compact() const { return compact_; }
    void set_count(Page page, int count, Tone tone, const QString &hint);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void follow(Page page);
    QHash<Page, RailButton *> buttons_;
    bool compact_ = false;
};

} // namespace espseal::studio
