// SPDX-License-Identifier: Apache-2.0
// espseal ca new
#include "app/cli/pki/ca_access.h"
#include "app/cli/pki/commands.h"
#include "app/cli/pki/issue_options.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "core/pki/credential_file.h"
#include "core/pki/issue.h"
#include "core/pki/token_signer.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

constexpr int ten_years = 3650;

struct CaNewOptions {
    ChoiceOptions choices;
    CaAccess parent; // of an intermediate CA
    OutputOptions output;
    std::string token;
    bool existing_key = false;
    TokenOptions token_options; // also of the parent's
};

Result<pki::IssueOrder> order_of(const CaNewOptions &options)
{
    auto choices = options.choices.choices();
    if (!choices)
        return failure(choices.error());
    if (const auto named = check_named(choices->subject, {}); !named)
        return failure(named.error());
    const auto &base = choices->base;
    if (base && base->role != pki::Role::ca && !base->version_1)
        return usage_error(u"template-no-ca"_s, PkiText::tr("The template %1 makes no CA.").arg(base->name),
            PkiText::tr("Give private-ca, intermediate-ca or legacy-sdk; or use `espseal cert issue`."));
    if (base && base->role == pki::Role::ca && !base->self_signed && options.parent.folder.empty())
        return usage_error(u"parent-missing"_s, PkiText::tr("An intermediate CA needs a CA above it."), PkiText::tr("Give --parent DIR, or another template."));
    choices->role = pki::Role::ca;
    return choices->over(base ? pki::IssueChoices {} : pki::IssueChoices { .days = ten_years }).order();
}

// The CA above, with the root that peers need beside the chain.
struct Parent {
    OpenedCa opened;
    std::optional<pki::Certificate> root;
};

Result<std::optional<Parent>> open_parent(const CaNewOptions &options, const Session &session)
{
    if (options.parent.folder.empty())
        return std::nullopt;
    CaAccess access = options.parent;
    access.token_options = options.token_options;
    const auto opened = access.open(session, options.output.protection.source);
    if (!opened)
        return failure(opened.error());
    const QString path = access.home() + u"/root.crt"_s;
    if (opened->certificate.is_self_issued() || !QFileInfo::exists(path))
        return Parent { *opened, opened->certificate.is_self_issued() ? std::optional(opened->certificate) : std::nullopt };
    return pki::read_credential_file(path).transform([&](const pki::CredentialFile &file) {
        return std::optional(Parent { *opened, file.certificates.isEmpty() ? std::nullopt : std::optional(file.certificates.first()) });
    });
}

Result<pki::Certificate> make(const pki::IssueOrder &order, const pki::Signer &key, const std::optional<Parent> &parent)
{
    return parent ? pki::issue(order.spec, pki::SubjectKey(key), parent->opened.certificate, *parent->opened.signer) : pki::make_ca(order.spec, key);
}

Result<void> add_certificates(CredentialOutput &output, const pki::Certificate &made, const std::optional<Parent> &parent)
{
    if (!parent)
        return output.add(u"ca"_s, QList { made });
    return output.add(u"ca"_s, QList { made } + parent->opened.issuing().chain()).and_then([&] {
        return parent->root ? output.add(u"root"_s, QList { *parent->root }) : Result<void>();
    });
}

MadeCertificate made_ca(const pki::Certificate &made, const std::optional<Parent> &parent, const QStringList &files)
{
    return { .certificate = made,
        .role = pki::Role::ca,
        .files = files,
        .findings = pki::issue_findings(made, parent ? parent->opened.certificate : made),
        .key_encrypted = {},
        .signed_by = parent ? parent->opened.audit : QJsonObject() };
}

