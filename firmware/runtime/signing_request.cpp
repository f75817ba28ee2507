// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/signing_request.h"

#include "firmware/runtime/der_writer.h"

#include <string.h>

namespace espseal::runtime {

namespace {

constexpr uint8_t oid_common_name[] = { 0x55, 0x04, 0x03 };
constexpr uint8_t oid_rsa[] = { 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01 };
constexpr uint8_t oid_rsa_sha256[] = { 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B };
constexpr uint8_t oid_ec[] = { 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01 };
constexpr uint8_t oid_p256[] = { 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07 };
constexpr uint8_t oid_ecdsa_sha256[] = { 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02 };
constexpr uint32_t rsa_modulus_max = 256;
constexpr uint32_t ecdsa_signature_max = 72; // P-256

template <uint32_t size> constexpr wire::ByteView view(const uint8_t (&bytes)[size])
{
    return { bytes, size };
}

bool is_rsa(const Identity &identity)
{
    return identity.key_type == BR_KEYTYPE_RSA;
}

// AlgorithmIdentifier: RSA has NULL as its parameters, ECDSA none.
void put_signature_algorithm(DerWriter &der, bool rsa)
{
    const uint32_t mark = der.size();
    if (rsa)
        der.put(der_tag::null, {});
    der.put(der_tag::oid, rsa ? view(oid_rsa_sha256) : view(oid_ecdsa_sha256));
    der.wrap(der_tag::sequence, mark);
}

bool put_rsa_key(DerWriter &der, const br_rsa_private_key &key)
{
    uint8_t modulus[rsa_modulus_max];
    const br_rsa_compute_modulus compute = br_rsa_compute_modulus_get_default();
    const size_t size = compute(nullptr, &key);
    const uint32_t exponent = br_rsa_compute_pubexp_get_default()(&key);
    if (size == 0 || size > sizeof modulus || exponent == 0 || compute(modulus, &key) == 0)
        return false;
    const uint8_t octets[]
        = { static_cast<uint8_t>(exponent >> 24), static_cast<uint8_t>(exponent >> 16), static_cast<uint8_t>(exponent >> 8), static_cast<uint8_t>(exponent) };
    const uint32_t start = der.size();
    der.put_unsigned(view(octets));
    der.put_unsigned({ modulus, static_cast<uint32_t>(size) });
    der.wrap(der_tag::sequence, start);
    der.wrap_bits(start);
    const uint32_t algorithm = der.size();
    der.put(der_tag::null, {});
    der.put(der_tag::oid, view(oid_rsa));
    der.wrap(der_tag::sequence, algorithm);
    der.wrap(der_tag::sequence, start);
    return true;
}

bool put_ec_key(DerWriter &der, const br_ec_private_key &key)
{
    uint8_t point[BR_EC_KBUF_PUB_MAX_SIZE];
    const size_t size = key.curve == BR_EC_secp256r1 ? br_ec_compute_pub(br_ec_get_default(), nullptr, point, &key) : 0;
    if (size == 0)
        return false;
    const uint32_t start = der.size();
    der.raw({ point, static_cast<uint32_t>(size) });
    der.wrap_bits(start);
    const uint32_t algorithm = der.size();
    der.put(der_tag::oid, view(oid_p256));
    der.put(der_tag::oid, view(oid_ec));
    der.wrap(der_tag::sequence, algorithm);
    der.wrap(der_tag::sequence, start);
    return true;
}

void put_name(DerWriter &der, wire::Text common_name)
{
    const uint32_t mark = der.size();
    der.put(der_tag::utf8_string, { reinterpret_cast<const uint8_t *>(common_name.data), common_name.size });
    der.put(der_tag::oid, view(oid_common_name));
    der.wrap(der_tag::sequence, mark);
    der.wrap(der_tag::set, mark);
    der.wrap(der_tag::sequence, mark);
}

// CertificationRequestInfo
bool put_info(DerWriter &der, const Identity &identity, wire::Text common_name)
{
    constexpr uint8_t version[] = { 0 };
    const uint32_t mark = der.size();
    der.put(der_tag::attributes, {});
    if (!(is_rsa(identity) ? put_rsa_key(der, identity.rsa) : put_ec_key(der, identity.ec)))
        return false;
    put_name(der, common_name);
    der.put_unsigned(view(version));
    der.wrap(der_tag::sequence, mark);
    return true;
}

// Bytes of the signature; 0 if it failed.
uint32_t sign(const Identity &identity, wire::ByteView signed_bytes, uint8_t (&signature)[rsa_modulus_max])
{
    static_assert(rsa_modulus_max >= ecdsa_signature_max);
    uint8_t hash[br_sha256_SIZE];
    br_sha256_context sha;
    br_sha256_init(&sha);
    br_sha256_update(&sha, signed_bytes.data, signed_bytes.size);
    br_sha256_out(&sha, hash);
    if (!is_rsa(identity))
        return static_cast<uint32_t>(br_ecdsa_sign_asn1_get_default()(br_ec_get_default(), &br_sha256_vtable, hash, &identity.ec, signature));
    const uint32_t size = (identity.rsa.n_bitlen + 7) / 8;
    if (size > sizeof signature || !br_rsa_pkcs1_sign_get_default()(BR_HASH_OID_SHA256, hash, sizeof hash, &identity.rsa, signature))
        return 0;
    return size;
}

} // namespace

// The signature stands behind what it signs and is written before it, so the info waits at the buffer's start meanwhile.
wire::ByteView write_signing_request(const Identity &identity, wire::Text common_name, wire::ByteSpan out)
{
    DerWriter info(out);
    if (!put_info(info, identity, common_name) || info.view().empty())
        return {};
    uint8_t signature[rsa_modulus_max];
    const uint32_t signature_size = sign(identity, info.view(), signature);
    if (signature_size == 0)
        return {};
    memmove(out.data, info.view().data, info.size());
    DerWriter der(out);
    der.raw({ signature, signature_size });
    der.wrap_bits(0);
    put_signature_algorithm(der, is_rsa(identity));
    der.raw({ out.data, info.size() });
    der.wrap(der_tag::sequence, 0);
    return der.view();
}

} // namespace espseal::runtime
