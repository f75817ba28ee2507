// SPDX-License-Identifier: Apache-2.0
#include "core/pki/match_findings.h"

#include "core/pki/finding.h"
#include "core/pki/messages.h"

#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

QString listed(const QStringList &files)
{
    constexpr qsizetype most = 4;
    if (files.size() <= most)
        return files.join(u", "_s);
    return Messages::tr("%1 and %n more", nullptr, static_cast<int>(files.size() - most)).arg(files.first(most).join(u", "_s));
}

void add_duplicate(QList<Finding> &findings, const QString &what, const QStringList &files)
{
    if (files.size() > 1)
        findings << finding(
            u"duplicate"_s, Severity::info, Messages::tr("%1 is in %2; it counts once.").arg(what, listed(files)), Messages::tr("Nothing needs to be done."));
}

void add(QList<Finding> &findings, const MatchedCertificate &matched)
{
    const QString name = matched.certificate.display_name();
    add_duplicate(findings, Messages::tr("The certificate of %1").arg(name), matched.files);
    if (!matched.key && matched.role != Role::ca)
        findings << at(matched.certificate,
            finding(u"certificate-without-key"_s, Severity::info,
                Messages::tr("There is no private key for the certificate of %1 (%2).").arg(name, listed(matched.files)),
                Messages::tr("Add the file with its key, if a device is to use it.")));
    if (!matched.complete)
        findings << at(matched.certificate,
            finding(u"issuer-missing"_s, Severity::info,
                Messages::tr("The CA \"%1\" that signed %2 is not among the files.")
                    .arg((matched.chain.isEmpty() ? matched.certificate : matched.chain.last()).issuer_name(),
                        (matched.chain.isEmpty() ? matched.certificate : matched.chain.last()).display_name()),
                Messages::tr("Add that CA's certificate, if somebody is to verify it.")));
}

// A renewed certificate, as a rule.
void add_shared_keys(QList<Finding> &findings, const QList<MatchedCertificate> &certificates)
{
    QHash<const void *, QStringList> names;
    QList<const void *> order;
    for (const MatchedCertificate &matched : certificates) {
        if (!matched.key)
            continue;
        const void *key = matched.key->native();
        if (!names.contains(key))
            order << key;
        names[key] << Messages::tr("%1 (serial %2)").arg(matched.certificate.display_name(), matched.certificate.serial());
    }
    for (const void *key : std::as_const(order)) {
        if (names[key].size() > 1)
            findings << finding(u"several-certificates-for-key"_s, Severity::info,
                Messages::tr("One private key has several certificates: %1.").arg(listed(names[key])),
                Messages::tr("Use the one that is meant, as a rule the newest."));
    }
}

void add(QList<Finding> &findings, const MatchedKey &matched, const QList<MatchedRequest> &requests)
{
    add_duplicate(findings, Messages::tr("The private key %1").arg(matched.key.kind().name), matched.files);
    const auto request = std::ranges::find_if(requests, [&](const MatchedRequest &candidate) { return candidate.request.matches(matched.key); });
    findings << (request == requests.end()
            ? finding(u"key-without-certificate"_s, Severity::warning,
                  Messages::tr("The private key %1 in %2 belongs to none of the certificates.").arg(matched.key.kind().name, listed(matched.files)),
                  Messages::tr("Add the file with its certificate."))
            : finding(u"key-without-certificate"_s, Severity::info,
                  Messages::tr("The private key %1 in %2 belongs to the request of %3, which is not answered yet.")
                      .arg(matched.key.kind().name, listed(matched.files), request->request.display_name()),
                  Messages::tr("Import the CA's answer when it comes.")));
}

void add(QList<Finding> &findings, const MatchedRequest &matched)
{
    const QString name = matched.request.display_name();
    add_duplicate(findings, Messages::tr("The request of %1").arg(name), matched.files);
    if (!matched.request.verifies())
        findings << finding(u"request-not-signed-by-its-key"_s, Severity::warning,
            Messages::tr("The request of %1 (%2) is not signed by its own key.").arg(name, listed(matched.files)),
            Messages::tr("Do not sign it; ask for another."));
    if (matched.answers.isEmpty())
        findings << finding(u"request-unanswered"_s, Severity::info,
            Messages::tr("No certificate answers the request of %1 (%2).").arg(name, listed(matched.files)),
            Messages::tr("Send it to a CA, or sign it with `espseal cert sign`."));
    if (!matched.key)
        findings << finding(u"request-without-key"_s, Severity::info,
            Messages::tr("There is no private key for the request of %1 (%2).").arg(name, listed(matched.files)),
            Messages::tr("It stays with who made the request; add its file if that was you."));
}

void add(QList<Finding> &findings, const MatchedCrl &matched)
{
    add_duplicate(findings, Messages::tr("The revocation list of %1").arg(matched.crl.issuer_name()), matched.files);
    if (!matched.ca)
        findings << finding(u"crl-without-ca"_s, Severity::info,
            Messages::tr("The CA \"%1\" that signed the revocation list in %2 is not among the files.").arg(matched.crl.issuer_name(), listed(matched.files)),
            Messages::tr("Add that CA's certificate."));
}

} // namespace

QList<Finding> match_findings(const Matching &matching)
{
    QList<Finding> findings;
    for (const MatchedCertificate &matched : matching.certificates)
        add(findings, matched);
    add_shared_keys(findings, matching.certificates);
    for (const MatchedKey &matched : matching.lonely_keys)
        add(findings, matched, matching.requests);
    for (const MatchedRequest &matched : matching.requests)
        add(findings, matched);
    for (const MatchedCrl &matched : matching.crls)
        add(findings, matched);
    return findings;
}

} // namespace espseal::pki
