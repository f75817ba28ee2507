// SPDX-License-Identifier: Apache-2.0
// espseal cert request
#include "app/cli/pki/commands.h"
#include "app/cli/pki/key_file.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/new_key.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/report.h"
#include "core/pki/credential_file.h"
#include "core/pki/request_make.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct RequestOptions {
    SubjectOptions names;
    std::string key = "ec:p256";
    std::string key_file;
    std::string key_name;
    PasswordSource key_password;
    pki::Digest digest = pki::Digest::sha256;
    std::string stem = "request";
    OutputOptions output;
    NewKeyOptions new_key;
};

Result<pki::RequestSpec> spec_of(const RequestOptions &options)
{
    const auto subject = options.names.subject();
    const auto names = options.names.alt_names();
    if (!subject || !names)
        return failure(subject ? names.error() : subject.error());
    return check_named(*subject, *names).transform([&] { return pki::RequestSpec { *subject, *names, options.digest }; });
}

Result<NewKey> read_key(const RequestOptions &options, const Session &session)
{
    return read_key_file(to_qt(options.key_file), to_qt(options.key_name), options.key_password.prompt(session, options.output.protection.source))
        .transform([](const pki::PrivateKey &key) { return NewKey::in_memory(key); });
}

QStringList describe(const RequestOptions &options, const pki::CertificateRequest &request, const QStringList &files)
{
    QStringList lines { PkiText::tr("Request of %1, %2").arg(request.subject().isEmpty() ? request.display_name() : request.subject(), request.key().name),
        PkiText::tr("Written: %1").arg(files.join(u", "_s)), PkiText::tr("Send the .csr file to the CA; `espseal cert import` takes its answer.") };
    if (options.key_file.empty() && options.output.protection.plain)
        lines << PkiText::tr("The key is UNENCRYPTED; its file is readable by you alone.");
    return lines;
}

Result<Outcome> make_request(const RequestOptions &options, const Session &session)
{
    const auto spec = spec_of(options);
    if (!spec)
        return failure(spec.error());
    const auto kind = pki::parse_key_spec(to_qt(options.key));
    if (!kind)
        return failure(kind.error());
    const QString stem = to_qt(options.stem);
    const bool is_new = options.key_file.empty();
    auto output
        = is_new ? options.new_key.prepare(options.output, stem, stem + u".csr"_s, session) : CredentialOutput::to(to_qt(options.output.out), std::nullopt);
    if (!output)
        return failure(output.error());
    const auto key = is_new ? options.new_key.make(*kind, session) : read_key(options, session);
    if (!key)
        return failure(key.error());
    const auto request = pki::make_request(*spec, key->signer());
    if (!request)
        return failure(request.error());
    const auto files
        = output->add_file(stem + u".csr"_s, request->pem()).and_then([&] { return is_new ? key->add_to(*output, stem) : Result<void>(); }).and_then([&] {
              return output->commit(options.output.replace);
          });
    if (!files)
        return failure(files.error());
    Outcome outcome {
        .json = { { u"ok"_s, true }, { u"files"_s, QJsonArray::fromStringList(*files) }, { u"request"_s, to_json(*request) } },
        .text = describe(options, *request, *files).join(u'\n'),
    };
    if (key->is_on_token())
        outcome.json[u"signed_by"_s] = audit_of(key->signer());
    key->tell(outcome);
    return outcome;
}

} // namespace

void add_cert_request_command(CLI::App &cert, Session &session)
{
    auto options = std::make_shared<RequestOptions>();
    CLI::App *command = cert.add_subcommand(
        "request", "Ask a CA elsewhere for a certificate: request.csr (PKCS#10), and request.key unless there is a key or a token makes it");
    options->names.add_to(*command);
    auto *kind = command->add_option("--key", options->key, "Kind of the new key: ec:p256, ec:p384, rsa:2048, ... (default ec:p256)");
    auto *file = command->add_option("--key-file", options->key_file, "A key that is there, instead of a new one")->excludes(kind);
    command->add_option("--key-name", options->key_name, "Which key, where --key-file names a vault with several")->needs(file);
    options->key_password.add_to(*command, "--key-password", "FILE of --key-file");
    add_choice<pki::Digest>(*command, "--digest", options->digest,
        { { "sha256", pki::Digest::sha256 }, { "sha384", pki::Digest::sha384 }, { "sha1", pki::Digest::sha1 } }, "Digest of the signature (default sha256)");
    command->add_option("--name", options->stem, "Name of the files without ending (default request)");
    options->output.add_to(*command);
    options->new_key.add_to(*command);
    file->excludes(command->get_option("--token"));
    command->callback([options, &session] { session.choose([options](Session &chosen) { return make_request(*options, chosen); }); });
}

} // namespace espseal::cli
