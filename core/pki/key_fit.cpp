// SPDX-License-Identifier: Apache-2.0
#include "core/pki/key_fit.h"

#include "core/pki/finding.h"
#include "core/pki/fix_action.h"
#include "core/pki/messages.h"
#include "core/pki/peer_policy.h"

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr int bearssl_most_rsa = 4096; // BR_MAX_RSA_SIZE
constexpr int advised_rsa = 2048; // 112 bits of security: OpenSSL's default level, and SDK 3.0.2

bool is_supported(const KeyKind &key, DeviceTls device)
{
    if (device != DeviceTls::bearssl)
        return key.type == KeyType::rsa;
    return key.type == KeyType::rsa ? key.bits <= bearssl_most_rsa : key.name == u"P-256"_s || key.name == u"P-384"_s || key.name == u"P-521"_s;
}

Finding with(Finding made)
{
    made.actions << fix_action(Fix::issue_again);
    return made;
}

} // namespace

QList<Finding> judge_key(const Certificate &certificate, Role role, const DeviceProfile &device)
{
    const KeyKind key = certificate.key();
    const QString name = certificate.display_name();
    if (!is_supported(key, device.tls))
        return { with(finding(u"key-unsupported"_s, Severity::error,
            Messages::tr("%1 cannot use the key of %2 (%3).").arg(device_profile_name(device), name, key.name),
            device.tls == DeviceTls::bearssl ? Messages::tr("Use RSA up to 4096 bits, or EC on P-256.") : Messages::tr("Use RSA, or the espseal runtime."))) };
    if (key.type == KeyType::rsa && role == Role::ca && device.tls != DeviceTls::bearssl && key.bits < least_rsa_bits(device))
        return { with(finding(u"key-too-weak"_s, Severity::error, Messages::tr("The key of %1 (%2) is too short for a CA.").arg(name, key.name),
            Messages::tr("Make a CA with at least %1 bits, or with P-256.").arg(advised_rsa),
            Messages::tr("%1 asks for at least %2 bits.").arg(device_profile_name(device)).arg(least_rsa_bits(device)))) };
    if (!peers_accept_key(certificate, role == Role::ca))
        return { with(finding(u"key-too-weak"_s, Severity::warning, Messages::tr("The key of %1 (%2) is short: today's peers refuse it.").arg(name, key.name),
            Messages::tr("Take at least %1 bits, or P-256.").arg(advised_rsa),
            Messages::tr("OpenSSL's default security level is %1.").arg(peer_security_level()))) };
    return {};
}

} // namespace espseal::pki
