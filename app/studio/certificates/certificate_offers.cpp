// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/certificate_offers.h"

#include "app/studio/studio.h"

namespace espseal::studio {

namespace {

QStringList for_certificate(const StoredCredential &credential, bool all)
{
    if (!all) {
        QStringList few { action::certificate_place, action::certificate_renew, action::certificate_export };
        if (!credential.is_ca())
            few.append(action::certificate_revoke);
        else if (!credential.has_key && !credential.on_token)
            few.prepend(action::certificate_token_key);
        return few + QStringList { action::certificate_copy, action::certificate_remove };
    }
    QStringList ids { action::certificate_place, {}, action::certificate_renew, action::certificate_export, action::certificate_compare, {},
        action::certificate_copy, action::certificate_fingerprint, action::certificate_calendar, {} };
    if (credential.is_ca())
        ids += { action::certificate_batch, action::certificate_crl, action::certificate_token_key };
    ids += { action::certificate_revoke, {}, action::certificate_remove };
    return ids;
}

} // namespace

QStringList offers_for(const Subject &subject, const Studio &studio, bool all)
{
    switch (subject.kind) {
    case Subject::Kind::certificate:
        if (const StoredCredential *credential = studio.workspace.find(subject.key))
            return for_certificate(*credential, all);
        return {};
    case Subject::Kind::request:
        return { action::certificate_sign, action::certificate_export, action::certificate_copy, action::certificate_remove };
    case Subject::Kind::stored_key:
        return { action::certificate_import, action::certificate_remove };
    case Subject::Kind::bin_entry:
        return { action::certificate_restore, action::certificate_empty_bin };
    default:
        return {};
    }
}

} // namespace espseal::studio
