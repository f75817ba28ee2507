// SPDX-License-Identifier: Apache-2.0
// The real window over a workspace of its own, driven as a user drives it.
#pragma once

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

#include "app/studio/shell/main_window.h"
#include "app/studio/studio.h"
#include "app/studio/theme/theme.h"
#include "app/studio/widgets/finding_card.h"
#include "tests/studio/known_password.h"

namespace espseal::studio {

// A part of the window that is shown before it has its place flashes up as a window of its own and takes the keyboard.
class WindowWatch final : public QObject {
public:
    WindowWatch() { qApp->installEventFilter(this); }
    QStringList strays;

    bool eventFilter(QObject *object, QEvent *event) override
    {
        const auto *widget = event->type() == QEvent::Show ? qobject_cast<QWidget *>(object) : nullptr;
        if (widget && widget->windowType() == Qt::Window && !qobject_cast<const MainWindow *>(widget))
            strays.append(QString::fromLatin1(widget->metaObject()->className()));
        return false;
    }
};

// Who answers when the studio wants the password of its keys.
enum class Answers { known_password, the_window };

struct StudioBench {
    WindowWatch windows;
    QTemporaryDir folder;
    KnownPassword password;
    Studio studio;
    MainWindow window;

    explicit StudioBench(bool real_pace = false, Answers answers = Answers::known_password)
        : studio({ .workspace = folder.filePath(QStringLiteral("workspace")),
              .settings_file = folder.filePath(QStringLiteral("studio.ini")),
              .real_pace = real_pace,
              .watch_ports = false,
              .prompt = answers == Answers::known_password ? &password : nullptr,
              .vault_costs = cheap_costs,
              .signer = qEnvironmentVariable("ESPSEAL_BIN_DIR") + QStringLiteral("/espseal-signer") })
        , window(studio)
    {
        apply_theme(*qApp, Scheme::light);
        window.show();
        [[maybe_unused]] const bool exposed = QTest::qWaitForWindowActive(&window);
    }

    // The visible button with this text in front; nullptr if there is none.
    QPushButton *button(const QString &text) const
    {
        for (QPushButton *candidate : window.findChildren<QPushButton *>())
            if (candidate->isVisible() && candidate->text().startsWith(text))
                return candidate;
        return nullptr;
    }
    QPushButton *main_button() const { return window.findChild<QPushButton *>(QStringLiteral("main-button")); }
    // Clicks what a user sees; false if it is not there or disabled.
    bool click(const QString &text) const
    {
        QPushButton *found = button(text);
        if (!found || !found->isEnabled())
            return false;
        QTest::mouseClick(found, Qt::LeftButton);
        return true;
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&window, key, modifiers); }
    // Types into the visible field with that label's placeholder or accessible name.
    template <class Widget> Widget *visible(const QString &name) const
    {
        for (Widget *candidate : window.findChildren<Widget *>())
            if (candidate->isVisible() && (candidate->objectName() == name || candidate->accessibleName() == name))
                return candidate;
        return nullptr;
    }
    FindingCard *finding() const
    {
        for (FindingCard *card : window.findChildren<FindingCard *>())
            if (card->isVisible())
                return card;
        return nullptr;
    }
    QString region_credential(flash::RegionRole role) const
    {
        const flash::Region *region = studio.document.plan().find(role);
        return region ? region->credential : QString();
    }
};

} // namespace espseal::studio
