// SPDX-License-Identifier: Apache-2.0
#include "app/cli/pki/import_plan.h"

#include "app/cli/pki/messages.h"
#include "app/cli/pki/report.h"
#include "core/pki/chain.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

const pki::PrivateKey *key_of(const pki::Certificate &certificate, const QList<pki::PrivateKey> &keys)
{
    const auto key = std::ranges::find_if(keys, [&](const pki::PrivateKey &candidate) { return certificate.matches(candidate); });
    return key == keys.end() ? nullptr : &*key;
}

QString stem_of(const pki::Certificate &certificate, bool has_key)
{
    if (certificate.is_ca())
        return pki::role_name(pki::Role::ca);
    return has_key ? pki::role_name(likely_role(certificate)) : u"certificate"_s;
}

QString unused(const QString &stem, const ImportPlan &plan)
{
    const auto is_taken = [&](const QString &name) {
        return std::ranges::contains(plan.certificates, name, &NamedCertificate::stem) || std::ranges::contains(plan.keys, name, &NamedKey::stem);
    };
    QString name = stem;
    for (int number = 2; is_taken(name); ++number)
        name = u"%1-%2"_s.arg(stem).arg(number);
    return name;
}

QList<pki::Certificate> intermediates_of(const pki::Certificate &certificate, const QList<pki::Certificate> &pool)
{
    QList<pki::Certificate> issuers = pki::issuers_of(certificate, pool);
    issuers.removeIf([](const pki::Certificate &issuer) { return issuer.is_self_issued(); });
    return issuers;
}

bool all_mismatch(const QList<pki::Certificate> &certificates, const QList<pki::PrivateKey> &keys)
{
    return !certificates.isEmpty() && !keys.isEmpty()
        && std::ranges::none_of(certificates, [&](const pki::Certificate &certificate) { return key_of(certificate, keys) != nullptr; });
}

} // namespace

Result<ImportPlan> plan_import(const QList<pki::Certificate> &certificates, const QList<pki::PrivateKey> &keys)
{
    if (certificates.isEmpty() && keys.isEmpty())
        return bad_input(u"no-credentials"_s, PkiText::tr("The files hold neither a certificate nor a key."), PkiText::tr("Give the files that hold them."));
    if (all_mismatch(certificates, keys))
        return bad_input(u"key-mismatch"_s,
            PkiText::tr("The private key (%1) does not belong to the certificate of %2 (%3).")
                .arg(keys.first().kind().name, certificates.first().display_name(), certificates.first().key().name),
            PkiText::tr("Give the certificate and the key that were made together, or import them one by one."));
    ImportPlan plan;
    QList<pki::PrivateKey> left = keys;
    for (const pki::Certificate &certificate : certificates) {
        const pki::PrivateKey *key = key_of(certificate, keys);
        const QString stem = unused(stem_of(certificate, key), plan);
        plan.certificates << NamedCertificate { stem, certificate,
            key && !certificate.is_ca() ? intermediates_of(certificate, certificates) : QList<pki::Certificate>() };
        if (key && left.removeAll(*key) > 0)
            plan.keys << NamedKey { stem, *key, true };
    }
    for (const pki::PrivateKey &key : left)
        plan.keys << NamedKey { unused(u"private"_s, plan), key, false };
    return plan;
}

} // namespace espseal::cli
