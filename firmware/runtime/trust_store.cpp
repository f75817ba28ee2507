// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/trust_store.h"

#include "firmware/runtime/certificate_scan.h"
#include "firmware/runtime/decoder_push.h"
#include "firmware/runtime/payload.h"

#include <string.h>

namespace espseal::runtime {

namespace {

class AnchorReader final : public DerSink {
public:
    AnchorReader(TrustStore &store, ArenaEnd end, DecoderScratch &scratch)
        : store_(store)
        , end_(end)
        , decoder_(scratch.certificate)
    {
    }

    bool begin(const char *pem_name) override
    {
        if (!is_certificate(pem_name))
            return false;
        full_ = false;
        scan_ = CertificateScan();
        arena().grow_begin();
        br_x509_decoder_init(&decoder_, append_name, this);
        return true;
    }

    void bytes(const uint8_t *data, uint32_t size) override
    {
        scan_.feed({ data, size });
        push(decoder_, data, size);
    }

    bool end() override
    {
        const br_x509_pkey *key = br_x509_decoder_get_pkey(&decoder_);
        if (!key || full_ || store_.count == TrustStore::most)
            return false;
        br_x509_trust_anchor &anchor = store_.anchors[store_.count];
        anchor.dn.len = arena().grown();
        anchor.dn.data = arena().grow_commit(end_);
        anchor.flags = may_sign() ? BR_X509_TA_CA : 0;
        if (!anchor.dn.data || !copy_key(*key, anchor.pkey))
            return false;
        ++store_.count;
        return true;
    }

private:
    // The SDK's script makes version 1 CA certificates, which cannot say that they are CAs. Any other certificate without the CA
    // flag is believed only as the peer's own.
    [[nodiscard]] bool may_sign() { return br_x509_decoder_isCA(&decoder_) || scan_.is_version_1(); }

    static void append_name(void *self, const void *data, size_t size)
    {
        if (!arena().grow(data, static_cast<uint32_t>(size)))
            static_cast<AnchorReader *>(self)->full_ = true;
    }

    [[nodiscard]] bool copy_key(const br_x509_pkey &from, br_x509_pkey &to)
    {
        to = from;
        if (from.key_type == BR_KEYTYPE_EC) {
            to.key.ec.q = arena().keep(end_, from.key.ec.q, static_cast<uint32_t>(from.key.ec.qlen));
            return to.key.ec.q;
        }
        to.key.rsa.n = arena().keep(end_, from.key.rsa.n, static_cast<uint32_t>(from.key.rsa.nlen));
        to.key.rsa.e = arena().keep(end_, from.key.rsa.e, static_cast<uint32_t>(from.key.rsa.elen));
        return to.key.rsa.n && to.key.rsa.e;
    }

    TrustStore &store_;
    ArenaEnd end_;
    br_x509_decoder_context &decoder_;
    CertificateScan scan_;
    bool full_ = false;
};

// An identity blob in the CA's place must not make the device's own certificate a CA.
bool belongs_to_identity(const FlashEntry &entry)
{
    return strcmp(entry.name, wire::blob_certificate_name) == 0 || strcmp(entry.name, wire::blob_private_key_name) == 0;
}

} // namespace

wire::BlobVerdict load_trust_store(TrustStore &store, uint32_t sector, ArenaEnd end, DecoderScratch &scratch)
{
    store.count = 0;
    FlashBlob blob(wire::BlobRole::ca, sector);
    AnchorReader reader(store, end, scratch);
    for (;;) {
        FlashEntry entry = blob.next();
        if (entry.ok() && belongs_to_identity(entry))
            entry.verdict = wire::BlobVerdict::missing_entry;
        else if (entry.ok() && !read_payload(entry.payload(), scratch.pem, reader))
            entry.verdict = wire::BlobVerdict::bad_payload;
        else if (!entry.ok() && store.count > 0)
            return wire::BlobVerdict::ok;
        entry.tell();
        if (!entry.ok())
            return entry.verdict;
    }
}

} // namespace espseal::runtime
