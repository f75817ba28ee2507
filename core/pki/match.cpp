// SPDX-License-Identifier: Apache-2.0
#include "core/pki/match.h"

#include "core/pki/certificate_fields.h"
#include "core/pki/issuer_index.h"
#include "core/pki/match_findings.h"
#include "core/pki/openssl.h"
#include "core/pki/public_key.h"
#include "core/pki/sdk_names.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace espseal::pki {

namespace {

// Private keys by their public half.
class KeyRing {
public:
    // The number of the key, new or known.
    void add(const PrivateKey &key, const QString &file)
    {
        const QByteArray id = public_key_id(key.native());
        const auto known = numbers_.constFind(id);
        if (known == numbers_.constEnd()) {
            numbers_.insert(id, keys_.size());
            keys_ << MatchedKey { key, { file } };
        } else if (!keys_[*known].files.contains(file)) {
            keys_[*known].files << file;
        }
    }

    // The key of `public_key`; nothing if it is not there. The encoding may differ (a compressed point, say), hence the second look.
    [[nodiscard]] std::optional<qsizetype> find(const EVP_PKEY *public_key) const
    {
        if (!public_key || keys_.isEmpty())
            return std::nullopt;
        const auto known = numbers_.constFind(public_key_id(public_key));
        if (known != numbers_.constEnd())
            return *known;
        if (kind_of(public_key).type == KeyType::rsa)
            return std::nullopt;
        const auto same = std::ranges::find_if(keys_, [&](const MatchedKey &key) { return same_public_key(public_key, key.key.native()); });
        return same == keys_.end() ? std::nullopt : std::optional(same - keys_.begin());
    }
    [[nodiscard]] const QList<MatchedKey> &keys() const { return keys_; }

private:
    QHash<QByteArray, qsizetype> numbers_;
    QList<MatchedKey> keys_;
};

// Adds `value` once, however many files hold it.
template <class Matched, class Value>
void add_once(QList<Matched> &list, QHash<QByteArray, qsizetype> &known, const Value &value, const QString &file, Matched fresh)
{
    const auto there = known.constFind(value.fingerprint());
    if (there == known.constEnd()) {
        known.insert(value.fingerprint(), list.size());
        list << std::move(fresh);
    } else if (!list[*there].files.contains(file)) {
        list[*there].files << file;
    }
}

class Matcher {
public:
    Matching match(const QList<GatheredFile> &files)
    {
        for (const GatheredFile &file : files)
            collect(file);
        for (qsizetype i = 0; i < matching_.certificates.size(); ++i) {
            complete(matching_.certificates[i]);
            by_key_[public_key_id(X509_get0_pubkey(matching_.certificates[i].certificate.native()))] << i;
        }
        for (MatchedRequest &request : matching_.requests)
            complete(request);
        for (MatchedCrl &crl : matching_.crls)
            crl.ca = signer_of(crl.crl);
        for (qsizetype i = 0; i < ring_.keys().size(); ++i) {
            if (!used_keys_.contains(i))
                matching_.lonely_keys << ring_.keys()[i];
        }
        matching_.findings = match_findings(matching_);
        return std::move(matching_);
    }

private:
    void collect(const GatheredFile &file)
    {
        for (const Certificate &certificate : file.content.certificates) {
            add_once(matching_.certificates, known_certificates_, certificate, file.path,
                MatchedCertificate { .certificate = certificate,
                    .files = { file.path },
                    .role = natural_role(certificate),
                    .named = {},
                    .key = {},
                    .key_files = {},
                    .chain = {} });
        }
        for (const PrivateKey &key : file.content.keys)
            ring_.add(key, file.path);
        for (const CertificateRequest &request : file.content.requests)
            add_once(matching_.requests, known_requests_, request, file.path, MatchedRequest { request, { file.path }, {}, {} });
        for (const Crl &crl : file.content.crls)
            add_once(matching_.crls, known_crls_, crl, file.path, MatchedCrl { crl, { file.path }, {} });
        for (const Certificate &certificate : file.content.certificates) {
            issuers_.add(certificate);
            MatchedCertificate &matched = matching_.certificates[known_certificates_.value(certificate.fingerprint())];
            if (!matched.named)
                matched.named = role_of_sdk_name(file.path);
        }
    }

    void complete(MatchedCertificate &matched)
    {
        matched.chain = issuers_.chain_of(matched.certificate);
        const Certificate &last = matched.chain.isEmpty() ? matched.certificate : matched.chain.last();
        matched.complete = last.is_self_issued() && is_signed_by_itself(last);
        if (const auto number = ring_.find(X509_get0_pubkey(matched.certificate.native()))) {
            matched.key = ring_.keys()[*number].key;
            matched.key_files = ring_.keys()[*number].files;
            used_keys_.insert(*number);
        }
    }

    void complete(MatchedRequest &matched) const
    {
        const EVP_PKEY *key = X509_REQ_get0_pubkey(matched.request.native());
        if (const auto number = ring_.find(key))
            matched.key = ring_.keys()[*number].key;
        const QList<qsizetype> answers = by_key_.value(public_key_id(key));
        for (const qsizetype answer : answers)
            matched.answers << matching_.certificates[answer].certificate;
    }

    [[nodiscard]] std::optional<Certificate> signer_of(const Crl &crl) const
    {
        const auto found = std::ranges::find_if(
            matching_.certificates, [&](const MatchedCertificate &candidate) { return candidate.role == Role::ca && crl.is_signed_by(candidate.certificate); });
        return found == matching_.certificates.end() ? std::nullopt : std::optional(found->certificate);
    }

    Matching matching_;
    KeyRing ring_;
    IssuerIndex issuers_;
    QHash<QByteArray, QList<qsizetype>> by_key_; // certificates
    QSet<qsizetype> used_keys_; // by a certificate
    QHash<QByteArray, qsizetype> known_certificates_;
    QHash<QByteArray, qsizetype> known_requests_;
    QHash<QByteArray, qsizetype> known_crls_;
};

} // namespace

QList<Certificate> MatchedCertificate::intermediates() const
{
    QList<Certificate> all = chain;
    if (!all.isEmpty() && all.last().is_self_issued())
        all.removeLast();
    return all;
}

std::optional<Identity> MatchedCertificate::identity() const
{
    if (!key)
        return std::nullopt;
    auto made = Identity::make(certificate, *key, intermediates());
    return made ? std::optional(std::move(*made)) : std::nullopt;
}

Matching match(const QList<GatheredFile> &files)
{
    return Matcher().match(files);
}

Role natural_role(const Certificate &certificate)
{
    if (certificate.is_ca())
        return Role::ca;
    if (certificate.allows(Role::device))
        return Role::device;
    return certificate.allows(Role::client) ? Role::client : Role::server;
}

} // namespace espseal::pki
