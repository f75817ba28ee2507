// SPDX-License-Identifier: Apache-2.0
// A conversion from files of any name: roles found by what the files hold.
#include "core/base/files.h"
#include "core/pki/finding.h"
#include "core/pki/match.h"
#include "core/pki/messages.h"
#include "core/pki/openssl.h"
#include "core/pki/sdk_material.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

#include <openssl/err.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

using Candidates = QList<const MatchedCertificate *>;

template <class Test> Candidates those(const Matching &matching, Test test)
{
    Candidates found;
    for (const MatchedCertificate &each : matching.certificates) {
        if (test(each))
            found << &each;
    }
    return found;
}

QString file_of(const MatchedCertificate &matched)
{
    return QFileInfo(matched.files.first()).fileName();
}

QString listed(const Candidates &candidates)
{
    QStringList names;
    for (const MatchedCertificate *candidate : candidates)
        names << Messages::tr("%1 (%2)").arg(file_of(*candidate), candidate->certificate.display_name());
    return names.join(u", "_s);
}

class Chooser {
public:
    Chooser(const SdkConvertRequest &request, const Matching &matching)
        : request_(request)
        , matching_(matching)
    {
    }

    [[nodiscard]] Result<SdkMaterial> choose()
    {
        const auto identity = choose_identity();
        if (!identity)
            return failure(identity.error());
        const auto ca = choose_ca(*identity);
        if (!ca)
            return failure(ca.error());
        SdkMaterial material {
            .mode = SdkConvertMode::ca_only, .ca = (*ca)->certificate, .blob = {}, .header = {}, .copies = {}, .findings = findings_, .inputs = {}
        };
        material.inputs << file_of(**ca);
        if (*identity) {
            material.mode = mode_of((*identity)->role);
            material.blob = (*identity)->identity();
            material.header = material.blob;
            for (const QString &file : (*identity)->files.first(1) + (*identity)->key_files.first(1)) {
                if (const QString name = QFileInfo(file).fileName(); !material.inputs.contains(name))
                    material.inputs << name;
            }
        }
        return material;
    }

private:
    static SdkConvertMode mode_of(Role role)
    {
        if (role == Role::client)
            return SdkConvertMode::client;
        return role == Role::server ? SdkConvertMode::server : SdkConvertMode::device;
    }

    [[nodiscard]] bool is_in(const MatchedCertificate &each, const QString &file) const { return each.files.contains(file); }

    // Null: there is none.
    Result<const MatchedCertificate *> choose_identity()
    {
        const bool named = !request_.identity_file.isEmpty();
        Candidates candidates = those(matching_, [&](const MatchedCertificate &each) {
            const bool meant = !named || is_in(each, request_.identity_file) || each.key_files.contains(request_.identity_file);
            return meant && each.key && (each.role != Role::ca || named);
        });
        if (named && candidates.size() > 1) // a bundle with its CA and the CA's key: the device's own is meant
            candidates.removeIf([](const MatchedCertificate *each) { return each->role == Role::ca; });
        if (candidates.size() > 1 && !named)
            prefer_client(candidates);
        if (candidates.size() > 1)
            return bad_input(u"convert-several-identities"_s, Messages::tr("Several certificates have their keys here: %1.").arg(listed(candidates)),
                Messages::tr("Say with --identity FILE which one is the device's."));
        if (candidates.isEmpty() && named)
            return bad_input(u"convert-no-identity"_s,
                Messages::tr("%1 holds no certificate whose key is among the files.").arg(QFileInfo(request_.identity_file).fileName()),
                Messages::tr("Name the file with the device's certificate, and put its key beside it."));
        return candidates.isEmpty() ? nullptr : candidates.first();
    }

    // The script's rule: where there is one client's identity, and servers', the client's is it.
    void prefer_client(Candidates &candidates)
    {
        const auto is_client = [](const MatchedCertificate *each) { return each->role == Role::client; };
        if (std::ranges::count_if(candidates, is_client) != 1 || std::ranges::any_of(candidates, [](const auto *each) { return each->role == Role::device; }))
            return;
        const MatchedCertificate *client = *std::ranges::find_if(candidates, is_client);
        candidates.removeAll(client);
        findings_ << finding(u"sdk-unused-input"_s, Severity::info,
            Messages::tr("The server's identity is not used (%1): the client's comes first.").arg(listed(candidates)),
            Messages::tr("Use --identity FILE to convert the server's."), Messages::tr("The SDK's script does the same."));
        candidates = { client };
    }

    Result<const MatchedCertificate *> choose_ca(const MatchedCertificate *identity) const
    {
        Candidates candidates = those(matching_, [&](const MatchedCertificate &each) {
            return each.role == Role::ca && (request_.ca_file.isEmpty() || is_in(each, request_.ca_file)) && &each != identity;
        });
        if (candidates.isEmpty())
            return no_ca(identity);
        if (candidates.size() > 1 && identity && request_.ca_file.isEmpty())
            prefer_issuer(candidates, *identity);
        if (candidates.size() > 1)
            prefer_roots(candidates);
        if (candidates.size() > 1)
            prefer_named(candidates);
        if (candidates.size() > 1)
            return bad_input(u"convert-several-cas"_s, Messages::tr("Several CAs could be the one that the device is to trust: %1.").arg(listed(candidates)),
                Messages::tr("Say with --ca FILE which one is meant."));
        return candidates.first();
    }

