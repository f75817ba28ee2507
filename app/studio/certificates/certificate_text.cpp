// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/certificate_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text, const char *comment = nullptr, int count = -1)
{
    return QCoreApplication::translate("Certificates", text, comment, count);
}

} // namespace

CertificateHealth health_of(const StoredCredential &credential, const QList<Finding> &findings, const QDateTime &now)
{
    const pki::Certificate &certificate = credential.certificate;
    if (credential.key_problem)
        return CertificateHealth::broken_key;
    if (credential.revoked)
        return CertificateHealth::revoked;
    if (certificate.not_after() < now)
        return CertificateHealth::expired;
    if (certificate.not_before() > now)
        return CertificateHealth::future;
    if (is_weak(findings))
        return CertificateHealth::weak;
    if (std::ranges::any_of(findings, [](const Finding &finding) { return finding.severity == Severity::error; }))
        return CertificateHealth::unfit;
    if (now.daysTo(certificate.not_after()) < soon_days)
        return CertificateHealth::soon;
    if (credential.on_device)
        return CertificateHealth::key_on_device;
    if (credential.on_token)
        return CertificateHealth::key_on_token;
    return credential.has_key ? CertificateHealth::good : CertificateHealth::no_key;
}

bool is_weak(const QList<Finding> &findings)
{
    return std::ranges::any_of(findings, [](const Finding &finding) { return finding.code == "key-too-weak"_L1 || finding.code == "digest-too-weak"_L1; });
}

QString health_word(CertificateHealth health)
{
    switch (health) {
    case CertificateHealth::good:
        return tr("valid");
    case CertificateHealth::key_on_device:
        return tr("key on the device");
    case CertificateHealth::key_on_token:
        return tr("key on a token");
    case CertificateHealth::no_key:
        return tr("no key here", "the certificate's private key is not in the workspace");
    case CertificateHealth::soon:
        return tr("ends soon");
    case CertificateHealth::unfit:
        return tr("does not fit", "the device cannot use this certificate");
    case CertificateHealth::weak:
        return tr("weak");
    case CertificateHealth::future:
        return tr("not valid yet");
    case CertificateHealth::expired:
        return tr("expired");
    case CertificateHealth::revoked:
        return tr("revoked");
    case CertificateHealth::broken_key:
        return tr("key does not fit");
    }
    return {};
}

QString health_sentence(CertificateHealth health)
{
    switch (health) {
    case CertificateHealth::good:
        return tr("In date, with its key, and the device can use it.");
    case CertificateHealth::key_on_device:
        return tr("In date; the device made its key itself, and keeps it.");
    case CertificateHealth::key_on_token:
        return tr("In date; its key is on a token, which signs with it.");
    case CertificateHealth::no_key:
        return tr("Its private key is not in the workspace: it can be trusted here, not shown by a board.");
    case CertificateHealth::soon:
        return tr("It ends within 30 days.");
    case CertificateHealth::unfit:
        return tr("The device's firmware cannot use it.");
    case CertificateHealth::weak:
        return tr("Today's TLS libraries refuse its key or its signature.");
    case CertificateHealth::future:
        return tr("Its first day has not come yet.");
    case CertificateHealth::expired:
        return tr("Its last day is over.");
    case CertificateHealth::revoked:
        return tr("Its CA has revoked it.");
    case CertificateHealth::broken_key:
        return tr("The key file beside it belongs to another certificate.");
    }
    return {};
}

Tone health_tone(CertificateHealth health)
{
    switch (health) {
    case CertificateHealth::good:
    case CertificateHealth::key_on_device:
    case CertificateHealth::key_on_token:
        return Tone::good;
    case CertificateHealth::no_key:
        return Tone::neutral;
    case CertificateHealth::soon:
    case CertificateHealth::weak:
    case CertificateHealth::future:
        return Tone::caution;
    case CertificateHealth::unfit:
    case CertificateHealth::expired:
    case CertificateHealth::revoked:
    case CertificateHealth::broken_key:
        return Tone::bad;
    }
    return Tone::neutral;
}

QString health_icon(CertificateHealth health)
{
    switch (health) {
    case CertificateHealth::good:
        return u"ok"_s;
    case CertificateHealth::key_on_device:
        return u"board"_s;
    case CertificateHealth::key_on_token:
        return u"token"_s;
    case CertificateHealth::no_key:
        return u"key"_s;
    case CertificateHealth::soon:
    case CertificateHealth::future:
        return u"clock"_s;
    case CertificateHealth::weak:
        return u"warning"_s;
    case CertificateHealth::revoked:
        return u"stop"_s;
    case CertificateHealth::unfit:
    case CertificateHealth::expired:
    case CertificateHealth::broken_key:
        return u"error"_s;
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

QString use_text(const StoredCredential &credential)
{
    const bool below = credential.is_ca() && !credential.certificate.is_self_issued();
    return below ? tr("intermediate CA") : use_text(credential.certificate);
}

QString date_text(const QDateTime &when)
{
    return when.isValid() ? QLocale().toString(when.date(), u"d MMM yyyy"_s) : tr("no proper date");
}

pki::Role role_of(const pki::Certificate &certificate)
{
    if (certificate.is_ca())
        return pki::Role::ca;
    return certificate.allows(pki::Role::client) ? pki::Role::client : pki::Role::server;
}

QString until_text(const pki::Certificate &certificate, const QDateTime &now)
{
    const QDateTime end = certificate.not_after();
    if (!end.isValid())
        return tr("no proper date");
    const QString date = date_text(end);
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
