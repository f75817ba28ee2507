// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "app/studio/selection.h"

namespace espseal::studio {

class ContentView;
class PlanControl;
class RegionModel;
class Studio;

// The right side of the window: whatever is selected, on whatever page.
class Inspector final : public QWidget {
    Q_OBJECT
public:
    Inspector(Studio &studio, RegionModel &regions, PlanControl &plans, QWidget *parent = nullptr);

private:
    void refresh();
    void refresh_later(); // many signals, one rebuild
    [[nodiscard]] QWidget *make_editor();

    Studio &studio_;
    RegionModel &regions_;
    PlanControl &plans_;
    ContentView *view_;
    Subject shown_;
    bool waiting_ = false;
};

} // namespace espseal::studio
