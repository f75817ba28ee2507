// SPDX-License-Identifier: Apache-2.0
#include "core/pki/certificate_template.h"

#include "core/pki/messages.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr int ca_days = 7300; // outlives the devices that it signs for
constexpr int intermediate_days = 5475;
constexpr int device_days = 3650; // nobody visits a device every year
constexpr int computer_server_days = 825; // the most that Apple's systems accept of a private CA, too
constexpr int computer_client_days = 730;
constexpr int sdk_script_days = 5000; // as makefile.sh

constexpr KeySpec p256 { KeyType::ec, 256 };
constexpr KeySpec rsa_2048 { KeyType::rsa, 2048 };
constexpr KeySpec rsa_1024 { KeyType::rsa, 1024 };

} // namespace

CertificateSpec CertificateTemplate::spec(const QDateTime &start) const
{
    CertificateSpec spec;
    spec.role = role;
    spec.validity = Validity::days(days, start);
    spec.digest = digest;
    spec.path_length = path_length;
    spec.version_1 = version_1;
    return spec;
}

QList<CertificateTemplate> certificate_templates()
{
    return {
        { .name = u"device-server"_s,
            .label = Messages::tr("Device, server"),
            .help = Messages::tr("For a board with the espseal runtime that others connect to: P-256, ten years."),
            .role = Role::server,
            .key = p256,
            .days = device_days },
        { .name = u"device-client"_s,
            .label = Messages::tr("Device, client"),
            .help = Messages::tr("For a board with the espseal runtime that connects to a server: P-256, ten years."),
            .role = Role::client,
            .key = p256,
            .days = device_days },
        { .name = u"device"_s,
            .label = Messages::tr("Device, server and client"),
            .help = Messages::tr("For a board that does both, or whose firmware is not settled yet: P-256, ten years."),
            .role = Role::device,
            .key = p256,
            .days = device_days },
        { .name = u"computer-server"_s,
            .label = Messages::tr("Computer, server"),
            .help = Messages::tr("For a broker or web server that devices of every SDK connect to: RSA-2048, 825 days."),
            .role = Role::server,
            .key = rsa_2048,
            .days = computer_server_days },
        { .name = u"computer-client"_s,
            .label = Messages::tr("Computer, client"),
            .help = Messages::tr("For a person or program that logs in to a device or broker: P-256, two years."),
            .role = Role::client,
            .key = p256,
            .days = computer_client_days },
        { .name = u"private-ca"_s,
            .label = Messages::tr("Private CA"),
            .help = Messages::tr("The root that devices trust: P-256, twenty years; stock SDK firmware needs RSA-2048 instead."),
            .role = Role::ca,
            .self_signed = true,
            .key = p256,
            .days = ca_days },
        { .name = u"intermediate-ca"_s,
            .label = Messages::tr("Intermediate CA"),
            .help = Messages::tr("Signs devices while the root's key stays locked away: P-256, fifteen years, no further CA below it."),
            .role = Role::ca,
            .key = p256,
            .days = intermediate_days,
            .path_length = 0 },
        { .name = u"legacy-sdk"_s,
            .label = Messages::tr("As the SDK's script"),
            .help = Messages::tr("What makefile.sh made, RSA-1024, SHA-1 and version 1, for firmware that knows nothing else; today's peers refuse it."),
            .role = Role::device,
            .key = rsa_1024,
            .digest = Digest::sha1,
            .days = sdk_script_days,
            .version_1 = true },
    };
}

Result<CertificateTemplate> find_template(const QString &name)
{
    const QList<CertificateTemplate> all = certificate_templates();
    const auto found = std::ranges::find(all, name.trimmed().toLower(), &CertificateTemplate::name);
    if (found != all.end())
        return *found;
    QStringList names;
    for (const CertificateTemplate &each : all)
        names << each.name;
    return usage_error(u"template"_s, Messages::tr("There is no template \"%1\".").arg(name), Messages::tr("Give one of these: %1.").arg(names.join(u", "_s)));
}

} // namespace espseal::pki
