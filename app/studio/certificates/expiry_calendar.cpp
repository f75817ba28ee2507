// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/expiry_calendar.h"

#include "core/base/files.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr qsizetype longest_line = 75; // octets, RFC 5545 3.1
constexpr int reminder_days = 30;

QString tr(const char *text)
{
    return QCoreApplication::translate("Calendar", text);
}

QString escaped(QString text)
{
    return text.replace(u'\\', u"\\\\"_s).replace(u';', u"\\;"_s).replace(u',', u"\\,"_s).replace(u'\n', u"\\n"_s);
}

// Long lines go on behind a space; no UTF-8 character is torn apart.
QByteArray folded(const QString &line)
{
    const QByteArray bytes = line.toUtf8();
    QByteArray out;
    qsizetype room = longest_line;
    for (qsizetype from = 0; from < bytes.size();) {
        qsizetype to = std::min(from + room, bytes.size());
        while (to < bytes.size() && (static_cast<unsigned char>(bytes.at(to)) & 0xC0U) == 0x80U)
            --to;
        out += (from == 0 ? "" : " ") + bytes.mid(from, to - from) + "\r\n";
        from = to;
        room = longest_line - 1;
    }
    return out;
}

QByteArray event(const StoredCredential &credential, const QDateTime &now)
{
    const pki::Certificate &certificate = credential.certificate;
    const QDate day = certificate.not_after().date();
    const QString title = tr("The certificate %1 ends").arg(certificate.display_name());
    const QString detail = tr("Signed by %1, serial number %2.").arg(certificate.issuer_name(), certificate.serial());
    QByteArray lines;
    for (const QString &line :
        { u"BEGIN:VEVENT"_s, u"UID:%1@espseal"_s.arg(certificate.id()), u"DTSTAMP:%1"_s.arg(now.toUTC().toString(u"yyyyMMdd'T'HHmmss'Z'"_s)),
            u"DTSTART;VALUE=DATE:%1"_s.arg(day.toString(u"yyyyMMdd"_s)), u"DTEND;VALUE=DATE:%1"_s.arg(day.addDays(1).toString(u"yyyyMMdd"_s)),
            u"SUMMARY:%1"_s.arg(escaped(title)), u"DESCRIPTION:%1"_s.arg(escaped(detail)), u"TRANSP:TRANSPARENT"_s, u"BEGIN:VALARM"_s, u"ACTION:DISPLAY"_s,
            u"DESCRIPTION:%1"_s.arg(escaped(title)), u"TRIGGER:-P%1D"_s.arg(reminder_days), u"END:VALARM"_s, u"END:VEVENT"_s })
        lines += folded(line);
    return lines;
}

} // namespace

QByteArray expiry_calendar(const QList<StoredCredential> &credentials, const QDateTime &now)
{
    QByteArray text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//espseal//certificates//EN\r\nCALSCALE:GREGORIAN\r\n";
    for (const StoredCredential &credential : credentials)
        if (credential.certificate.not_after().isValid())
            text += event(credential, now);
    return text + "END:VCALENDAR\r\n";
}

Result<void> write_expiry_calendar(const QList<StoredCredential> &credentials, const QString &path)
{
    return write_file(path, expiry_calendar(credentials));
}

} // namespace espseal::studio
