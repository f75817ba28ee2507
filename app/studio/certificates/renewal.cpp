// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/renewal.h"

#include "app/studio/certificates/issue_request.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Renew", text);
}

struct Renewed {
    pki::Issued issued;
    QList<pki::Certificate> chain;
    std::optional<pki::PrivateKey> key; // to be stored with it: a new one, or the old one's copy
    std::optional<pki::TokenLocation> on_token; // or where the old one is
};

const StoredCredential *find(const WorkspaceContent &content, const QString &name)
{
    const auto found = std::ranges::find(content.credentials, name, &StoredCredential::name);
    return found == content.credentials.end() ? nullptr : &*found;
}

bool is_about_token(const Error &error)
{
    return error.code.startsWith("token-"_L1);
}

pki::KeySpec spec_of(const pki::KeyKind &kind)
{
    return { kind.type == pki::KeyType::rsa ? pki::KeyType::rsa : pki::KeyType::ec, kind.bits };
}

Result<Renewed> make(const RenewalRequest &request, const WorkspaceContent &content, const KeyFolder &folder, const Job &job)
{
    const StoredCredential *old = find(content, request.name);
    if (!old)
        return bad_input(u"credential-missing"_s, tr("%1 is not in the workspace any more.").arg(request.name), tr("Choose another certificate."));
    const bool own = old->certificate.is_self_issued();
    const Result<pki::IssuingCa> ca = load_ca(folder, own ? old->name : old->issuer);
    if (!ca && (is_about_token(ca.error()) || ca.error().kind == ErrorKind::cancelled || ca.error().code == keys_locked_code))
        return failure(ca.error());
    if (!ca || (!own && old->issuer.isEmpty()))
        return bad_input(u"renew-no-ca"_s, tr("The CA that signed %1 is not here with its key.").arg(old->certificate.display_name()),
            tr("Make a request for that CA, or issue a new certificate with one of yours."));
    pki::Renewal renewal;
    renewal.validity = request.validity;
    std::optional<pki::PrivateKey> key;
    if (request.keep_key || own) {
        if (Result<pki::PrivateKey> same = folder.key(old->name))
            key = *std::move(same);
    } else {
        Result<pki::PrivateKey> fresh = pki::PrivateKey::generate(spec_of(old->certificate.key()), job);
        if (!fresh)
            return failure(fresh.error());
        key = *std::move(fresh);
        renewal.key = pki::SubjectKey(*key);
    }
    Result<pki::Issued> issued = pki::renew(old->certificate, renewal, *ca);
    if (!issued)
        return failure(issued.error());
    return Renewed { *std::move(issued), own ? QList<pki::Certificate>() : ca->chain(), std::move(key), own ? old->on_token : std::nullopt };
}

} // namespace

Result<pki::Issued> preview_renewal(const RenewalRequest &request, const WorkspaceContent &content, const KeyFolder &folder, const Job &job)
{
    return make(request, content, folder, job).transform([](const Renewed &renewed) { return renewed.issued; });
}

Result<QString> renew_credential(const RenewalRequest &request, const WorkspaceContent &content, const KeyFolder &folder, const Job &job)
{
    const Result<Renewed> renewed = make(request, content, folder, job);
    if (!renewed)
        return failure(renewed.error());
    return add_credentials(folder,
        { { .name = request.name, .certificate = renewed->issued.certificate, .chain = renewed->chain, .key = renewed->key, .on_token = renewed->on_token } })
        .transform([](const QStringList &names) { return names.constFirst(); });
}

} // namespace espseal::studio
