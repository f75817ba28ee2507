// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include "core/wire/agent_settings.h"

#include <optional>

namespace espseal::flash {

// "none", "server", "client", "both": plan files and the command line.
[[nodiscard]] QString agent_role_name(wire::AgentRole role);
[[nodiscard]] std::optional<wire::AgentRole> agent_role(const QString &name);

} // namespace espseal::flash
