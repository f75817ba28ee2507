// SPDX-License-Identifier: Apache-2.0
#include "core/pki/sdk_names.h"

#include <QFileInfo>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace espseal::pki {

std::optional<Role> role_of_sdk_name(const QString &path)
{
    struct Name {
        QLatin1StringView name;
        Role role {};
    };
    // Not esp_cert_private_key.bin and cert.h: they hold whichever identity was converted.
    static constexpr std::array names { Name { "ca.crt"_L1, Role::ca }, Name { "ca.key"_L1, Role::ca }, Name { "tls.ca_x509.cer"_L1, Role::ca },
        Name { "tls.ca_key.pem"_L1, Role::ca }, Name { "esp_ca_cert.bin"_L1, Role::ca }, Name { "server.crt"_L1, Role::server },
        Name { "server.key"_L1, Role::server }, Name { "tls.x509_1024.cer"_L1, Role::server }, Name { "tls.key_1024"_L1, Role::server },
        Name { "client.crt"_L1, Role::client }, Name { "client.key"_L1, Role::client } };
    const QString name = QFileInfo(path).fileName().toLower();
    const auto found = std::ranges::find_if(names, [&](const Name &candidate) { return name == candidate.name; });
    return found == names.end() ? std::nullopt : std::optional(found->role);
}

} // namespace espseal::pki
