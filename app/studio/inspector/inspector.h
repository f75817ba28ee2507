// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStackedWidget>

#include "app/studio/certificates/verdict_watch.h"
#include "app/studio/inspector/inspector_content.h"
#include "app/studio/selection.h"

namespace espseal::studio {

class CertificateView;
class ContentView;
class FixRunner;
class PlanControl;
class RegionModel;
class Studio;
struct StoredCredential;

// The right side of the window: whatever is selected, on whatever page.
class Inspector final : public QWidget {
    Q_OBJECT
public:
    Inspector(Studio &studio, RegionModel &regions, PlanControl &plans, FixRunner &fixes, QWidget *parent = nullptr);

private:
    void refresh();
    void show_certificate(const StoredCredential &credential);
    void show_content(const InspectorContent &content, QWidget *editor = nullptr);
    void refresh_later(); // many signals, one rebuild
    [[nodiscard]] QWidget *make_editor();

    Studio &studio_;
    RegionModel &regions_;
    PlanControl &plans_;
    VerdictWatch verdicts_;
    QStackedWidget *stack_;
    ContentView *view_;
    CertificateView *certificate_;
    Subject shown_;
    bool waiting_ = false;
};

} // namespace espseal::studio
