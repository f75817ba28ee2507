// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/issue_request.h"

#include "core/pki/credential_blob.h"
#include "core/pki/request_make.h"
#include "core/pki/staged_folder.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Issue", text);
}

std::unexpected<Error> no_issuer()
{
    return usage_error(u"no-issuer"_s, tr("There is no CA to sign it."), tr("Make a CA first, or import one with its key."));
}

Result<std::optional<pki::IssuingCa>> ca_for(const IssueRequest &request, const pki::IssueOrder &order, const KeyFolder &folder)
{
    if (order.self_signed)
        return std::nullopt;
    return load_ca(folder, request.issuer).transform([](const pki::IssuingCa &ca) { return std::optional(ca); });
}

QList<pki::Certificate> chain_of(const std::optional<pki::IssuingCa> &ca)
{
    return ca ? ca->chain() : QList<pki::Certificate>();
}

pki::RequestSpec request_spec(const pki::IssueOrder &order)
{
    return { .subject = order.spec.subject, .alt_names = order.spec.alt_names, .digest = order.spec.digest };
}

Result<pki::IssueChoices> choices_of(const IssueRequest &request)
{
    return pki::find_template(request.preset).transform([&](const pki::CertificateTemplate &base) {
        pki::IssueChoices choices = request.choices;
        choices.base = base;
        return choices;
    });
}

Result<Size> blob_size(const pki::Certificate &certificate, const QList<pki::Certificate> &chain, const pki::PrivateKey &key)
{
    if (certificate.is_ca())
        return pki::pack_ca_blob({ certificate }).transform([](const QByteArray &blob) { return Size(static_cast<std::uint64_t>(blob.size())); });
    return pki::Identity::make(certificate, key, chain)
        .and_then([](const pki::Identity &identity) { return pki::pack_identity_blob(identity); })
        .transform([](const SecureBytes &blob) { return Size(blob.size()); });
}

IssuePreview previewed(
    const IssueRequest &request, const pki::IssueOrder &order, const pki::Certificate &made, Size blob, const std::optional<pki::IssuingCa> &ca)
{
    IssuePreview preview { .certificate = made, .request = {}, .blob = blob, .for_board = !request.preset.startsWith("computer-"_L1), .findings = {} };
    preview.findings = pki::issue_findings(made, ca ? ca->certificate : made);
    if (!preview.for_board)
        return preview;
    const pki::Conditions conditions { .device = request.device };
    for (const Finding &finding : pki::judge(made, order.spec.role, conditions) + pki::judge_blob_size(blob, request.device))
        preview.findings.append(finding);
    return preview;
}

} // namespace

QString IssueRequest::name() const
{
    for (const pki::SubjectField field : { pki::SubjectField::common_name, pki::SubjectField::organization, pki::SubjectField::serial_number })
        if (const QString value = choices.subject.value(field); !value.isEmpty())
            return value;
    if (!choices.alt_names.isEmpty())
        return choices.alt_names.constFirst().value;
    return answers ? answers->display_name() : QString();
}

Result<pki::Issued> sign_answer(const IssueRequest &request, const pki::IssuingCa &ca)
{
    return choices_of(request).and_then([&](const pki::IssueChoices &choices) { return pki::sign_request(*request.answers, choices, ca); });
}

Result<IssueRequest> simple_request(const QString &preset, const QString &name, const QString &alt_names, const QString &issuer)
{
    IssueRequest request;
    request.preset = preset;
    request.issuer = issuer;
    request.choices.subject.set(pki::SubjectField::common_name, name.trimmed());
    if (!alt_names.trimmed().isEmpty()) {
        Result<QList<pki::AltName>> names = pki::parse_alt_names(alt_names);
        if (!names)
            return failure(names.error());
        request.choices.alt_names = *std::move(names);
    }
    return request;
}

Result<pki::IssuingCa> load_ca(const KeyFolder &folder, const QString &name)
{
    if (name.isEmpty())
        return no_issuer();
    return folder.identity(name).transform([](const pki::Identity &ca) { return pki::IssuingCa::of(ca); });
}

