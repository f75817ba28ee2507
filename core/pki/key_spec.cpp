// SPDX-License-Identifier: Apache-2.0
#include "core/pki/key_spec.h"

#include "core/pki/messages.h"

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

std::optional<int> rsa_bits(const QString &text)
{
    bool is_number = false;
    const int bits = text.toInt(&is_number);
    if (!is_number || bits < 512 || bits > 4096 || bits % 8 != 0)
        return std::nullopt;
    return bits;
}

std::optional<int> curve_bits(const QString &text)
{
    if (text == u"p256"_s || text == u"p-256"_s || text == u"prime256v1"_s || text == u"secp256r1"_s)
        return 256;
    if (text == u"p384"_s || text == u"p-384"_s || text == u"secp384r1"_s)
        return 384;
    return std::nullopt;
}

} // namespace

Result<KeySpec> parse_key_spec(const QString &text)
{
    const QString lower = text.trimmed().toLower();
    const QString type = lower.section(u':', 0, 0);
    const bool has_size = lower.contains(u':');
    const QString size = lower.section(u':', 1);
    if (type == u"rsa"_s) {
        if (const auto bits = has_size ? rsa_bits(size) : 2048)
            return KeySpec { KeyType::rsa, *bits };
    } else if (type == u"ec"_s) {
        if (const auto bits = has_size ? curve_bits(size) : 256)
            return KeySpec { KeyType::ec, *bits };
    }
    return usage_error(u"key-spec"_s, Messages::tr("\"%1\" is no kind of key that can be made.").arg(text),
        Messages::tr("Give rsa:BITS with 512 to 4096 bits (a multiple of 8), ec:p256 or ec:p384."));
}

QString to_string(const KeySpec &spec)
{
    return (spec.type == KeyType::rsa ? u"rsa:%1"_s : u"ec:p%1"_s).arg(spec.bits);
}

} // namespace espseal::pki
