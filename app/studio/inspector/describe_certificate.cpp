// SPDX-License-Identifier: Apache-2.0
#include "app/studio/inspector/describe.h"

#include "app/studio/certificates/certificate_offers.h"
#include "app/studio/certificates/certificate_text.h"
#include "app/studio/inspector/describe_verdict.h"
#include "app/studio/studio.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text, const char *comment = nullptr, int count = -1)
{
    return QCoreApplication::translate("Inspector", text, comment, count);
}

QString token_text(const pki::TokenLocation &location)
{
    const Result<pki::TokenUri> uri = pki::parse_token_uri(location.uri);
    if (!uri)
        return tr("on a token");
    return uri->object.isEmpty() ? tr("on the token %1").arg(uri->token) : tr("%1 on the token %2", "a key's name").arg(uri->object, uri->token);
}

QString key_text(const StoredCredential &credential)
{
    if (credential.on_device)
        return tr("on %1, which made it, at %2").arg(credential.on_device->mac, to_string(credential.on_device->sector));
    if (credential.on_token)
        return token_text(*credential.on_token);
    if (!credential.has_key && !credential.key_problem)
        return tr("not in the workspace");
    return credential.key_problem ? credential.key_problem->message
        : credential.plain_key    ? tr("in the workspace as a plain file")
                                  : tr("in the workspace, encrypted");
}

QString used_by(const StoredCredential &credential, const flash::Plan &plan)
{
    QStringList regions;
    for (const flash::Region &region : plan.regions)
        if (region.credential == credential.name)
            regions.append(tr("%1 at %2").arg(region.name, to_string(region.slot.start)));
    return regions.isEmpty() ? tr("nothing on the map") : regions.join(u", "_s);
}

QString issued_text(const StoredCredential &credential, const Workspace &workspace)
{
    return credential.is_ca() ? tr("%n certificate(s) here", nullptr, static_cast<int>(workspace.issued_by(credential.name).size())) : QString();
}

// What it is, in sentences.
QString in_words(const StoredCredential &credential, const Studio &studio)
{
    const pki::Certificate &certificate = credential.certificate;
    const StoredCredential *issuer = studio.workspace.issuer_of(credential);
    const QString signer = issuer ? issuer->certificate.display_name() : certificate.issuer_name();
    QStringList sentences;
    if (credential.is_ca())
        sentences.append(certificate.is_self_issued() ? tr("A CA of its own: boards that trust it trust all that it signs.")
                                                      : tr("A CA that %1 has signed: boards that trust %1 trust what it signs too.").arg(signer));
    else if (certificate.is_self_issued())
        sentences.append(tr("It vouches for itself: only who has this very certificate can trust it."));
    else
        sentences.append(issuer ? tr("Signed by %1, which is here.").arg(signer) : tr("Signed by %1, which is not here.").arg(signer));
    const CertificateHealth health = health_of(credential, studio.judgements.of(credential.name));
    sentences.append(health_sentence(health));
    if (credential.revoked)
        sentences.append(tr("Revoked on %1: %2.").arg(date_text(credential.revoked->when), pki::reason_text(credential.revoked->reason)));
    return sentences.join(u' ');
}

} // namespace

InspectorContent describe(const StoredCredential &credential, const Studio &studio, const BoardVerdict *verdict)
{
    const pki::Certificate &certificate = credential.certificate;
    const QList<Finding> findings = studio.judgements.of(credential.name);
    const CertificateHealth health = health_of(credential, findings);
    InspectorContent content { .icon = credential.is_ca() ? u"authority"_s : u"certificates"_s,
        .title = certificate.display_name(),
        .subtitle = use_text(credential),
        .tone = health_tone(health),
        .status_icon = health_icon(health),
        .status = health_word(health) };
    const StoredCredential *issuer = studio.workspace.issuer_of(credential);
    const QString signed_by = certificate.is_self_issued() ? tr("itself") : issuer ? issuer->certificate.display_name() : certificate.issuer_name();
    content.sections = { { {}, { { {}, in_words(credential, studio) } } },
        { {},
            { { tr("Names"), names_text(certificate) }, { tr("Signed by"), signed_by }, { tr("Has signed"), issued_text(credential, studio.workspace) },
                { tr("Valid from"), date_text(certificate.not_before()) }, { tr("Valid until"), until_text(certificate) },
                { tr("Key"), certificate.key().name }, { tr("Private key"), key_text(credential) },
                { tr("Size"), to_string(Size(static_cast<std::uint64_t>(certificate.der().size()))) },
                { tr("Used by"), used_by(credential, studio.document.plan()) }, { tr("SHA-256"), pki::fingerprint_text(certificate.fingerprint()), true } } } };
    content.findings = verdict ? with_verdict(findings, *verdict) : findings;
    if (verdict)
        content.sections += verdict_sections(*verdict);
    content.actions = offers_for({ .kind = Subject::Kind::certificate, .key = credential.name }, studio, false);
    return content;
}

} // namespace espseal::studio
