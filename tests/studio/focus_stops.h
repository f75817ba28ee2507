// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAccessible>
#include <QApplication>
#include <QSet>
#include <QWidget>
#include <QtTest>

namespace espseal::test {

// What the Tab key reaches in a window.
struct FocusStops {
    qsizetype count = 0;
    QStringList unnamed; // class and object name of what a screen reader cannot name
};

inline FocusStops focus_stops(QWidget &window)
{
    QSet<const QWidget *> seen;
    QStringList unnamed;
    for (int i = 0; i < 80; ++i) {
        QTest::keyClick(&window, Qt::Key_Tab);
        QWidget *focus = QApplication::focusWidget();
        if (!focus || seen.contains(focus))
            continue;
        seen.insert(focus);
        const QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(focus);
        if (!accessible || accessible->text(QAccessible::Name).isEmpty())
            unnamed << QLatin1StringView(focus->metaObject()->className()) + QLatin1Char(' ') + focus->objectName();
    }
    return { seen.size(), unnamed };
}

} // namespace espseal::test
