// SPDX-License-Identifier: Apache-2.0
#include "core/pki/key_store.h"

#include "core/base/files.h"
#include "core/pki/messages.h"
#include "core/pki/openssl.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QLockFile>

#include <openssl/crypto.h>

#include <array>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr int lock_wait_ms = 5000;

QByteArray digest(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

std::unexpected<Error> changed_by_others(const QString &path)
{
    return failed(u"vault-changed"_s, Messages::tr("Another program has changed %1 since it was opened.").arg(path),
        Messages::tr("Open it again and repeat the change; nothing was written."));
}

} // namespace

Result<KeyStore> KeyStore::create(const QString &path, const SecureBytes &password, const KdfCosts &costs)
{
    if (QFileInfo::exists(path))
        return bad_input(u"file-exists"_s, Messages::tr("%1 is already there.").arg(path), Messages::tr("Open it, or choose another name."));
    auto vault = Vault::create(password, costs);
    if (!vault)
        return failure(vault.error());
    KeyStore store(path, vault->clone());
    if (const auto saved = store.save(std::move(*vault)); !saved)
        return failure(saved.error());
    return store;
}

Result<KeyStore> KeyStore::open(const QString &path, const SecureBytes &password, const KdfCosts &costs)
{
    const auto bytes = read_file(path, vault_size_limit);
    if (!bytes)
        return failure(bytes.error());
    return Vault::open(bytes_of(*bytes), QFileInfo(path).fileName(), password, costs).transform([&](Vault vault) {
        KeyStore store(path, std::move(vault));
        store.on_disk_ = digest(*bytes);
        return store;
    });
}

Result<KeyStore> KeyStore::open(const QString &path, const PasswordPrompt &prompt)
{
    const QString name = QFileInfo(path).fileName();
    const std::optional<SecureBytes> password = prompt ? prompt(name) : std::nullopt;
    if (!password)
        return bad_input(u"password-needed"_s, Messages::tr("%1 is locked with a password.").arg(name), Messages::tr("Give its password."));
    return open(path, *password);
}

bool KeyStore::is_there(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) // what is no vault may be a plain key: no copies in Qt's buffers
        return false;
    std::array<std::uint8_t, 64> beginning {};
    const qint64 size = file.read(reinterpret_cast<char *>(beginning.data()), beginning.size());
    const bool is = size > 0 && looks_like_vault(Bytes(beginning).first(static_cast<std::size_t>(size)));
    OPENSSL_cleanse(beginning.data(), beginning.size());
    return is;
}

Result<void> KeyStore::add(const QList<StoredKey> &keys)
{
    return change([&](Vault &vault) -> Result<void> {
        for (const StoredKey &stored : keys) {
            if (vault.contains(stored.name))
                return bad_input(
                    u"secret-exists"_s, Messages::tr("There is a “%1” in %2 already.").arg(stored.name, path_), Messages::tr("Choose another name."));
            if (const auto put = put_key(vault, stored); !put)
                return put;
        }
        return {};
    });
}

Result<void> KeyStore::put(const QList<StoredKey> &keys)
{
    return change([&](Vault &vault) -> Result<void> {
        for (const StoredKey &stored : keys) {
            if (const auto put = put_key(vault, stored); !put)
                return put;
        }
        return {};
    });
}

Result<void> KeyStore::remove(const QStringList &names)
{
    return change([&](Vault &vault) -> Result<void> {
        for (const QString &name : names) {
            if (const auto removed = vault.remove(name); !removed)
                return removed;
        }
        return {};
    });
}

Result<void> KeyStore::rename(const QString &name, const QString &new_name)
{
    return change([&](Vault &vault) { return vault.rename(name, new_name); });
}

Result<void> KeyStore::change_password(const SecureBytes &password, const KdfCosts &costs)
{
    return change([&](Vault &vault) { return vault.change_password(password, costs); });
}

template <class Edit> Result<void> KeyStore::change(const Edit &edit)
{
    Vault next = vault_.clone();
    return edit(next).and_then([&] { return save(std::move(next)); });
}

Result<void> KeyStore::save(Vault next)
{
    const auto bytes = next.to_bytes();
    if (!bytes)
        return failure(bytes.error());
    QLockFile lock(path_ + u".lock"_s); // against two programs that save at the same moment
    if (!lock.tryLock(lock_wait_ms))
        return failed(u"vault-locked"_s, Messages::tr("Another program is writing %1, or you may not write to its folder.").arg(path_),
            Messages::tr("Wait until it is done; check the folder's permissions; then try again."));
    if (QFileInfo::exists(path_)) {
        const auto now = read_file(path_, vault_size_limit);
        if (!now)
            return failure(now.error());
        if (digest(*now) != on_disk_)
            return changed_by_others(path_);
    } else if (!on_disk_.isEmpty()) {
        return changed_by_others(path_);
    }
    return write_file(path_, *bytes, FileMode::secret).transform([&] {
        vault_ = std::move(next);
        on_disk_ = digest(*bytes);
    });
}

} // namespace espseal::pki
