// SPDX-License-Identifier: Apache-2.0
#include "app/cli/pki/cert_issue_batch.h"

#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/report.h"
#include "core/base/files.h"
#include "core/pki/batch_issue.h"
#include "core/pki/revocation.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

constexpr Size manifest_limit(64u << 20);

Result<pki::BatchManifest> read(const CertIssueOptions &options)
{
    const QString path = to_qt(options.manifest);
    const auto choices = options.choices.choices();
    if (!choices)
        return failure(choices.error());
    const auto bytes = read_file(path, manifest_limit);
    if (!bytes)
        return failure(bytes.error());
    return pki::read_manifest(
        { reinterpret_cast<const std::uint8_t *>(bytes->constData()), static_cast<std::size_t>(bytes->size()) }, QFileInfo(path).fileName(), *choices);
}

// Every wrong line at once, so that one look at the spreadsheet mends them all.
Outcome refuse(const CertIssueOptions &options, const pki::BatchManifest &manifest, const Session &session)
{
    note(session, manifest.notes + manifest.problems);
    const QString message
        = PkiText::tr("%n problem(s) in %1; nothing was made.", nullptr, static_cast<int>(manifest.problems.size())).arg(to_qt(options.manifest));
    session.note(u"espseal: "_s + message);
    return {
        .json = { { u"ok"_s, false },
            { u"error"_s,
                QJsonObject { { u"code"_s, u"manifest"_s }, { u"message"_s, message }, { u"fix"_s, PkiText::tr("Correct these lines and try again.") } } },
            { u"findings"_s, to_json(manifest.notes + manifest.problems) } },
        .text = {},
        .status = 3,
    };
}

Result<pki::BatchRequest> request_of(const CertIssueOptions &options, const pki::BatchManifest &manifest, const Session &session)
{
    const KeyProtection &protection = options.output.protection;
    pki::BatchRequest request;
    request.folder = to_qt(options.output.out);
    request.rows = manifest.rows;
    request.write_keys = !options.payload || protection.plain || protection.source.is_given_by_option();
    request.payload = options.payload;
    request.overwrite = overwrite(options.output.replace);
    request.threads = options.jobs;
    if (request.write_keys) {
        auto password = protection.password(session);
        if (!password)
            return failure(password.error());
        request.password = std::move(*password);
    }
    return request;
}

Outcome outcome_of(const pki::BatchResult &result, const QList<Finding> &findings, const pki::BatchRequest &request)
{
    QJsonArray items;
    for (const pki::BatchItem &item : result.items)
        items << QJsonObject { { u"line"_s, item.line }, { u"name"_s, item.name }, { u"serial"_s, item.certificate.serial() },
            { u"sha256"_s, item.certificate.id() }, { u"not_after"_s, item.certificate.not_after().toString(Qt::ISODate) }, { u"kept"_s, item.kept } };
    QStringList lines { PkiText::tr("%n certificate(s) made", nullptr, static_cast<int>(result.made)) };
    if (result.kept > 0)
        lines.first() += u", "_s + PkiText::tr("%n kept", nullptr, static_cast<int>(result.kept));
    lines << PkiText::tr("Written: %1").arg(result.table);
    if ((request.write_keys && !request.password) || request.payload)
        lines << PkiText::tr("The keys are UNENCRYPTED; their files are readable by you alone.");
    return {
        .json = { { u"ok"_s, true }, { u"made"_s, result.made }, { u"kept"_s, result.kept }, { u"table"_s, result.table }, { u"identities"_s, items },
            { u"findings"_s, to_json(findings) } },
        .text = lines.join(u'\n'),
    };
}

} // namespace

Result<Outcome> issue_manifest(const CertIssueOptions &options, const Session &session)
{
    const auto manifest = read(options);
    if (!manifest)
        return failure(manifest.error());
    if (!manifest->problems.isEmpty())
        return refuse(options, *manifest, session);
    const auto ca = options.ca.open(session, options.output.protection.source);
    if (!ca)
        return failure(ca.error());
    auto request = request_of(options, *manifest, session);
    if (!request)
        return failure(request.error());
    if (const QString home = options.ca.home(); !home.isEmpty()) {
        const auto crl = pki::RevocationStore(home).read(ca->certificate);
        if (!crl)
            return failure(crl.error());
        request->crl = *crl;
    }
    return pki::issue_batch(*request, ca->issuing(), session.job()).transform([&](const pki::BatchResult &result) {
        const QList<Finding> findings = manifest->notes + result.findings;
        note(session, findings);
        Outcome outcome = outcome_of(result, findings, *request);
        outcome.json[u"signed_by"_s] = ca->audit;
        return outcome;
    });
}

} // namespace espseal::cli
