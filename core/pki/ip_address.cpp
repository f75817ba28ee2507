// SPDX-License-Identifier: Apache-2.0
#include "core/pki/ip_address.h"

#include "core/pki/openssl.h"

#include <QStringList>

#include <openssl/err.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

using Octets = Owned<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free>;

// The longest run of two or more zero groups, as "::" (RFC 5952).
QString format_ipv6(const QList<uint> &groups)
{
    qsizetype best = -1;
    qsizetype best_length = 1;
    for (qsizetype from = 0; from < groups.size();) {
        qsizetype to = from;
        while (to < groups.size() && groups[to] == 0)
            ++to;
        if (to - from > best_length) {
            best = from;
            best_length = to - from;
        }
        from = to + 1;
    }
    const auto join = [&](qsizetype from, qsizetype to) {
        QStringList parts;
        for (; from < to; ++from)
            parts << QString::number(groups[from], 16);
        return parts.join(u':');
    };
    if (best < 0)
        return join(0, groups.size());
    return join(0, best) + u"::"_s + join(best + best_length, groups.size());
}

} // namespace

QByteArray parse_ip(const QString &text)
{
    ERR_set_mark();
    const Octets octets(a2i_IPADDRESS(text.toUtf8().constData()));
    ERR_pop_to_mark();
    if (!octets || text.contains(QChar::Null))
        return {};
    return QByteArray(reinterpret_cast<const char *>(ASN1_STRING_get0_data(octets.get())), ASN1_STRING_length(octets.get()));
}

QString format_ip(const QByteArray &address)
{
    const auto byte = [&](qsizetype at) { return static_cast<uint>(static_cast<uchar>(address[at])); };
    if (address.size() == 4)
        return u"%1.%2.%3.%4"_s.arg(byte(0)).arg(byte(1)).arg(byte(2)).arg(byte(3));
    if (address.size() != 16)
        return {};
    QList<uint> groups;
    for (qsizetype at = 0; at < address.size(); at += 2)
        groups << (byte(at) << 8 | byte(at + 1));
    return format_ipv6(groups);
}

} // namespace espseal::pki
