// SPDX-License-Identifier: Apache-2.0
#include "core/flash/agent_role.h"

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

constexpr std::array names {
    std::pair { wire::AgentRole::none, "none"_L1 },
    std::pair { wire::AgentRole::server, "server"_L1 },
    std::pair { wire::AgentRole::client, "client"_L1 },
    std::pair { wire::AgentRole::both, "both"_L1 },
};

} // namespace

QString agent_role_name(wire::AgentRole role)
{
    return std::ranges::find(names, role, [](const auto &pair) { return pair.first; })->second;
}

std::optional<wire::AgentRole> agent_role(const QString &name)
{
    const auto found = std::ranges::find_if(names, [&](const auto &pair) { return pair.second == name; });
    return found == names.end() ? std::nullopt : std::optional(found->first);
}

} // namespace espseal::flash
