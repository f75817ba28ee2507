// SPDX-License-Identifier: Apache-2.0
#include "app/studio/workspace/issuer_links.h"

#include "core/pki/chain.h"

#include <QHash>

#include <algorithm>

namespace espseal::studio {

namespace {

using Index = QHash<QString, const StoredCredential *>;

Index by_name(const QList<StoredCredential> &credentials)
{
    Index index;
    for (const StoredCredential &credential : credentials)
        index.insert(credential.name, &credential);
    return index;
}

// The same two certificates as last time.
bool still_holds(const StoredCredential &credential, const Index &now, const Index &before)
{
    const StoredCredential *old = before.value(credential.name);
    if (!old || old->issuer.isEmpty() || old->stamp != credential.stamp)
        return false;
    const StoredCredential *issuer = now.value(old->issuer);
    const StoredCredential *old_issuer = before.value(old->issuer);
    return issuer && old_issuer && issuer->stamp == old_issuer->stamp;
}

// Two CAs may have signed each other: a ring has no top, so it is cut where it closes.
void cut_rings(QList<StoredCredential> &credentials, const Index &index)
{
    for (StoredCredential &credential : credentials) {
        const StoredCredential *above = index.value(credential.issuer);
        for (qsizetype steps = 0; above && steps < credentials.size(); ++steps) {
            if (above->name == credential.name) {
                credential.issuer.clear();
                break;
            }
            above = index.value(above->issuer);
        }
    }
}

} // namespace

void link_issuers(QList<StoredCredential> &credentials, const QList<StoredCredential> &known)
{
    const Index now = by_name(credentials);
    const Index before = by_name(known);
    QMultiHash<QString, const StoredCredential *> cas; // by subject
    for (const StoredCredential &credential : std::as_const(credentials))
        if (credential.is_ca())
            cas.insert(credential.certificate.subject(), &credential);
    for (StoredCredential &credential : credentials) {
        if (still_holds(credential, now, before)) {
            credential.issuer = before.value(credential.name)->issuer;
            continue;
        }
        credential.issuer.clear();
        if (credential.certificate.is_self_issued())
            continue;
        // A renewed CA keeps its name and key, so both have signed it: the one that ends last is the one in use.
        const StoredCredential *best = nullptr;
        for (const StoredCredential *ca : cas.values(credential.certificate.issuer()))
            if (ca->name != credential.name && (!best || best->certificate.not_after() < ca->certificate.not_after())
                && pki::is_signed_by(credential.certificate, ca->certificate))
                best = ca;
        if (best)
            credential.issuer = best->name;
    }
    cut_rings(credentials, now);
    for (StoredCredential &credential : credentials) {
        const StoredCredential *issuer = now.value(credential.issuer);
        credential.revoked = issuer && issuer->crl ? issuer->crl->find(credential.certificate) : std::nullopt;
    }
}

} // namespace espseal::studio
