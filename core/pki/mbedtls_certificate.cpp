// SPDX-License-Identifier: Apache-2.0
#include "core/pki/mbedtls_certificate.h"

#include "core/pki/messages.h"
#include "core/pki/openssl.h"

#include <algorithm>
#include <array>
#include <optional>

#include <openssl/err.h>
#include <openssl/rsa.h>

namespace espseal::pki {

namespace {

// mbed TLS 2.2.1 x509.h, pk.h, oid.h, asn1.h; sums as the library returns them.
constexpr int unknown_version = -0x2580;
constexpr int unknown_signature = -0x2600 - 0x002E; // X509_UNKNOWN_SIG_ALG, OID_NOT_FOUND
constexpr int pss_signature = -0x2300; // X509_INVALID_ALG: MBEDTLS_X509_RSASSA_PSS_SUPPORT is off
constexpr int empty_issuer = -0x2380 - 0x0060; // X509_INVALID_NAME, ASN1_OUT_OF_DATA
constexpr int bad_name_type = -0x2380 - 0x0062; // X509_INVALID_NAME, ASN1_UNEXPECTED_TAG
constexpr int unknown_key = -0x3C80; // PK_UNKNOWN_PK_ALG: curves are known by name only
constexpr int bad_key = -0x3B00; // PK_INVALID_PUBKEY
constexpr int extensions_without_v3 = -0x2180 - 0x0066; // X509_INVALID_FORMAT, ASN1_LENGTH_MISMATCH
constexpr int repeated_extension = -0x2500; // X509_INVALID_EXTENSIONS
constexpr int unknown_critical = -0x2500 - 0x0062;
constexpr int bad_path_length = -0x2500 - 0x0064;
constexpr int signature_mismatch = -0x2680;

using Fault = std::optional<MbedtlsParseError>;

Fault check_signature_algorithm(const X509 *native, MbedtlsCertificate &read)
{
    const int signature = X509_get_signature_nid(native);
    if (signature == NID_rsassaPss)
        return MbedtlsParseError { pss_signature, Messages::tr("It is signed with RSA-PSS, which the firmware cannot check.") };
    int digest = NID_undef;
    int key = NID_undef;
    OBJ_find_sigid_algs(signature, &digest, &key);
    constexpr std::array known { NID_md2, NID_md4, NID_md5, NID_sha1, NID_sha224, NID_sha256, NID_sha384, NID_sha512 };
    if (key != NID_rsaEncryption || !std::ranges::contains(known, digest))
        return MbedtlsParseError { unknown_signature,
            Messages::tr("It is signed with %1; the firmware knows RSA signatures only.").arg(QString::fromLatin1(OBJ_nid2ln(signature))) };
    read.digest_known = digest != NID_md2 && digest != NID_md4;
    read.digest_allowed = read.digest_known && digest != NID_md5;
    return {};
}

Fault check_name(const X509_NAME *name, bool may_be_empty)
{
    const int count = X509_NAME_entry_count(name);
    if (count == 0 && !may_be_empty)
        return MbedtlsParseError { empty_issuer, Messages::tr("Its issuer has no name.") };
    constexpr std::array types { V_ASN1_BMPSTRING, V_ASN1_UTF8STRING, V_ASN1_T61STRING, V_ASN1_PRINTABLESTRING, V_ASN1_IA5STRING, V_ASN1_UNIVERSALSTRING,
        V_ASN1_BIT_STRING };
    for (int i = 0; i < count; ++i) {
        if (!std::ranges::contains(types, ASN1_STRING_type(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, i)))))
            return MbedtlsParseError { bad_name_type, Messages::tr("A name in it is of a string type that the firmware does not know.") };
    }
    return {};
}

Fault check_key(const Certificate &certificate)
{
    if (certificate.key().type != KeyType::rsa)
        return MbedtlsParseError { unknown_key, Messages::tr("Its key is %1; the firmware is built for RSA only.").arg(certificate.key().name) };
    const EVP_PKEY *key = X509_get0_pubkey(certificate.native());
    BIGNUM *modulus = nullptr;
    BIGNUM *exponent = nullptr;
    const bool read = EVP_PKEY_get_bn_param(key, "n", &modulus) == 1 && EVP_PKEY_get_bn_param(key, "e", &exponent) == 1;
    const BigNumber n(modulus);
    const BigNumber e(exponent);
    constexpr int least = 128; // mbedtls_rsa_check_pubkey
    constexpr int most = 8192; // MBEDTLS_MPI_MAX_BITS
    const bool good = read && BN_is_odd(n.get()) && BN_is_odd(e.get()) && BN_num_bits(n.get()) >= least && BN_num_bits(n.get()) <= most
        && BN_num_bits(e.get()) >= 2 && BN_cmp(e.get(), n.get()) < 0;
    if (!good)
        return MbedtlsParseError { bad_key, Messages::tr("Its RSA key is not one that the firmware takes.") };
    return {};
}

