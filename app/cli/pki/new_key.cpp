// SPDX-License-Identifier: Apache-2.0
#include "app/cli/pki/new_key.h"

#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

QString token_file_of(const QString &stem)
{
    return stem + u".token.json"_s;
}

Result<void> check_free(const QString &folder, const QStringList &names, const QString &key, bool replace)
{
    for (const QString &name : names + QStringList { key }) {
        if (QFileInfo::exists(folder + u'/' + name) && (!replace || name == key))
            return bad_input(u"file-exists"_s, PkiText::tr("%1 is already there.").arg(folder + u'/' + name),
                PkiText::tr("Choose another folder with --out; no key was made on the token."));
    }
    return {};
}

} // namespace

NewKey NewKey::in_memory(pki::PrivateKey key)
{
    NewKey made;
    made.signer_ = std::make_shared<const pki::KeySigner>(key);
    made.key_ = std::move(key);
    return made;
}

NewKey NewKey::on_token(std::unique_ptr<pki::TokenSigner> signer)
{
    NewKey made;
    made.token_ = signer.get();
    made.signer_ = std::move(signer);
    return made;
}

Result<void> NewKey::add_to(CredentialOutput &output, const QString &stem) const
{
    return key_ ? output.add(stem, *key_) : output.add_file(token_file_of(stem), pki::token_file(token_->location()));
}

void NewKey::tell(Outcome &outcome) const
{
    if (!token_)
        return;
    const bool stays = token_->key().stays_on_token;
    outcome.json.insert(u"key_stays_on_token"_s, stays);
    outcome.text += u'\n' + PkiText::tr("Its private key is the %1.").arg(token_->description());
    if (!stays)
        outcome.text += u'\n' + PkiText::tr("That key could be copied from the token: it was not made to stay there.");
}

void NewKeyOptions::add_to(CLI::App &command)
{
    auto *option = command.add_option("--token", token, "Make the key on this PKCS#11 token: pkcs11:token=NAME;object=KEY");
    for (const char *protection : { "--password-file", "--password-fd", "--plain-key" }) // of a key in a file
        option->excludes(command.get_option(protection));
    command.add_flag("--existing-key", existing, "Take the key that is there on the token under this name")->needs(option);
    token_options.add_to(command);
}

Result<CredentialOutput> NewKeyOptions::prepare(const OutputOptions &output, const QString &stem, const QString &file, const Session &session) const
{
    if (!is_on_token())
        return output.prepare(session);
    const QString folder = to_qt(output.out);
    return check_free(folder, { file, token_file_of(stem) }, stem + u".key"_s, output.replace).and_then([&] {
        return CredentialOutput::to(folder, std::nullopt);
    });
}

Result<NewKey> NewKeyOptions::make(const pki::KeySpec &spec, const Session &session) const
{
    if (!is_on_token())
        return pki::PrivateKey::generate(spec, session.job()).transform([](pki::PrivateKey key) { return NewKey::in_memory(std::move(key)); });
    const pki::TokenLocation location { to_qt(token_options.module), to_qt(token) };
    const pki::TokenAccess access = token_options.access(session);
    auto signer = existing ? pki::TokenSigner::open(location, access) : pki::TokenSigner::generate(location, spec, access);
    return std::move(signer).transform([](std::unique_ptr<pki::TokenSigner> opened) { return NewKey::on_token(std::move(opened)); });
}

} // namespace espseal::cli
