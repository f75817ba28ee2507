// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/issue_request.h"

#include "core/pki/credential_blob.h"
#include "core/pki/credential_file.h"
#include "core/pki/path_length.h"
#include "core/pki/request_make.h"
#include "core/pki/staged_folder.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

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

struct CaFile {
    pki::Certificate certificate;
    QList<pki::Certificate> above; // among them; all CAs of the folder
};

Result<CaFile> read_ca(const KeyFolder &folder, const QString &name)
{
    const QString path = QDir(folder.path()).filePath(name + u".crt"_s);
    if (!QFileInfo::exists(path))
        return bad_input(u"credential-missing"_s, tr("The CA %1 is not in the workspace any more.").arg(name), tr("Choose another CA."));
    const Result<pki::CredentialFile> file = pki::read_credential_file(path);
    if (!file)
        return failure(file.error());
    if (file->certificates.isEmpty())
        return bad_input(u"no-certificate"_s, tr("There is no certificate in %1.").arg(path), tr("Put the CA's certificate back, or choose another CA."));
    const pki::Certificate &own = file->certificates.constFirst();
    return CaFile { own, own.is_self_issued() ? QList<pki::Certificate>() : file->certificates.mid(1) + stored_cas(folder.path()) };
}

// A CA of the same name, with a sample key of the same kind: what it signs shows what the real one would sign.
Result<pki::IssuingCa> stand_in(const KeyFolder &folder, const QString &name, pki::Role role, PreviewKeys &keys, const Job &job)
{
    const Result<CaFile> file = read_ca(folder, name);
    if (!file)
        return failure(file.error());
    const pki::Certificate &real = file->certificate;
    if (const Result<void> fits = pki::check_path(pki::IssuingCa::among(file->above, real, {}), role); !fits)
        return failure(fits.error());
    const Result<pki::SubjectName> subject = pki::parse_subject(real.subject());
    const Result<pki::SubjectName> issuer = pki::parse_subject(real.issuer());
    const pki::KeyKind kind = real.key();
    const Result<pki::PrivateKey> key = keys.key({ kind.type == pki::KeyType::rsa ? pki::KeyType::rsa : pki::KeyType::ec, kind.bits }, job);
    if (!subject || !issuer || !key)
        return keys_locked();
    const auto signer = std::make_shared<pki::KeySigner>(*key);
    const auto spec = [&](const pki::SubjectName &called) {
        pki::CertificateSpec one { .role = pki::Role::ca, .subject = called };
        one.validity = { real.not_before(), real.not_after() };
        return one;
    };
    return pki::make_ca(spec(*issuer), *signer).and_then([&](const pki::Certificate &root) -> Result<pki::IssuingCa> {
        if (real.is_self_issued())
            return pki::IssuingCa { root, {}, signer };
        return pki::issue(spec(*subject), *key, root, *signer).transform([&](const pki::Certificate &ca) { return pki::IssuingCa { ca, {}, signer }; });
    });
}

// The CA as it signs, or, while its key is locked, one that looks like it.
struct PreviewCa {
    std::optional<pki::IssuingCa> ca;
    bool locked = false;
};

Result<std::optional<pki::IssuingCa>> ca_for(const IssueRequest &request, const pki::IssueOrder &order, const KeyFolder &folder)
{
    if (order.self_signed)
        return std::nullopt;
    return load_ca(folder, request.issuer).transform([](const pki::IssuingCa &ca) { return std::optional(ca); });
}

