// SPDX-License-Identifier: Apache-2.0
// The window over a workspace whose keys have to be unlocked.
#pragma once

#include "app/studio/certificates/certificates_page.h"
#include "app/studio/keys/password_sheet.h"
#include "tests/studio/certificate_folder.h"
#include "tests/studio/studio_bench.h"

namespace espseal::studio {

inline constexpr int patience = 30'000; // for slow machines; nothing is timed

#define WAIT(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, patience)

struct KeyBench : StudioBench {
    explicit KeyBench(Answers answers = Answers::the_window)
        : StudioBench(false, answers)
    {
    }
    CertificateFolder made { studio.workspace.folder() }; // as another run of the studio, or another program

    void reload()
    {
        studio.selection.go(Page::certificates);
        studio.workspace.reload();
        WAIT(!studio.workspace.is_empty());
    }
    PasswordSheet *sheet() const
    {
        auto *found = window.findChild<PasswordSheet *>();
        return found && found->isVisible() ? found : nullptr;
    }
    template <class Widget> Widget *part(const QString &name)
    {
        Widget *found = window.findChild<PasswordSheet *>()->findChild<Widget *>(name);
        if (!found)
            qFatal("no %s", qPrintable(name));
        return found;
    }
    void type(const QString &name, const QString &text)
    {
        auto *edit = part<QLineEdit>(name);
        WAIT(edit->isEnabled());
        edit->selectAll();
        QTest::keyClicks(edit, text);
    }
    void click(const QString &name)
    {
        auto *button = part<QPushButton>(name);
        WAIT(button->isVisible() && button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
    }
    QString problem() { return part<QLabel>(QStringLiteral("vault-problem"))->isVisible() ? part<QLabel>(QStringLiteral("vault-problem"))->text() : QString(); }
    void unlock(const QString &word = QString::fromLatin1(test_password))
    {
        WAIT(sheet());
        type(QStringLiteral("vault-password"), word);
        click(QStringLiteral("vault-go"));
    }
    void choose(const QString &word = QString::fromLatin1(test_password))
    {
        WAIT(sheet());
        type(QStringLiteral("vault-password"), word);
        type(QStringLiteral("vault-again"), word);
        click(QStringLiteral("vault-go"));
    }
    void begin_issue(const QString &preset_name, const QString &name)
    {
        window.certificates_page().show_form(preset_name);
        WAIT(visible<QLineEdit>(QStringLiteral("form-name")));
        visible<QLineEdit>(QStringLiteral("form-name"))->setText(name);
        WAIT(visible<QPushButton>(QStringLiteral("form-issue"))->isEnabled());
        QTest::mouseClick(visible<QPushButton>(QStringLiteral("form-issue")), Qt::LeftButton);
    }
    void trigger(QLatin1StringView id)
    {
        WAIT(studio.actions.action(id).isEnabled());
        studio.actions.action(id).trigger();
    }
    void select(const Subject &subject)
    {
        studio.selection.select(subject);
        WAIT(studio.selection.subject() == subject);
    }
    // No question is open and nothing runs.
    void settle() { WAIT(!sheet() && std::ranges::none_of(studio.jobs.records(), &JobRecord::running)); }
    QStringList strays() const { return windows.strays; }
};

} // namespace espseal::studio
