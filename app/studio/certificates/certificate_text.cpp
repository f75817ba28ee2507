// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/certificate_text.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int soon_days = 30;

QString tr(const char *text, const char *comment = nullptr, int count = -1)
{
    return QCoreApplication::translate("Certificates", text, comment, count);
}

} // namespace

CertificateHealth health_of(const StoredCredential &credential, const QDateTime &now)
{
    const pki::Certificate &certificate = credential.certificate;
    if (credential.key_problem)
        return CertificateHealth::broken_key;
    if (certificate.not_after() < now)
        return CertificateHealth::expired;
    if (certificate.not_before() > now)
        return CertificateHealth::future;
    if (now.daysTo(certificate.not_after()) < soon_days)
        return CertificateHealth::soon;
    return credential.has_key ? CertificateHealth::good : CertificateHealth::no_key;
}

QString health_word(CertificateHealth health)
{
    switch (health) {
    case CertificateHealth::good:
        return tr("valid");
    case CertificateHealth::soon:
        return tr("ends soon");
    case CertificateHealth::expired:
        return tr("expired");
    case CertificateHealth::future:
        return tr("not valid yet");
    case CertificateHealth::no_key:
        return tr("no key here", "the certificate's private key is not in the workspace");
    case CertificateHealth::broken_key:
        return tr("key does not fit");
    }
    return {};
}

Tone health_tone(CertificateHealth health)
{
    switch (health) {
    case CertificateHealth::good:
        return Tone::good;
    case CertificateHealth::soon:
    case CertificateHealth::future:
        return Tone::caution;
    case CertificateHealth::expired:
    case CertificateHealth::broken_key:
        return Tone::bad;
    case CertificateHealth::no_key:
        return Tone::neutral;
    }
    return Tone::neutral;
}

QString health_icon(CertificateHealth health)
{
    switch (health) {
    case CertificateHealth::good:
        return u"ok"_s;
    case CertificateHealth::soon:
    case CertificateHealth::future:
        return u"clock"_s;
    case CertificateHealth::expired:
    case CertificateHealth::broken_key:
        return u"error"_s;
    case CertificateHealth::no_key:
        return u"key"_s;
    }
    return {};
}

QString use_text(const pki::Certificate &certificate)
{
    if (certificate.is_ca())
        return tr("CA");
    const bool server = certificate.allows(pki::Role::server);
    const bool client = certificate.allows(pki::Role::client);
    if (server && client)
        return tr("server and client");
    if (server)
        return tr("server");
    return client ? tr("client") : tr("other");
}

QString until_text(const pki::Certificate &certificate, const QDateTime &now)
{
    const QDateTime end = certificate.not_after();
    if (!end.isValid())
        return tr("no proper date");
    const QString date = QLocale().toString(end.date(), u"d MMM yyyy"_s);
    const qint64 days = now.daysTo(end);
    if (days < 0)
        return tr("%1, %n day(s) ago", "date", static_cast<int>(-days)).arg(date);
    return tr("%1, %n day(s)", "date", static_cast<int>(days)).arg(date);
}

QString names_text(const pki::Certificate &certificate)
{
    QStringList names;
    for (const pki::AltName &name : certificate.alt_names())
        names.append(name.value);
    return names.join(u", "_s);
}

} // namespace espseal::studio
