// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAction>
#include <QHash>
#include <QObject>

#include "app/studio/actions/action_ids.h"

#include <functional>
#include <span>

namespace espseal::studio {

enum class MenuId { file, edit, view, device, virtual_board, certificates, map, monitor };

// One action before it is made. Texts are translated in the context "Actions".
struct ActionSpec {
    QLatin1StringView id;
    MenuId menu = MenuId::file;
    const char *text = ""; // with its mnemonic
    const char *tip = ""; // status tip: one sentence
    const char *icon = nullptr; // line icon; null only where `no_icon` says why
    const char *keys = ""; // portable text; several with "; "
    bool checkable = false;
    bool separated = false; // a menu separator in front
    const char *no_icon = nullptr;
};

[[nodiscard]] std::span<const ActionSpec> action_table();

// Makes every action once; menus, buttons and the palette share them. Actions without a handler stay disabled.
class ActionRegistry final : public QObject {
    Q_OBJECT
public:
    explicit ActionRegistry(QObject *parent = nullptr);

    // The id must be one of the table's.
    [[nodiscard]] QAction &action(QLatin1StringView id) const;
    [[nodiscard]] QAction *find(const QString &id) const;
    // Connects and enables.
    template <class Handler> void on(QLatin1StringView id, QObject *context, Handler handler)
    {
        QAction &found = action(id);
        connect(&found, &QAction::triggered, context, std::move(handler));
        set_enabled(id, true);
    }
    // The reason is shown as status tip and in the palette while the action is disabled.
    void set_enabled(QLatin1StringView id, bool enabled, const QString &reason = {});
    [[nodiscard]] QString reason(const QString &id) const;
    [[nodiscard]] QStringList ids() const; // in the table's order

private:
    QHash<QString, QAction *> actions_; // children
    QHash<QString, QString> reasons_;
    QHash<QString, QString> tips_;
};

} // namespace espseal::studio
