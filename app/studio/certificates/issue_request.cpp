// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/issue_request.h"

#include "core/pki/credential_blob.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Issue", text);
}

Result<pki::CertificateSpec> spec_of(const IssueRequest &request)
{
    pki::CertificateSpec spec;
    spec.role = profile_role(request.profile);
    spec.subject = pki::SubjectName::of(request.name);
    spec.validity = pki::Validity::days(request.days);
    if (spec.subject.empty())
        return usage_error(u"name-empty"_s, tr("The name is missing."), tr("Type what it is called: a board, a server, a company."));
    if (request.alt_names.trimmed().isEmpty())
        return spec;
    Result<QList<pki::AltName>> names = pki::parse_alt_names(request.alt_names);
    if (!names)
        return failure(names.error());
    spec.alt_names = *std::move(names);
    return spec;
}

Result<pki::Certificate> make(const IssueRequest &request, const pki::PrivateKey &key, const QString &folder)
{
    const Result<pki::CertificateSpec> spec = spec_of(request);
    if (!spec)
        return failure(spec.error());
    if (request.profile == Profile::ca)
        return pki::make_ca(*spec, key);
    if (request.issuer.isEmpty())
        return usage_error(u"no-issuer"_s, tr("There is no CA to sign it."), tr("Make a CA first, or import one with its key."));
    const Result<pki::Identity> ca = load_identity(folder, request.issuer);
    if (!ca)
        return failure(ca.error());
    return pki::issue(*spec, key, ca->certificate(), ca->key());
}

Result<Size> blob_size(const IssueRequest &request, const pki::Certificate &certificate, const pki::PrivateKey &key)
{
    if (request.profile == Profile::ca)
        return pki::pack_ca_blob({ certificate }).transform([](const QByteArray &blob) { return Size(static_cast<std::uint64_t>(blob.size())); });
    return pki::Identity::make(certificate, key)
        .and_then([](const pki::Identity &identity) { return pki::pack_identity_blob(identity); })
        .transform([](const SecureBytes &blob) { return Size(blob.size()); });
}

} // namespace

QString profile_title(Profile profile)
{
    switch (profile) {
    case Profile::ca:
        return tr("Certificate authority (CA)");
    case Profile::board_client:
        return tr("Board as TLS client");
    case Profile::board_server:
        return tr("Board as TLS server");
    case Profile::this_computer:
        return tr("Server on this computer");
    }
    return {};
}

QString profile_help(Profile profile)
{
    switch (profile) {
    case Profile::ca:
        return tr("Signs the others. Boards get its certificate, never its key.");
    case Profile::board_client:
        return tr("The board shows it to the server that it connects to.");
    case Profile::board_server:
        return tr("The board shows it to those that connect to it; its names must be how they reach it.");
    case Profile::this_computer:
        return tr("The studio shows it to boards that connect to it, while it is their partner.");
    }
    return {};
}

pki::Role profile_role(Profile profile)
{
    switch (profile) {
    case Profile::ca:
        return pki::Role::ca;
    case Profile::board_client:
        return pki::Role::client;
    case Profile::board_server:
    case Profile::this_computer:
        return pki::Role::server;
    }
    return pki::Role::client;
}

Result<pki::PrivateKey> PreviewKeys::key(const pki::KeySpec &spec, const Job &job)
{
    const QString kind = pki::to_string(spec);
    {
        const std::scoped_lock lock(mutex_);
        if (const auto found = keys_.find(kind); found != keys_.end())
            return found->second;
    }
    Result<pki::PrivateKey> made = pki::PrivateKey::generate(spec, job);
    if (made) {
        const std::scoped_lock lock(mutex_);
        keys_.insert_or_assign(kind, *made);
    }
    return made;
}

Result<IssuePreview> preview_issue(const IssueRequest &request, const QString &folder, PreviewKeys &keys, const Job &job)
{
    const Result<pki::PrivateKey> key = keys.key(request.key, job);
    if (!key)
        return failure(key.error());
    const Result<pki::Certificate> certificate = make(request, *key, folder);
    if (!certificate)
        return failure(certificate.error());
    const Result<Size> size = blob_size(request, *certificate, *key);
    if (!size)
        return failure(size.error());
    IssuePreview preview { *certificate, *size, {} };
    if (request.profile != Profile::this_computer) {
        const pki::Conditions conditions { .device = { .tls = request.device } };
        preview.findings = pki::judge(*certificate, profile_role(request.profile), conditions) + pki::judge_blob_size(*size, conditions.device);
    }
    return preview;
}

Result<QString> issue(const IssueRequest &request, const QString &folder, const Job &job)
{
    job.report(tr("Making the key"), 0, 0);
    const Result<pki::PrivateKey> key = pki::PrivateKey::generate(request.key, job);
    if (!key)
        return failure(key.error());
    job.report(tr("Signing"), 0, 0);
    const Result<pki::Certificate> certificate = make(request, *key, folder);
    if (!certificate)
        return failure(certificate.error());
    return add_credentials(folder, { { .name = request.name, .certificate = *certificate, .key = *key } }).transform([](const QStringList &names) {
        return names.constFirst();
    });
}

} // namespace espseal::studio
