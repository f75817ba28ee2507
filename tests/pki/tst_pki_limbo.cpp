// SPDX-License-Identifier: Apache-2.0
// Chains judged as the x509-limbo suite expects; what differs is listed with its reason.
#include <QTest>

#include "tests/pki/limbo.h"
#include "tests/pki/support.h"

#include <algorithm>

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;

namespace {

struct Deviation {
    const char *reason = nullptr;
    std::initializer_list<const char *> ids {};
};

// `openssl verify` says the same (tst_pki_beside_openssl): these are OpenSSL's ways.
const Deviation deviations[] = {
    { "OpenSSL asks that of a CA that issues, not of lists that it verifies (RFC 5280 5.2.3).", { "crl::crlnumber-missing" } },
    { "-x509_strict wants a key usage in every CA certificate (RFC 5280 4.2.1.3: conforming CAs include it).", { "crl::issuer-no-keyusage-extension" } },
    { "OpenSSL compares an excluded name with a wildcard name letter by letter; no rule says that the wildcard covers it.",
        { "cve::cve-2025-61727", "rfc5280::nc::nc-forbids-dnsname-wildcard-san" } },
    { "OpenSSL's server purpose wants digitalSignature or keyEncipherment, which this CA in the leaf's place does not have.",
        { "pathlen::validation-ignores-pathlen-in-leaf", "rfc5280::ca-as-leaf" } },
    { "OpenSSL counts self-issued intermediates in its depth limit.", { "pathlen::max-chain-depth-1-self-issued" } },
    { "An anchor is trusted as it is: OpenSSL does not look at its key identifiers.",
        { "rfc5280::aki::cross-signed-root-missing-aki", "webpki::aki::root-with-aki-missing-keyidentifier", "webpki::aki::root-with-aki-authoritycertissuer",
            "webpki::aki::root-with-aki-authoritycertserialnumber", "webpki::aki::root-with-aki-all-fields", "webpki::aki::root-with-aki-ski-mismatch" } },
    { "OpenSSL applies the constraint also where it is not marked critical, which is the safe side.",
        { "rfc5280::nc::permitted-dns-match-noncritical", "rfc5280::pc::ica-noncritical-pc" } },
    { "OpenSSL takes a leading period in a DNS constraint for 'subdomains only', as most verifiers do.", { "rfc5280::nc::invalid-dnsname-leading-period" } },
    { "OpenSSL does not mind name constraints in a leaf: they constrain nothing.",
        { "rfc5280::nc::not-allowed-in-ee-noncritical", "rfc5280::nc::not-allowed-in-ee-critical" } },
    { "OpenSSL compares constraints with names that are malformed; such a name matches no host when it is asked for.",
        { "rfc5280::nc::nc-permits-invalid-dns-san", "rfc5280::nc::nc-permits-invalid-email-san" } },
    { "OpenSSL builds one chain and does not go back to try another one.",
        { "rfc5280::nc::nc-forbids-alternate-chain-ica", "rfc5280::nc::nc-forbids-same-chain-ica" } },
    { "OpenSSL does not check the syntax of names in a certificate.", { "rfc5280::san::underscore-dns" } },
    { "OpenSSL takes serial numbers of any form; those of our own CAs are positive and short.",
        { "rfc5280::serial::too-long", "rfc5280::serial::zero", "rfc5280::serial::negative" } },
    { "OpenSSL takes the very second of notAfter for too late.", { "rfc5280::validity::notafter-exact", "rfc5280::validity::notafter-fractional" } },
    { "CA/Browser rule for public CAs on what a common name may be; the name asked for is in the SAN.",
        { "webpki::cn::ipv4-hex-mismatch", "webpki::cn::ipv4-leading-zeros-mismatch", "webpki::cn::ipv6-uppercase-mismatch",
            "webpki::cn::ipv6-uncompressed-mismatch", "webpki::cn::ipv6-non-rfc5952-mismatch", "webpki::cn::punycode-not-in-san",
            "webpki::cn::utf8-vs-punycode-mismatch", "webpki::cn::not-in-san", "webpki::cn::case-mismatch" } },
    { "CA/Browser rule for public CAs on extended key usage, beyond RFC 5280.",
        { "webpki::eku::ee-anyeku", "webpki::eku::ee-critical-eku", "webpki::eku::ee-without-eku", "webpki::eku::root-has-eku" } },
    { "CA/Browser rule: OpenSSL takes empty name constraints for none.",
        { "webpki::nc::intermediate-permitted-excluded-subtrees-both-null", "webpki::nc::intermediate-permitted-excluded-subtrees-both-empty-sequences" } },
    { "The list of public suffixes is the browsers' matter.",
        { "webpki::san::public-suffix-multi-label-wildcard-san", "webpki::san::public-suffix-private-namespace-wildcard-san" } },
    { "OpenSSL matches a wildcard that is part of a label (RFC 6125 6.4.3 allowed it).", { "webpki::san::wildcard-embedded-leftmost-san" } },
    { "OpenSSL falls back to the common name; judge() warns of it with name-common-name-only.", { "webpki::san::no-san" } },
    { "CA/Browser rule for public CAs on the form of certificates, beyond RFC 5280.",
        { "webpki::san::san-critical-with-nonempty-subject", "webpki::malformed-aia", "webpki::v1-cert", "webpki::ee-basicconstraints-ca" } },
    { "CA/Browser rule for public CAs on keys; OpenSSL's level 2 asks for security bits only.",
        { "webpki::forbidden-dsa-root", "webpki::forbidden-dsa-leaf", "webpki::forbidden-rsa-not-divisible-by-8-in-root",
            "webpki::forbidden-rsa-key-not-divisible-by-8-in-leaf" } },
};

const Deviation *deviation_of(const QString &id)
{
    for (const Deviation &deviation : deviations) {
        if (std::ranges::any_of(deviation.ids, [&](const char *name) { return id == QLatin1StringView(name); }))
            return &deviation;
    }
    return nullptr;
}

} // namespace

class LimboTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void verdicts_data()
    {
        QTest::addColumn<LimboCase>("one");
        for (const LimboCase &one : limbo_cases())
            QTest::newRow(qPrintable(one.id)) << one;
    }
    void verdicts()
    {
        QFETCH(const LimboCase, one);
        const ChainVerdict verdict = one.readable ? ask_openssl(one.certificate.first(), one.question) : ChainVerdict();
        const bool verifies = one.readable && verdict.accepted();
        const Deviation *known = deviation_of(one.id);
        const QString said = verdict.errors.isEmpty() ? u"accepted"_s : verdict.errors.first().text;
        if (known)
            QVERIFY2(verifies != one.should_verify, qPrintable(u"no longer deviates, take it off the list: "_s + QString::fromLatin1(known->reason)));
        else
            QVERIFY2(verifies == one.should_verify, qPrintable(u"%1 (%2)"_s.arg(one.should_verify ? u"should verify"_s : u"should not verify"_s, said)));
        if (one.readable && !verifies)
            QVERIFY(!verdict.findings.isEmpty());
    }
    void every_deviation_is_a_case()
    {
        QStringList ids;
        for (const LimboCase &one : limbo_cases())
            ids << one.id;
        QCOMPARE(ids.size(), 208);
        for (const Deviation &deviation : deviations) {
            for (const char *id : deviation.ids)
                QVERIFY2(ids.contains(QLatin1StringView(id)), id);
        }
    }
};

QTEST_GUILESS_MAIN(LimboTest)
#include "tst_pki_limbo.moc"
