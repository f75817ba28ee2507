// SPDX-License-Identifier: Apache-2.0
// espseal blob pack
#include "app/cli/pki/commands.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/passwords.h"
#include "app/cli/pki/report.h"
#include "core/base/files.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct PackOptions {
    std::vector<std::string> files;
    pki::BlobRole role = pki::BlobRole::ca;
    std::string out;
    pki::PayloadFormat payload = pki::PayloadFormat::pem;
    PasswordSource password;
    pki::Conditions conditions;
};

struct Packed {
    SecureBytes blob;
    FileMode mode = FileMode::shared;
    QList<Finding> findings;
};

Result<Packed> pack_cas(const pki::CredentialFile &files, const PackOptions &options)
{
    return pki::pack_ca_blob(files.certificates, options.payload).transform([&](const QByteArray &blob) {
        Packed packed { SecureBytes(std::span(reinterpret_cast<const std::uint8_t *>(blob.constData()), static_cast<std::size_t>(blob.size()))),
            FileMode::shared, {} };
        for (const pki::Certificate &ca : files.certificates)
            packed.findings << pki::judge(ca, pki::Role::ca, options.conditions);
        return packed;
    });
}

Result<Packed> pack_identity(const pki::CredentialFile &files, const PackOptions &options)
{
    const auto identity = pki::Identity::find(files.certificates, files.keys);
    if (!identity)
        return failure(identity.error());
    return pki::pack_identity_blob(*identity, options.payload).transform([&](SecureBytes blob) {
        return Packed { std::move(blob), FileMode::secret, pki::judge(*identity, likely_role(identity->certificate()), {}, options.conditions) };
    });
}

Result<Outcome> pack(const PackOptions &options, const Session &session)
{
    const auto files = pki::read_credential_files(to_qt(options.files), options.password.prompt(session));
    if (!files)
        return failure(files.error());
    if (const auto usable = pki::check_usable(*files); !usable)
        return failure(usable.error());
    auto packed = options.role == pki::BlobRole::ca ? pack_cas(*files, options) : pack_identity(*files, options);
    if (!packed)
        return failure(packed.error());
    const QString out = to_qt(options.out);
    if (const auto written = write_file(out, packed->blob.view(), packed->mode); !written)
        return failure(written.error());
    const Size size(packed->blob.size());
    const QList<Finding> findings = files->findings + packed->findings + pki::judge_blob_size(size, options.conditions.device);
    note(session, findings);
    return Outcome {
        .json = { { u"ok"_s, true }, { u"file"_s, out }, { u"role"_s, pki::blob_role_name(options.role) }, { u"size"_s, qint64(size.value()) },
            { u"findings"_s, to_json(findings) } },
        .text = PkiText::tr("%1: %2, %3 of flash").arg(out, to_string(size), to_string(size.in_sectors())),
    };
}

} // namespace

void add_blob_pack_command(CLI::App &blob, Session &session)
{
    auto options = std::make_shared<PackOptions>();
    CLI::App *command = blob.add_subcommand("pack", "Make a blob for flash");
    add_choice<pki::BlobRole>(*command, "--role", options->role, { { "ca", pki::BlobRole::ca }, { "identity", pki::BlobRole::identity } },
        "ca: certificates that the device trusts; identity: its own certificate and key")
        ->required();
    command->add_option("FILE", options->files, "Certificates and keys: PEM, DER, PKCS#12, ...")->required();
    command->add_option("--out", options->out, "The blob")->required();
    add_payload(*command, options->payload);
    options->password.add_to(*command, "--password", "opens an encrypted key");
    add_device(*command, options->conditions.device);
    command->callback([options, &session] { session.choose([options](Session &chosen) { return pack(*options, chosen); }); });
}

} // namespace espseal::cli
