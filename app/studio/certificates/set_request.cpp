// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/set_request.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Issue", text);
}

Error about(Error error, const IssueRequest &request)
{
    if (const QString name = request.name(); !name.isEmpty())
        error.message = u"%1: %2"_s.arg(name, error.message);
    return error;
}

Result<pki::IssuingCa> ca_of(const pki::Certificate &certificate, const pki::PrivateKey &key)
{
    return pki::Identity::make(certificate, key).transform([](const pki::Identity &ca) { return pki::IssuingCa::of(ca); });
}

} // namespace

Result<QList<IssuePreview>> preview_set(const SetRequest &request, PreviewKeys &keys, const Job &job)
{
    QList<IssuePreview> previews;
    std::optional<pki::IssuingCa> signer;
    for (const IssueRequest &wanted : QList<IssueRequest> { request.ca } + request.members) {
        const Result<pki::IssueOrder> order = order_of(wanted);
        if (!order)
            return failure(about(order.error(), wanted));
        const Result<pki::PrivateKey> key = keys.key(order->key, job);
        if (!key)
            return failure(key.error());
        const Result<IssuePreview> preview = preview_of(wanted, *key, signer);
        if (!preview)
            return failure(about(preview.error(), wanted));
        previews.append(*preview);
        if (signer)
            continue;
        Result<pki::IssuingCa> ca = ca_of(preview->certificate.value(), *key);
        if (!ca)
            return failure(ca.error());
        signer = *std::move(ca);
    }
    return previews;
}

Result<QStringList> make_set(const SetRequest &request, const KeyFolder &folder, const Job &job)
{
    const auto total = static_cast<std::uint64_t>(request.members.size()) + 1;
    if (const Result<void> opened = folder.open(); !opened)
        return failure(opened.error());
    QList<NewCredential> made;
    std::optional<pki::IssuingCa> signer;
    for (const IssueRequest &wanted : QList<IssueRequest> { request.ca } + request.members) {
        job.report(tr("Making %1").arg(wanted.name()), static_cast<std::uint64_t>(made.size()), total);
        const Result<pki::IssueOrder> order = order_of(wanted);
        if (!order)
            return failure(about(order.error(), wanted));
        const Result<pki::PrivateKey> key = pki::PrivateKey::generate(order->key, job);
        if (!key)
            return failure(key.error());
        const Result<pki::Certificate> certificate = certify(*order, pki::KeySigner(*key), signer);
        if (!certificate)
            return failure(about(certificate.error(), wanted));
        made.append({ .name = wanted.name(), .certificate = *certificate, .chain = signer ? signer->chain() : QList<pki::Certificate>(), .key = *key });
        if (signer)
            continue;
        Result<pki::IssuingCa> ca = ca_of(*certificate, *key);
        if (!ca)
            return failure(ca.error());
        signer = *std::move(ca);
    }
    return add_credentials(folder, made);
}

} // namespace espseal::studio
