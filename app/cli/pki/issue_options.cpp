// SPDX-License-Identifier: Apache-2.0
#include "app/cli/pki/issue_options.h"

#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/report.h"
#include "core/pki/judge.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

constexpr int most_days = 36500;

} // namespace

void IssueOptions::add_to(CLI::App &command)
{
    command.add_option("--cn", name, "Common name")->required();
    command.add_option("--organization", organization, "Organization in the subject");
    command.add_option("--key", key, "Kind of the key: ec:p256, ec:p384, rsa:2048, ... (default ec:p256; the SDK's own TLS libraries need rsa:2048)");
    add_choice<pki::Digest>(command, "--digest", digest,
        { { "sha256", pki::Digest::sha256 }, { "sha384", pki::Digest::sha384 }, { "sha1", pki::Digest::sha1 } },
        "Digest of the signature (default sha256; sha1 only for old peers)");
    command.add_option("--days", days, "Days until it expires (default " + std::to_string(days) + ")")->check(CLI::Range(1, most_days));
    command.add_option("--out", out, "Folder for the files (default .)");
    protection.add_to(command);
    add_replace(command, replace);
}

Result<pki::CertificateSpec> IssueOptions::spec(pki::Role role) const
{
    pki::CertificateSpec spec;
    spec.role = role;
    spec.common_name = to_qt(name);
    spec.organization = to_qt(organization);
    spec.validity = pki::Validity::days(days);
    spec.digest = digest;
    if (!san.empty()) {
        auto names = pki::parse_alt_names(to_qt(san));
        if (!names)
            return failure(names.error());
        spec.alt_names = std::move(*names);
    }
    return spec;
}

Result<IssueOptions::Prepared> IssueOptions::prepare(const Session &session) const
{
    const auto key_spec = pki::parse_key_spec(to_qt(key));
    if (!key_spec)
        return failure(key_spec.error());
    auto password = protection.password(session);
    if (!password)
        return failure(password.error());
    return CredentialOutput::to(to_qt(out), std::move(*password)).transform([&](CredentialOutput output) { return Prepared { *key_spec, std::move(output) }; });
}

Result<Outcome> IssueOptions::write(const Session &session, const QString &stem, const pki::Certificate &certificate, const pki::PrivateKey &private_key,
    pki::Role role, CredentialOutput &output) const
{
    const auto files
        = output.add(stem, QList { certificate }).and_then([&] { return output.add(stem, private_key); }).and_then([&] { return output.commit(replace); });
    if (!files)
        return failure(files.error());
    const QList<Finding> findings = pki::judge(certificate, role);
    note(session, findings);
    QStringList lines = describe(certificate);
    lines << PkiText::tr("Written: %1").arg(files->join(u", "_s));
    if (protection.plain)
        lines << PkiText::tr("The key is UNENCRYPTED; its file is readable by you alone.");
    return Outcome {
        .json = { { u"ok"_s, true }, { u"files"_s, QJsonArray::fromStringList(*files) }, { u"key_encrypted"_s, !protection.plain },
            { u"certificate"_s, to_json(certificate) }, { u"findings"_s, to_json(findings) } },
        .text = lines.join(u'\n'),
    };
}

} // namespace espseal::cli
