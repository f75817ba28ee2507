// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/certificates/task_panel.h"

class QVBoxLayout;

namespace espseal::studio {

class Studio;

// The three cases of the SDK's manual as a choice: what the user has decides what comes next. Also what the page shows while it is empty.
class GuidePanel final : public TaskPanel {
    Q_OBJECT
public:
    // `may_close`: there is a list to go back to.
    GuidePanel(Studio &studio, bool may_close, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override { return tr("What do you have?"); }
    [[nodiscard]] QWidget *first_focus() override { return first_; }

Q_SIGNALS:
    void nothing_chosen(); // no certificate from a CA: make everything
    void ca_chosen(); // only the CA's certificate
    void identity_chosen(); // key, certificate and CA
    void dropped(const QStringList &paths);
    void files_wanted();

private:
    struct Choice;
    QWidget *make_choice(const Choice &choice);

    QWidget *first_ = nullptr;
};

} // namespace espseal::studio
