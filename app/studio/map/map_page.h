// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QItemSelectionModel>

#include "app/studio/map/region_model.h"
#include "app/studio/widgets/page_frame.h"

class QComboBox;
class QLabel;
class QTreeView;
class QVBoxLayout;

namespace espseal::studio {

class FlashMapView;
class PlanControl;
class Studio;

class MapPage final : public PageFrame {
    Q_OBJECT
public:
    MapPage(Studio &studio, RegionModel &model, PlanControl &plans, QWidget *parent = nullptr);
    [[nodiscard]] QWidget *first_focus() override;
    [[nodiscard]] FlashMapView &view() { return *view_; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void make_board_tools();
    void fit_table();
    void connect_actions();
    void document_changed();
    void choose_board(Size chip, flash::MapKind map);
    void show_conflicts();
    void current_changed();
    void select_subject();

    Studio &studio_;
    RegionModel &model_;
    PlanControl &plans_;
    QItemSelectionModel selection_;
    FlashMapView *view_;
    QTreeView *table_;
    QComboBox *board_;
    QComboBox *stack_;
    QWidget *conflicts_;
    QVBoxLayout *conflict_column_;
    QLabel *erase_;
    QList<Finding> shown_; // the conflicts as they are shown
};

} // namespace espseal::studio
