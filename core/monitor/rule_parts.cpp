// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/rule_parts.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QTimeZone>

#include "core/monitor/codes.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

constexpr std::int64_t bearssl_received = 256;
constexpr std::int64_t bearssl_sent = 512;
constexpr std::uint8_t fatal = 2;

std::optional<std::uint8_t> fatal_alert(const Session &session, Flow flow)
{
    for (const AlertSeen &alert : session.alerts) {
        if (alert.flow == flow && !alert.encrypted && alert.level == fatal)
            return alert.description;
    }
    return {};
}

// "CN = Farm CA, O = Farm" -> "Farm CA"; the whole name where it has no CN.
QString common_name(const QString &name)
{
    const QStringList parts = name.split(u", "_s);
    for (const QString &part : parts) {
        if (part.startsWith("CN = "_L1) || part.startsWith("CN="_L1))
            return part.sliced(part.indexOf(u'=') + 1).trimmed();
    }
    return name;
}

} // namespace

QString rule_text(const char *source)
{
    return QCoreApplication::translate("espseal::diagnosis", source);
}

Finding cause(const char *code, Confidence confidence, QString message, QString why, QString fix)
{
    return { .code = QString::fromLatin1(code),
        .severity = Severity::error,
        .confidence = confidence,
        .message = std::move(message),
        .why = std::move(why),
        .fix = std::move(fix) };
}

QString peer_name(const Session &session)
{
    return session.peer.isEmpty() ? rule_text("the peer") : session.peer;
}

QString date_text(std::uint64_t unix_seconds)
{
    return QDateTime::fromSecsSinceEpoch(static_cast<qint64>(unix_seconds), QTimeZone::UTC).date().toString(Qt::ISODate);
}

QString short_address(Address address)
{
    return u"0x"_s + QString::number(address.value(), 16).toUpper();
}

QList<CertificateSeen> chain_of(const Session &session, Flow flow)
{
    QList<CertificateSeen> chain;
    std::copy_if(session.certificates.cbegin(), session.certificates.cend(), std::back_inserter(chain),
        [flow](const CertificateSeen &certificate) { return certificate.flow == flow; });
    return chain;
}

QString leaf_text(const Session &session, Flow flow)
{
    const QList<CertificateSeen> chain = chain_of(session, flow);
    if (chain.isEmpty())
        return {};
    const CertificateSeen &leaf = chain.constFirst();
    if (!leaf.subject.isEmpty())
        return rule_text("\"%1\" from \"%2\"").arg(common_name(leaf.subject), common_name(leaf.issuer));
    return rule_text("certificate %1...").arg(QString::fromLatin1(leaf.sha256.first(std::min<qsizetype>(leaf.sha256.size(), 4)).toHex(':')));
}

std::int64_t library_code(const Session &session)
{
    return session.traced && session.tls_error > 0 && session.tls_error < bearssl_received ? session.tls_error : 0;
}

std::optional<std::uint8_t> alert_to_device(const Session &session)
{
    if (session.traced && session.tls_error >= bearssl_received && session.tls_error < bearssl_sent)
        return static_cast<std::uint8_t>(session.tls_error - bearssl_received);
    return fatal_alert(session, Flow::peer_to_device);
}

std::optional<std::uint8_t> alert_from_device(const Session &session)
{
    if (session.traced && session.tls_error >= bearssl_sent && session.tls_error < bearssl_sent + bearssl_received)
        return static_cast<std::uint8_t>(session.tls_error - bearssl_sent);
    return fatal_alert(session, Flow::device_to_peer);
}

bool verify_error(const Session &session, std::initializer_list<int> codes)
{
    if (!session.peer_facts || session.peer_facts->verify_errors.isEmpty())
        return false;
    // The first one decided; those behind it follow from it.
    return std::find(codes.begin(), codes.end(), session.peer_facts->verify_errors.constFirst().code) != codes.end();
}

bool peer_error(const Session &session, QStringView part)
{
    return session.peer_facts && session.peer_facts->error.contains(part);
}

const RuntimeErrorSeen *device_error(const Session &session, QStringView part)
{
    const QList<RuntimeErrorSeen> &errors = session.traced ? session.errors : session.device.errors;
    const auto found = std::find_if(errors.cbegin(), errors.cend(), [part](const RuntimeErrorSeen &error) { return error.what.contains(part); });
    return found == errors.cend() ? nullptr : &*found;
}

QString code_evidence(const Session &session)
{
    const CodeFamily family = session.tls_error < 0 ? CodeFamily::mbedtls : CodeFamily::bearssl;
    const auto explained = session.tls_error == 0 ? std::nullopt : explain(family, session.tls_error);
    return explained ? u"%1 %2, %3"_s.arg(family_title(family), explained->shown, explained->name) : QString();
}

QString seen_text(QStringList parts)
{
    parts.removeAll(QString());
    return parts.isEmpty() ? QString() : rule_text("Seen: %1.").arg(parts.join(u"; "_s));
}

QString last_message_text(const Session &session)
{
    return session.steps.isEmpty() ? QString() : seen_text({ rule_text("the last message was %1").arg(session.steps.constLast().name) });
}

} // namespace espseal::monitor
