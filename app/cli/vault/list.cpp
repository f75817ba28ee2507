// SPDX-License-Identifier: Apache-2.0
#include <QFileInfo>

#include "app/cli/pki/report.h"
#include "app/cli/vault/commands.h"
#include "core/pki/credential_file.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

// NAME.crt beside the vault, if it is for this key.
QString certificate_of(const QString &vault, const pki::StoredKey &stored)
{
    QString path = QFileInfo(vault).path() + u'/' + stored.name + u".crt"_s;
    const auto file = pki::read_credential_file(path);
    const bool belongs = file && std::ranges::any_of(file->certificates, [&](const pki::Certificate &certificate) { return certificate.matches(stored.key); });
    return belongs ? path : QString();
}

Result<Outcome> list(const VaultChoice &choice, const Session &session)
{
    const auto vault = choice.open(session);
    if (!vault)
        return failure(vault.error());
    QJsonArray keys;
    QStringList lines;
    for (const QString &name : vault->store.names()) {
        const auto key = vault->store.key(name);
        if (!key)
            return failure(key.error());
        const QString certificate = certificate_of(vault->store.path(), { name, *key });
        QJsonObject object = to_json(*key);
        object[u"name"_s] = name;
        object[u"certificate"_s] = certificate.isEmpty() ? QJsonValue() : QJsonValue(certificate);
        keys << object;
        lines << VaultTexts::tr("%1: %2, %3")
                     .arg(name, key->kind().name,
                         certificate.isEmpty() ? VaultTexts::tr("no %1.crt for it").arg(name) : VaultTexts::tr("key of %1").arg(certificate));
    }
    if (lines.isEmpty())
        lines << VaultTexts::tr("%1 holds no keys.").arg(vault->store.path());
    return Outcome { .json = { { u"ok"_s, true }, { u"vault"_s, vault->store.path() }, { u"keys"_s, keys } }, .text = lines.join(u'\n') };
}

} // namespace

void add_vault_list(CLI::App &vault, Session &session)
{
    CLI::App &command = *vault.add_subcommand("list", "The keys in a vault, and the certificates beside it that they belong to");
    const auto choice = std::make_shared<VaultChoice>();
    choice->add_to(command);
    command.callback([&session, choice] { session.choose([choice](Session &chosen) { return list(*choice, chosen); }); });
}

} // namespace espseal::cli
