// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/key_match.h"

#include "core/wire/crc.h"
#include "firmware/runtime/decoder_push.h"

#include <string.h>

namespace espseal::runtime {

namespace {

// The PEM decoder is idle while keys are compared: its memory holds the public key computed from the private one.
static_assert(sizeof(br_pem_decoder_context) >= 512, "an RSA-4096 modulus must fit");

uint32_t pair_matched_before = 0; // 0: none

const br_x509_pkey *decode_leaf(const Identity &identity, DecoderScratch &scratch)
{
    br_x509_decoder_init(&scratch.certificate, nullptr, nullptr);
    push(scratch.certificate, identity.chain[0].data, identity.chain[0].data_len);
    return br_x509_decoder_get_pkey(&scratch.certificate);
}

uint32_t checksum(const Identity &identity)
{
    const uint32_t crc = wire::crc32({ identity.chain[0].data, static_cast<uint32_t>(identity.chain[0].data_len) });
    if (identity.key_type == BR_KEYTYPE_EC)
        return wire::crc32({ identity.ec.x, static_cast<uint32_t>(identity.ec.xlen) }, crc);
    return wire::crc32({ identity.rsa.p, static_cast<uint32_t>(identity.rsa.plen) }, crc);
}

bool same(const unsigned char *a, size_t a_size, const unsigned char *b, size_t b_size)
{
    for (; a_size > 0 && *a == 0; --a_size)
        ++a;
    for (; b_size > 0 && *b == 0; --b_size)
        ++b;
    return a_size == b_size && memcmp(a, b, a_size) == 0;
}

bool belongs(const Identity &identity, const br_x509_pkey &leaf, unsigned char *computed)
{
    if (leaf.key_type != identity.key_type)
        return false;
    if (identity.key_type == BR_KEYTYPE_RSA) {
        const size_t size = br_rsa_compute_modulus_get_default()(computed, &identity.rsa);
        return size > 0 && same(computed, size, leaf.key.rsa.n, leaf.key.rsa.nlen);
    }
    br_ec_public_key own;
    const size_t size = br_ec_compute_pub(br_ec_get_default(), &own, computed, &identity.ec);
    return size > 0 && leaf.key.ec.curve == identity.ec.curve && same(computed, size, leaf.key.ec.q, leaf.key.ec.qlen);
}

} // namespace

bool leaf_is_readable(Identity &identity, DecoderScratch &scratch)
{
    if (!decode_leaf(identity, scratch))
        return false;
    identity.issuer_key_type = static_cast<unsigned>(br_x509_decoder_get_signer_key_type(&scratch.certificate));
    return true;
}

bool key_matches(const Identity &identity, DecoderScratch &scratch)
{
    const uint32_t pair = checksum(identity);
    if (pair != 0 && pair == pair_matched_before)
        return true;
    const br_x509_pkey *leaf = decode_leaf(identity, scratch);
    if (!leaf || !belongs(identity, *leaf, reinterpret_cast<unsigned char *>(&scratch.pem)))
        return false;
    pair_matched_before = pair;
    return true;
}

} // namespace espseal::runtime
