// SPDX-License-Identifier: Apache-2.0
#include "core/pki/public_key.h"

#include "core/pki/certificate_fields.h"
#include "core/pki/messages.h"

#include <algorithm>
#include <array>

#include <openssl/err.h>
#include <openssl/objects.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

QString curve_name(const EVP_PKEY *key)
{
    std::array<char, 64> group {};
    if (EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) != 1)
        return Messages::tr("EC with its own curve");
    const char *nist = EC_curve_nid2nist(OBJ_sn2nid(group.data()));
    return QString::fromLatin1(nist ? nist : group.data());
}

} // namespace

KeyKind kind_of(const EVP_PKEY *key)
{
    if (!key)
        return { KeyType::other, 0, Messages::tr("unknown key type") };
    ERR_set_mark();
    KeyKind kind { KeyType::other, EVP_PKEY_get_bits(key), {} };
    if (EVP_PKEY_is_a(key, "RSA")) {
        kind.type = KeyType::rsa;
        kind.name = u"RSA-%1"_s.arg(kind.bits);
    } else if (EVP_PKEY_is_a(key, "EC")) {
        kind.type = KeyType::ec;
        kind.name = curve_name(key);
    } else {
        const char *name = EVP_PKEY_get0_type_name(key);
        kind.name = name ? QString::fromLatin1(name) : Messages::tr("unknown key type");
    }
    ERR_pop_to_mark();
    return kind;
}

QByteArray public_key_id(const EVP_PKEY *key)
{
    ERR_set_mark();
    const int size = i2d_PUBKEY(key, nullptr);
    QByteArray der(std::max(size, 0), Qt::Uninitialized);
    auto *end = reinterpret_cast<unsigned char *>(der.data());
    if (size > 0)
        i2d_PUBKEY(key, &end);
    ERR_pop_to_mark();
    return size > 0 ? sha256(bytes_of(der)) : QByteArray();
}

bool same_public_key(const EVP_PKEY *one, const EVP_PKEY *other)
{
    ERR_set_mark();
    const bool same = one && other && EVP_PKEY_eq(one, other) == 1;
    ERR_pop_to_mark();
    return same;
}

} // namespace espseal::pki
