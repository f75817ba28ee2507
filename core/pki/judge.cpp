// SPDX-License-Identifier: Apache-2.0
#include "core/pki/judge.h"

#include "core/pki/chain.h"
#include "core/pki/finding.h"
#include "core/pki/key_fit.h"
#include "core/pki/messages.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

// OpenSSL's default security level 2 asks for 112 bits of security: no SHA-1 signature.
constexpr int level_2_digest_bits = 224;

QString day(const QDateTime &time)
{
    return QLocale().toString(time.date(), QLocale::ShortFormat);
}

// Stock mbedTLS builds have no clock: there dates of what the device checks count for nobody.
Severity date_severity(Role role, const Conditions &conditions)
{
    return role == Role::ca && !checks_dates(conditions.device) ? Severity::info : Severity::error;
}

void judge_dates(const Certificate &certificate, Role role, const Conditions &conditions, QList<Finding> &findings)
{
    const QString name = certificate.display_name();
    const QDateTime begin = certificate.not_before();
    const QDateTime end = certificate.not_after();
    const Severity severity = date_severity(role, conditions);
    if (!begin.isValid() || !end.isValid())
        findings << finding(u"expired"_s, severity, Messages::tr("The certificate of %1 holds no proper dates.").arg(name), Messages::tr("Issue a new one."));
    else if (conditions.now > end)
        findings << finding(u"expired"_s, severity, Messages::tr("The certificate of %1 expired on %2.").arg(name, day(end)),
            Messages::tr("Issue a new one with the same names."));
    else if (conditions.now < begin)
        findings << finding(u"not-yet-valid"_s, severity, Messages::tr("The certificate of %1 is not valid before %2.").arg(name, day(begin)),
            Messages::tr("Check this computer's clock, or issue it with an earlier start."));
    else if (conditions.now.addDays(conditions.soon_days) > end)
        findings << finding(
            u"expires-soon"_s, Severity::warning, Messages::tr("The certificate of %1 expires on %2.").arg(name, day(end)), Messages::tr("Renew it in time."));
}

void judge_digest(const Certificate &certificate, QList<Finding> &findings)
{
    const int bits = certificate.signature_digest_bits();
    if (bits == 0 || bits >= level_2_digest_bits || (certificate.is_self_issued() && is_signed_by(certificate, certificate)))
        return; // nobody checks the signature of a root
    const bool is_md5 = bits < 160;
    findings << finding(u"digest-too-weak"_s, is_md5 ? Severity::error : Severity::warning,
        Messages::tr("The certificate of %1 is signed with %2.").arg(certificate.display_name(), certificate.signature_algorithm()),
        Messages::tr("Issue it with SHA-256."), Messages::tr("OpenSSL refuses it at its default security level 2."));
}

void judge_purpose(const Certificate &certificate, Role role, QList<Finding> &findings)
{
    const QString name = certificate.display_name();
    if (role == Role::ca && !certificate.is_ca())
        findings << finding(u"not-a-ca"_s, Severity::error, Messages::tr("The certificate of %1 is no CA: nothing that it signed would be trusted.").arg(name),
            Messages::tr("Take the certificate of the CA that signed it (%1).").arg(certificate.issuer_name()));
    else if (!certificate.allows(role))
        findings << finding(u"wrong-purpose"_s, Severity::error,
            Messages::tr("The certificate of %1 is not meant for this role (%2).").arg(name, role_name(role)), Messages::tr("Issue one for the role."));
    if (certificate.version() == 1)
        findings << finding(u"version-1"_s, Severity::warning, Messages::tr("The certificate of %1 is of X.509 version 1.").arg(name),
            Messages::tr("Issue it again; today's certificates are of version 3."),
            Messages::tr("Strict peers refuse it: it does not say what it may be used for."));
}

} // namespace

QList<Finding> judge(const Certificate &certificate, Role role, const Conditions &conditions)
{
    QList<Finding> findings;
    judge_dates(certificate, role, conditions, findings);
    findings << judge_key(certificate, role, conditions.device);
    judge_digest(certificate, findings);
    judge_purpose(certificate, role, findings);
    for (Finding &made : findings)
        made = at(certificate, made);
    return findings;
}

QList<Finding> judge(const Identity &identity, Role role, const QList<Certificate> &cas, const Conditions &conditions)
{
    QList<Finding> findings = judge(identity.certificate(), role, conditions);
    for (const Certificate &certificate : identity.chain())
        findings << judge(certificate, Role::ca, conditions);
    const QList<Certificate> issuers = issuers_of(identity.certificate(), identity.chain() + cas);
    const bool leads = cas.contains(identity.certificate()) || std::ranges::any_of(issuers, [&](const Certificate &issuer) { return cas.contains(issuer); });
    if (!cas.isEmpty() && !leads)
        findings << at(identity.certificate(),
            finding(u"chain-incomplete"_s, Severity::error,
                Messages::tr("The certificate of %1 does not lead to %2.").arg(identity.certificate().display_name(), cas.first().display_name()),
                Messages::tr("Add the intermediate certificates, or issue it with that CA."),
                Messages::tr("It was issued by %1.").arg(identity.certificate().issuer_name())));
    return findings;
}

QList<Finding> judge_blob_size(Size size, const DeviceProfile &device)
{
    const bool is_axtls = device.tls == DeviceTls::axtls;
    const Size limit = blob_limit(device);
    if (size <= limit)
        return {};
    return { finding(u"blob-too-large"_s, is_axtls ? Severity::warning : Severity::error,
        is_axtls ? Messages::tr("The blob takes %1; SDK builds with axTLS read only %2.").arg(to_string(size), to_string(limit))
                 : Messages::tr("The blob takes %1; devices read only %2.").arg(to_string(size), to_string(limit)),
        Messages::tr("Leave out intermediate certificates, take an EC or a shorter RSA key, or pack with `--payload der`.")) };
}

} // namespace espseal::pki
