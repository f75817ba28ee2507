// SPDX-License-Identifier: Apache-2.0
#include "app/studio/inspector/describe.h"

#include "app/studio/actions/action_ids.h"
#include "app/studio/certificates/certificate_text.h"
#include "app/studio/workspace/workspace.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Inspector", text);
}

QString key_text(const StoredCredential &credential)
{
    if (!credential.has_key)
        return tr("not in the workspace");
    return credential.key_problem ? credential.key_problem->message : tr("in the workspace, readable by you alone");
}

QString used_by(const StoredCredential &credential, const flash::Plan &plan)
{
    QStringList regions;
    for (const flash::Region &region : plan.regions)
        if (region.credential == credential.name)
            regions.append(tr("%1 at %2").arg(region.name, to_string(region.slot.start)));
    return regions.join(u", "_s);
}

pki::Role role_of(const pki::Certificate &certificate)
{
    if (certificate.is_ca())
        return pki::Role::ca;
    return certificate.allows(pki::Role::client) ? pki::Role::client : pki::Role::server;
}

} // namespace

pki::DeviceTls device_tls(flash::TlsStack stack)
{
    switch (stack) {
    case flash::TlsStack::axtls:
        return pki::DeviceTls::axtls;
    case flash::TlsStack::mbedtls:
        return pki::DeviceTls::mbedtls;
    case flash::TlsStack::espseal:
        return pki::DeviceTls::bearssl;
    }
    return pki::DeviceTls::bearssl;
}

InspectorContent describe(const StoredCredential &credential, const Workspace &workspace, const flash::Plan &plan)
{
    const pki::Certificate &certificate = credential.certificate;
    const CertificateHealth health = health_of(credential);
    InspectorContent content { .icon = credential.is_ca() ? u"authority"_s : u"certificates"_s,
        .title = certificate.display_name(),
        .subtitle = use_text(certificate),
        .tone = health_tone(health),
        .status_icon = health_icon(health),
        .status = health_word(health) };
    const StoredCredential *issuer = workspace.issuer_of(certificate);
    const QString signed_by = certificate.is_self_issued() ? tr("itself") : issuer ? issuer->certificate.display_name() : certificate.issuer_name();
    content.sections
        = { { {},
                { { tr("Names"), names_text(certificate) }, { tr("Signed by"), signed_by },
                    { tr("Valid from"), QLocale().toString(certificate.not_before().date(), u"d MMM yyyy"_s) }, { tr("Valid until"), until_text(certificate) },
                    { tr("Key"), certificate.key().name }, { tr("Private key"), key_text(credential) },
                    { tr("Size"), to_string(Size(static_cast<std::uint64_t>(certificate.der().size()))) }, { tr("On the map"), used_by(credential, plan) } } },
              { tr("Fields"),
                  { { tr("Subject"), certificate.subject() }, { tr("Issuer"), certificate.issuer() }, { tr("Serial"), certificate.serial(), true },
                      { tr("Signature"), certificate.signature_algorithm() }, { tr("SHA-256"), pki::fingerprint_text(certificate.fingerprint()), true } } } };
    content.findings = pki::judge(certificate, role_of(certificate), { .device = { .tls = device_tls(plan.tls) } });
    content.text_title = tr("PEM");
    content.text = QString::fromLatin1(certificate.pem()).trimmed();
    content.actions = { action::certificate_place, action::certificate_copy, action::certificate_remove };
    return content;
}

} // namespace espseal::studio
