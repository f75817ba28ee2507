// SPDX-License-Identifier: Apache-2.0
#include "core/pki/mbedtls_path.h"

#include "core/pki/messages.h"
#include "core/pki/openssl.h"

#include <openssl/err.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr int most_intermediates = 8; // MBEDTLS_X509_MAX_INTERMEDIATE_CA

using Certificates = QList<MbedtlsCertificate>;

bool signed_by(const MbedtlsCertificate &child, const MbedtlsCertificate &parent)
{
    ERR_set_mark();
    const bool verifies = child.digest_known && X509_verify(child.certificate.native(), X509_get0_pubkey(parent.certificate.native())) == 1;
    ERR_pop_to_mark();
    return verifies;
}

bool is_issuer_name(const MbedtlsCertificate &child, const MbedtlsCertificate &parent)
{
    return same_name_for_mbedtls(X509_get_issuer_name(child.certificate.native()), X509_get_subject_name(parent.certificate.native()));
}

bool is_self_issued(const MbedtlsCertificate &certificate)
{
    return is_issuer_name(certificate, certificate);
}

QByteArrayView subject_der(const MbedtlsCertificate &certificate)
{
    const unsigned char *der = nullptr;
    std::size_t size = 0;
    X509_NAME_get0_der(X509_get_subject_name(certificate.certificate.native()), &der, &size);
    return { der, static_cast<qsizetype>(size) };
}

// x509_crt_check_parent(). `top`: the parent is in the CA sector. `bottom`: the child is the peer's own certificate.
bool may_be_parent(const MbedtlsCertificate &child, const MbedtlsCertificate &parent, bool top, bool bottom)
{
    if (!is_issuer_name(child, parent))
        return false;
    const bool old_root = top && parent.certificate.version() < 3;
    const bool pinned = top && bottom && child.certificate == parent.certificate;
    return parent.is_ca || old_root || pinned;
}

class Path {
public:
    Path(const Certificates &chain, const Certificates &trusted, const DeviceProfile &device, DeviceReport &report)
        : chain_(chain)
        , trusted_(trusted)
        , device_(device)
        , report_(report)
    {
    }

    // Each returns flags.
    std::uint32_t leaf();

private:
    // Where a parent was found: from that trusted CA on, or that certificate of the chain.
    std::uint32_t step(qsizetype child, int above, int self_issued, bool limited);
    std::uint32_t top(qsizetype child, qsizetype first, int above, int self_issued);
    std::uint32_t link(qsizetype child, qsizetype parent, int above, int self_issued);

    [[nodiscard]] std::uint32_t check_digest(const MbedtlsCertificate &child);
    [[nodiscard]] std::uint32_t check_key(const MbedtlsCertificate &owner);
    void tell_untrusted(const MbedtlsCertificate &child, int above, int self_issued);

    const Certificates &chain_;
    const Certificates &trusted_;
    const DeviceProfile &device_;
    DeviceReport &report_;
};

std::uint32_t Path::check_digest(const MbedtlsCertificate &child)
{
    if (child.digest_allowed)
        return 0;
    Finding cause = at(child.certificate,
        finding(u"digest-unsupported"_s, Severity::error,
            Messages::tr("The certificate of %1 is signed with %2, which the firmware refuses.")
                .arg(child.certificate.display_name(), child.certificate.signature_algorithm()),
            Messages::tr("Issue it again with SHA-256.")));
    cause.actions << fix_action(Fix::issue_again);
    report_.fail(cause);
    return mbedtls_bad_digest;
}

std::uint32_t Path::check_key(const MbedtlsCertificate &owner)
{
    const int least = least_rsa_bits(device_);
    if (owner.certificate.key().bits >= least)
        return 0;
    Finding cause = at(owner.certificate,
        finding(u"key-too-weak"_s, Severity::error,
            Messages::tr("The key of %1 (%2) is shorter than the %3 bits that %4 asks for.")
                .arg(owner.certificate.display_name(), owner.certificate.key().name)
                .arg(least)
                .arg(device_profile_name(device_)),
            Messages::tr("Issue it again with RSA-2048, or use the axTLS build or an SDK before 3.0.2.")));
    cause.actions << fix_action(Fix::issue_again);
    report_.fail(cause);
    return mbedtls_bad_key;
}

// mbedtls_x509_crt_verify_with_profile()
std::uint32_t Path::leaf()
{
    return check_key(chain_.first()) | step(0, 0, 0, false);
}

