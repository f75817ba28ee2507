// SPDX-License-Identifier: Apache-2.0
// What the tours share: waiting for the window, and taking its picture at the sizes that count.
#pragma once

#include "tests/studio/studio_bench.h"

#include <QDir>

#include <cstdio>
#include <functional>

namespace espseal::studio {

class TourCamera {
public:
    TourCamera(QDir folder, StudioBench &bench)
        : folder_(std::move(folder))
        , bench_(bench)
    {
    }

    bool until(const char *what, const std::function<bool()> &condition)
    {
        constexpr int patience_ms = 120'000;
        if (QTest::qWaitFor(condition, patience_ms))
            return true;
        std::fprintf(stderr, "studio-tour: waited in vain for %s\n", what);
        shot(QStringLiteral("stuck"));
        return false;
    }
    void settle()
    {
        QTest::qWait(80);
        if (bench_.window.isActiveWindow())
            return;
        bench_.window.activateWindow(); // there is no window manager here to do it; shortcuts need it
        if (!QTest::qWaitForWindowActive(&bench_.window))
            std::fprintf(stderr, "studio-tour: the window does not get the keyboard\n");
    }
    void shot(const QString &name)
    {
        constexpr QSize sizes[] = { { 1280, 800 }, { 1024, 600 } };
        for (const QSize size : sizes) {
            bench_.window.resize(size);
            settle();
            const QString file = QStringLiteral("%1-%2x%3.png").arg(name).arg(size.width()).arg(size.height());
            if (!bench_.window.grab().save(folder_.filePath(file)))
                std::fprintf(stderr, "studio-tour: cannot write %s\n", qPrintable(file));
        }
        bench_.window.resize(sizes[0]);
        settle();
    }
    void trigger(QLatin1StringView id) { bench_.studio.actions.action(id).trigger(); }

private:
    QDir folder_;
    StudioBench &bench_;
};

} // namespace espseal::studio