// BasicConstraints, read as x509_get_basic_constraints() reads them: without the flag a path length is taken for the flag.
Fault read_constraints(const X509 *native, MbedtlsCertificate &read)
{
    struct Free {
        void operator()(BASIC_CONSTRAINTS *constraints) const { BASIC_CONSTRAINTS_free(constraints); }
    };
    const std::unique_ptr<BASIC_CONSTRAINTS, Free> constraints(
        static_cast<BASIC_CONSTRAINTS *>(X509_get_ext_d2i(native, NID_basic_constraints, nullptr, nullptr)));
    if (!constraints)
        return {};
    read.is_ca = constraints->ca != 0;
    if (!constraints->pathlen)
        return {};
    constexpr int most_octets = 4; // mbedtls_asn1_get_int
    std::int64_t length = 0;
    if (ASN1_INTEGER_get_int64(&length, constraints->pathlen) != 1 || length < 0 || ASN1_STRING_length(constraints->pathlen) > most_octets
        || length >= std::int64_t { 1 } << 31)
        return MbedtlsParseError { bad_path_length, Messages::tr("Its path length is out of range.") };
    if (!read.is_ca)
        read.is_ca = length != 0;
    else
        read.most_below = static_cast<int>(length) + 1;
    return {};
}

Fault check_extensions(const Certificate &certificate, MbedtlsCertificate &read)
{
    const X509 *native = certificate.native();
    constexpr std::array known { NID_basic_constraints, NID_key_usage, NID_ext_key_usage, NID_subject_alt_name, NID_netscape_cert_type };
    QList<int> seen;
    const int count = X509_get_ext_count(native);
    if (certificate.version() < 3 && count > 0)
        return MbedtlsParseError { extensions_without_v3, Messages::tr("It has extensions although it is of version %1.").arg(certificate.version()) };
    for (int i = 0; i < count; ++i) {
        X509_EXTENSION *extension = X509_get_ext(native, i);
        const int type = OBJ_obj2nid(X509_EXTENSION_get_object(extension));
        if (!std::ranges::contains(known, type)) {
            if (X509_EXTENSION_get_critical(extension))
                return MbedtlsParseError { unknown_critical,
                    Messages::tr("Its extension %1 is critical, and the firmware does not know it.").arg(QString::fromLatin1(OBJ_nid2ln(type))) };
            continue;
        }
        if (seen.contains(type))
            return MbedtlsParseError { repeated_extension, Messages::tr("It has an extension twice.") };
        seen << type;
    }
    return read_constraints(native, read);
}

Fault check(const Certificate &certificate, MbedtlsCertificate &read)
{
    const X509 *native = certificate.native();
    if (certificate.version() > 3)
        return MbedtlsParseError { unknown_version, Messages::tr("It is of a version that does not exist.") };
    if (Fault fault = check_signature_algorithm(native, read))
        return fault;
    if (Fault fault = check_name(X509_get_issuer_name(native), false))
        return fault;
    if (Fault fault = check_name(X509_get_subject_name(native), true))
        return fault;
    if (Fault fault = check_key(certificate))
        return fault;
    if (Fault fault = check_extensions(certificate, read))
        return fault;
    const X509_ALGOR *outer = nullptr;
    X509_get0_signature(nullptr, &outer, native);
    if (X509_ALGOR_cmp(outer, X509_get0_tbs_sigalg(native)) != 0)
        return MbedtlsParseError { signature_mismatch, Messages::tr("It names two different signature algorithms.") };
    return {};
}

bool any_case(int type)
{
    return type == V_ASN1_UTF8STRING || type == V_ASN1_PRINTABLESTRING;
}

bool same_string(const ASN1_STRING *one, const ASN1_STRING *other)
{
    const Bytes a(ASN1_STRING_get0_data(one), static_cast<std::size_t>(ASN1_STRING_length(one)));
    const Bytes b(ASN1_STRING_get0_data(other), static_cast<std::size_t>(ASN1_STRING_length(other)));
    if (ASN1_STRING_type(one) == ASN1_STRING_type(other) && std::ranges::equal(a, b))
        return true;
    const auto lower = [](std::uint8_t byte) { return byte >= 'A' && byte <= 'Z' ? byte + 32 : byte + 0; };
    return any_case(ASN1_STRING_type(one)) && any_case(ASN1_STRING_type(other)) && std::ranges::equal(a, b, {}, lower, lower);
}

} // namespace

std::expected<MbedtlsCertificate, MbedtlsParseError> read_as_mbedtls(const Certificate &certificate)
{
    MbedtlsCertificate read { .certificate = certificate };
    ERR_set_mark();
    const Fault fault = check(certificate, read);
    ERR_pop_to_mark();
    if (fault)
        return std::unexpected(*fault);
    return read;
}

bool same_name_for_mbedtls(const X509_name_st *one, const X509_name_st *other)
{
    const int count = X509_NAME_entry_count(one);
    if (count != X509_NAME_entry_count(other))
        return false;
    for (int i = 0; i < count; ++i) {
        const X509_NAME_ENTRY *a = X509_NAME_get_entry(one, i);
        const X509_NAME_ENTRY *b = X509_NAME_get_entry(other, i);
        if (OBJ_cmp(X509_NAME_ENTRY_get_object(a), X509_NAME_ENTRY_get_object(b)) != 0 || X509_NAME_ENTRY_set(a) != X509_NAME_ENTRY_set(b)
            || !same_string(X509_NAME_ENTRY_get_data(a), X509_NAME_ENTRY_get_data(b)))
            return false;
    }
    return true;
}

} // namespace espseal::pki
