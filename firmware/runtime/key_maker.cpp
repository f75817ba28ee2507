// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/key_maker.h"

#include "firmware/runtime/entropy.h"
#include "firmware/runtime/wipe.h"

#include <bearssl.h>

namespace espseal::runtime {

namespace {

constexpr unsigned rsa_bits = 2048;
constexpr uint32_t public_exponent = 65537;

// HMAC-DRBG (NIST SP 800-90A) that tells whenever it is asked: during an RSA key's minutes nothing else calls out of BearSSL.
struct Generator {
    const br_prng_class *vtable;
    br_hmac_drbg_context drbg;
    StillWorking working;
};

void generate(const br_prng_class **context, void *out, size_t size)
{
    auto &generator = *reinterpret_cast<Generator *>(context);
    generator.working();
    br_hmac_drbg_generate(&generator.drbg, out, size);
}

constexpr br_prng_class generator_class = { sizeof(Generator), nullptr, generate, nullptr };

bool start(Generator &generator, StillWorking working, bool (*random_word)(uint32_t &word))
{
    uint8_t seed[48];
    const bool healthy = fill_seed(seed, sizeof seed, random_word);
    generator.vtable = &generator_class;
    generator.working = working;
    if (healthy)
        br_hmac_drbg_init(&generator.drbg, &br_sha256_vtable, seed, sizeof seed);
    wipe(seed, sizeof seed);
    return healthy;
}

MadeKey make_ec(Generator &generator, uint8_t *out)
{
    uint8_t secret[BR_EC_KBUF_PRIV_MAX_SIZE];
    uint8_t point[BR_EC_KBUF_PUB_MAX_SIZE];
    br_ec_private_key key;
    br_ec_public_key open;
    const br_ec_impl *curves = br_ec_get_default();
    MadeKey made;
    if (br_ec_keygen(&generator.vtable, curves, &key, secret, BR_EC_secp256r1) == 0 || br_ec_compute_pub(curves, &open, point, &key) == 0)
        made.fault = KeyFault::kind;
    else
        made.der = { out, static_cast<uint32_t>(br_encode_ec_raw_der(out, &key, &open)) };
    wipe(secret, sizeof secret);
    return made;
}

// In the arena: too much for the stack beside what the computation itself wants there.
struct RsaMemory {
    uint8_t secret[BR_RSA_KBUF_PRIV_SIZE(rsa_bits)];
    uint8_t open[BR_RSA_KBUF_PUB_SIZE(rsa_bits)];
    uint8_t exponent[rsa_bits / 8];
};

MadeKey make_rsa(Generator &generator, uint8_t *out, ArenaEnd end)
{
    MadeKey made;
    auto *memory = static_cast<RsaMemory *>(arena().take(end, sizeof(RsaMemory)));
    if (!memory) {
        made.fault = KeyFault::memory;
        return made;
    }
    br_rsa_private_key key;
    br_rsa_public_key open;
    size_t exponent_size = 0;
    if (br_rsa_keygen_get_default()(&generator.vtable, &key, memory->secret, &open, memory->open, rsa_bits, public_exponent))
        exponent_size = br_rsa_compute_privexp_get_default()(memory->exponent, &key, public_exponent);
    if (exponent_size == 0)
        made.fault = KeyFault::kind;
    else
        made.der = { out, static_cast<uint32_t>(br_encode_rsa_raw_der(out, &key, &open, memory->exponent, exponent_size)) };
    return made;
}

} // namespace

MadeKey make_key(wire::KeyKind kind, ArenaEnd end, StillWorking working, bool (*random_word)(uint32_t &word))
{
    MadeKey made;
    auto *out = static_cast<uint8_t *>(arena().take(end, made_key_max));
    Generator generator = {};
    if (!out)
        made.fault = KeyFault::memory;
    else if (!start(generator, working, random_word))
        made.fault = KeyFault::random;
    else if (kind == wire::KeyKind::ec_p256)
        made = make_ec(generator, out);
    else if (kind == wire::KeyKind::rsa_2048)
        made = make_rsa(generator, out, end);
    else
        made.fault = KeyFault::kind;
    wipe(&generator, sizeof generator);
    return made;
}

__attribute__((noinline)) void wipe_stack()
{
    // BearSSL's largest frames of key generation and signing; the ESP8266's TLS stack has no more to give.
    uint8_t used[3072];
    wipe(used, sizeof used);
}

} // namespace espseal::runtime