    [[nodiscard]] std::unexpected<Error> no_ca(const MatchedCertificate *identity) const
    {
        if (!request_.ca_file.isEmpty())
            return bad_input(u"convert-no-ca"_s, Messages::tr("%1 holds no CA's certificate.").arg(QFileInfo(request_.ca_file).fileName()),
                Messages::tr("Name the file with the certificate of the CA that the device is to trust."));
        return bad_input(u"convert-no-ca"_s,
            Messages::tr("There is a certificate (%1), but no CA's that the device could trust.")
                .arg(identity ? listed({ identity }) : listed(those(matching_, [](const MatchedCertificate &) { return true; }))),
            Messages::tr("Put the CA's certificate beside it, or name it with --ca FILE; in an empty folder everything is made."));
    }

    // The end of the identity's chain.
    static void prefer_issuer(Candidates &candidates, const MatchedCertificate &identity)
    {
        if (identity.chain.isEmpty())
            return;
        const auto issuer = std::ranges::find_if(candidates, [&](const MatchedCertificate *each) { return each->certificate == identity.chain.last(); });
        if (issuer != candidates.end())
            candidates = { *issuer };
    }

    // ca.crt, as the script wants it called.
    static void prefer_named(Candidates &candidates)
    {
        const auto is_named = [](const MatchedCertificate *each) { return each->named == Role::ca; };
        if (std::ranges::count_if(candidates, is_named) == 1)
            candidates = { *std::ranges::find_if(candidates, is_named) };
    }

    // One root with its own intermediates is one CA.
    static void prefer_roots(Candidates &candidates)
    {
        Candidates roots = candidates;
        roots.removeIf([&](const MatchedCertificate *each) {
            return std::ranges::any_of(candidates, [&](const MatchedCertificate *other) { return other != each && each->chain.contains(other->certificate); });
        });
        if (roots.size() == 1)
            candidates = roots;
    }

    const SdkConvertRequest &request_;
    const Matching &matching_;
    QList<Finding> findings_;
};

// PKCS#12 keeps the certificates locked, too.
bool is_pkcs12(const QString &path)
{
    const auto bytes = read_secret_file(path, credential_file_limit);
    if (!bytes)
        return false;
    const Bio bio = reading(bytes->view());
    const Pkcs12 file(d2i_PKCS12_bio(bio.get(), nullptr));
    ERR_clear_error();
    return file != nullptr;
}

// Whether what is locked may matter. A key alone does not, where each certificate of a device has its key: the CA's own key lies there as a rule.
bool needs_passwords(const Gathered &gathered, bool is_decided)
{
    if (!gathered.locked())
        return false;
    const Matching matching = match(gathered.files);
    const auto lacks_key = [](const MatchedCertificate &each) { return each.role != Role::ca && !each.key; };
    const auto holds_certificates = [](const SkippedFile &file) { return file.error.code == u"password-needed" && is_pkcs12(file.path); };
    return std::ranges::any_of(matching.certificates, lacks_key) || (!is_decided && std::ranges::any_of(gathered.skipped, holds_certificates));
}

bool same_file(const QString &one, const QString &other)
{
    return QFileInfo(one).canonicalFilePath() == QFileInfo(other).canonicalFilePath();
}

// What the request names, and the files of its folder.
Result<QList<GatheredFile>> files_of(const SdkConvertRequest &request, const Job &job)
{
    QStringList named;
    for (const QString &file : { request.ca_file, request.identity_file }) {
        if (!file.isEmpty() && !named.contains(file))
            named << file;
    }
    auto all = gather(named, request.prompt, job);
    if (!all)
        return failure(all.error());
    auto around = gather({ request.folder }, {}, job, { .subfolders = false });
    if (!around)
        return failure(around.error());
    Gathered both = *around;
    both.files << all->files;
    if (needs_passwords(both, named.size() == 2)) {
        around = gather({ request.folder }, request.prompt, job, { .subfolders = false });
        if (!around)
            return failure(around.error());
        if (const Error *locked = around->locked())
            return failure(*locked);
    }
    for (const GatheredFile &file : std::as_const(around->files)) {
        if (std::ranges::none_of(named, [&](const QString &path) { return same_file(path, file.path); }))
            all->files << file;
    }
    return std::move(all->files);
}

} // namespace

Result<std::optional<SdkMaterial>> find_sdk_material(const SdkConvertRequest &request, const Job &job)
{
    const auto files = files_of(request, job);
    if (!files)
        return failure(files.error());
    const Matching matching = match(*files);
    if (matching.certificates.isEmpty() && request.ca_file.isEmpty() && request.identity_file.isEmpty())
        return std::nullopt;
    auto material = Chooser(request, matching).choose();
    if (!material)
        return failure(material.error());
    for (const GatheredFile &file : *files)
        material->findings << file.content.findings;
    for (const Finding &left : matching.findings) {
        if (left.code == u"key-without-certificate")
            material->findings << left;
    }
    return std::optional(std::move(*material));
}

} // namespace espseal::pki
