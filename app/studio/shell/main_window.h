// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QMainWindow>

#include "app/studio/control/board_control.h"
#include "app/studio/control/certificate_control.h"
#include "app/studio/control/certificate_enabling.h"
#include "app/studio/control/compare_control.h"
#include "app/studio/control/fix_runner.h"
#include "app/studio/control/plan_control.h"
#include "app/studio/control/virtual_control.h"
#include "app/studio/keys/key_control.h"
#include "app/studio/map/region_model.h"
#include "app/studio/selection.h"

class QSplitter;
class QStackedWidget;

namespace espseal::studio {

class Banner;
class CertificatesPage;
class CommandPalette;
class Drawer;
class HeaderBar;
class Inspector;
class MapPage;
class PageFrame;
class Rail;
class StartPage;
class Studio;

class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(Studio &studio, QWidget *parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] PlanControl &plans() { return plans_; }
    [[nodiscard]] FixRunner &fixes() { return fixes_; }
    [[nodiscard]] MapPage &map_page() { return *map_; }
    [[nodiscard]] CertificatesPage &certificates_page() { return *certificates_; }

protected:
    bool event(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void make_pages();
    void lay_out();
    void connect_view_actions();
    void connect_schemes();
    void connect_notices();
    void show_page(Page page);
    void filter_on_page();
    void next_pane(int direction);
    void follow_width();
    void follow_counts();
    void follow_title();

    Studio &studio_;
    RegionModel regions_;
    BoardControl boards_;
    VirtualControl virtual_;
    CertificateControl certificate_control_;
    CertificateEnabling certificate_enabling_;
    KeyControl keys_;
    PlanControl plans_;
    CompareControl compare_;
    FixRunner fixes_;
    HeaderBar *header_ = nullptr;
    Rail *rail_ = nullptr;
    Banner *banner_ = nullptr;
    QStackedWidget *stack_ = nullptr;
    QSplitter *splitter_ = nullptr;
    Inspector *inspector_ = nullptr;
    Drawer *drawer_ = nullptr;
    CommandPalette *palette_ = nullptr;
    StartPage *start_ = nullptr;
    CertificatesPage *certificates_ = nullptr;
    MapPage *map_ = nullptr;
    QHash<Page, QWidget *> pages_;
};

} // namespace espseal::studio
