// SPDX-License-Identifier: Apache-2.0
#include "core/pki/axtls_certificate.h"

#include "core/pki/certificate_fields.h"
#include "core/pki/messages.h"
#include "core/pki/openssl.h"

#include <algorithm>

#include <openssl/err.h>

namespace espseal::pki {

namespace {

using Read = std::expected<void, QString>;

// asn1_get_printable_str(): BMPString loses its high bytes, the rest is taken as it is; strcmp() stops at a NUL.
QByteArray text_of(const ASN1_STRING *string)
{
    QByteArray bytes(reinterpret_cast<const char *>(ASN1_STRING_get0_data(string)), ASN1_STRING_length(string));
    if (ASN1_STRING_type(string) == V_ASN1_BMPSTRING) {
        QByteArray narrow;
        for (qsizetype i = 1; i < bytes.size(); i += 2)
            narrow += bytes[i];
        bytes = narrow;
    }
    const qsizetype nul = bytes.indexOf('\0');
    return nul < 0 ? bytes : bytes.first(nul);
}

Read read_name(const X509_NAME *name, AxtlsName &parts)
{
    constexpr std::array kinds { NID_commonName, NID_organizationName, NID_organizationalUnitName };
    constexpr std::array types { V_ASN1_PRINTABLESTRING, V_ASN1_UTF8STRING, V_ASN1_T61STRING, V_ASN1_IA5STRING, V_ASN1_BMPSTRING };
    int set = -1;
    for (int i = 0; i < X509_NAME_entry_count(name); ++i) {
        const X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, i);
        const ASN1_STRING *value = X509_NAME_ENTRY_get_data(entry);
        if (X509_NAME_ENTRY_set(entry) == set)
            return std::unexpected(Messages::tr("A name in it has several values in one part."));
        set = X509_NAME_ENTRY_set(entry);
        if (!std::ranges::contains(types, ASN1_STRING_type(value)))
            return std::unexpected(Messages::tr("A name in it is of a string type that the firmware does not know."));
        const auto *const kind = std::ranges::find(kinds, OBJ_obj2nid(X509_NAME_ENTRY_get_object(entry)));
        if (kind == kinds.end())
            continue;
        auto &part = parts[static_cast<std::size_t>(kind - kinds.begin())];
        if (!part)
            part = text_of(value);
    }
    return {};
}

// asn1_get_utc_time() of libssl.a: two-digit years up to 50 are this century's, hours count in GeneralizedTime only, 32 bits wrap.
std::int32_t seconds_of(const ASN1_TIME *time)
{
    QDateTime moment = time_of(time);
    if (ASN1_STRING_type(time) == V_ASN1_UTCTIME) {
        moment.setTime(QTime(0, 0));
        if (moment.date().year() == 1950)
            moment = moment.addYears(100);
    } else if (moment.date().year() <= 1901) {
        return 0;
    }
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(moment.toSecsSinceEpoch()));
}

Read read_signature(const X509 *native, AxtlsCertificate &read)
{
    const int signature = X509_get_signature_nid(native);
    int digest = NID_undef;
    int key = NID_undef;
    OBJ_find_sigid_algs(signature, &digest, &key);
    const bool is_rsa = key == NID_rsaEncryption || signature == NID_rsassaPss;
    if (!is_rsa)
        return std::unexpected(Messages::tr("It is signed with %1; the firmware knows RSA signatures only.").arg(QString::fromLatin1(OBJ_nid2ln(signature))));
    constexpr std::array known { NID_md5, NID_sha1, NID_sha256, NID_sha384, NID_sha512 };
    read.digest_known = signature != NID_rsassaPss && std::ranges::contains(known, digest);
    return {};
}

Read read_fields(const Certificate &certificate, AxtlsCertificate &read)
{
    const X509 *native = certificate.native();
    if (Read done = read_signature(native, read); !done)
        return done;
    if (Read done = read_name(X509_get_issuer_name(native), read.issuer); !done)
        return done;
    read.not_before = seconds_of(X509_get0_notBefore(native));
    read.not_after = seconds_of(X509_get0_notAfter(native));
    if (Read done = read_name(X509_get_subject_name(native), read.subject); !done)
        return done;
    if (certificate.key().type != KeyType::rsa)
        return std::unexpected(Messages::tr("Its key is %1; the firmware is built for RSA only.").arg(certificate.key().name));
    return {};
}

} // namespace

std::expected<AxtlsCertificate, QString> read_as_axtls(const Certificate &certificate)
{
    AxtlsCertificate read { .certificate = certificate };
    const Read done = read_fields(certificate, read);
    if (!done)
        return std::unexpected(done.error());
    return read;
}

bool is_issued_by(const AxtlsCertificate &certificate, const AxtlsCertificate &issuer)
{
    return certificate.issuer == issuer.subject;
}

bool is_signed_for_axtls(const AxtlsCertificate &certificate, const AxtlsCertificate &issuer)
{
    ERR_set_mark();
    const bool verifies = certificate.digest_known && X509_verify(certificate.certificate.native(), X509_get0_pubkey(issuer.certificate.native())) == 1;
    ERR_pop_to_mark();
    return verifies;
}

} // namespace espseal::pki
