// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/import_review.h"

#include "app/studio/certificates/import_files.h"
#include "core/base/files.h"
#include "core/pki/chain.h"
#include "core/pki/key_id.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

// A key that waits in the workspace for its certificate.
struct WaitingKey {
    QString name;
    QString id; // as pki::key_id() has it: the vault may be locked
};

QList<WaitingKey> waiting_keys(const WorkspaceContent &content)
{
    QList<WaitingKey> keys;
    for (const StoredKey &key : content.keys)
        if (!key.id.isEmpty())
            keys.append({ key.name, key.id });
    for (const StoredRequest &request : content.requests)
        if (!request.key_id.isEmpty())
            keys.append({ request.name, request.key_id });
    return keys;
}

// Intermediates go along with the leaf that they lead to, so that its blob can carry them.
QList<pki::Certificate> chain_of(const pki::Certificate &leaf, const QList<pki::Certificate> &pool)
{
    QList<pki::Certificate> chain = pki::issuers_of(leaf, pool);
    chain.removeIf([](const pki::Certificate &issuer) { return issuer.is_self_issued(); });
    return chain;
}

ImportItem item_for(const pki::Certificate &certificate, const pki::CredentialFile &file, const WorkspaceContent &stored, const QList<WaitingKey> &waiting)
{
    ImportItem item { .credential = { .name = certificate.display_name(), .certificate = certificate, .chain = {}, .key = {} },
        .known = false,
        .key_waits = false,
        .beside = {} };
    const auto key = std::ranges::find_if(file.keys, [&](const pki::PrivateKey &candidate) { return certificate.matches(candidate); });
    if (key != file.keys.end())
        item.credential.key = *key;
    if (!certificate.is_ca()) {
        QList<pki::Certificate> pool = file.certificates;
        for (const StoredCredential &other : stored.credentials)
            if (other.is_ca())
                pool.append(other.certificate);
        item.credential.chain = chain_of(certificate, pool);
    }
    const auto same = std::ranges::find_if(stored.credentials, [&](const StoredCredential &other) { return other.certificate == certificate; });
    if (same != stored.credentials.end()) {
        item.known = same->has_key || !item.credential.key;
        item.beside = same->name;
        return item;
    }
    const auto own = std::ranges::find(waiting, pki::key_id(certificate), &WaitingKey::id);
    if (own != waiting.end()) {
        item.beside = own->name;
        item.key_waits = true;
    }
    return item;
}

bool fits_any(const pki::PrivateKey &key, const QList<pki::Certificate> &certificates)
{
    return std::ranges::any_of(certificates, [&](const pki::Certificate &certificate) { return certificate.matches(key); });
}

std::unexpected<Error> nothing_found()
{
    return bad_input(u"nothing-found"_s, tr("There is no certificate, key or request in it."),
        tr("Give PEM, DER, PKCS#7 or PKCS#12 files, cert.h and private_key.h, or the blobs for the board."));
}

} // namespace

pki::PasswordPrompt ImportPasswords::prompt()
{
    return [this](const QString &what) -> std::optional<SecureBytes> {
        const std::scoped_lock lock(mutex_);
        asked_ = what;
        const auto known = known_.find(what);
        return known == known_.end() ? std::nullopt : std::optional(known->second.clone());
    };
}

void ImportPasswords::answer(SecureBytes password)
{
    const std::scoped_lock lock(mutex_);
    if (!asked_.isEmpty())
        known_.insert_or_assign(asked_, std::move(password));
}

QString ImportPasswords::asked() const
{
    const std::scoped_lock lock(mutex_);
    return asked_;
}

Result<ImportReview> review_import(const ImportSource &source, const QString &folder, ImportPasswords &passwords, const Job &job)
{
    const Result<ImportedFiles> read = read_import(source, passwords.prompt(), job);
    if (!read)
        return failure(read.error());
    const Result<WorkspaceContent> stored = read_workspace(folder);
    if (!stored)
        return failure(stored.error());
    const pki::CredentialFile &file = read->content;
    const QList<WaitingKey> waiting = waiting_keys(*stored);
    ImportReview review;
    review.findings = file.findings;
    review.skipped = read->skipped;
    for (const pki::Certificate &certificate : file.certificates)
        review.items.append(item_for(certificate, file, *stored, waiting));
    for (const pki::CertificateRequest &request : file.requests)
        if (std::ranges::none_of(stored->requests, [&](const StoredRequest &other) { return other.request == request; }))
            review.requests.append(request);
    QList<pki::Certificate> all = file.certificates;
    for (const StoredCredential &credential : stored->credentials)
        all.append(credential.certificate);
    for (const pki::PrivateKey &key : file.keys) {
        if (std::ranges::contains(waiting, pki::key_id(key), &WaitingKey::id))
            continue;
        // A key of a stored certificate that has none yet brings its certificate into the list.
        const auto owner = std::ranges::find_if(
            stored->credentials, [&](const StoredCredential &credential) { return !credential.has_key && credential.certificate.matches(key); });
        const bool listed = fits_any(key, file.certificates);
        if (!listed && owner != stored->credentials.end())
            review.items.append({ { .name = owner->name, .certificate = owner->certificate, .chain = owner->chain, .key = key }, false, false, owner->name });
        else if (!listed && !fits_any(key, all))
            review.keys.append(key);
    }
    if (review.is_empty())
        return nothing_found();
    return review;
}

} // namespace espseal::studio
