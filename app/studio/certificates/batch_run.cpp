// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/batch_run.h"

#include "core/base/files.h"
#include "core/pki/credential_file.h"

#include <QCoreApplication>
#include <QSet>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr Size largest_table(16u << 20);

QString tr(const char *text, int count = -1)
{
    return QCoreApplication::translate("Batch", text, nullptr, count);
}

Result<NewCredential> made_credential(const BatchOrder &order, const pki::BatchItem &item)
{
    const QString base = u"%1/%2/%2"_s.arg(order.folder, item.name);
    const Result<pki::CredentialFile> file = pki::read_credential_files(
        { base + u".crt"_s, base + u".key"_s }, [&](const QString &) { return order.password ? std::optional(order.password->clone()) : std::nullopt; });
    if (!file)
        return failure(file.error());
    if (file->keys.isEmpty())
        return bad_input(u"no-key"_s, tr("There is no private key in %1.").arg(base + u".key"_s), tr("Put it back, or remove the folder and issue again."));
    return NewCredential { .name = item.name, .certificate = item.certificate, .chain = file->certificates.mid(1), .key = file->keys.constFirst() };
}

} // namespace

Result<QByteArray> read_batch_file(const QString &path)
{
    return read_file(path, largest_table);
}

Result<pki::BatchManifest> read_batch(const QByteArray &table, const QString &preset)
{
    Result<pki::CertificateTemplate> base = pki::find_template(preset);
    if (!base)
        return failure(base.error());
    pki::IssueChoices common;
    common.base = *std::move(base);
    return pki::read_manifest({ reinterpret_cast<const std::uint8_t *>(table.constData()), static_cast<std::size_t>(table.size()) }, tr("the table"), common);
}

Result<pki::BatchResult> run_batch(const BatchOrder &order, const KeyFolder &workspace, const Job &job)
{
    const Result<pki::BatchManifest> manifest = read_batch(order.table, order.preset);
    if (!manifest)
        return failure(manifest.error());
    if (!manifest->problems.isEmpty())
        return bad_input(u"batch-rows"_s, tr("%n row(s) of the table cannot be used.", static_cast<int>(manifest->problems.size())),
            manifest->problems.constFirst().message);
    const Result<pki::IssuingCa> ca = load_ca(workspace, order.ca);
    if (!ca)
        return failure(ca.error());
    pki::BatchRequest request;
    request.folder = order.folder;
    request.rows = manifest->rows;
    if (order.password)
        request.password = order.password->clone();
    else
        request.payload = pki::PayloadFormat::pem;
    request.crl = order.crl;
    return pki::issue_batch(request, *ca, job);
}

Result<QStringList> list_batch(const BatchOrder &order, const pki::BatchResult &result, const WorkspaceContent &content, const KeyFolder &workspace)
{
    QSet<QString> known;
    for (const StoredCredential &credential : content.credentials)
        known.insert(credential.certificate.id());
    QList<NewCredential> fresh;
    for (const pki::BatchItem &item : result.items) {
        if (known.contains(item.certificate.id()))
            continue;
        Result<NewCredential> credential = made_credential(order, item);
        if (!credential)
            return failure(credential.error());
        fresh.append(*std::move(credential));
    }
    return fresh.isEmpty() ? Result<QStringList>(QStringList()) : add_credentials(workspace, fresh);
}

} // namespace espseal::studio
