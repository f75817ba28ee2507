// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QVBoxLayout;

namespace espseal::studio {

// What a page shows while it has nothing to show: why, and the button that changes it.
class EmptyState final : public QWidget {
    Q_OBJECT
public:
    EmptyState(const QString &icon, const QString &headline, const QString &sentence, QWidget *parent = nullptr);
    void set_text(const QString &headline, const QString &sentence);
    void add_action(QAction &action, bool primary = false);

private:
    QLabel *headline_;
    QLabel *sentence_;
    QVBoxLayout *buttons_;
};

} // namespace espseal::studio
