// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/crypto_profile.h"

namespace espseal::runtime {

namespace {

// Forward secrecy first; CHACHA20 first of these, as the chip has no AES hardware. The CBC and RSA suites are for TLS 1.0 and for
// peers that were set up for the stock SDK, which knows nothing else.
constexpr uint16_t suites[] = {
    BR_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    BR_TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    BR_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    BR_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    BR_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    BR_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    BR_TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
    BR_TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
    BR_TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA,
    BR_TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
    BR_TLS_RSA_WITH_AES_128_GCM_SHA256,
    BR_TLS_RSA_WITH_AES_256_GCM_SHA384,
    BR_TLS_RSA_WITH_AES_128_CBC_SHA256,
    BR_TLS_RSA_WITH_AES_256_CBC_SHA256,
    BR_TLS_RSA_WITH_AES_128_CBC_SHA,
    BR_TLS_RSA_WITH_AES_256_CBC_SHA,
};

struct Hash {
    int id;
    const br_hash_class *implementation;
};

constexpr Hash hashes[] = {
    { br_md5_ID, &br_md5_vtable }, // TLS 1.0 and 1.1 mix it with SHA-1; never for certificates
    { br_sha1_ID, &br_sha1_vtable },
    { br_sha224_ID, &br_sha224_vtable },
    { br_sha256_ID, &br_sha256_vtable },
    { br_sha384_ID, &br_sha384_vtable },
    { br_sha512_ID, &br_sha512_vtable },
};

} // namespace

void set_up_algorithms(br_ssl_engine_context &engine)
{
    br_ssl_engine_set_versions(&engine, BR_TLS10, BR_TLS12);
    br_ssl_engine_set_suites(&engine, suites, sizeof suites / sizeof suites[0]);
    br_ssl_engine_add_flags(&engine, BR_OPT_NO_RENEGOTIATION);
    for (const Hash &hash : hashes)
        br_ssl_engine_set_hash(&engine, hash.id, hash.implementation);
    br_ssl_engine_set_prf10(&engine, br_tls10_prf);
    br_ssl_engine_set_prf_sha256(&engine, br_tls12_sha256_prf);
    br_ssl_engine_set_prf_sha384(&engine, br_tls12_sha384_prf);
    br_ssl_engine_set_default_aes_cbc(&engine);
    br_ssl_engine_set_default_aes_gcm(&engine);
    br_ssl_engine_set_default_chapol(&engine);
    br_ssl_engine_set_default_ec(&engine);
    // A server that verifies its client needs these too; BearSSL's own server profiles leave them out.
    br_ssl_engine_set_default_rsavrfy(&engine);
    br_ssl_engine_set_default_ecdsa(&engine);
}

void set_up_verifier(br_x509_minimal_context &verifier, const TrustStore &store, uint32_t unix_time)
{
    br_x509_minimal_init(&verifier, &br_sha256_vtable, store.anchors, store.count);
    for (const Hash &hash : hashes) {
        if (hash.id != br_md5_ID)
            br_x509_minimal_set_hash(&verifier, hash.id, hash.implementation);
    }
    br_x509_minimal_set_rsa(&verifier, br_rsa_pkcs1_vrfy_get_default());
    br_x509_minimal_set_ecdsa(&verifier, br_ec_get_default(), br_ecdsa_vrfy_asn1_get_default());
    constexpr uint32_t days_before_1970 = 719528;
    br_x509_minimal_set_time(&verifier, days_before_1970 + unix_time / 86400, unix_time % 86400);
}

void give_identity(br_ssl_server_context &server, const Identity &identity)
{
    if (identity.key_type == BR_KEYTYPE_RSA)
        br_ssl_server_set_single_rsa(&server, identity.chain, identity.chain_length, &identity.rsa, BR_KEYTYPE_KEYX | BR_KEYTYPE_SIGN,
            br_rsa_private_get_default(), br_rsa_pkcs1_sign_get_default());
    else
        br_ssl_server_set_single_ec(&server, identity.chain, identity.chain_length, &identity.ec, BR_KEYTYPE_SIGN, identity.issuer_key_type,
            br_ec_get_default(), br_ecdsa_sign_asn1_get_default());
}

void give_identity(br_ssl_client_context &client, const Identity &identity)
{
    if (identity.key_type == BR_KEYTYPE_RSA)
        br_ssl_client_set_single_rsa(&client, identity.chain, identity.chain_length, &identity.rsa, br_rsa_pkcs1_sign_get_default());
    else
        br_ssl_client_set_single_ec(&client, identity.chain, identity.chain_length, &identity.ec, BR_KEYTYPE_SIGN, identity.issuer_key_type,
            br_ec_get_default(), br_ecdsa_sign_asn1_get_default());
}

} // namespace espseal::runtime
