// SPDX-License-Identifier: Apache-2.0
#include "core/pki/judge.h"

#include "core/pki/chain.h"
#include "core/pki/finding.h"
#include "core/pki/fix_action.h"
#include "core/pki/key_fit.h"
#include "core/pki/messages.h"
#include "core/pki/name_judgement.h"
#include "core/pki/peer_policy.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

QString day(const QDateTime &time)
{
    return QLocale().toString(time.date(), QLocale::ShortFormat);
}

Finding with(Finding made, Fix fix)
{
    made.actions << fix_action(fix);
    return made;
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
        findings << with(
            finding(u"expired"_s, severity, Messages::tr("The certificate of %1 holds no proper dates.").arg(name), Messages::tr("Issue a new one.")),
            Fix::renew);
    else if (conditions.now > end)
        findings << with(finding(u"expired"_s, severity, Messages::tr("The certificate of %1 expired on %2.").arg(name, day(end)),
                             Messages::tr("Issue a new one with the same names.")),
            Fix::renew);
    else if (conditions.now < begin)
        findings << with(finding(u"not-yet-valid"_s, severity, Messages::tr("The certificate of %1 is not valid before %2.").arg(name, day(begin)),
                             Messages::tr("Check this computer's clock, or issue it with an earlier start.")),
            Fix::renew);
    else if (conditions.now.addDays(conditions.soon_days) > end)
        findings << expires_soon(certificate);
}

void judge_digest(const Certificate &certificate, Role role, const Conditions &conditions, QList<Finding> &findings)
{
    if (certificate.is_self_issued() && is_signed_by(certificate, certificate))
        return; // nobody checks the signature of a root
    const QString name = certificate.display_name();
    const bool is_md5 = certificate.signature_digest_bits() > 0 && certificate.signature_digest_bits() < 160;
    if (role == Role::ca && is_md5 && conditions.device.tls != DeviceTls::axtls)
        findings << with(
            finding(u"digest-unsupported"_s, Severity::error,
                Messages::tr("%1 refuses the signature of %2 (%3).").arg(device_profile_name(conditions.device), name, certificate.signature_algorithm()),
                Messages::tr("Issue it with SHA-256.")),
            Fix::issue_again);
    else if (!peers_accept_signature(certificate))
        findings << with(
            finding(u"digest-too-weak"_s, is_md5 ? Severity::error : Severity::warning,
                Messages::tr("The certificate of %1 is signed with %2.").arg(name, certificate.signature_algorithm()), Messages::tr("Issue it with SHA-256."),
                Messages::tr("OpenSSL refuses it at its default security level %1.").arg(peer_security_level())),
            Fix::issue_again);
}

void judge_purpose(const Certificate &certificate, Role role, QList<Finding> &findings)
{
    const QString name = certificate.display_name();
    if (role == Role::ca && !certificate.is_ca())
        findings << with(
            finding(u"not-a-ca"_s, Severity::error, Messages::tr("The certificate of %1 is no CA: nothing that it signed would be trusted.").arg(name),
                Messages::tr("Take the certificate of the CA that signed it (%1).").arg(certificate.issuer_name())),
            Fix::add_intermediate);
    else if (!certificate.allows(role))
        findings << with(
            finding(u"wrong-purpose"_s, Severity::error, Messages::tr("The certificate of %1 is not meant for this role (%2).").arg(name, role_name(role)),
                Messages::tr("Issue one for the role.")),
            Fix::issue_again);
    if (certificate.version() == 1)
        findings << version_1(certificate);
}

} // namespace

Finding expires_soon(const Certificate &certificate)
{
    return with(finding(u"expires-soon"_s, Severity::warning,
                    Messages::tr("The certificate of %1 expires on %2.").arg(certificate.display_name(), day(certificate.not_after())),
                    Messages::tr("Renew it in time.")),
        Fix::renew);
}

Finding version_1(const Certificate &certificate)
{
    return with(finding(u"version-1"_s, Severity::warning, Messages::tr("The certificate of %1 is of X.509 version 1.").arg(certificate.display_name()),
                    Messages::tr("Issue it again; today's certificates are of version 3."),
                    Messages::tr("Strict peers refuse it: it does not say what it may be used for.")),
        Fix::issue_again);
}

QList<Finding> judge(const Certificate &certificate, Role role, const Conditions &conditions)
{
    QList<Finding> findings;
    judge_dates(certificate, role, conditions, findings);
    findings << judge_key(certificate, role, conditions.device);
    judge_digest(certificate, role, conditions, findings);
    judge_purpose(certificate, role, findings);
    findings << judge_names(certificate);
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
    if (cas.isEmpty() || leads)
        return findings;
    const Certificate &last = issuers.isEmpty() ? identity.certificate() : issuers.last();
    findings << at(identity.certificate(),
        with(finding(u"chain-incomplete"_s, Severity::error,
                 Messages::tr("The certificate of %1 does not lead to %2.").arg(identity.certificate().display_name(), cas.first().display_name()),
                 Messages::tr("Add the intermediate certificates, or issue it with that CA."),
                 Messages::tr("The chain ends at %1, issued by %2.").arg(last.display_name(), last.issuer_name())),
            Fix::add_intermediate));
    return findings;
}

QList<Finding> judge_blob_size(Size size, const DeviceProfile &device)
{
    const bool is_axtls = device.tls == DeviceTls::axtls;
    const Size limit = blob_limit(device);
    if (size <= limit)
        return {};
    return { with(finding(u"blob-too-large"_s, is_axtls ? Severity::warning : Severity::error,
                      is_axtls ? Messages::tr("The blob takes %1; SDK builds with axTLS read only %2.").arg(to_string(size), to_string(limit))
                               : Messages::tr("The blob takes %1; devices read only %2.").arg(to_string(size), to_string(limit)),
                      Messages::tr("Leave out intermediate certificates, take an EC or a shorter RSA key, or pack with `--payload der`.")),
        Fix::pack_der) };
}

} // namespace espseal::pki