Result<Outcome> make_new_ca(const CaNewOptions &options, const Session &session)
{
    const auto order = order_of(options);
    if (!order)
        return failure(order.error());
    const auto parent = open_parent(options, session);
    if (!parent)
        return failure(parent.error());
    auto output = options.output.prepare(session);
    if (!output)
        return failure(output.error());
    const auto key = pki::PrivateKey::generate(order->key, session.job());
    if (!key)
        return failure(key.error());
    const auto made = make(*order, pki::KeySigner(*key), *parent);
    if (!made)
        return failure(made.error());
    const auto files = add_certificates(*output, *made, *parent).and_then([&] { return output->add(u"ca"_s, *key); }).and_then([&] {
        return output->commit(options.output.replace);
    });
    if (!files)
        return failure(files.error());
    MadeCertificate result = made_ca(*made, *parent, *files);
    result.key_encrypted = !options.output.protection.plain;
    return report(session, result);
}

// A key on a token cannot be taken back when the files turn out to be in the way.
Result<void> check_free(const CaNewOptions &options)
{
    const QString folder = to_qt(options.output.out);
    for (const QString &name : { u"ca.crt"_s, QString(pki::token_file_name), u"ca.key"_s }) {
        if (QFileInfo::exists(folder + u'/' + name) && (!options.output.replace || name == "ca.key"_L1))
            return bad_input(u"file-exists"_s, PkiText::tr("%1 is already there.").arg(folder + u'/' + name),
                PkiText::tr("Choose another folder with --out; no key was made on the token."));
    }
    return {};
}

Result<Outcome> make_ca_on_token(const CaNewOptions &options, const Session &session)
{
    const auto order = order_of(options);
    if (!order)
        return failure(order.error());
    const auto parent = open_parent(options, session);
    if (!parent)
        return failure(parent.error());
    auto output = check_free(options).and_then([&] { return CredentialOutput::to(to_qt(options.output.out), std::nullopt); });
    if (!output)
        return failure(output.error());
    const pki::TokenLocation location { to_qt(options.token_options.module), to_qt(options.token) };
    const pki::TokenAccess access = options.token_options.access(session);
    const auto signer = options.existing_key ? pki::TokenSigner::open(location, access) : pki::TokenSigner::generate(location, order->key, access);
    if (!signer)
        return failure(signer.error());
    const auto made = make(*order, **signer, *parent);
    if (!made)
        return failure(made.error());
    const auto files = add_certificates(*output, *made, *parent)
                           .and_then([&] { return output->add_file(QString(pki::token_file_name), pki::token_file((*signer)->location())); })
                           .and_then([&] { return output->commit(options.output.replace); });
    if (!files)
        return failure(files.error());
    MadeCertificate result = made_ca(*made, *parent, *files);
    if (!*parent)
        result.signed_by = audit_of(**signer);
    Outcome outcome = report(session, result);
    outcome.json.insert(u"key_stays_on_token"_s, (*signer)->key().stays_on_token);
    outcome.text += u'\n' + PkiText::tr("Its private key is the %1.").arg((*signer)->description());
    if (!(*signer)->key().stays_on_token)
        outcome.text += u'\n' + PkiText::tr("That key could be copied from the token: it was not made to stay there.");
    return outcome;
}

} // namespace

void add_ca_new_command(CLI::App &ca, Session &session)
{
    auto options = std::make_shared<CaNewOptions>();
    CLI::App *command = ca.add_subcommand("new", "Make a CA: ca.crt and ca.key, or ca.crt and a key that stays on a token; below another one also root.crt");
    options->choices.add_to(*command, ChoiceOptions::For::ca);
    command->add_option("--parent", options->parent.folder, "Folder of the CA above: makes an intermediate CA");
    options->parent.password.add_to(*command, "--parent-password", "opens the key of the CA above, where it is not that of the new key");
    options->output.add_to(*command);
    auto *token = command->add_option("--token", options->token, "Make the key on this PKCS#11 token: pkcs11:token=NAME;object=KEY");
    for (const char *protection : { "--password-file", "--password-fd", "--plain-key" }) // of a key in a file
        token->excludes(command->get_option(protection));
    command->add_flag("--existing-key", options->existing_key, "Take the key that is there on the token under this name")->needs(token);
    options->token_options.add_to(*command);
    command->callback([options, &session] {
        session.choose([options](Session &chosen) { return options->token.empty() ? make_new_ca(*options, chosen) : make_ca_on_token(*options, chosen); });
    });
}

} // namespace espseal::cli
