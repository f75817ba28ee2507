// SPDX-License-Identifier: Apache-2.0
// espseal cert show
#include "app/cli/pki/commands.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/passwords.h"
#include "app/cli/pki/report.h"
#include "core/pki/credential_file.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct ShowOptions {
    std::string file;
    PasswordSource password;
    pki::Conditions conditions;
};

const pki::Certificate *certificate_of(const pki::PrivateKey &key, const QList<pki::Certificate> &certificates)
{
    const auto found = std::ranges::find_if(certificates, [&](const pki::Certificate &certificate) { return certificate.matches(key); });
    return found == certificates.end() ? nullptr : &*found;
}

Outcome outcome_of(const pki::CredentialFile &file, const QList<Finding> &findings)
{
    QStringList lines;
    for (const pki::Certificate &certificate : file.certificates)
        lines << describe(certificate) << QString();
    QJsonArray keys;
    for (const pki::PrivateKey &key : file.keys) {
        const pki::Certificate *certificate = certificate_of(key, file.certificates);
        QJsonObject object = to_json(key);
        object[u"certificate"_s] = certificate ? QJsonValue(certificate->id()) : QJsonValue();
        keys << object;
        lines << (certificate ? PkiText::tr("Private key %1, of %2").arg(key.kind().name, certificate->display_name())
                              : PkiText::tr("Private key %1, without its certificate").arg(key.kind().name));
    }
    return {
        .json = { { u"ok"_s, true }, { u"format"_s, pki::format_name(file.format) }, { u"certificates"_s, to_json(file.certificates) }, { u"keys"_s, keys },
            { u"findings"_s, to_json(findings) } },
        .text = lines.join(u'\n').trimmed(),
    };
}

Result<Outcome> show(const ShowOptions &options, const Session &session)
{
    const auto file = pki::read_credential_file(to_qt(options.file), options.password.prompt(session));
    if (!file)
        return failure(file.error());
    QList<Finding> findings = file->findings;
    for (const pki::Certificate &certificate : file->certificates)
        findings << pki::judge(certificate, likely_role(certificate), options.conditions);
    note(session, findings);
    return outcome_of(*file, findings);
}

} // namespace

void add_cert_show_command(CLI::App &cert, Session &session)
{
    auto options = std::make_shared<ShowOptions>();
    CLI::App *command = cert.add_subcommand("show", "What a file holds, and whether it will do on a device");
    command->add_option("FILE", options->file, "PEM, DER, PKCS#12, a blob, cert.h or private_key.h")->required();
    options->password.add_to(*command, "--password", "opens FILE");
    add_device(*command, options->conditions.device);
    command->callback([options, &session] { session.choose([options](Session &chosen) { return show(*options, chosen); }); });
}

} // namespace espseal::cli
