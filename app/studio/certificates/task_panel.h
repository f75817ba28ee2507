// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace espseal::studio {

// One piece of work on the Certificates page, in place of the list while it lasts; made anew each time.
class TaskPanel : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    [[nodiscard]] virtual QString title() const = 0;
    // Where the keyboard goes when it comes up.
    [[nodiscard]] virtual QWidget *first_focus() { return nullptr; }

Q_SIGNALS:
    void closed(); // nothing came of it, or nothing to select
    void finished(const QStringList &credentials); // what to select then
};

} // namespace espseal::studio
