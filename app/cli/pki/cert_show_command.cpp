// SPDX-License-Identifier: Apache-2.0
// espseal cert show
#include "app/cli/pki/commands.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/passwords.h"
#include "app/cli/pki/report.h"
#include "app/cli/pki/show_views.h"
#include "core/pki/credential_file.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct ShowOptions {
    std::string file;
    std::string other; // to compare with
    ShowView view = ShowView::summary;
    PasswordSource password;
    pki::Conditions conditions;
};

const pki::Certificate *certificate_of(const pki::PrivateKey &key, const QList<pki::Certificate> &certificates)
{
    const auto found = std::ranges::find_if(certificates, [&](const pki::Certificate &certificate) { return certificate.matches(key); });
    return found == certificates.end() ? nullptr : &*found;
}

QStringList request_lines(const pki::CertificateRequest &request)
{
    QStringList names;
    for (const pki::AltName &name : request.alt_names())
        names << pki::to_string(name);
    QStringList lines { PkiText::tr("Request of %1, %2").arg(request.display_name(), request.key().name),
        PkiText::tr("  Subject     %1").arg(request.subject()) };
    if (!names.isEmpty())
        lines << PkiText::tr("  Names       %1").arg(names.join(u", "_s));
    if (!request.verifies())
        lines << PkiText::tr("  NOT signed by its own key");
    return lines;
}

QStringList crl_lines(const pki::Crl &crl)
{
    const QString until = crl.next_update().isValid() ? crl.next_update().date().toString(Qt::ISODate) : PkiText::tr("for ever");
    return { PkiText::tr("Revocation list of %1, %n certificate(s), until %2", nullptr, static_cast<int>(crl.entries().size())).arg(crl.issuer_name(), until) };
}

QString summary_of(const pki::CredentialFile &file)
{
    QStringList lines;
    for (const pki::Certificate &certificate : file.certificates)
        lines << describe(certificate) << QString();
    for (const pki::CertificateRequest &request : file.requests)
        lines << request_lines(request) << QString();
    for (const pki::Crl &crl : file.crls)
        lines << crl_lines(crl) << QString();
    for (qsizetype i = 0; i < file.keys.size(); ++i) {
        const pki::PrivateKey &key = file.keys[i];
        const pki::Certificate *certificate = certificate_of(key, file.certificates);
        if (i < file.key_names.size()) {
            lines << PkiText::tr("Private key “%1”, %2").arg(file.key_names[i], key.kind().name);
            continue;
        }
        lines << (certificate ? PkiText::tr("Private key %1, of %2").arg(key.kind().name, certificate->display_name())
                              : PkiText::tr("Private key %1, without its certificate").arg(key.kind().name));
    }
    return lines.join(u'\n').trimmed();
}

QJsonArray keys_to_json(const pki::CredentialFile &file)
{
    QJsonArray keys;
    for (qsizetype i = 0; i < file.keys.size(); ++i) {
        const pki::Certificate *certificate = certificate_of(file.keys[i], file.certificates);
        QJsonObject object = to_json(file.keys[i]);
        if (i < file.key_names.size())
            object[u"name"_s] = file.key_names[i];
        object[u"certificate"_s] = certificate ? QJsonValue(certificate->id()) : QJsonValue();
        keys << object;
    }
    return keys;
}

QJsonArray requests_to_json(const QList<pki::CertificateRequest> &requests)
{
    QJsonArray array;
    for (const pki::CertificateRequest &request : requests) {
        QJsonArray names;
        for (const pki::AltName &name : request.alt_names())
            names << pki::to_string(name);
        array << QJsonObject { { u"subject"_s, request.subject() }, { u"common_name"_s, request.common_name() }, { u"key"_s, request.key().name },
            { u"san"_s, names }, { u"verifies"_s, request.verifies() }, { u"sha256"_s, request.id() } };
    }
    return array;
}

QJsonArray crls_to_json(const QList<pki::Crl> &crls)
{
    QJsonArray array;
    for (const pki::Crl &crl : crls) {
        QJsonArray entries;
        for (const pki::RevokedEntry &entry : crl.entries())
            entries << QJsonObject { { u"serial"_s, entry.serial }, { u"when"_s, entry.when.toString(Qt::ISODate) },
                { u"reason"_s, pki::reason_name(entry.reason) } };
        array << QJsonObject { { u"issuer"_s, crl.issuer() }, { u"number"_s, crl.number() }, { u"this_update"_s, crl.this_update().toString(Qt::ISODate) },
            { u"next_update"_s, crl.next_update().toString(Qt::ISODate) }, { u"revoked"_s, entries }, { u"sha256"_s, crl.id() } };
    }
    return array;
}

