// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/import_review.h"

#include "core/pki/chain.h"
#include "core/pki/credential_file.h"

#include <algorithm>

namespace espseal::studio {

namespace {

// A password is tried once for everything that is locked; without one the reader says what needs it.
pki::PasswordPrompt prompt_for(const SecureBytes &password)
{
    if (password.empty())
        return {};
    return [&password](const QString &) { return std::optional(password.clone()); };
}

// Intermediates go along with the leaf that they lead to, so that its blob can carry them.
QList<pki::Certificate> chain_of(const pki::Certificate &leaf, const QList<pki::Certificate> &pool)
{
    QList<pki::Certificate> chain = pki::issuers_of(leaf, pool);
    chain.removeIf([](const pki::Certificate &issuer) { return issuer.is_self_issued(); });
    return chain;
}

} // namespace

Result<ImportReview> review_import(const QStringList &paths, const QString &folder, const SecureBytes &password)
{
    const Result<pki::CredentialFile> file = pki::read_credential_files(paths, prompt_for(password));
    if (!file)
        return failure(file.error());
    const Result<QList<StoredCredential>> stored = load_credentials(folder);
    if (!stored)
        return failure(stored.error());
    ImportReview review;
    review.findings = file->findings;
    for (const pki::Certificate &certificate : file->certificates) {
        NewCredential credential { .name = certificate.display_name(), .certificate = certificate };
        const auto key = std::ranges::find_if(file->keys, [&](const pki::PrivateKey &candidate) { return certificate.matches(candidate); });
        if (key != file->keys.end())
            credential.key = *key;
        if (!certificate.is_ca())
            credential.chain = chain_of(certificate, file->certificates);
        const bool known = std::ranges::any_of(
            *stored, [&](const StoredCredential &other) { return other.certificate == certificate && (other.has_key || !credential.key); });
        review.items.append({ std::move(credential), known });
    }
    review.lonely_keys = static_cast<int>(std::ranges::count_if(file->keys, [&](const pki::PrivateKey &key) {
        return std::ranges::none_of(file->certificates, [&](const pki::Certificate &certificate) { return certificate.matches(key); });
    }));
    return review;
}

} // namespace espseal::studio
