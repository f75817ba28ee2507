// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/import_review.h"

#include "app/studio/certificates/import_files.h"
#include "core/base/files.h"
#include "core/pki/key_id.h"
#include "core/pki/match.h"

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

// What is in the workspace takes part in the matching as files of this name; no real one has it.
const QString here_prefix = u"\x1Fworkspace/"_s;

bool is_new(const QStringList &files)
{
    return std::ranges::any_of(files, [](const QString &file) { return !file.startsWith(here_prefix); });
}

pki::Matching match_with(QList<pki::GatheredFile> files, const WorkspaceContent &stored)
{
    for (const StoredCredential &credential : stored.credentials) {
        pki::CredentialFile file;
        file.certificates = { credential.certificate };
        files.append({ here_prefix + credential.name, std::move(file) });
    }
    return pki::match(files);
}

ImportItem item_for(const pki::MatchedCertificate &matched, const WorkspaceContent &stored, const QList<WaitingKey> &waiting)
{
    const pki::Certificate &certificate = matched.certificate;
    ImportItem item { .credential = { .name = certificate.display_name(), .certificate = certificate, .chain = {}, .key = {} },
        .known = false,
        .key_waits = false,
        .beside = {} };
    item.credential.key = matched.key;
    if (!certificate.is_ca()) // intermediates go along with the leaf that they lead to, so that its blob can carry them
        item.credential.chain = matched.intermediates();
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

// By its number; where one has none, by its date.
bool is_newer(const pki::Crl &list, const pki::Crl &other)
{
    const QString one = list.number();
    const QString two = other.number();
    if (one.isEmpty() || two.isEmpty() || one == two)
        return list.this_update() > other.this_update();
    return one.size() != two.size() ? one.size() > two.size() : one > two;
}

QList<ImportCrl> crls_of(const pki::Matching &matching, const WorkspaceContent &stored)
{
    QList<ImportCrl> crls;
    for (const pki::MatchedCrl &matched : matching.crls) {
        if (!matched.ca)
            continue;
        const auto other = std::ranges::find(crls, *matched.ca, &ImportCrl::ca);
        if (other != crls.end() && !is_newer(matched.crl, other->crl))
            continue;
        ImportCrl found { .crl = matched.crl, .ca = *matched.ca, .beside = {}, .here = {} };
        const auto ca = std::ranges::find(stored.credentials, *matched.ca, &StoredCredential::certificate);
        if (ca != stored.credentials.end()) {
            found.beside = ca->name;
            found.here = ca->crl;
            found.known = ca->crl && !is_newer(found.crl, *ca->crl);
        }
        if (other != crls.end())
            *other = std::move(found);
        else
            crls.append(std::move(found));
    }
    return crls;
}

// The others speak of what the list shows anyway, or of what is in the workspace.
QList<Finding> findings_of(const pki::Matching &matching)
{
    QList<Finding> findings = matching.findings;
    findings.removeIf([](const Finding &finding) { return finding.code != "crl-without-ca"_L1 && finding.code != "request-not-signed-by-its-key"_L1; });
    return findings;
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
        const auto known = known_.find(what);
        if (known == known_.end()) {
            if (asked_.isEmpty())
                asked_ = what;
            return std::nullopt;
        }
        tried_ = what;
        return known->second.clone();
    };
}

void ImportPasswords::begin()
{
    const std::scoped_lock lock(mutex_);
    asked_.clear();
    tried_.clear();
}

void ImportPasswords::answer(SecureBytes password)
{
    const std::scoped_lock lock(mutex_);
    if (const QString what = asked_.isEmpty() ? tried_ : asked_; !what.isEmpty())
        known_.insert_or_assign(what, std::move(password));
}

QString ImportPasswords::asked() const
{
    const std::scoped_lock lock(mutex_);
    return asked_.isEmpty() ? tried_ : asked_;
}

Result<ImportReview> review_import(const ImportSource &source, const QString &folder, ImportPasswords &passwords, const Job &job)
{
    passwords.begin();
    const Result<ImportedFiles> read = read_import(source, passwords.prompt(), job);
    if (!read)
        return failure(read.error());
    const Result<WorkspaceContent> stored = read_workspace(folder);
    if (!stored)
        return failure(stored.error());
    const pki::Matching matching = match_with(read->files, *stored);
    const QList<WaitingKey> waiting = waiting_keys(*stored);
    ImportReview review;
    review.findings = read->findings + findings_of(matching);
    review.skipped = read->skipped;
    review.locked = read->locked;
    for (const pki::MatchedCertificate &matched : matching.certificates) {
        // A key of a stored certificate that has none yet brings its certificate into the list.
        const auto owner = std::ranges::find(stored->credentials, matched.certificate, &StoredCredential::certificate);
        const bool completes = matched.key && owner != stored->credentials.end() && !owner->has_key;
        if (is_new(matched.files) || completes)
            review.items.append(item_for(matched, *stored, waiting));
    }
    for (const pki::MatchedRequest &matched : matching.requests)
        if (std::ranges::none_of(stored->requests, [&](const StoredRequest &other) { return other.request == matched.request; }))
            review.requests.append(matched.request);
    for (const pki::MatchedKey &lonely : matching.lonely_keys)
        if (!std::ranges::contains(waiting, pki::key_id(lonely.key), &WaitingKey::id))
            review.keys.append(lonely.key);
    review.crls = crls_of(matching, *stored);
    if (review.is_empty())
        return review.locked ? failure(*review.locked) : nothing_found();
    return review;
}

} // namespace espseal::studio