Result<pki::Certificate> first_certificate(const QString &path, const pki::PasswordPrompt &prompt)
{
    const auto file = pki::read_credential_file(path, prompt);
    if (!file)
        return failure(file.error());
    if (file->certificates.isEmpty())
        return bad_input(u"no-certificate"_s, PkiText::tr("There is no certificate in %1.").arg(path), PkiText::tr("Give a file that holds one."));
    return file->certificates.first();
}

Result<Outcome> compare(const ShowOptions &options, const Session &session)
{
    const pki::PasswordPrompt prompt = options.password.prompt(session);
    const auto left = first_certificate(to_qt(options.file), prompt);
    if (!left)
        return failure(left.error());
    const auto right = first_certificate(to_qt(options.other), prompt);
    if (!right)
        return failure(right.error());
    const QList<pki::FieldPair> pairs = pki::compare(*left, *right);
    return Outcome {
        .json = { { u"ok"_s, true }, { u"same"_s, *left == *right }, { u"fields"_s, comparison_json(pairs) } },
        .text = comparison_text(pairs, to_qt(options.file), to_qt(options.other)),
    };
}

QString long_text(const QList<ShownItem> &items, ShowView view)
{
    QStringList texts;
    for (const ShownItem &item : items)
        texts << view_text(item, view);
    return texts.join(u"\n\n"_s);
}

Result<Outcome> show(const ShowOptions &options, const Session &session)
{
    if (!options.other.empty())
        return compare(options, session);
    const auto file = pki::read_credential_file(to_qt(options.file), options.password.prompt(session));
    if (!file)
        return failure(file.error());
    QList<Finding> findings = file->findings;
    for (const pki::Certificate &certificate : file->certificates)
        findings << pki::judge(certificate, likely_role(certificate), options.conditions);
    note(session, findings);
    const bool usable = pki::check_usable(*file).has_value();
    Outcome outcome {
        .json = { { u"ok"_s, usable }, { u"format"_s, pki::format_name(file->format) }, { u"certificates"_s, to_json(file->certificates) },
            { u"keys"_s, keys_to_json(*file) }, { u"requests"_s, requests_to_json(file->requests) }, { u"crls"_s, crls_to_json(file->crls) },
            { u"findings"_s, to_json(findings) } },
        .text = summary_of(*file),
        .status = usable ? 0 : 3,
    };
    if (options.view == ShowView::summary)
        return outcome;
    const QList<ShownItem> items = items_of(*file);
    QJsonArray shown;
    for (const ShownItem &item : items)
        shown << view_json(item, options.view);
    outcome.json[u"items"_s] = shown;
    outcome.text = long_text(items, options.view);
    return outcome;
}

} // namespace

void add_cert_show_command(CLI::App &cert, Session &session)
{
    auto options = std::make_shared<ShowOptions>();
    CLI::App *command = cert.add_subcommand("show", "What a file holds, and whether it will do on a device");
    command->add_option("FILE", options->file, "PEM, DER, PKCS#7, PKCS#12, a request, a revocation list, a vault, a blob, cert.h or private_key.h")->required();
    const auto view = [&](const char *names, ShowView meant, const char *help) {
        return command->add_flag_callback(names, [options, meant] { options->view = meant; }, help);
    };
    CLI::Option *detail = view("--detail", ShowView::detail, "Every field, extensions in words");
    CLI::Option *text = view("--text,--raw", ShowView::text, "As `openssl x509 -text` prints it");
    CLI::Option *asn1 = view("--asn1", ShowView::asn1, "The ASN.1 structure, with offsets");
    detail->excludes(text)->excludes(asn1);
    text->excludes(asn1);
    command->add_option("--compare", options->other, "Compare with the certificate in this file, field by field");
    options->password.add_to(*command, "--password", "opens FILE");
    add_device(*command, options->conditions.device);
    command->callback([options, &session] { session.choose([options](Session &chosen) { return show(*options, chosen); }); });
}

} // namespace espseal::cli
