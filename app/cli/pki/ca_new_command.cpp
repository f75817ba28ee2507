// SPDX-License-Identifier: Apache-2.0
// espseal ca new
#include "app/cli/pki/ca_access.h"
#include "app/cli/pki/commands.h"
#include "app/cli/pki/issue_options.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/report.h"
#include "core/pki/issue.h"
#include "core/pki/judge.h"
#include "core/pki/token_signer.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

constexpr int ten_years = 3650;

struct CaNewOptions {
    IssueOptions common;
    std::string token;
    bool existing_key = false;
    TokenOptions token_options;
};

Result<Outcome> make_new_ca(const IssueOptions &options, const Session &session)
{
    const auto spec = options.spec(pki::Role::ca);
    if (!spec)
        return failure(spec.error());
    auto prepared = options.prepare(session);
    if (!prepared)
        return failure(prepared.error());
    const auto key = pki::PrivateKey::generate(prepared->key, session.job());
    if (!key)
        return failure(key.error());
    return pki::make_ca(*spec, *key).and_then([&](const pki::Certificate &ca) {
        return options.write(session, u"ca"_s, ca, *key, pki::Role::ca, prepared->output);
    });
}

// A key on a token cannot be taken back when the files turn out to be in the way.
Result<void> check_free(const CaNewOptions &options)
{
    const QString folder = to_qt(options.common.out);
    for (const QString &name : { u"ca.crt"_s, QString(pki::token_file_name), u"ca.key"_s }) {
        if (QFileInfo::exists(folder + u'/' + name) && (!options.common.replace || name == "ca.key"_L1))
            return bad_input(u"file-exists"_s, PkiText::tr("%1 is already there.").arg(folder + u'/' + name),
                PkiText::tr("Choose another folder with --out; no key was made on the token."));
    }
    return {};
}

Result<Outcome> write(const CaNewOptions &options, const Session &session, const pki::Certificate &ca, const pki::TokenSigner &signer, CredentialOutput &output)
{
    const auto files = output.add(u"ca"_s, QList { ca })
                           .and_then([&] { return output.add_file(QString(pki::token_file_name), pki::token_file(signer.location())); })
                           .and_then([&] { return output.commit(options.common.replace); });
    if (!files)
        return failure(files.error());
    const QList<Finding> findings = pki::judge(ca, pki::Role::ca);
    note(session, findings);
    QStringList lines = describe(ca);
    lines << PkiText::tr("Written: %1").arg(files->join(u", "_s)) << PkiText::tr("Its private key is the %1.").arg(signer.description());
    if (!signer.key().stays_on_token)
        lines << PkiText::tr("That key could be copied from the token: it was not made to stay there.");
    return Outcome {
        .json = { { u"ok"_s, true }, { u"files"_s, QJsonArray::fromStringList(*files) }, { u"certificate"_s, to_json(ca) },
            { u"signed_by"_s, audit_of(signer) }, { u"key_stays_on_token"_s, signer.key().stays_on_token }, { u"findings"_s, to_json(findings) } },
        .text = lines.join(u'\n'),
    };
}

Result<Outcome> make_ca_on_token(const CaNewOptions &options, const Session &session)
{
    const auto spec = options.common.spec(pki::Role::ca);
    if (!spec)
        return failure(spec.error());
    const auto key_spec = pki::parse_key_spec(to_qt(options.common.key));
    if (!key_spec)
        return failure(key_spec.error());
    auto output = check_free(options).and_then([&] { return CredentialOutput::to(to_qt(options.common.out), std::nullopt); });
    if (!output)
        return failure(output.error());
    const pki::TokenLocation location { to_qt(options.token_options.module), to_qt(options.token) };
    const pki::TokenAccess access = options.token_options.access(session);
    const auto signer = options.existing_key ? pki::TokenSigner::open(location, access) : pki::TokenSigner::generate(location, *key_spec, access);
    if (!signer)
        return failure(signer.error());
    return pki::make_ca(*spec, **signer).and_then([&](const pki::Certificate &ca) { return write(options, session, ca, **signer, *output); });
}

} // namespace

void add_ca_new_command(CLI::App &ca, Session &session)
{
    auto options = std::make_shared<CaNewOptions>();
    options->common.days = ten_years;
    CLI::App *command = ca.add_subcommand("new", "Make a CA: ca.crt and ca.key, or ca.crt and a key that stays on a token");
    options->common.add_to(*command);
    auto *token = command->add_option("--token", options->token, "Make the key on this PKCS#11 token: pkcs11:token=NAME;object=KEY");
    command->add_flag("--existing-key", options->existing_key, "Take the key that is there on the token under this name")->needs(token);
    options->token_options.add_to(*command);
    command->callback([options, &session] {
        session.choose(
            [options](Session &chosen) { return options->token.empty() ? make_new_ca(options->common, chosen) : make_ca_on_token(*options, chosen); });
    });
}

} // namespace espseal::cli
