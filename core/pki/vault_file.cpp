// SPDX-License-Identifier: Apache-2.0
#include "core/pki/vault_file.h"

#include "core/pki/messages.h"
#include "core/pki/openssl.h"
#include "core/pki/sealed.h"

#include <QCborArray>
#include <QCborMap>
#include <QCborValue>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr auto format_name = "espseal-vault"_L1;
constexpr int schema = 1;

QCborMap kdf_map(const KdfCosts &costs, const QByteArray &salt)
{
    if (const auto *argon2 = std::get_if<Argon2Costs>(&costs))
        return { { u"name"_s, u"argon2id"_s }, { u"memory"_s, qint64(argon2->memory_kib) }, { u"passes"_s, qint64(argon2->passes) },
            { u"lanes"_s, qint64(argon2->lanes) }, { u"salt"_s, salt } };
    const auto &scrypt = std::get<ScryptCosts>(costs);
    return { { u"name"_s, u"scrypt"_s }, { u"n"_s, qint64(scrypt.n) }, { u"r"_s, qint64(scrypt.block) }, { u"p"_s, qint64(scrypt.parallel) },
        { u"salt"_s, salt } };
}

QCborMap header_map(const KdfCosts &costs, const QByteArray &salt)
{
    return { { u"format"_s, QString(format_name) }, { u"schema"_s, schema }, { u"kdf"_s, kdf_map(costs, salt) } };
}

// Qt converts a floating point number, too, and a NaN to anything.
qint64 integer(const QCborValue &value)
{
    return value.isInteger() ? value.toInteger() : 0;
}

std::uint32_t number(const QCborMap &map, QLatin1StringView key)
{
    const qint64 value = integer(map.value(key));
    return value > 0 && value <= std::numeric_limits<std::uint32_t>::max() ? static_cast<std::uint32_t>(value) : 0; // 0: never affordable
}

std::optional<KdfCosts> costs_of(const QCborMap &kdf)
{
    const QString name = kdf.value("name"_L1).toString();
    if (name == "argon2id"_L1)
        return Argon2Costs { number(kdf, "memory"_L1), number(kdf, "passes"_L1), number(kdf, "lanes"_L1) };
    if (name == "scrypt"_L1)
        return ScryptCosts { number(kdf, "n"_L1), number(kdf, "r"_L1), number(kdf, "p"_L1) };
    return std::nullopt;
}

QByteArray head(std::span<const std::uint8_t> bytes)
{
    return QCborMap { { u"format"_s, QString(format_name) } }.toCborValue().toCbor().sliced(1).left(static_cast<qsizetype>(bytes.size()));
}

std::optional<VaultIndexEntry> index_entry(const QCborValue &value)
{
    const QCborArray parts = value.toArray();
    const qint64 version = integer(parts.at(1));
    if (parts.size() != 3 || !parts.at(0).isString() || version <= 0 || !parts.at(2).isString())
        return std::nullopt;
    return VaultIndexEntry { parts.at(0).toString(), static_cast<quint64>(version), parts.at(2).toString() };
}

} // namespace

QByteArray VaultFile::header() const
{
    return header_map(costs, salt).toCborValue().toCbor();
}

QByteArray VaultFile::to_bytes() const
{
    QCborMap map = header_map(costs, salt);
    map.insert(u"key"_s, key);
    map.insert(u"index"_s, index);
    QCborArray list;
    for (const QByteArray &secret : secrets)
        list.append(secret);
    map.insert(u"secrets"_s, list);
    return map.toCborValue().toCbor();
}

QByteArray VaultIndexEntry::context() const
{
    return QCborArray { id, qint64(version), type }.toCborValue().toCbor();
}

QByteArray VaultIndex::to_bytes() const
{
    QCborArray list;
    for (const VaultIndexEntry &entry : entries)
        list.append(QCborArray { entry.id, qint64(entry.version), entry.type });
    return QCborArray { qint64(counter), list }.toCborValue().toCbor();
}

bool looks_like_vault(Bytes bytes)
{
    // A small map whose first pair is the format.
    const QByteArray expected = head(bytes);
    return bytes.size() > static_cast<std::size_t>(expected.size()) && std::ranges::equal(bytes.subspan(1, std::size_t(expected.size())), bytes_of(expected));
}

Result<VaultFile> parse_vault(Bytes bytes, const QString &name)
{
    if (!looks_like_vault(bytes))
        return bad_input(u"no-vault"_s, Messages::tr("%1 is no vault.").arg(name), Messages::tr("Name the file that espseal made."));
    const auto raw = QByteArray::fromRawData(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
    QCborParserError broken;
    const QCborMap map = QCborValue::fromCbor(raw, &broken).toMap();
    if (broken.error != QCborError::NoError)
        return vault_damaged(name);
    if (integer(map.value("schema"_L1)) > schema)
        return bad_input(u"vault-newer"_s, Messages::tr("%1 was written by a newer espseal.").arg(name), Messages::tr("Install that one, or newer."));
    const QCborMap kdf = map.value("kdf"_L1).toMap();
    const std::optional<KdfCosts> costs = costs_of(kdf);
    const QCborArray list = map.value("secrets"_L1).toArray();
    if (!costs || list.size() > most_vault_secrets)
        return vault_damaged(name);
    if (!is_affordable(*costs))
        return bad_input(u"vault-cost"_s, Messages::tr("Opening %1 would take minutes or more memory than there is.").arg(name),
            Messages::tr("Do not trust this file; take a copy that you made yourself."));
    VaultFile file { *costs, kdf.value("salt"_L1).toByteArray(), map.value("key"_L1).toByteArray(), map.value("index"_L1).toByteArray(), {} };
    for (const auto &secret : list)
        file.secrets.append(secret.toByteArray());
    // Whatever was not understood above shows here: unknown or repeated keys, other types, numbers written in another way, bytes at the end.
    if (file.salt.size() != kdf_salt_size || file.key.size() != seal_nonce_size + seal_key_size + seal_tag_size || file.to_bytes() != raw)
        return vault_damaged(name);
    return file;
}

std::optional<VaultIndex> parse_vault_index(Bytes bytes)
{
    const auto raw = QByteArray::fromRawData(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
    const QCborArray parts = QCborValue::fromCbor(raw).toArray();
    if (parts.size() != 2)
        return std::nullopt;
    VaultIndex index { static_cast<quint64>(integer(parts.at(0))), {} };
    for (const auto &value : parts.at(1).toArray()) {
        std::optional<VaultIndexEntry> entry = index_entry(value);
        if (!entry)
            return std::nullopt;
        index.entries.append(*std::move(entry));
    }
    return index;
}

std::unexpected<Error> vault_damaged(const QString &name)
{
    return bad_input(u"vault-damaged"_s, Messages::tr("The vault %1 is damaged or was tampered with.").arg(name),
        Messages::tr("Take a backup of it; nothing of it was used."));
}

} // namespace espseal::pki
