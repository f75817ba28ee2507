// SPDX-License-Identifier: Apache-2.0
// Everything there is to say about one set of credentials: what today's peers answer, what the device answers, what it costs, what to do.
#pragma once

#include "core/pki/chain.h"
#include "core/pki/credential_blob.h"
#include "core/pki/device_verifier.h"
#include "core/pki/handshake_cost.h"
#include "core/pki/identity.h"

namespace espseal::pki {

// Who shows the certificate; the other one verifies it.
enum class Holder { peer, device };

struct JudgementQuestion {
    Certificate certificate;
    QList<Certificate> sent; // sent along, in this order
    std::optional<PrivateKey> key; // that should belong to it
    ChainQuestion chain; // trust, names, time, revocation as a today's peer asks for them; intermediates are set from `sent`
    Holder holder = Holder::peer;

    std::optional<DeviceProfile> device;
    std::optional<QByteArray> ca_sector; // what the device reads there; nothing: a blob of the anchors
    std::optional<QDateTime> device_clock = QDateTime::currentDateTimeUtc(); // see DeviceQuestion
    std::optional<BlobInfo> identity_blob; // of the device, if it is to be judged
    QList<Certificate> own_chain; // what a device that verifies shows itself, its own first: it takes memory and time
    std::optional<Size> free_heap; // of the device before the handshake, as its application reports it
    int soon_days = 30; // an end nearer than this is a warning
};

struct Judgement {
    ChainVerdict peer; // OpenSSL's verdict: of the device's certificate by its peers, or of the peer's by anybody but this device
    std::optional<DeviceVerdict> device; // if the device verifies
    std::optional<HandshakeMemory> memory;
    std::optional<HandshakeTime> time;
    QList<Finding> findings; // all of them, each once

    [[nodiscard]] bool ok() const; // accepted by all that were asked, and no finding is an error
};

// Codes, besides those of the verdicts: "key-mismatch", "expires-soon", "version-1", "name-common-name-only", "name-nul", "name-not-text",
// "root-sent", "chain-order", "key-unsupported", "tls-too-old", "revocation-not-checked", "blob-too-large", "memory-short", "memory-tight",
// those about the CA blob's container.
[[nodiscard]] Judgement judge(const JudgementQuestion &question);

} // namespace espseal::pki
