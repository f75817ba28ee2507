// SPDX-License-Identifier: Apache-2.0
#include "core/pki/finding.h"
#include "core/pki/issue.h"
#include "core/pki/messages.h"

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr int least_rsa_today = 2048;
constexpr int least_rsa_for_browsers = 1024;
constexpr int sha1_bits = 160;

QString day(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-dd"_s);
}

// Who refuses a certificate that was made for old peers, and why.
void add_rejections(const Certificate &made, QList<Finding> &findings)
{
    const KeyKind key = made.key();
    const bool is_short = key.type == KeyType::rsa && key.bits < least_rsa_today;
    const bool is_sha1 = made.signature_digest_bits() > 0 && made.signature_digest_bits() <= sha1_bits && !made.is_self_issued();
    const bool is_version_1 = made.version() == 1;
    QStringList what;
    QStringList who;
    if (is_short) {
        what << key.name;
        who << Messages::tr("OpenSSL at its default security level and SDK 3.0.2 or later with mbedTLS (RSA below 2048 bits)");
        if (key.bits < least_rsa_for_browsers)
            who << Messages::tr("browsers and the espseal runtime (RSA below 1024 bits)");
    }
    if (is_sha1) {
        what << Messages::tr("a signature with SHA-1");
        who << Messages::tr("OpenSSL at its default security level and browsers (SHA-1)");
    }
    if (is_version_1) {
        what << Messages::tr("X.509 version 1");
        who << Messages::tr("browsers and strict verifiers (version 1: no alternative names, no usages)");
    }
    if (what.isEmpty())
        return;
    findings << finding(u"rejected-today"_s, Severity::warning,
        Messages::tr("%1 is for old peers only: it has %2.").arg(made.display_name(), what.join(Messages::tr(" and "))),
        Messages::tr("Take RSA-2048 or P-256, SHA-256 and version 3 unless an old device needs this."), Messages::tr("Refused by %1.").arg(who.join(u"; "_s)));
}

} // namespace

QList<Finding> issue_findings(const Certificate &made, const Certificate &ca, const QDateTime &now)
{
    QList<Finding> findings;
    if (made != ca && made.not_after() > ca.not_after().addDays(1))
        findings << finding(u"outlives-ca"_s, Severity::warning,
            Messages::tr("%1 is valid until %2, its CA %3 only until %4.")
                .arg(made.display_name(), day(made.not_after()), ca.display_name(), day(ca.not_after())),
            Messages::tr("Let it end earlier, or renew the CA in time: peers refuse it from then on."));
    if (ca.not_after() < now)
        findings << finding(u"ca-expired"_s, Severity::warning, Messages::tr("The CA %1 expired on %2.").arg(ca.display_name(), day(ca.not_after())),
            Messages::tr("Renew the CA first: peers refuse what it signs."));
    if (made.version() == 3 && made.allows(Role::server) && !made.is_ca() && made.alt_names().isEmpty())
        findings << finding(u"no-alt-name"_s, Severity::warning,
            Messages::tr("%1 is a server's certificate without a host name or address.").arg(made.display_name()),
            Messages::tr("Give its addresses with --san; clients no longer look at the common name."), Messages::tr("RFC 9525, section 2."));
    add_rejections(made, findings);
    for (Finding &each : findings)
        each = at(made, each);
    return findings;
}

} // namespace espseal::pki
