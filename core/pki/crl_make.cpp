// SPDX-License-Identifier: Apache-2.0
#include "core/pki/crl.h"
#include "core/pki/messages.h"
#include "core/pki/openssl.h"
#include "core/pki/signing.h"

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

using Integer = Owned<ASN1_INTEGER, ASN1_INTEGER_free>;
using Enumerated = Owned<ASN1_ENUMERATED, ASN1_ENUMERATED_free>;
using Revoked = Owned<X509_REVOKED, X509_REVOKED_free>;
using Time = Owned<ASN1_TIME, ASN1_TIME_free>;

Time time_from(const QDateTime &time)
{
    return Time(ASN1_TIME_set(nullptr, time.toSecsSinceEpoch()));
}

Integer integer_from(const QString &digits, int (*read)(BIGNUM **, const char *))
{
    BIGNUM *parsed = nullptr;
    const QByteArray text = digits.toLatin1();
    const int used = text.isEmpty() ? 0 : read(&parsed, text.constData());
    const BigNumber number(parsed);
    if (used != text.size() || !number)
        return nullptr;
    return Integer(BN_to_ASN1_INTEGER(number.get(), nullptr));
}

Result<Revoked> entry_of(const RevokedEntry &entry)
{
    const Integer serial = integer_from(entry.serial, BN_hex2bn);
    if (!serial)
        return bad_input(u"serial"_s, Messages::tr("\"%1\" is no serial number.").arg(entry.serial),
            Messages::tr("Give it in hexadecimal, as `espseal cert show` shows it."));
    Revoked revoked(X509_REVOKED_new());
    const Time when = time_from(entry.when);
    if (!revoked || !when || X509_REVOKED_set_serialNumber(revoked.get(), serial.get()) != 1 || X509_REVOKED_set_revocationDate(revoked.get(), when.get()) != 1)
        return openssl_failed();
    if (entry.reason != RevocationReason::unspecified) {
        const Enumerated reason(ASN1_ENUMERATED_new());
        if (!reason || ASN1_ENUMERATED_set(reason.get(), static_cast<long>(entry.reason)) != 1
            || X509_REVOKED_add1_ext_i2d(revoked.get(), NID_crl_reason, reason.get(), 0, X509V3_ADD_DEFAULT) != 1)
            return openssl_failed();
    }
    return revoked;
}

Result<void> add_entries(X509_CRL *crl, const QList<RevokedEntry> &entries)
{
    for (const RevokedEntry &entry : entries) {
        auto revoked = entry_of(entry);
        if (!revoked)
            return failure(revoked.error());
        if (X509_CRL_add0_revoked(crl, revoked->get()) != 1)
            return openssl_failed();
        [[maybe_unused]] const X509_REVOKED *const given = revoked->release(); // now part of the list
    }
    return {};
}

bool add_extensions(X509_CRL *crl, X509 *ca, const ASN1_INTEGER *number)
{
    X509V3_CTX context {};
    X509V3_set_ctx(&context, ca, nullptr, nullptr, crl, 0);
    const Extension authority(X509V3_EXT_conf_nid(nullptr, &context, NID_authority_key_identifier, "keyid,issuer"));
    return authority && X509_CRL_add_ext(crl, authority.get(), -1) == 1
        && X509_CRL_add1_ext_i2d(crl, NID_crl_number, const_cast<ASN1_INTEGER *>(number), 0, X509V3_ADD_DEFAULT) == 1;
}

Result<void> check(const CrlSpec &spec, const Certificate &ca, const Signer &signer)
{
    if (const Result<void> able = check_ca(ca, signer); !able)
        return able;
    const std::uint32_t usage = X509_get_key_usage(ca.native());
    if (usage != UINT32_MAX && !(usage & KU_CRL_SIGN))
        return bad_input(u"ca-signs-no-crls"_s, Messages::tr("The CA %1 may not sign revocation lists.").arg(ca.display_name()),
            Messages::tr("Issue its certificate again with the key usage cRLSign."));
    if (!spec.this_update.isValid() || !spec.next_update.isValid() || spec.next_update <= spec.this_update || spec.next_update.date().year() > 9999)
        return bad_input(u"validity"_s, Messages::tr("The revocation list would be valid at no time."),
            Messages::tr("Let it end after it begins, and before the year 10000."));
    return {};
}

} // namespace

Result<Crl> make_crl(const CrlSpec &spec, const Certificate &ca, const Signer &signer)
{
    if (const Result<void> ok = check(spec, ca, signer); !ok)
        return failure(ok.error());
    const Integer number = integer_from(spec.number, BN_dec2bn);
    const RevocationList crl(X509_CRL_new());
    const Time begin = time_from(spec.this_update);
    const Time end = time_from(spec.next_update);
    if (!crl || !number || !begin || !end || X509_CRL_set_version(crl.get(), X509_CRL_VERSION_2) != 1
        || X509_CRL_set_issuer_name(crl.get(), X509_get_subject_name(ca.native())) != 1 || X509_CRL_set1_lastUpdate(crl.get(), begin.get()) != 1
        || X509_CRL_set1_nextUpdate(crl.get(), end.get()) != 1)
        return openssl_failed();
    if (const Result<void> added = add_entries(crl.get(), spec.entries); !added)
        return failure(added.error());
    if (!add_extensions(crl.get(), ca.native(), number.get()) || X509_CRL_sort(crl.get()) != 1)
        return openssl_failed();
    return sign_checked(crl.get(), X509_get0_pubkey(ca.native()), signer, spec.digest).and_then([&]() -> Result<Crl> {
        // Through DER: OpenSSL keeps what it derives from a CRL (its number, its key identifier) only when it reads one.
        unsigned char *der = nullptr;
        const int size = i2d_X509_CRL(crl.get(), &der);
        const std::unique_ptr<unsigned char, decltype([](unsigned char *bytes) { OPENSSL_free(bytes); })> owner(der);
        const unsigned char *at = der;
        X509_CRL *const read = size > 0 ? d2i_X509_CRL(nullptr, &at, size) : nullptr;
        if (!read)
            return openssl_failed();
        return Crl::adopt(read);
    });
}

Result<Crl> make_crl(const CrlSpec &spec, const Certificate &ca, const PrivateKey &ca_key)
{
    return make_crl(spec, ca, KeySigner(ca_key));
}

QString next_crl_number(const QString &number)
{
    BIGNUM *parsed = nullptr;
    const int used = number.isEmpty() ? 0 : BN_dec2bn(&parsed, number.toLatin1().constData());
    const BigNumber value(parsed);
    if (used == 0 || !value || BN_add_word(value.get(), 1) != 1)
        return u"1"_s;
    const std::unique_ptr<char, decltype([](char *text) { OPENSSL_free(text); })> text(BN_bn2dec(value.get()));
    return QString::fromLatin1(text.get());
}

} // namespace espseal::pki
