// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/provision/step_model.h"
#include "app/studio/widgets/page_frame.h"

class QLabel;
class QListView;
class QPushButton;
class QStackedWidget;
class QTreeView;

namespace espseal::studio {

class Card;
class FindingCard;
class IconLabel;
class RegionModel;
class Studio;

class ProvisionPage final : public PageFrame {
    Q_OBJECT
public:
    ProvisionPage(Studio &studio, RegionModel &regions, QWidget *parent = nullptr);
    [[nodiscard]] QWidget *first_focus() override;

Q_SIGNALS:
    // The answers to: the plan would overwrite a key that the board made itself.
    void keep_key_wanted();
    void overwriting_wanted();

private:
    [[nodiscard]] QWidget *make_steps();
    [[nodiscard]] QWidget *make_preview(RegionModel &regions);
    [[nodiscard]] QWidget *make_success();
    void follow();
    void follow_result();

    Studio &studio_;
    StepModel steps_;
    QListView *list_;
    QStackedWidget *stack_; // nothing yet, or steps
    FindingCard *failure_;
    QPushButton *retry_;
    QPushButton *keep_;
    QPushButton *overwrite_;
    QPushButton *watch_ = nullptr;
    Card *success_;
    QLabel *success_text_;
    QLabel *stop_line_;
    QLabel *erase_;
    QTreeView *preview_ = nullptr;
};

} // namespace espseal::studio
