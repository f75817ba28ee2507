// SPDX-License-Identifier: Apache-2.0
// "The device makes its key, we sign": asks the bundled agent for a key and its certificate request, and hands it the certificate.
// The private key never leaves the device. Each call may be repeated after any failure; the device gives the same request again until a
// certificate for it is stored.
#pragma once

#include "core/base/units.h"
#include "core/pki/certificate.h"
#include "core/pki/request.h"
#include "core/provision/agent_link.h"
#include "core/wire/key_event.h"

namespace espseal::provision {

struct DeviceKeyWishes {
    wire::KeyKind key = wire::KeyKind::ec_p256;
    QString common_name; // 1..64 characters
    wire::KeyReplace replace = wire::KeyReplace::no;
};

// "ec:p256", "rsa:2048". Error "device-key-kind" (usage).
[[nodiscard]] Result<wire::KeyKind> device_key_kind(const QString &spec);

struct DeviceKeyRequest {
    pki::CertificateRequest request; // its signature is right, its name is the one that was asked for
    AgentFacts agent;
    SectorIndex sector; // where the key lies
    bool replaces = false; // the device has an identity, which stays in use until the certificate is delivered
};

// Errors of both calls: those of AgentLink; "agent-old" (it does not make keys); what the device refuses, as "device-key-..." (see
// device_key_refusal()); "device-key-damaged" (what came is not what the device made); those of the transport; cancelled.
// Blocking, on the transport's thread; seconds for P-256, minutes for RSA on the chip: Job says how long so far.
[[nodiscard]] Result<DeviceKeyRequest> request_device_key(
    loader::Transport &transport, const DeviceKeyWishes &wishes, const Job &job, const AgentTalk &talk = {});

struct DeliveredIdentity {
    AgentFacts agent;
    SectorIndex sector;
    QByteArray sha256; // of the device's certificate as it read it back from its flash
    QList<monitor::Event> told; // what the device said meanwhile: the blob that it read, roles that it started
    std::optional<std::uint16_t> listening; // TCP port of its server
};

// `chain`: the device's certificate, then its issuers without the root. The device checks that it belongs to its key, stores it, and starts
// its roles with it. Further errors: "device-identity-differs" (it read back another one than was sent).
[[nodiscard]] Result<DeliveredIdentity> deliver_certificate(
    loader::Transport &transport, const QList<pki::Certificate> &chain, const Job &job, const AgentTalk &talk = {});

// The same chain with its leaf first and without certificates that the device need not send. Errors: "no-certificate"; "chain-unordered" (a
// certificate that issued none of the others).
[[nodiscard]] Result<QList<pki::Certificate>> device_chain(const QList<pki::Certificate> &certificates);

// What the device refuses, as an error. Codes: "device-key-no-sector", "device-key-sector", "device-key-exists", "device-key-other-pending",
// "device-key-foreign", "device-key-no-room", "device-key-random", "device-key-busy", "device-key-flash", "device-key-wish",
// "device-key-none-pending", "device-key-bad-certificate", "device-key-mismatch" (bad input), "device-key-damaged", "device-key-refused".
[[nodiscard]] Error device_key_refusal(const wire::KeyRefused &refused);

} // namespace espseal::provision
