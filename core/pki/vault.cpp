// SPDX-License-Identifier: Apache-2.0
#include "core/pki/vault.h"

#include "core/pki/messages.h"
#include "core/pki/openssl.h"
#include "core/pki/sealed.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

QByteArray index_context()
{
    return "espseal-vault index"_ba;
}

} // namespace

Result<Vault> Vault::create(const SecureBytes &password, const KdfCosts &costs)
{
    Vault vault;
    vault.name_ = Messages::tr("the vault");
    auto key = random_key();
    if (!key)
        return failure(key.error());
    vault.data_key_ = std::move(*key);
    if (const auto wrapped = vault.wrap_key(password, costs); !wrapped)
        return failure(wrapped.error());
    return vault;
}

Result<Vault> Vault::open(Bytes bytes, const QString &name, const SecureBytes &password, const KdfCosts &costs)
{
    const auto file = parse_vault(bytes, name);
    if (!file)
        return failure(file.error());
    const auto password_key = derive_key(password, file->salt, file->costs);
    if (!password_key)
        return failure(password_key.error());
    auto data_key = unseal(*password_key, file->key, file->header());
    if (!data_key)
        return bad_input(u"wrong-password"_s, Messages::tr("The password does not open %1.").arg(name), Messages::tr("Try again with the right one."));
    Vault vault;
    vault.name_ = name;
    vault.costs_ = file->costs;
    vault.salt_ = file->salt;
    vault.wrapped_key_ = file->key;
    vault.data_key_ = *std::move(data_key);
    if (const auto read = vault.read_entries(*file); !read)
        return failure(read.error());
    if (const KdfCosts wanted = raised(file->costs, costs); wanted != file->costs) {
        if (const auto wrapped = vault.wrap_key(password, wanted); !wrapped)
            return failure(wrapped.error());
    }
    return vault;
}

Result<void> Vault::read_entries(const VaultFile &file)
{
    const auto plain = unseal(data_key_, file.index, index_context());
    const auto index = plain ? parse_vault_index(plain->view()) : std::nullopt;
    if (!index || index->entries.size() != file.secrets.size())
        return vault_damaged(name_);
    counter_ = index->counter;
    entries_.reserve(file.secrets.size());
    for (qsizetype i = 0; i < file.secrets.size(); ++i) {
        // All of them now: a damaged one is found when the vault is opened, not when its key is needed.
        if (!unseal(data_key_, file.secrets[i], index->entries[i].context()))
            return vault_damaged(name_);
        entries_.append({ index->entries[i], file.secrets[i] });
    }
    return {};
}

Result<void> Vault::wrap_key(const SecureBytes &password, const KdfCosts &costs)
{
    auto salt = random_bytes(kdf_salt_size);
    if (!salt)
        return failure(salt.error());
    const auto password_key = derive_key(password, *salt, costs);
    if (!password_key)
        return failure(password_key.error());
    auto wrapped = seal(*password_key, data_key_.view(), VaultFile { costs, *salt, {}, {}, {} }.header());
    if (!wrapped)
        return failure(wrapped.error());
    costs_ = costs;
    salt_ = std::move(*salt);
    wrapped_key_ = std::move(*wrapped);
    is_changed_ = true;
    return {};
}

const Vault::Entry *Vault::find(const QString &id) const
{
    const auto found = std::ranges::find_if(entries_, [&](const Entry &entry) { return entry.index.id == id; });
    return found == entries_.end() ? nullptr : &*found;
}

std::unexpected<Error> Vault::missing(const QString &id) const
{
    return bad_input(u"secret-missing"_s, Messages::tr("There is no “%1” in %2.").arg(id, name_), Messages::tr("Choose one of those that are there."));
}

QList<VaultEntry> Vault::entries() const
{
    QList<VaultEntry> list;
    list.reserve(entries_.size());
    for (const Entry &entry : entries_)
        list.append({ entry.index.id, entry.index.type });
    return list;
}

bool Vault::contains(const QString &id) const
{
    return find(id) != nullptr;
}

Result<SecureBytes> Vault::secret(const QString &id) const
{
    const Entry *entry = find(id);
    if (!entry)
        return missing(id);
    auto plain = unseal(data_key_, entry->sealed, entry->index.context());
    if (!plain)
        return vault_damaged(name_);
    return *std::move(plain);
}

Result<void> Vault::put(const QString &id, const QString &type, Bytes secret)
{
    // A version is used once, also after a removal: an old secret never passes for a newer one.
    const VaultIndexEntry index { id, counter_ + 1, type };
    auto sealed = seal(data_key_, secret, index.context());
    if (!sealed)
        return failure(sealed.error());
    const auto place = std::ranges::find_if(entries_, [&](const Entry &entry) { return entry.index.id == id; });
    if (place != entries_.end())
        *place = { index, std::move(*sealed) };
    else if (entries_.size() < most_vault_secrets)
        entries_.append({ index, std::move(*sealed) });
    else
        return bad_input(u"vault-full"_s, Messages::tr("%1 holds %2 secrets, which is all it can.").arg(name_).arg(most_vault_secrets),
            Messages::tr("Begin another vault."));
    ++counter_;
    is_changed_ = true;
    return {};
}

Result<void> Vault::remove(const QString &id)
{
    if (entries_.removeIf([&](const Entry &entry) { return entry.index.id == id; }) == 0)
        return missing(id);
    is_changed_ = true;
    return {};
}

Result<void> Vault::rename(const QString &id, const QString &new_id)
{
    const Entry *entry = find(id);
    if (!entry)
        return missing(id);
    if (id == new_id)
        return {};
    if (contains(new_id))
        return bad_input(u"secret-exists"_s, Messages::tr("There is a “%1” in %2 already.").arg(new_id, name_), Messages::tr("Choose another name."));
    const QString type = entry->index.type;
    return secret(id).and_then([&](const SecureBytes &bytes) { return put(new_id, type, bytes.view()); }).and_then([&] { return remove(id); });
}

Result<void> Vault::change_password(const SecureBytes &password, const KdfCosts &costs)
{
    return wrap_key(password, costs);
}

Result<QByteArray> Vault::to_bytes() const
{
    VaultIndex index { counter_, {} };
    VaultFile file { costs_, salt_, wrapped_key_, {}, {} };
    for (const Entry &entry : entries_) {
        index.entries.append(entry.index);
        file.secrets.append(entry.sealed);
    }
    auto sealed = seal(data_key_, bytes_of(index.to_bytes()), index_context());
    if (!sealed)
        return sealed;
    file.index = std::move(*sealed);
    return file.to_bytes();
}

Vault Vault::clone() const
{
    Vault copy;
    copy.name_ = name_;
    copy.costs_ = costs_;
    copy.salt_ = salt_;
    copy.wrapped_key_ = wrapped_key_;
    copy.data_key_ = data_key_.clone();
    copy.counter_ = counter_;
    copy.entries_ = entries_;
    copy.is_changed_ = is_changed_;
    return copy;
}

} // namespace espseal::pki
