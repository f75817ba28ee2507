// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "app/studio/certificates/import_review.h"

#include <vector>

class QLabel;

namespace espseal::studio {

enum class ImportGoal;
class IconLabel;

// What the chosen case of the manual needs, and whether it has been found: CA, certificate, key, and that they belong together.
class GoalChecklist final : public QWidget {
    Q_OBJECT
public:
    explicit GoalChecklist(ImportGoal goal, QWidget *parent = nullptr);

    void show_review(const ImportReview &review);
    [[nodiscard]] bool is_complete() const { return complete_; }

private:
    struct Line {
        IconLabel *icon;
        QLabel *text;
    };
    Line add_line();
    static void say(const Line &line, bool found, const QString &text);

    ImportGoal goal_;
    std::vector<Line> lines_;
    bool complete_ = false;
};

} // namespace espseal::studio
