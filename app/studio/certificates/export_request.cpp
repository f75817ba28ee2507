// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/export_request.h"

#include "core/base/files.h"

#include <algorithm>

namespace espseal::studio {

namespace {

using enum pki::ExportFormat;

bool wants_key(pki::ExportFormat format)
{
    switch (format) {
    case pem:
    case der:
    case chain:
    case fullchain:
    case pkcs7:
    case pkcs7_der:
    case c_header:
    case ca_blob:
        return false;
    default:
        return true;
    }
}

} // namespace

bool is_possible(pki::ExportFormat format, const ExportOffer &offer)
{
    if (offer.is_request)
        return format == pem || format == der;
    if (wants_key(format))
        return offer.certificates == 1 && offer.has_key && (format != identity_blob || offer.cas == 0);
    if (format == ca_blob)
        return offer.cas == offer.certificates;
    if (format == pem || format == pkcs7 || format == pkcs7_der)
        return true;
    if (format == chain)
        return offer.certificates == 1 && offer.cas == 0;
    return offer.certificates == 1;
}

Result<pki::Exported> make_export(const ExportRequest &request, const WorkspaceContent &stored, const KeyFolder &folder)
{
    pki::ExportContent content;
    if (const auto found = std::ranges::find(stored.requests, request.request, &StoredRequest::name); found != stored.requests.end())
        content.requests.append(found->request);
    for (const QString &name : request.names)
        if (const auto found = std::ranges::find(stored.credentials, name, &StoredCredential::name); found != stored.credentials.end()) {
            content.certificates.append(found->certificate);
            if (request.names.size() > 1)
                continue;
            content.certificates += found->chain;
            // The root may be wanted too; the exporter leaves out what is not asked for.
            for (auto above = std::ranges::find(stored.credentials, found->issuer, &StoredCredential::name); above != stored.credentials.end();
                above = std::ranges::find(stored.credentials, above->issuer, &StoredCredential::name))
                if (!content.certificates.contains(above->certificate))
                    content.certificates.append(above->certificate);
        }
    const bool alone
        = request.options.format == pem || request.options.format == der || request.options.format == c_header || request.options.format == ca_blob;
    if (alone && request.names.size() == 1 && content.certificates.size() > 1)
        content.certificates = content.certificates.first(1);
    if (request.names.size() == 1 && wants_key(request.options.format)) {
        Result<pki::PrivateKey> key = folder.key(request.names.constFirst());
        if (!key)
            return failure(key.error());
        content.key = *std::move(key);
    }
    pki::ExportOptions options = request.options;
    options.password = request.password.get();
    return pki::export_credentials(content, options);
}

Result<void> write_export(const ExportRequest &request, const WorkspaceContent &content, const KeyFolder &folder, const QString &path)
{
    return make_export(request, content, folder).and_then([&](const pki::Exported &made) {
        return write_file(path, made.bytes.view(), made.secret ? FileMode::secret : FileMode::shared);
    });
}

} // namespace espseal::studio
