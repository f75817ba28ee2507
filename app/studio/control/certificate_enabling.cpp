// SPDX-License-Identifier: Apache-2.0
#include "app/studio/control/certificate_enabling.h"

#include "app/studio/control/certificate_control.h"
#include "app/studio/studio.h"

#include <algorithm>

namespace espseal::studio {

CertificateEnabling::CertificateEnabling(Studio &studio, QObject *parent)
    : QObject(parent)
    , studio_(studio)
{
    connect(&studio.selection, &Selection::subject_changed, this, &CertificateEnabling::follow);
    connect(&studio.selection, &Selection::marked_changed, this, &CertificateEnabling::follow);
    connect(&studio.workspace, &Workspace::changed, this, &CertificateEnabling::follow);
    connect(&studio.document, &PlanDocument::changed, this, &CertificateEnabling::follow);
    follow();
}

void CertificateEnabling::follow()
{
    follow_single();
    follow_marked();
    follow_bin();
}

void CertificateEnabling::follow_single()
{
    ActionRegistry &actions = studio_.actions;
    const Subject &subject = studio_.selection.subject();
    const StoredCredential *credential = subject.kind == Subject::Kind::certificate ? studio_.workspace.find(subject.key) : nullptr;
    const QString none = tr("Select a certificate first.");
    const flash::Region *region = credential ? region_for(*credential, studio_) : nullptr;
    const bool keyless = credential && !credential->is_ca() && !credential->has_key && !credential->on_device;
    const QString no_region = !credential ? none
        : keyless                         ? tr("Its private key is not in the workspace, and a board needs it.")
                                          : tr("The plan has no region for it.");
    actions.set_enabled(action::certificate_place, region, no_region);
    const StoredCredential *ca = credential && !credential->certificate.is_self_issued() ? studio_.workspace.issuer_of(*credential) : credential;
    const QString no_ca = tr("The CA that signed it is not here with its key.");
    actions.set_enabled(action::certificate_renew, ca && ca->can_sign(), credential ? no_ca : none);
    const StoredCredential *list = credential && !credential->is_ca() ? ca : credential;
    actions.set_enabled(action::certificate_crl, list && list->can_sign(), credential ? no_ca : tr("Select a CA first."));
    actions.set_enabled(action::certificate_token_key, credential && credential->is_ca() && !credential->has_key,
        credential && credential->is_ca() ? tr("Its key is here.") : tr("Select a CA first."));
    const bool request = subject.kind == Subject::Kind::request && studio_.workspace.find_request(subject.key);
    const bool can_sign = std::ranges::any_of(studio_.workspace.credentials(), &StoredCredential::can_sign);
    actions.set_enabled(action::certificate_sign, request && can_sign, request ? tr("There is no CA with its key here.") : tr("Select a request first."));
    actions.set_enabled(action::certificate_batch, can_sign, tr("There is no CA with its key here: make one first."));
}

void CertificateEnabling::follow_marked()
{
    ActionRegistry &actions = studio_.actions;
    const QStringList names = selected_credentials(studio_);
    const QString none = tr("Select a certificate first.");
    const Subject &subject = studio_.selection.subject();
    const bool request = subject.kind == Subject::Kind::request;
    for (const QLatin1StringView id : { action::certificate_copy, action::certificate_export })
        actions.set_enabled(id, request || !names.isEmpty(), none);
    actions.set_enabled(action::certificate_fingerprint, !names.isEmpty(), none);
    actions.set_enabled(action::certificate_compare, names.size() == 2, tr("Select two certificates: hold Ctrl and click the second."));
    actions.set_enabled(action::certificate_calendar, !studio_.workspace.credentials().isEmpty(), tr("There are no certificates yet."));
    const bool revocable = !names.isEmpty() && std::ranges::all_of(names, [&](const QString &name) {
        const StoredCredential *credential = studio_.workspace.find(name);
        const StoredCredential *ca = credential ? studio_.workspace.issuer_of(*credential) : nullptr;
        return ca && ca->can_sign() && !credential->revoked;
    });
    actions.set_enabled(
        action::certificate_revoke, revocable, names.isEmpty() ? none : tr("It is revoked already, or the CA that signed it is not here with its key."));
    const auto used = std::ranges::find_if(studio_.document.plan().regions, [&](const flash::Region &region) { return names.contains(region.credential); });
    const bool is_used = used != studio_.document.plan().regions.end();
    const bool alone = subject.kind == Subject::Kind::stored_key || request;
    actions.set_enabled(action::certificate_remove, (alone || !names.isEmpty()) && !is_used,
        is_used ? tr("The plan writes %1: take it off the map first.").arg(used->credential) : none);
}

void CertificateEnabling::follow_bin()
{
    const bool chosen = studio_.selection.subject().kind == Subject::Kind::bin_entry;
    for (const QLatin1StringView id : { action::certificate_restore, action::certificate_empty_bin })
        studio_.actions.set_enabled(id, chosen, tr("Select an entry of the bin first."));
}

} // namespace espseal::studio
