// SPDX-License-Identifier: Apache-2.0
#include "app/studio/examine/examined_file.h"

#include "app/studio/certificates/certificate_text.h"
#include "app/studio/widgets/finding_card.h"
#include "core/pki/credential_file.h"
#include "core/pki/judge.h"
#include "core/pki/request_text.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Examine", text);
}

QList<FactSection> sections_of(const QList<pki::TextSection> &text)
{
    QList<FactSection> sections;
    for (const pki::TextSection &section : text) {
        FactSection facts { section.section, {} };
        for (const pki::TextField &field : section.fields)
            facts.facts.append({ field.field, field.value, field.is_hex });
        sections.append(facts);
    }
    return sections;
}

ExaminedItem item_of(const pki::Certificate &certificate, const QList<pki::PrivateKey> &keys)
{
    const bool has_key = std::ranges::any_of(keys, [&](const pki::PrivateKey &key) { return certificate.matches(key); });
    InspectorContent content {
        .icon = certificate.is_ca() ? u"authority"_s : u"certificates"_s, .title = certificate.display_name(), .subtitle = use_text(certificate)
    };
    content.sections = { { {},
        { { tr("Subject"), certificate.subject() }, { tr("Names"), names_text(certificate) }, { tr("Signed by"), certificate.issuer_name() },
            { tr("Valid from"), date_text(certificate.not_before()) }, { tr("Valid until"), until_text(certificate) }, { tr("Key"), certificate.key().name },
            { tr("Private key"), has_key ? tr("in this file") : tr("not in this file") },
            { tr("SHA-256"), pki::fingerprint_text(certificate.fingerprint()), true } } } };
    content.findings = pki::judge(certificate, role_of(certificate));
    return { content, certificate };
}

ExaminedItem item_of(const pki::CertificateRequest &request)
{
    InspectorContent content { .icon = u"new"_s, .title = request.display_name(), .subtitle = tr("request for a certificate") };
    content.sections = sections_of(pki::request_text(request));
    content.text_title = tr("PEM");
    content.text = QString::fromLatin1(request.pem()).trimmed();
    return { content, std::nullopt, request.der() };
}

ExaminedItem item_of(const pki::Crl &crl)
{
    InspectorContent content { .icon = u"log"_s, .title = crl.issuer_name(), .subtitle = tr("revocation list") };
    content.sections = sections_of(pki::crl_text(crl));
    content.text_title = tr("PEM");
    content.text = QString::fromLatin1(crl.pem()).trimmed();
    return { content, std::nullopt, crl.der() };
}

ExaminedItem item_of(const pki::PrivateKey &key, const QString &name)
{
    InspectorContent content { .icon = u"key"_s, .title = name.isEmpty() ? key.kind().name : name, .subtitle = tr("private key") };
    content.sections = sections_of(pki::key_text(key));
    return { content, std::nullopt };
}

ExaminedItem problem(const QString &name, const Error &error, bool locked)
{
    InspectorContent content { .icon = locked ? u"lock"_s : u"error"_s, .title = name, .subtitle = locked ? tr("locked") : tr("cannot be read") };
    content.findings = { finding_of(error) };
    return { content, std::nullopt };
}

} // namespace

ExaminedFile examine(const QString &path, const pki::PasswordPrompt &prompt)
{
    ExaminedFile examined { .path = path };
    const QString name = QFileInfo(path).fileName();
    const Result<pki::CredentialFile> file = pki::read_credential_file(path, prompt);
    if (!file) {
        examined.locked = file.error().code == "password-needed"_L1 || file.error().code == "wrong-password"_L1;
        examined.items.append(problem(name, file.error(), examined.locked));
        return examined;
    }
    for (const pki::Certificate &certificate : file->certificates)
        examined.items.append(item_of(certificate, file->keys));
    for (const pki::CertificateRequest &request : file->requests)
        examined.items.append(item_of(request));
    for (const pki::Crl &crl : file->crls)
        examined.items.append(item_of(crl));
    for (qsizetype i = 0; i < file->keys.size(); ++i)
        examined.items.append(item_of(file->keys[i], file->key_names.value(i)));
    // What the container is like is told with the first thing in it.
    if (!examined.items.isEmpty())
        examined.items.first().content.findings += file->findings;
    // The buttons of findings change a workspace; here they would do nothing.
    for (ExaminedItem &item : examined.items) {
        for (Finding &finding : item.content.findings)
            finding.actions.clear();
    }
    return examined;
}

bool is_plan(const QString &path)
{
    if (path.endsWith(".json"_L1, Qt::CaseInsensitive))
        return true;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) // it may be a plain key: no copies in Qt's buffers
        return false;
    char first = ' ';
    for (int i = 0; i < 64 && QChar::isSpace(static_cast<uchar>(first)); ++i)
        if (!file.getChar(&first))
            return false;
    return first == '{';
}

} // namespace espseal::studio
