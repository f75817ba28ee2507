// SPDX-License-Identifier: Apache-2.0
#include "app/cli/pki/report.h"

#include "app/cli/pki/messages.h"
#include "core/base/units.h"
#include "core/pki/match.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

QJsonArray names_to_json(const pki::Certificate &certificate)
{
    QJsonArray names;
    for (const pki::AltName &name : certificate.alt_names())
        names << pki::to_string(name);
    return names;
}

QStringList uses_of(const pki::Certificate &certificate)
{
    QStringList uses;
    for (const pki::Role role : { pki::Role::ca, pki::Role::server, pki::Role::client }) {
        if (certificate.allows(role))
            uses << pki::role_name(role);
    }
    return uses;
}

QString minute(const QDateTime &time)
{
    return time.isValid() ? time.toString(u"yyyy-MM-dd HH:mm"_s) : PkiText::tr("no proper time");
}

QString severity_word(Severity severity)
{
    switch (severity) {
    case Severity::info:
        return PkiText::tr("note");
    case Severity::warning:
        return PkiText::tr("warning");
    case Severity::error:
        break;
    }
    return PkiText::tr("problem"); // the work was done; it may not do on the device
}

} // namespace

QJsonObject to_json(const pki::Certificate &certificate)
{
    return {
        { u"subject"_s, certificate.subject() },
        { u"issuer"_s, certificate.issuer() },
        { u"common_name"_s, certificate.common_name() },
        { u"serial"_s, certificate.serial() },
        { u"version"_s, certificate.version() },
        { u"not_before"_s, certificate.not_before().toString(Qt::ISODate) },
        { u"not_after"_s, certificate.not_after().toString(Qt::ISODate) },
        { u"key"_s, certificate.key().name },
        { u"key_bits"_s, certificate.key().bits },
        { u"signature_algorithm"_s, certificate.signature_algorithm() },
        { u"san"_s, names_to_json(certificate) },
        { u"is_ca"_s, certificate.is_ca() },
        { u"uses"_s, QJsonArray::fromStringList(uses_of(certificate)) },
        { u"sha256"_s, certificate.id() },
        { u"der_bytes"_s, certificate.der().size() },
    };
}

QJsonArray to_json(const QList<pki::Certificate> &certificates)
{
    QJsonArray array;
    for (const pki::Certificate &certificate : certificates)
        array << to_json(certificate);
    return array;
}

QJsonObject to_json(const pki::PrivateKey &key)
{
    const pki::KeyKind kind = key.kind();
    return { { u"key"_s, kind.name }, { u"key_bits"_s, kind.bits } };
}

QJsonObject to_json(const pki::CertificateRequest &request)
{
    QJsonArray names;
    for (const pki::AltName &name : request.alt_names())
        names << pki::to_string(name);
    return {
        { u"subject"_s, request.subject() },
        { u"common_name"_s, request.common_name() },
        { u"san"_s, names },
        { u"extensions"_s, QJsonArray::fromStringList(request.extensions()) },
        { u"key"_s, request.key().name },
        { u"key_bits"_s, request.key().bits },
        { u"signature_algorithm"_s, request.signature_algorithm() },
        { u"verifies"_s, request.verifies() },
        { u"sha256"_s, request.id() },
    };
}

QJsonObject to_json(const pki::Crl &crl)
{
    QJsonArray entries;
    for (const pki::RevokedEntry &entry : crl.entries())
        entries << QJsonObject { { u"serial"_s, entry.serial }, { u"when"_s, entry.when.toString(Qt::ISODate) },
            { u"reason"_s, pki::reason_name(entry.reason) } };
    return {
        { u"issuer"_s, crl.issuer() },
        { u"number"_s, crl.number() },
        { u"this_update"_s, crl.this_update().toString(Qt::ISODate) },
        { u"next_update"_s, crl.next_update().toString(Qt::ISODate) },
        { u"signature_algorithm"_s, crl.signature_algorithm() },
        { u"entries"_s, entries },
    };
}

QJsonArray to_json(const QList<Finding> &findings)
{
    QJsonArray array;
    for (const Finding &finding : findings)
        array << espseal::to_json(finding);
    return array;
}

QStringList describe(const pki::Certificate &certificate)
{
    QStringList names;
    for (const pki::AltName &name : certificate.alt_names())
        names << pki::to_string(name);
    const auto line = [](const QString &label, const QString &value) { return u"  "_s + label.leftJustified(12) + value; };
    QStringList lines {
        certificate.display_name(),
        line(PkiText::tr("Subject"), certificate.subject()),
        line(PkiText::tr("Issuer"), certificate.issuer()),
        line(PkiText::tr("Valid"), PkiText::tr("%1 to %2 UTC").arg(minute(certificate.not_before()), minute(certificate.not_after()))),
        line(PkiText::tr("Key"), certificate.key().name),
        line(PkiText::tr("Signature"), certificate.signature_algorithm()),
        line(PkiText::tr("Use"), uses_of(certificate).join(u", "_s)),
    };
    if (!names.isEmpty())
        lines << line(PkiText::tr("Names"), names.join(u", "_s));
    lines << line(PkiText::tr("Serial"), certificate.serial()) << line(PkiText::tr("SHA-256"), pki::fingerprint_text(certificate.fingerprint()))
          << line(PkiText::tr("Size"), PkiText::tr("%1 as DER").arg(to_string(Size(static_cast<std::uint64_t>(certificate.der().size())))));
    return lines;
}

void note(const Session &session, const QList<Finding> &findings)
{
    for (const Finding &finding : findings) {
        session.note(severity_word(finding.severity) + u": "_s + finding.message + u' ' + finding.fix);
        if (!finding.why.isEmpty())
            session.note(u"  "_s + finding.why);
    }
}

pki::Role likely_role(const pki::Certificate &certificate)
{
    return pki::natural_role(certificate);
}

} // namespace espseal::cli
