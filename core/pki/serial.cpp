// SPDX-License-Identifier: Apache-2.0
#include "core/pki/serial.h"

#include "core/pki/messages.h"
#include "core/pki/openssl.h"

#include <QRegularExpression>

#include <openssl/rand.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr qsizetype random_octets = 16;
constexpr qsizetype most_octets = 20;

} // namespace

Result<Serial> Serial::random()
{
    QByteArray octets(random_octets, Qt::Uninitialized);
    if (RAND_bytes(reinterpret_cast<unsigned char *>(octets.data()), static_cast<int>(octets.size())) != 1)
        return openssl_failed();
    octets[0] = static_cast<char>((octets[0] & 0x3F) | 0x40); // positive, and always of the same length
    return Serial(octets);
}

Result<Serial> Serial::parse(const QString &text)
{
    static const QRegularExpression form(u"\\A(?:0[xX])?([0-9A-Fa-f]+|[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})+)\\z"_s);
    const QRegularExpressionMatch match = form.match(text.trimmed());
    QString digits = match.captured(1).remove(u':');
    if (digits.size() % 2 != 0)
        digits.prepend(u'0');
    QByteArray octets = QByteArray::fromHex(digits.toLatin1());
    while (octets.startsWith('\0'))
        octets.removeFirst();
    const bool needs_sign = !octets.isEmpty() && (octets.front() & 0x80) != 0;
    if (octets.isEmpty() || octets.size() + (needs_sign ? 1 : 0) > most_octets)
        return usage_error(u"serial"_s, Messages::tr("\"%1\" is no serial number for a certificate.").arg(text),
            Messages::tr("Give it in hexadecimal, greater than zero and below 80 with 38 zeros behind it; or leave it out for a random one."));
    return Serial(octets);
}

QString Serial::text() const
{
    return QString::fromLatin1(octets_.toHex().toUpper());
}

} // namespace espseal::pki
