// SPDX-License-Identifier: Apache-2.0
#include "app/cli/pki/import_plan.h"

#include "app/cli/pki/messages.h"

#include <QHash>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

class Planner {
public:
    explicit Planner(const pki::Matching &matching)
        : matching_(matching)
    {
    }

    ImportPlan plan()
    {
        for (const pki::MatchedCertificate &matched : matching_.certificates)
            add(matched);
        for (const pki::MatchedRequest &matched : matching_.requests)
            add(matched);
        for (const pki::MatchedKey &matched : matching_.lonely_keys) {
            const auto request = std::ranges::find_if(plan_.requests, [&](const NamedRequest &named) { return named.request.matches(matched.key); });
            plan_.keys << NamedKey { request == plan_.requests.end() ? unused(u"private"_s) : request->stem, matched.key, false };
        }
        for (const pki::MatchedCrl &matched : matching_.crls)
            plan_.crls << NamedCrl { matched.ca ? unused(stems_.value(matched.ca->fingerprint()), u".crl"_s) : unused(u"revoked"_s, u".crl"_s), matched.crl };
        return std::move(plan_);
    }

private:
    // A stem that no other has; `kind` keeps those of different kinds apart.
    QString unused(const QString &stem, const QString &kind = {})
    {
        const int number = ++counts_[stem + kind];
        return number == 1 ? stem : u"%1-%2"_s.arg(stem).arg(number);
    }

    static QString stem_of(const pki::MatchedCertificate &matched)
    {
        if (matched.role == pki::Role::ca)
            return pki::role_name(pki::Role::ca);
        return matched.key ? pki::role_name(matched.role) : u"certificate"_s;
    }

    void add(const pki::MatchedCertificate &matched)
    {
        const QString stem = unused(stem_of(matched));
        stems_.insert(matched.certificate.fingerprint(), stem);
        plan_.certificates << NamedCertificate { stem, matched.certificate,
            matched.key && matched.role != pki::Role::ca ? matched.intermediates() : QList<pki::Certificate>() };
        if (matched.key && !keys_with_name_.contains(matched.key->native())) {
            keys_with_name_.insert(matched.key->native());
            plan_.keys << NamedKey { stem, *matched.key, true };
        }
    }

    void add(const pki::MatchedRequest &matched)
    {
        const QString stem = matched.answers.isEmpty() ? unused(u"request"_s) : unused(stems_.value(matched.answers.last().fingerprint()), u".csr"_s);
        plan_.requests << NamedRequest { stem, matched.request, !matched.answers.isEmpty() };
    }

    const pki::Matching &matching_;
    ImportPlan plan_;
    QHash<QString, int> counts_;
    QHash<QByteArray, QString> stems_; // of certificates
    QSet<const void *> keys_with_name_;
};

} // namespace

Result<ImportPlan> plan_import(const pki::Matching &matching)
{
    if (matching.empty())
        return bad_input(u"no-credentials"_s, PkiText::tr("The files hold neither a certificate nor a key."), PkiText::tr("Give the files that hold them."));
    const bool none_matches = std::ranges::none_of(matching.certificates, [](const pki::MatchedCertificate &matched) { return matched.key.has_value(); });
    if (!matching.certificates.isEmpty() && !matching.lonely_keys.isEmpty() && matching.requests.isEmpty() && none_matches)
        return bad_input(u"key-mismatch"_s,
            PkiText::tr("The private key (%1) does not belong to the certificate of %2 (%3).")
                .arg(matching.lonely_keys.first().key.kind().name, matching.certificates.first().certificate.display_name(),
                    matching.certificates.first().certificate.key().name),
            PkiText::tr("Give the certificate and the key that were made together, or import them one by one."));
    return Planner(matching).plan();
}

} // namespace espseal::cli
