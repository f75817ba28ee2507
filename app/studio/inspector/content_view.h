// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QScrollArea>

#include "app/studio/inspector/inspector_content.h"

class QVBoxLayout;

namespace espseal::studio {

class ActionRegistry;

// Shows an InspectorContent, and below it an editor if a page gives one.
class ContentView final : public QScrollArea {
    Q_OBJECT
public:
    ContentView(const ActionRegistry &actions, QWidget *parent = nullptr);

    void show_content(const InspectorContent &content, QWidget *editor); // takes the editor; it may be null

Q_SIGNALS:
    void fix_requested(const espseal::FixAction &action, const QString &place); // `place`: of the finding

private:
    void add_head(const InspectorContent &content);
    void add_section(const FactSection &section);
    void add_findings(const QList<Finding> &findings);
    void add_actions(const QStringList &ids);
    void add_text(const QString &title, const QString &text);

    const ActionRegistry &actions_;
    QVBoxLayout *column_ = nullptr;
};

} // namespace espseal::studio
