// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/revocation.h"

#include "core/base/files.h"

#include <QCoreApplication>
#include <QDir>
#include <QMap>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Revoke", text);
}

const StoredCredential *find(const WorkspaceContent &content, const QString &name)
{
    const auto found = std::ranges::find(content.credentials, name, &StoredCredential::name);
    return found == content.credentials.end() ? nullptr : &*found;
}

std::unexpected<Error> no_ca(const StoredCredential &credential)
{
    return bad_input(u"revoke-no-ca"_s,
        tr("The CA that signed %1 is not here with its key: only that CA can revoke it.").arg(credential.certificate.display_name()),
        tr("Import the CA with its key, or ask whoever has it."));
}

Result<pki::Crl> sign_list(const StoredCredential &ca, const QList<pki::RevokedEntry> &entries, const KeyFolder &folder)
{
    const Result<std::shared_ptr<const pki::Signer>> key = folder.signer(ca.name);
    if (!key)
        return failure(key.error());
    pki::CrlSpec spec;
    spec.entries = entries;
    spec.number = ca.crl ? pki::next_crl_number(ca.crl->number()) : u"1"_s;
    spec.next_update = spec.this_update.addDays(crl_days);
    const Result<pki::Crl> list = pki::make_crl(spec, ca.certificate, **key);
    if (!list)
        return list;
    return write_file(QDir(folder.path()).filePath(ca.name + u".crl"_s), list->pem()).transform([&] { return *list; });
}

} // namespace

Result<QStringList> revoke_credentials(const QStringList &names, pki::RevocationReason reason, const WorkspaceContent &content, const KeyFolder &folder)
{
    QMap<QString, QList<pki::RevokedEntry>> by_ca;
    for (const QString &name : names) {
        const StoredCredential *credential = find(content, name);
        if (!credential)
            continue;
        const StoredCredential *ca = find(content, credential->issuer);
        if (!ca || !ca->can_sign())
            return no_ca(*credential);
        if (!by_ca.contains(ca->name) && ca->crl)
            by_ca[ca->name] = ca->crl->entries();
        QList<pki::RevokedEntry> &entries = by_ca[ca->name];
        const QString serial = credential->certificate.serial();
        if (std::ranges::none_of(entries, [&](const pki::RevokedEntry &entry) { return entry.serial == serial; }))
            entries.append({ .serial = serial, .when = QDateTime::currentDateTimeUtc(), .reason = reason });
    }
    for (const auto &[name, entries] : by_ca.asKeyValueRange())
        if (const Result<pki::Crl> list = sign_list(*find(content, name), entries, folder); !list)
            return failure(list.error());
    return by_ca.keys();
}

Result<pki::Crl> refresh_crl(const QString &name, const WorkspaceContent &content, const KeyFolder &folder)
{
    const StoredCredential *ca = find(content, name);
    if (!ca || !ca->can_sign())
        return bad_input(u"revoke-no-ca"_s, tr("The CA's key is not here, so its list cannot be signed."), tr("Choose a CA with its key."));
    return sign_list(*ca, ca->crl ? ca->crl->entries() : QList<pki::RevokedEntry>(), folder);
}

Result<QStringList> export_crl(const QString &ca, const WorkspaceContent &content, const KeyFolder &folder, const QString &path)
{
    return refresh_crl(ca, content, folder)
        .and_then([&](const pki::Crl &list) { return write_file(path, path.endsWith(".der"_L1) ? list.der() : list.pem()); })
        .transform([&] { return QStringList(ca); });
}

} // namespace espseal::studio
