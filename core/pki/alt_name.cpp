// SPDX-License-Identifier: Apache-2.0
#include "core/pki/alt_name.h"

#include "core/pki/ip_address.h"
#include "core/pki/messages.h"

#include <QRegularExpression>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

// Labels of letters, digits and hyphens (RFC 1123; underscores occur), the first may be the wildcard.
bool is_host_name(const QString &name)
{
    static const QRegularExpression pattern(u"\\A(\\*\\.)?(?!-)[A-Za-z0-9_-]{1,63}(?<!-)(\\.(?!-)[A-Za-z0-9_-]{1,63}(?<!-))*\\z"_s);
    return name.size() <= 253 && pattern.match(name).hasMatch();
}

std::unexpected<Error> no_name(const QString &part)
{
    return usage_error(u"alt-name"_s, Messages::tr("\"%1\" is neither an IP address nor a host name.").arg(part),
        Messages::tr("Give names as IP:192.168.4.1 or DNS:esp.local, with commas between them."));
}

Result<AltName> parse_address(const QString &text, const QString &part)
{
    const QByteArray address = parse_ip(text);
    if (address.isEmpty())
        return no_name(part);
    return AltName { AltName::Kind::ip, format_ip(address) };
}

Result<AltName> parse_host(const QString &text, const QString &part)
{
    const bool is_ascii = std::ranges::all_of(text, [](QChar c) { return c.unicode() < 0x80; });
    const QString ascii = is_ascii ? text : QString::fromLatin1(QUrl::toAce(text));
    if (!is_host_name(ascii))
        return no_name(part);
    return AltName { AltName::Kind::dns, ascii };
}

} // namespace

Result<AltName> parse_alt_name(const QString &text)
{
    const QString part = text.trimmed();
    if (part.startsWith(u"IP:"_s, Qt::CaseInsensitive))
        return parse_address(part.sliced(3).trimmed(), part);
    if (part.startsWith(u"DNS:"_s, Qt::CaseInsensitive))
        return parse_host(part.sliced(4).trimmed(), part);
    return parse_ip(part).isEmpty() ? parse_host(part, part) : parse_address(part, part);
}

Result<QList<AltName>> parse_alt_names(const QString &text)
{
    QList<AltName> names;
    for (const QString &part : text.split(u',')) {
        const auto name = parse_alt_name(part);
        if (!name)
            return failure(name.error());
        if (!names.contains(*name))
            names << *name;
    }
    return names;
}

QString to_string(const AltName &name)
{
    switch (name.kind) {
    case AltName::Kind::dns:
        return u"DNS:"_s + name.value;
    case AltName::Kind::ip:
        return u"IP:"_s + name.value;
    case AltName::Kind::other:
        break;
    }
    return name.value;
}

} // namespace espseal::pki
