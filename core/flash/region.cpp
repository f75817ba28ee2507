// SPDX-License-Identifier: Apache-2.0
#include "core/flash/region.h"

#include "core/flash/texts.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

constexpr std::array role_names {
    std::pair { RegionRole::bootloader, "bootloader"_L1 },
    std::pair { RegionRole::user1, "user1"_L1 },
    std::pair { RegionRole::user2, "user2"_L1 },
    std::pair { RegionRole::eagle_flash, "eagle.flash"_L1 },
    std::pair { RegionRole::irom0text, "irom0text"_L1 },
    std::pair { RegionRole::rf_calibration, "rf-calibration"_L1 },
    std::pair { RegionRole::phy_data, "phy-data"_L1 },
    std::pair { RegionRole::system_parameters, "system-parameters"_L1 },
    std::pair { RegionRole::at_parameters, "at-parameters"_L1 },
    std::pair { RegionRole::ca, "ca"_L1 },
    std::pair { RegionRole::client_ca, "client-ca"_L1 },
    std::pair { RegionRole::server_ca, "server-ca"_L1 },
    std::pair { RegionRole::identity, "identity"_L1 },
    std::pair { RegionRole::client_identity, "client-identity"_L1 },
    std::pair { RegionRole::server_identity, "server-identity"_L1 },
    std::pair { RegionRole::agent_settings, "agent-settings"_L1 },
    std::pair { RegionRole::file_system, "file-system"_L1 },
    std::pair { RegionRole::user, "user"_L1 },
};

constexpr auto roles = [] {
    std::array<RegionRole, role_names.size()> all {};
    std::ranges::transform(role_names, all.begin(), [](const auto &pair) { return pair.first; });
    return all;
}();

} // namespace

std::span<const RegionRole> all_roles()
{
    return roles;
}

QString role_name(RegionRole role)
{
    return std::ranges::find(role_names, role, [](const auto &pair) { return pair.first; })->second;
}

std::optional<RegionRole> role_of(const QString &name)
{
    const auto found = std::ranges::find_if(role_names, [&](const auto &pair) { return pair.second == name; });
    return found == role_names.end() ? std::nullopt : std::optional(found->first);
}

QString role_title(RegionRole role)
{
    switch (role) {
    case RegionRole::bootloader:
        return Texts::tr("Boot loader");
    case RegionRole::user1:
        return Texts::tr("Program 1");
    case RegionRole::user2:
        return Texts::tr("Program 2");
    case RegionRole::eagle_flash:
        return Texts::tr("Program, RAM part");
    case RegionRole::irom0text:
        return Texts::tr("Program, flash part");
    case RegionRole::rf_calibration:
        return Texts::tr("RF calibration");
    case RegionRole::phy_data:
        return Texts::tr("PHY init data");
    case RegionRole::system_parameters:
        return Texts::tr("System parameters");
    case RegionRole::at_parameters:
        return Texts::tr("AT parameters");
    case RegionRole::ca:
        return Texts::tr("CA");
    case RegionRole::client_ca:
        return Texts::tr("Client CA");
    case RegionRole::server_ca:
        return Texts::tr("Server CA");
    case RegionRole::identity:
        return Texts::tr("Certificate and key");
    case RegionRole::client_identity:
        return Texts::tr("Client certificate and key");
    case RegionRole::server_identity:
        return Texts::tr("Server certificate and key");
    case RegionRole::agent_settings:
        return Texts::tr("Agent settings");
    case RegionRole::file_system:
        return Texts::tr("File system");
    case RegionRole::user:
        break;
    }
    return Texts::tr("User data");
}

bool is_code(RegionRole role)
{
    return role <= RegionRole::irom0text;
}

bool is_system(RegionRole role)
{
    return role == RegionRole::rf_calibration || role == RegionRole::phy_data || role == RegionRole::system_parameters;
}

bool is_ca(RegionRole role)
{
    return role == RegionRole::ca || role == RegionRole::client_ca || role == RegionRole::server_ca;
}

bool is_identity(RegionRole role)
{
    return role == RegionRole::identity || role == RegionRole::client_identity || role == RegionRole::server_identity;
}

bool is_credential(RegionRole role)
{
    return is_ca(role) || is_identity(role);
}

bool serves(RegionRole role, Level level)
{
    const bool client_only = role == RegionRole::client_ca || role == RegionRole::client_identity;
    const bool server_only = role == RegionRole::server_ca || role == RegionRole::server_identity;
    return is_credential(role) && (level == Level::client ? !server_only : !client_only);
}

QString level_name(Level level)
{
    return level == Level::client ? u"ESPCONN_CLIENT"_s : u"ESPCONN_SERVER"_s;
}

QString enabling_call(RegionRole role)
{
    if (is_ca(role))
        return u"espconn_secure_ca_enable"_s;
    return is_identity(role) ? u"espconn_secure_cert_req_enable"_s : QString();
}

Range Region::occupied() const
{
    if (!content || !is_placed())
        return slot;
    return { slot.start, is_code(role) ? *content : std::max(slot.size, *content) };
}

QStringList firmware_calls(const Region &region)
{
    QStringList calls;
    for (const Level level : { Level::client, Level::server }) {
        if (serves(region.role, level) && region.is_placed())
            calls += u"%1(%2, %3);"_s.arg(enabling_call(region.role), level_name(level), to_string(region.slot.start.sector()));
    }
    return calls;
}

} // namespace espseal::flash