Result<PreviewCa> ca_to_show(const IssueRequest &request, const KeyFolder &folder, PreviewKeys &keys, const Job &job)
{
    const Result<pki::IssuingCa> real = load_ca(folder, request.issuer);
    if (real)
        return PreviewCa { *real };
    if (real.error().code != keys_locked_code)
        return failure(real.error());
    const pki::Role role = pki::find_template(request.preset).value_or(pki::CertificateTemplate()).role;
    return stand_in(folder, request.issuer, role, keys, job).transform([](const pki::IssuingCa &ca) { return PreviewCa { ca, true }; });
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

Result<IssuePreview> preview_answer(const IssueRequest &request, const pki::IssuingCa &ca)
{
    return sign_answer(request, ca).transform([](const pki::Issued &issued) {
        return IssuePreview { .certificate = issued.certificate, .request = {}, .blob = {}, .for_board = false, .findings = issued.findings };
    });
}

// A key for a certificate: made here, or on a token, where it stays.
struct MadeKey {
    std::shared_ptr<const pki::Signer> signer;
    std::optional<pki::PrivateKey> here;
    std::optional<pki::TokenLocation> on_token;
};

Result<MadeKey> make_key(const IssueRequest &request, const pki::KeySpec &spec, const KeyFolder &folder, const Job &job)
{
    if (!request.token) {
        if (const Result<void> opened = folder.open(); !opened) // before work that would be in vain
            return failure(opened.error());
        job.report(tr("Making the key"), 0, 0);
        return pki::PrivateKey::generate(spec, job).transform(
            [](const pki::PrivateKey &key) { return MadeKey { std::make_shared<pki::KeySigner>(key), key, {} }; });
    }
    job.report(tr("Waiting for the token"), 0, 0);
    const pki::TokenLocation &location = request.token->location;
    return (request.token->is_there ? folder.find_token_key(location) : folder.make_token_key(location, spec)).transform([](const TokenKeys::Made &made) {
        return MadeKey { made.signer, {}, made.location };
    });
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
    return read_ca(folder, name).and_then([&](const CaFile &ca) -> Result<pki::IssuingCa> {
        Result<std::shared_ptr<const pki::Signer>> signer = folder.signer(name);
        if (!signer)
            return failure(signer.error());
        if (!(*signer)->belongs_to(ca.certificate))
            return bad_input(u"key-mismatch"_s, tr("The %1 does not belong to the CA %2.").arg((*signer)->description(), ca.certificate.display_name()),
                tr("Put the key in its place that was made with this CA."));
        return pki::IssuingCa::among(ca.above, ca.certificate, *std::move(signer));
    });
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

Result<pki::Certificate> certify(const pki::IssueOrder &order, const pki::Signer &key, const std::optional<pki::IssuingCa> &ca)
{
    if (order.self_signed)
        return pki::make_ca(order.spec, key);
    if (!ca)
        return no_issuer();
    return pki::issue(order.spec, pki::SubjectKey(key), *ca);
}

Result<IssuePreview> preview_of(const IssueRequest &request, const pki::PrivateKey &key, const std::optional<pki::IssuingCa> &ca)
{
    const Result<pki::IssueOrder> order = order_of(request);
    if (!order)
        return failure(order.error());
    const Result<pki::Certificate> made = certify(*order, pki::KeySigner(key), ca);
    if (!made)
        return failure(made.error());
    return blob_size(*made, chain_of(ca), key).transform([&](Size blob) { return previewed(request, *order, *made, blob, ca); });
}

Result<IssuePreview> preview_issue(const IssueRequest &request, const KeyFolder &folder, PreviewKeys &keys, const Job &job)
{
    const Result<pki::IssueOrder> order = request.answers ? Result<pki::IssueOrder>(pki::IssueOrder()) : order_of(request);
    if (!order)
        return failure(order.error());
    const Result<PreviewCa> by = order->self_signed ? PreviewCa() : ca_to_show(request, folder, keys, job);
    if (!by)
        return failure(by.error());
    Result<IssuePreview> preview = request.answers
        ? preview_answer(request, *by->ca)
        : keys.key(order->key, job).and_then([&](const pki::PrivateKey &key) { return preview_of(request, key, by->ca); });
    if (preview)
        preview->locked = by->locked;
    return preview;
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
    const Result<MadeKey> key = make_key(request, order->key, folder, job);
    if (!key)
        return failure(key.error());
    job.report(tr("Signing"), 0, 0);
    const Result<pki::Certificate> certificate = certify(*order, *key->signer, *ca);
    if (!certificate)
        return failure(certificate.error());
    return add_credentials(
        folder, { { .name = request.name(), .certificate = *certificate, .chain = chain_of(*ca), .key = key->here, .on_token = key->on_token } })
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
