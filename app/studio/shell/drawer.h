// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "app/studio/jobs/job_model.h"
#include "core/base/finding.h"

class QLabel;
class QStackedWidget;
class QTabBar;
class QToolButton;
class QTreeView;

namespace espseal::studio {

class ElidedLabel;
class FindingCard;
class FixRunner;
class Studio;

// The bottom of the window: what happens, what is wrong, what was said. One line high until it is opened.
class Drawer final : public QWidget {
    Q_OBJECT
public:
    Drawer(Studio &studio, FixRunner &fixes, QWidget *parent = nullptr);

    void set_open(bool open);
    [[nodiscard]] bool is_open() const { return open_; }
    void show_hint(const QString &hint); // a status tip; empty: the usual line again
    void step_problem(int direction); // opens and selects the next one

Q_SIGNALS:
    void open_changed(bool open);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    enum Tab { activity_tab, problems_tab, log_tab };
    [[nodiscard]] QWidget *make_problems();
    void refresh_line();
    void problem_chosen();

    Studio &studio_;
    FixRunner &fixes_;
    JobModel jobs_;
    QTabBar *tabs_;
    ElidedLabel *line_;
    QToolButton *toggle_;
    QStackedWidget *pages_;
    QTreeView *problems_;
    QTreeView *log_;
    FindingCard *problem_;
    QString hint_;
    bool open_ = false;
};

} // namespace espseal::studio
