// SPDX-License-Identifier: Apache-2.0
#include "app/studio/actions/menus.h"

#include "app/studio/actions/action_registry.h"
#include "app/studio/theme/icons.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>

#include <array>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

struct MenuSpec {
    MenuId id;
    const char *title;
};

constexpr std::array<MenuSpec, 7> menus { {
    { MenuId::file, QT_TRANSLATE_NOOP("Actions", "&File") },
    { MenuId::edit, QT_TRANSLATE_NOOP("Actions", "&Edit") },
    { MenuId::view, QT_TRANSLATE_NOOP("Actions", "&View") },
    { MenuId::device, QT_TRANSLATE_NOOP("Actions", "&Device") },
    { MenuId::certificates, QT_TRANSLATE_NOOP("Actions", "&Certificates") },
    { MenuId::map, QT_TRANSLATE_NOOP("Actions", "&Map") },
    { MenuId::monitor, QT_TRANSLATE_NOOP("Actions", "M&onitor") },
} };

void fill(QMenu &menu, MenuId id, const ActionRegistry &registry)
{
    menu.setToolTipsVisible(false);
    for (const ActionSpec &spec : action_table()) {
        if (spec.menu != id)
            continue;
        if (spec.separated)
            menu.addSeparator();
        menu.addAction(&registry.action(spec.id));
    }
}

} // namespace

void build_menus(QMenuBar &bar, const ActionRegistry &registry)
{
    for (const MenuSpec &spec : menus) {
        QMenu *menu = bar.addMenu(QCoreApplication::translate("Actions", spec.title));
        fill(*menu, spec.id, registry);
        if (spec.id != MenuId::device)
            continue;
        menu->addSeparator();
        QMenu *board = menu->addMenu(line_icon(u"virtual"_s), QCoreApplication::translate("Actions", "Virtual &board"));
        fill(*board, MenuId::virtual_board, registry);
    }
    auto *schemes = new QActionGroup(&bar);
    for (const QLatin1StringView id : { action::view_scheme_system, action::view_scheme_light, action::view_scheme_dark })
        schemes->addAction(&registry.action(id));
    auto *pages = new QActionGroup(&bar);
    pages->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional);
    for (const QLatin1StringView id : { action::view_devices, action::view_certificates, action::view_map, action::view_provision, action::view_monitor })
        pages->addAction(&registry.action(id));
}

} // namespace espseal::studio
