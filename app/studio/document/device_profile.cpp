// SPDX-License-Identifier: Apache-2.0
#include "app/studio/document/device_profile.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

pki::SdkVersion version_of(const flash::Plan &plan)
{
    const QStringList parts = plan.sdk_release.split(u'.');
    if (parts.size() == 3)
        return { parts.at(0).toInt(), parts.at(1).toInt(), parts.at(2).toInt() };
    return plan.sdk == flash::Sdk::v2 ? pki::SdkVersion { 2, 2, 1 } : pki::SdkVersion();
}

} // namespace

pki::DeviceProfile device_profile(const flash::Plan &plan)
{
    pki::DeviceProfile profile { .tls = pki::DeviceTls::bearssl, .sdk = {}, .buffer = plan.agent.buffer_size };
    if (plan.tls == flash::TlsStack::espseal)
        return profile;
    profile.tls = plan.tls == flash::TlsStack::mbedtls ? pki::DeviceTls::mbedtls : pki::DeviceTls::axtls;
    profile.sdk = version_of(plan);
    return profile;
}

flash::Edit set_device_profile(const flash::Plan &plan, const pki::DeviceProfile &profile)
{
    flash::EditList edits;
    if (profile.tls == pki::DeviceTls::bearssl) {
        edits.edits.push_back({ flash::SetFirmware { plan.sdk, flash::TlsStack::espseal, plan.sdk_release } });
    } else {
        const flash::TlsStack stack = profile.tls == pki::DeviceTls::mbedtls ? flash::TlsStack::mbedtls : flash::TlsStack::axtls;
        edits.edits.push_back({ flash::SetFirmware { profile.sdk.major < 3 ? flash::Sdk::v2 : flash::Sdk::v3, stack, pki::to_string(profile.sdk) } });
    }
    if (plan.agent.buffer_size != profile.buffer) {
        flash::AgentPlan agent = plan.agent;
        agent.buffer_size = static_cast<std::uint16_t>(profile.buffer);
        edits.edits.push_back({ flash::SetAgent { agent } });
    }
    return { edits };
}

QList<pki::DeviceProfile> known_profiles()
{
    QList<pki::DeviceProfile> profiles { { .tls = pki::DeviceTls::bearssl } };
    for (const pki::SdkVersion &sdk : { pki::SdkVersion { 3, 0, 6 }, { 3, 0, 4 }, { 3, 0, 2 }, { 3, 0, 1 }, { 2, 2, 1 } })
        profiles.append({ .tls = pki::DeviceTls::mbedtls, .sdk = sdk });
    for (const pki::SdkVersion &sdk : { pki::SdkVersion { 3, 0, 6 }, { 2, 2, 1 }, { 2, 0, 0 } })
        profiles.append({ .tls = pki::DeviceTls::axtls, .sdk = sdk });
    return profiles;
}

} // namespace espseal::studio
