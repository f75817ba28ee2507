// SPDX-License-Identifier: Apache-2.0
#include "app/studio/inspector/describe.h"

#include "app/studio/certificates/certificate_offers.h"
#include "app/studio/certificates/certificate_text.h"
#include "app/studio/studio.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Inspector", text);
}

QString names_of(const pki::CertificateRequest &request)
{
    QStringList names;
    for (const pki::AltName &name : request.alt_names())
        names.append(name.value);
    return names.join(u", "_s);
}

} // namespace

InspectorContent describe(const StoredRequest &stored, const Studio &studio)
{
    const pki::CertificateRequest &request = stored.request;
    InspectorContent content { .icon = u"new"_s,
        .title = request.display_name(),
        .subtitle = stored.has_key ? tr("request of yours") : tr("request of somebody else"),
        .tone = Tone::info,
        .status_icon = stored.has_key ? u"clock"_s : u"verify"_s,
        .status = stored.has_key ? tr("waits for its answer") : tr("to sign") };
    const QString words = stored.has_key
        ? tr("Give the request to the CA: export it, or copy it as PEM. When the answer comes, import it; it finds its key by itself.")
        : tr("Whoever made it has the private key. If you know who that is, one of your CAs can answer it with a certificate.");
    content.sections = { { {}, { { {}, words } } },
        { {},
            { { tr("Subject"), request.subject() }, { tr("Names"), names_of(request) }, { tr("Key"), request.key().name },
                { tr("Signature"), request.signature_algorithm() }, { tr("Asks for"), request.extensions().join(u", "_s) } } } };
    if (!request.verifies())
        content.findings.append({ .code = u"request-signature"_s,
            .severity = Severity::error,
            .message = tr("The request's own signature is wrong."),
            .fix = tr("Ask for a new one: whoever sent it may not have the private key.") });
    content.text_title = tr("PEM");
    content.text = QString::fromLatin1(request.pem()).trimmed();
    content.actions = offers_for({ .kind = Subject::Kind::request, .key = stored.name }, studio, false);
    return content;
}

InspectorContent describe(const StoredKey &key)
{
    InspectorContent content { .icon = u"key"_s,
        .title = key.name,
        .subtitle = tr("private key without a certificate"),
        .tone = key.problem ? Tone::bad : Tone::neutral,
        .status_icon = key.problem ? u"error"_s : u"clock"_s,
        .status = key.problem ? tr("cannot be read") : tr("waits for its certificate") };
    content.sections
        = { { {}, { { {}, key.problem ? key.problem->sentence() : tr("Import the certificate that belongs to it: they come together by themselves.") } } },
              { {}, { { tr("Key"), key.kind.name } } } };
    content.actions = { action::certificate_import, action::certificate_remove };
    return content;
}

InspectorContent describe(const BinEntry &entry)
{
    InspectorContent content {
        .icon = u"trash"_s, .title = entry.title, .subtitle = tr("in the bin"), .tone = Tone::neutral, .status_icon = u"trash"_s, .status = tr("removed")
    };
    content.sections = { { {},
        { { tr("Removed"), QLocale().toString(entry.removed.toLocalTime(), QLocale::ShortFormat) }, { tr("Was called"), entry.name },
            { tr("Private key"), entry.has_key ? tr("came along") : tr("there was none") },
            { tr("Stays until"), date_text(entry.removed.addDays(bin_days)) } } } };
    content.actions = { action::certificate_restore, action::certificate_empty_bin };
    return content;
}

} // namespace espseal::studio