Result<pki::IssueOrder> order_of(const IssueRequest &request)
{
    const Result<pki::IssueChoices> choices = choices_of(request);
    if (!choices)
        return failure(choices.error());
    if (!request.answers && request.name().isEmpty())
        return usage_error(u"name-empty"_s, tr("The name is missing."), tr("Type what it is called: a board, a server, a company."));
    return choices->order();
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

Result<pki::Certificate> certify(const pki::IssueOrder &order, const pki::PrivateKey &key, const std::optional<pki::IssuingCa> &ca)
{
    if (order.self_signed)
        return pki::make_ca(order.spec, key);
    if (!ca)
        return no_issuer();
    return pki::issue(order.spec, key, *ca);
}

Result<IssuePreview> preview_of(const IssueRequest &request, const pki::PrivateKey &key, const std::optional<pki::IssuingCa> &ca)
{
    const Result<pki::IssueOrder> order = order_of(request);
    if (!order)
        return failure(order.error());
    const Result<pki::Certificate> made = certify(*order, key, ca);
    if (!made)
        return failure(made.error());
    return blob_size(*made, chain_of(ca), key).transform([&](Size blob) { return previewed(request, *order, *made, blob, ca); });
}

Result<IssuePreview> preview_issue(const IssueRequest &request, const KeyFolder &folder, PreviewKeys &keys, const Job &job)
{
    if (request.answers)
        return load_ca(folder, request.issuer)
            .and_then([&](const pki::IssuingCa &ca) { return sign_answer(request, ca); })
            .transform([](const pki::Issued &issued) {
                return IssuePreview { .certificate = issued.certificate, .request = {}, .blob = {}, .for_board = false, .findings = issued.findings };
            });
    const Result<pki::IssueOrder> order = order_of(request);
    if (!order)
        return failure(order.error());
    const Result<std::optional<pki::IssuingCa>> ca = ca_for(request, *order, folder);
    if (!ca)
        return failure(ca.error());
    return keys.key(order->key, job).and_then([&](const pki::PrivateKey &key) { return preview_of(request, key, *ca); });
}

Result<IssuePreview> preview_csr(const IssueRequest &request, PreviewKeys &keys, const Job &job)
{
    const Result<pki::IssueOrder> order = order_of(request);
    if (!order)
        return failure(order.error());
    const Result<pki::PrivateKey> key = keys.key(order->key, job);
    if (!key)
        return failure(key.error());
    return pki::make_request(request_spec(*order), *key).transform([](const pki::CertificateRequest &made) {
        return IssuePreview { .certificate = {}, .request = made, .blob = {}, .for_board = false, .findings = {} };
    });
}

Result<QString> issue(const IssueRequest &request, const KeyFolder &folder, const Job &job)
{
    if (request.answers) {
        const Result<pki::IssuingCa> ca = load_ca(folder, request.issuer);
        const Result<pki::Issued> issued = ca.and_then([&](const pki::IssuingCa &by) { return sign_answer(request, by); });
        if (!issued)
            return failure(issued.error());
        return complete_credential(folder.path(), request.answers_name, { .name = {}, .certificate = issued->certificate, .chain = ca->chain(), .key = {} })
            .transform([&] { return request.answers_name; });
    }
    const Result<pki::IssueOrder> order = order_of(request);
    if (!order)
        return failure(order.error());
    const Result<std::optional<pki::IssuingCa>> ca = ca_for(request, *order, folder);
    if (!ca)
        return failure(ca.error());
    if (const Result<void> opened = folder.open(); !opened)
        return failure(opened.error());
    job.report(tr("Making the key"), 0, 0);
    const Result<pki::PrivateKey> key = pki::PrivateKey::generate(order->key, job);
    if (!key)
        return failure(key.error());
    job.report(tr("Signing"), 0, 0);
    const Result<pki::Certificate> certificate = certify(*order, *key, *ca);
    if (!certificate)
        return failure(certificate.error());
    return add_credentials(folder, { { .name = request.name(), .certificate = *certificate, .chain = chain_of(*ca), .key = *key } })
        .transform([](const QStringList &names) { return names.constFirst(); });
}

Result<QString> make_csr(const IssueRequest &request, const KeyFolder &folder, const Job &job)
{
    const Result<pki::IssueOrder> order = order_of(request);
    if (!order)
        return failure(order.error());
    if (const Result<void> opened = folder.open(); !opened)
        return failure(opened.error());
    job.report(tr("Making the key"), 0, 0);
    const Result<pki::PrivateKey> key = pki::PrivateKey::generate(order->key, job);
    if (!key)
        return failure(key.error());
    const Result<pki::CertificateRequest> made = pki::make_request(request_spec(*order), *key);
    if (!made)
        return failure(made.error());
    Result<pki::StagedFolder> stage = pki::StagedFolder::beside(folder.path());
    if (!stage)
        return failure(stage.error());
    const QString name = free_file_name(folder.path(), file_name_of(request.name()));
    return stage->add(name + u".csr"_s, made->pem()).and_then([&] { return commit_with_keys(*stage, { { name, *key } }, folder); }).transform([&] {
        return name;
    });
}

} // namespace espseal::studio
