// SPDX-License-Identifier: Apache-2.0
// espseal convert: what the SDK's makefile.sh does.
#include "app/cli/pki/commands.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/passwords.h"
#include "app/cli/pki/report.h"
#include "core/pki/sdk_convert.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct ConvertOptions {
    std::string folder = ".";
    std::string out;
    std::string ca_file;
    std::string identity_file;
    std::string name;
    std::string key;
    pki::PayloadFormat payload = pki::PayloadFormat::pem;
    bool like_sdk = false;
    PasswordSource password;
    bool replace = false;
};

Result<pki::SdkConvertRequest> request_of(const ConvertOptions &options, const Session &session)
{
    pki::SdkConvertRequest request;
    request.folder = to_qt(options.folder);
    request.out = options.out.empty() ? request.folder : to_qt(options.out);
    request.ca_file = to_qt(options.ca_file);
    request.identity_file = to_qt(options.identity_file);
    request.payload = options.payload;
    request.prompt = options.password.prompt(session);
    request.like_sdk = options.like_sdk;
    request.overwrite = overwrite(options.replace);
    if (!options.name.empty())
        request.server_name = to_qt(options.name);
    if (!options.key.empty()) {
        const auto key = pki::parse_key_spec(to_qt(options.key));
        if (!key)
            return failure(key.error());
        request.key = *key;
    }
    return request;
}

QString headline(const pki::SdkConvertResult &result)
{
    const QString inputs = result.inputs.join(u", "_s);
    switch (result.mode) {
    case pki::SdkConvertMode::ca_only:
        return PkiText::tr("Converted %1; there is no device identity beside it.").arg(inputs);
    case pki::SdkConvertMode::client:
        return PkiText::tr("Converted %1: a client's identity.").arg(inputs);
    case pki::SdkConvertMode::server:
        return PkiText::tr("Converted %1: a server's identity.").arg(inputs);
    case pki::SdkConvertMode::device:
        return PkiText::tr("Converted %1: an identity for both roles.").arg(inputs);
    case pki::SdkConvertMode::self_made:
        break;
    }
    return PkiText::tr("Made a CA, a server's and a client's identity, because there is no certificate of a CA.");
}

QString savings(const pki::SdkConvertResult &result, pki::PayloadFormat payload)
{
    if (payload == pki::PayloadFormat::der || result.blobs_der >= result.blobs)
        return PkiText::tr("The blobs take %1 together.").arg(to_string(result.blobs));
    const std::uint64_t saved = result.blobs.value() - result.blobs_der.value();
    return PkiText::tr("The blobs take %1 together; --payload der would save %2 (%3 %).")
        .arg(to_string(result.blobs), to_string(Size(saved)))
        .arg(saved * 100 / result.blobs.value());
}

Outcome outcome_of(const pki::SdkConvertResult &result, const pki::SdkConvertRequest &request)
{
    QJsonArray files;
    QStringList lines { headline(result) };
    for (const auto &file : result.files) {
        files << QJsonObject { { u"path"_s, file.path }, { u"size"_s, qint64(file.size.value()) }, { u"secret"_s, file.secret } };
        lines << u"  "_s + file.path.leftJustified(32) + to_string(file.size) + (file.secret ? PkiText::tr(", private key: readable by you alone") : QString());
    }
    lines << savings(result, request.payload);
    return {
        .json = { { u"ok"_s, true }, { u"mode"_s, pki::convert_mode_name(result.mode) }, { u"inputs"_s, QJsonArray::fromStringList(result.inputs) },
            { u"out"_s, request.out }, { u"files"_s, files }, { u"blob_bytes"_s, qint64(result.blobs.value()) },
            { u"blob_bytes_der"_s, qint64(result.blobs_der.value()) }, { u"findings"_s, to_json(result.findings) } },
        .text = lines.join(u'\n'),
    };
}

Result<Outcome> convert(const ConvertOptions &options, const Session &session)
{
    const auto request = request_of(options, session);
    if (!request)
        return failure(request.error());
    const auto result = pki::sdk_convert(*request, session.job());
    if (!result)
        return failure(result.error());
    note(session, result->findings);
    if (result->mode != pki::SdkConvertMode::self_made && (options.like_sdk || !options.name.empty() || !options.key.empty()))
        session.note(PkiText::tr("note: --cn, --key and --like-sdk count only where there is no certificate of a CA."));
    return outcome_of(*result, *request);
}

} // namespace

void add_convert_command(CLI::App &app, Session &session)
{
    auto options = std::make_shared<ConvertOptions>();
    CLI::App *command = app.add_subcommand("convert", "Make blobs and headers from certificates, as the SDK's makefile.sh does");
    command->add_option(
        "DIR", options->folder, "Folder with the CA's certificate, and the device's certificate and key, by any names; without any all are made (default .)");
    command->add_option("--ca", options->ca_file, "The file with the CA's certificate, where several could be meant");
    command->add_option("--identity", options->identity_file, "The file with the device's certificate, where several could be meant");
    command->add_option("--out", options->out, "Folder for bin/, include/, ca/, client/, server/ (default DIR)");
    command->add_option("--cn", options->name, "Without a CA: name or address of the server (default 192.168.111.100)");
    command->add_option("--key", options->key, "Without a CA: kind of the keys (default rsa:2048)");
    add_payload(*command, options->payload);
    command->add_flag("--like-sdk", options->like_sdk, "Without a CA: RSA-1024, SHA-1, and the client's identity in cert.h, as the script");
    options->password.add_to(*command, "--password", "opens an encrypted key");
    add_replace(*command, options->replace);
    command->callback([options, &session] { session.choose([options](Session &chosen) { return convert(*options, chosen); }); });
}

} // namespace espseal::cli
