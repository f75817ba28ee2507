// SPDX-License-Identifier: Apache-2.0
#pragma once

class QMenuBar;

namespace espseal::studio {

class ActionRegistry;

// Every action of the registry in its menu.
void build_menus(QMenuBar &bar, const ActionRegistry &registry);

} // namespace espseal::studio