// Looks for the parent: in the CA sector first, as no exception counts for it, then further up what was sent; else at the top.
std::uint32_t Path::step(qsizetype child, int above, int self_issued, bool limited)
{
    const MbedtlsCertificate &certificate = chain_[child];
    const bool bottom = limited ? above == 1 : above == 0; // as the library passes path_cnt on
    for (qsizetype i = 0; i < trusted_.size(); ++i) {
        if (may_be_parent(certificate, trusted_[i], false, bottom))
            return top(child, i, above, self_issued);
    }
    for (qsizetype i = child + 1; i < chain_.size(); ++i) {
        const MbedtlsCertificate &candidate = chain_[i];
        if (limited && candidate.most_below > 0 && candidate.most_below < 1 + above - self_issued)
            continue;
        if (may_be_parent(certificate, candidate, false, bottom))
            return link(child, i, above, self_issued);
    }
    return top(child, 0, above, self_issued);
}

// x509_crt_verify_top()
std::uint32_t Path::top(qsizetype child, qsizetype first, int above, int self_issued)
{
    const MbedtlsCertificate &certificate = chain_[child];
    const std::uint32_t flags = check_digest(certificate);
    for (qsizetype i = certificate.digest_known ? first : trusted_.size(); i < trusted_.size(); ++i) {
        const MbedtlsCertificate &ca = trusted_[i];
        if (!may_be_parent(certificate, ca, true, above == 0))
            continue;
        const bool same_subject = subject_der(certificate) == subject_der(ca);
        const int below = above + (same_subject ? 0 : 1);
        if ((ca.most_below > 0 && ca.most_below < below - self_issued) || !signed_by(certificate, ca))
            continue;
        report_.pass(Messages::tr("%1 is signed by %2, which is in the CA sector.").arg(certificate.certificate.display_name(), ca.certificate.display_name()));
        return flags | check_key(ca);
    }
    tell_untrusted(certificate, above, self_issued);
    return flags | mbedtls_not_trusted;
}

// x509_crt_verify_child()
std::uint32_t Path::link(qsizetype child, qsizetype parent, int above, int self_issued)
{
    const MbedtlsCertificate &certificate = chain_[child];
    const MbedtlsCertificate &issuer = chain_[parent];
    if (above != 0 && is_self_issued(certificate))
        ++self_issued;
    if (above + 1 > most_intermediates) {
        report_.fail(finding(u"chain-too-long"_s, Severity::error, Messages::tr("The peer's chain has more than %1 CAs in between.").arg(most_intermediates),
            Messages::tr("Issue it with a CA nearer to the one on the device.")));
        return mbedtls_not_trusted;
    }
    std::uint32_t flags = check_digest(certificate);
    if (!certificate.digest_known) {
        flags |= mbedtls_not_trusted;
    } else {
        flags |= check_key(issuer);
        if (signed_by(certificate, issuer)) {
            report_.pass(
                Messages::tr("%1 is signed by %2, which the peer sent along.").arg(certificate.certificate.display_name(), issuer.certificate.display_name()));
        } else {
            report_.fail(at(certificate.certificate,
                finding(u"bad-signature"_s, Severity::error,
                    Messages::tr("The signature on the certificate of %1 is wrong.").arg(certificate.certificate.display_name()),
                    Messages::tr("Let the peer send the CA certificate that really signed it."))));
            flags |= mbedtls_not_trusted;
        }
    }
    return flags | step(parent, above + 1, self_issued, true);
}

// Why none of the CAs in the sector is the issuer.
void Path::tell_untrusted(const MbedtlsCertificate &child, int above, int self_issued)
{
    const QString name = child.certificate.display_name();
    QList<Certificate> cas;
    for (const MbedtlsCertificate &ca : trusted_) {
        cas << ca.certificate;
        if (!is_issuer_name(child, ca))
            continue;
        const QString issuer = ca.certificate.display_name();
        Finding cause;
        if (!may_be_parent(child, ca, true, above == 0))
            cause = finding(u"chain-invalid-ca"_s, Severity::error,
                Messages::tr("%1 in the CA sector signed the certificate of %2 but is no CA.").arg(issuer, name),
                Messages::tr("Make a proper CA certificate (CA:TRUE) and issue again."));
        else if (child.digest_known && signed_by(child, ca))
            cause = finding(u"chain-invalid-ca"_s, Severity::error, Messages::tr("There are more CAs below %1 than it allows.").arg(issuer),
                Messages::tr("Issue with a CA nearer to it, or make it without a path length."),
                Messages::tr("It allows %1, here are %2.").arg(ca.most_below - 1).arg(above - self_issued));
        else
            cause = finding(u"bad-signature"_s, Severity::error,
                Messages::tr("%1 in the CA sector has the issuer's name, but did not sign the certificate of %2.").arg(issuer, name),
                Messages::tr("Put the CA on the device that really signed it; two CAs have the same name."));
        cause.actions << fix_action(Fix::place_ca);
        report_.fail(at(child.certificate, cause));
        return;
    }
    report_.fail(device_knows_no_issuer(child.certificate, cas));
}

} // namespace

std::uint32_t verify_as_mbedtls(const Certificates &chain, const Certificates &trusted, const DeviceProfile &device, DeviceReport &report)
{
    return Path(chain, trusted, device, report).leaf();
}

} // namespace espseal::pki
