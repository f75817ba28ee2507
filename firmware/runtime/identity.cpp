// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/identity.h"

#include "firmware/runtime/decoder_push.h"
#include "firmware/runtime/key_match.h"
#include "firmware/runtime/payload.h"

#include <string.h>

namespace espseal::runtime {

namespace {

class ChainReader final : public DerSink {
public:
    ChainReader(Identity &identity, ArenaEnd end)
        : identity_(identity)
        , end_(end)
    {
    }
    bool begin(const char *pem_name) override
    {
        if (!is_certificate(pem_name))
            return false;
        arena().grow_begin();
        return true;
    }
    void bytes(const uint8_t *data, uint32_t size) override { full_ = full_ || !arena().grow(data, size); }
    bool end() override
    {
        if (full_ || identity_.chain_length == Identity::chain_most)
            return false;
        br_x509_certificate &certificate = identity_.chain[identity_.chain_length++];
        certificate.data_len = arena().grown();
        certificate.data = arena().grow_commit(end_);
        return certificate.data;
    }

private:
    Identity &identity_;
    ArenaEnd end_;
    bool full_ = false;
};

class KeyReader final : public DerSink {
public:
    KeyReader(Identity &identity, ArenaEnd end, br_skey_decoder_context &decoder)
        : identity_(identity)
        , end_(end)
        , decoder_(decoder)
    {
    }
    bool begin(const char *pem_name) override
    {
        if (!is_private_key(pem_name) || identity_.key_type != 0)
            return false;
        br_skey_decoder_init(&decoder_);
        return true;
    }
    void bytes(const uint8_t *data, uint32_t size) override { push(decoder_, data, size); }
    bool end() override
    {
        if (br_skey_decoder_last_error(&decoder_) != 0)
            return false;
        identity_.key_type = static_cast<unsigned>(br_skey_decoder_key_type(&decoder_));
        return identity_.key_type == BR_KEYTYPE_EC ? keep_ec(*br_skey_decoder_get_ec(&decoder_)) : keep_rsa(*br_skey_decoder_get_rsa(&decoder_));
    }

private:
    [[nodiscard]] unsigned char *kept(const unsigned char *data, size_t size) { return arena().keep(end_, data, static_cast<uint32_t>(size)); }
    bool keep_ec(const br_ec_private_key &key)
    {
        identity_.ec = key;
        identity_.ec.x = kept(key.x, key.xlen);
        return identity_.ec.x;
    }
    bool keep_rsa(const br_rsa_private_key &key)
    {
        br_rsa_private_key &own = identity_.rsa;
        own = key;
        own.p = kept(key.p, key.plen);
        own.q = kept(key.q, key.qlen);
        own.dp = kept(key.dp, key.dplen);
        own.dq = kept(key.dq, key.dqlen);
        own.iq = kept(key.iq, key.iqlen);
        return own.p && own.q && own.dp && own.dq && own.iq;
    }

    Identity &identity_;
    ArenaEnd end_;
    br_skey_decoder_context &decoder_;
};

bool read_certificate(Identity &identity, const Source &source, ArenaEnd end, DecoderScratch &scratch)
{
    identity.chain_length = 0;
    ChainReader reader(identity, end);
    return read_payload(source, scratch.pem, reader) && leaf_is_readable(identity, scratch);
}

} // namespace

bool load_key(Identity &identity, const Source &key, ArenaEnd end, DecoderScratch &scratch)
{
    identity.key_type = 0;
    KeyReader reader(identity, end, scratch.key);
    const bool read = read_payload(key, scratch.pem, reader);
    memset(static_cast<void *>(&scratch), 0, sizeof scratch); // it held the key
    return read;
}

IdentityFault load_identity(Identity &identity, const Source &certificate, const Source &key, ArenaEnd end, DecoderScratch &scratch)
{
    if (!read_certificate(identity, certificate, end, scratch))
        return IdentityFault::certificate;
    if (!load_key(identity, key, end, scratch))
        return IdentityFault::key;
    return key_matches(identity, scratch) ? IdentityFault::none : IdentityFault::mismatch;
}

IdentityResult load_identity(Identity &identity, uint32_t sector, ArenaEnd end, DecoderScratch &scratch)
{
    IdentityResult result;
    result.certificate = FlashBlob::find(wire::BlobRole::identity, sector, wire::blob_certificate_name);
    if (result.certificate.ok() && !read_certificate(identity, result.certificate.payload(), end, scratch))
        result.certificate.verdict = wire::BlobVerdict::bad_payload;
    if (!result.certificate.ok()) {
        result.fault = IdentityFault::certificate;
        return result;
    }
    result.key = FlashBlob::find(wire::BlobRole::identity, sector, wire::blob_private_key_name);
    if (result.key.ok() && !load_key(identity, result.key.payload(), end, scratch))
        result.key.verdict = wire::BlobVerdict::bad_payload;
    if (!result.key.ok())
        result.fault = IdentityFault::key;
    else if (!key_matches(identity, scratch))
        result.fault = IdentityFault::mismatch;
    return result;
}

void IdentityResult::tell() const
{
    certificate.tell();
    if (certificate.ok())
        key.tell();
}

const char *fault_place(IdentityFault fault)
{
    return fault == IdentityFault::key ? "private key" : "certificate";
}

const char *fault_text(IdentityFault fault, wire::BlobVerdict verdict)
{
    return fault == IdentityFault::mismatch ? "the private key does not belong to the certificate" : verdict_text(verdict);
}

const char *fault_text(const IdentityResult &result)
{
    return fault_text(result.fault, result.fault == IdentityFault::key ? result.key.verdict : result.certificate.verdict);
}

} // namespace espseal::runtime
