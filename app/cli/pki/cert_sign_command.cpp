// SPDX-License-Identifier: Apache-2.0
// espseal cert sign
#include "app/cli/pki/ca_access.h"
#include "app/cli/pki/commands.h"
#include "app/cli/pki/issue_options.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "core/base/files.h"
#include "core/pki/request_make.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

constexpr Size request_limit(1u << 20);

struct SignOptions {
    std::string request;
    ChoiceOptions choices;
    CaAccess ca;
    std::string out = ".";
    bool replace = false;
};

Result<pki::CertificateRequest> read_one(const QString &path)
{
    const auto requests = read_file(path, request_limit).and_then([&](const QByteArray &bytes) {
        return pki::read_requests(
            { reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size()) }, QFileInfo(path).fileName());
    });
    if (!requests)
        return failure(requests.error());
    if (requests->size() != 1)
        return bad_input(
            u"several-requests"_s, PkiText::tr("%1 holds more than one request.").arg(path), PkiText::tr("Give each request in a file of its own."));
    return requests->first();
}

Result<Outcome> sign(const SignOptions &options, const Session &session)
{
    const auto choices = options.choices.choices();
    if (!choices)
        return failure(choices.error());
    if (choices->base && choices->base->self_signed)
        return usage_error(u"template-signs-itself"_s, PkiText::tr("The template %1 makes a CA of its own.").arg(choices->base->name),
            PkiText::tr("Use `espseal ca new`, or the template intermediate-ca."));
    const QString path = to_qt(options.request);
    const auto request = read_one(path);
    if (!request)
        return failure(request.error());
    if (const auto readable = pki::read_request(*request, *choices); !readable) // before anybody types the CA's password
        return failure(readable.error());
    const auto opened = options.ca.open(session);
    if (!opened)
        return failure(opened.error());
    const pki::IssuingCa ca = opened->issuing();
    auto output = CredentialOutput::to(to_qt(options.out), std::nullopt);
    if (!output)
        return failure(output.error());
    const auto issued = pki::sign_request(*request, *choices, ca);
    if (!issued)
        return failure(issued.error());
    const auto files
        = output->add(QFileInfo(path).completeBaseName(), QList { issued->certificate } + ca.chain()).and_then([&] { return output->commit(options.replace); });
    if (!files)
        return failure(files.error());
    const pki::Role role = choices->role.value_or(choices->base ? choices->base->role : pki::Role::server);
    return report(session,
        { .certificate = issued->certificate, .role = role, .files = *files, .findings = issued->findings, .key_encrypted = {}, .signed_by = opened->audit });
}

} // namespace

void add_cert_sign_command(CLI::App &cert, Session &session)
{
    auto options = std::make_shared<SignOptions>();
    CLI::App *command = cert.add_subcommand("sign", "Sign somebody's certificate request: REQUEST.crt. Names come from the request, everything else from here");
    command->add_option("REQUEST", options->request, "The request (PKCS#10), PEM or DER")->required();
    options->choices.add_to(*command, ChoiceOptions::For::request);
    options->ca.add_to(*command);
    command->add_option("--out", options->out, "Folder for the certificate (default .)");
    add_replace(*command, options->replace);
    command->callback([options, &session] { session.choose([options](Session &chosen) { return sign(*options, chosen); }); });
}

} // namespace espseal::cli
