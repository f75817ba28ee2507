// SPDX-License-Identifier: Apache-2.0
#include "core/pki/usages.h"

#include "core/pki/messages.h"
#include "core/pki/openssl.h"

#include <array>

#include <openssl/err.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

using Object = Owned<ASN1_OBJECT, ASN1_OBJECT_free>;

constexpr std::array names { "digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement", "keyCertSign", "cRLSign",
    "encipherOnly", "decipherOnly" };
constexpr std::array extended_names { "serverAuth", "clientAuth", "codeSigning", "emailProtection", "timeStamping", "OCSPSigning" };

QStringList parts_of(const QString &text)
{
    QStringList parts;
    if (text.trimmed().compare(u"none"_s, Qt::CaseInsensitive) == 0)
        return parts;
    for (const QString &part : text.split(u','))
        parts << part.trimmed();
    return parts;
}

std::optional<KeyUsage> usage_of(const QString &name)
{
    if (name.compare(u"contentCommitment"_s, Qt::CaseInsensitive) == 0)
        return KeyUsage::content_commitment;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (name.compare(QLatin1StringView(names.at(i)), Qt::CaseInsensitive) == 0)
            return static_cast<KeyUsage>(i);
    }
    return std::nullopt;
}

template <std::size_t count> QString list(const std::array<const char *, count> &choices)
{
    QStringList all;
    for (const char *choice : choices)
        all << QString::fromLatin1(choice);
    return all.join(u", "_s);
}

// Empty: no usage. Any dotted identifier is one, of somebody's.
QString extended_usage_of(const QString &name)
{
    for (const char *known : extended_names) {
        if (name.compare(QLatin1StringView(known), Qt::CaseInsensitive) == 0)
            return QString::fromLatin1(known);
    }
    ERR_set_mark();
    const Object object(OBJ_txt2obj(name.toLatin1().constData(), 1));
    ERR_pop_to_mark();
    if (!object)
        return {};
    const int nid = OBJ_obj2nid(object.get());
    return nid == NID_undef ? name : QString::fromLatin1(OBJ_nid2sn(nid));
}

} // namespace

QString usage_name(KeyUsage usage)
{
    return QString::fromLatin1(names.at(static_cast<std::size_t>(usage)));
}

Result<QList<KeyUsage>> parse_key_usages(const QString &text)
{
    QList<KeyUsage> usages;
    for (const QString &part : parts_of(text)) {
        const auto usage = usage_of(part);
        if (!usage)
            return usage_error(
                u"key-usage"_s, Messages::tr("\"%1\" is no key usage.").arg(part), Messages::tr("Give some of these: %1; or none.").arg(list(names)));
        if (!usages.contains(*usage))
            usages << *usage;
    }
    return usages;
}

Result<QStringList> parse_extended_usages(const QString &text)
{
    QStringList usages;
    for (const QString &part : parts_of(text)) {
        const QString usage = extended_usage_of(part);
        if (usage.isEmpty())
            return usage_error(u"extended-key-usage"_s, Messages::tr("\"%1\" is no extended key usage.").arg(part),
                Messages::tr("Give some of these: %1; or object identifiers such as 1.3.6.1.5.5.7.3.1; or none.").arg(list(extended_names)));
        if (!usages.contains(usage))
            usages << usage;
    }
    return usages;
}

} // namespace espseal::pki
