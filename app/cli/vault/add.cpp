// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include "app/cli/pki/options.h"
#include "app/cli/vault/commands.h"
#include "core/pki/key_files.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct AddOptions {
    VaultChoice vault;
    std::vector<std::string> files;
    std::string name;
    PasswordSource input_password;
    bool move = false;
    bool replace = false;
};

// What is named, else every .key file beside the vault.
Result<QStringList> paths_of(const AddOptions &options)
{
    if (!options.files.empty())
        return to_qt(options.files);
    const QString folder = QFileInfo(options.vault.file()).path();
    QStringList paths;
    for (const QString &name : QDir(folder).entryList({ u"*.key"_s }, QDir::Files, QDir::Name))
        paths << folder + u'/' + name;
    if (paths.isEmpty())
        return bad_input(u"no-key"_s, VaultTexts::tr("There is no .key file in %1.").arg(folder), VaultTexts::tr("Name the files with the keys."));
    return paths;
}

Result<pki::KeyFiles> read(const AddOptions &options, const Session &session)
{
    auto files = paths_of(options).and_then(
        [&](const QStringList &paths) { return pki::read_key_files(paths, options.input_password.prompt(session, options.vault.password)); });
    if (!files)
        return files;
    if (!options.name.empty()) {
        if (files->keys.size() != 1)
            return usage_error(u"several-keys"_s, VaultTexts::tr("--name is for one key."), VaultTexts::tr("Give one file with it."));
        files->keys.first().name = to_qt(options.name);
    }
    for (const pki::StoredKey &stored : std::as_const(files->keys)) {
        if (const auto named = check_key_name(stored.name); !named)
            return failure(named.error());
    }
    if (options.move && !files->kept.isEmpty())
        return bad_input(u"file-kept"_s, VaultTexts::tr("%1 holds something besides its key, or is a link or a vault.").arg(files->kept.first()),
            VaultTexts::tr("Leave out --move for it; nothing was changed."));
    return files;
}

void note_plain(const pki::KeyFiles &files, const Session &session)
{
    if (!files.plain.isEmpty())
        session.note(VaultTexts::tr("note: %1 held an UNENCRYPTED key. Backups, and what a disk keeps of deleted files, may still have it.")
                .arg(files.plain.join(u", "_s)));
}

Result<Outcome> add(const AddOptions &options, const Session &session)
{
    auto vault = options.vault.open(session);
    if (!vault)
        return failure(vault.error());
    const auto files = read(options, session);
    if (!files)
        return failure(files.error());
    const auto added = pki::store_keys(vault->store, files->keys, options.replace);
    if (!added)
        return failure(added.error());
    if (options.move) {
        if (const auto removed = pki::remove_key_files(*files, vault->store.path(), vault->password); !removed)
            return failure(removed.error());
        note_plain(*files, session);
    }
    QStringList names;
    for (const pki::StoredKey &stored : files->keys)
        names << stored.name;
    QStringList lines { VaultTexts::tr("In %1: %2").arg(vault->store.path(), names.join(u", "_s)) };
    if (options.move)
        lines << VaultTexts::tr("Deleted: %1").arg(files->paths.join(u", "_s));
    return Outcome {
        .json = { { u"ok"_s, true }, { u"vault"_s, vault->store.path() }, { u"names"_s, QJsonArray::fromStringList(names) }, { u"added"_s, *added },
            { u"deleted"_s, QJsonArray::fromStringList(options.move ? files->paths : QStringList()) } },
        .text = lines.join(u'\n'),
    };
}

} // namespace

void add_vault_add(CLI::App &vault, Session &session)
{
    CLI::App &command = *vault.add_subcommand("add", "Put keys into a vault: all that are given, or none");
    const auto options = std::make_shared<AddOptions>();
    options->vault.add_to(command);
    command.add_option(
        "FILE", options->files, "Files with a key each, in any format (default: all .key files beside the vault). The key of NAME.key gets the name NAME");
    command.add_option("--name", options->name, "Another name, for one key");
    options->input_password.add_to(command, "--input-password", "opens the files, where it is not the vault's");
    command.add_flag("--move", options->move, "Delete the files, after the vault was saved and read back");
    command.add_flag("--replace", options->replace, "Replace other keys of the same name");
    command.callback([&session, options] { session.choose([options](Session &chosen) { return add(*options, chosen); }); });
}

} // namespace espseal::cli
