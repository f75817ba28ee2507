// SPDX-License-Identifier: Apache-2.0
#include "core/pki/handshake_cost.h"

#include "core/pki/messages.h"
#include "core/pki/openssl.h"

#include <algorithm>

namespace espseal::pki {

namespace {

Size bytes(qsizetype count)
{
    return Size(static_cast<std::uint64_t>(count));
}

qsizetype der_size(const QList<Certificate> &certificates)
{
    qsizetype size = 0;
    for (const Certificate &certificate : certificates)
        size += (certificate.der().size() + 7) / 8 * 8;
    return size;
}

bool is_ec(const QList<Certificate> &chain)
{
    return !chain.isEmpty() && chain.first().key().type == KeyType::ec;
}

int key_bytes(const Certificate &certificate)
{
    return (certificate.key().bits + 7) / 8;
}

qsizetype name_size(const Certificate &certificate)
{
    const unsigned char *der = nullptr;
    std::size_t size = 0;
    X509_NAME_get0_der(X509_get_subject_name(certificate.native()), &der, &size);
    return static_cast<qsizetype>(size);
}

HandshakeMemory summed(HandshakeMemory memory)
{
    memory.parts.removeIf([](const MemoryPart &part) { return part.size.value() == 0; });
    for (const MemoryPart &part : memory.parts)
        memory.total = memory.total + part.size;
    return memory;
}

// --- Our runtime

// Name and key of each CA, copied next to the session.
qsizetype anchors_size(const QList<Certificate> &cas)
{
    qsizetype size = 0;
    for (const Certificate &ca : cas)
        size += name_size(ca) + (ca.key().type == KeyType::ec ? 2 * key_bytes(ca) + 1 : key_bytes(ca) + 4) + 16;
    return size;
}

// RSA: two primes, two exponents, the coefficient, half the modulus each. EC: the scalar.
qsizetype own_key_size(const QList<Certificate> &own)
{
    if (own.isEmpty())
        return 0;
    return is_ec(own) ? key_bytes(own.first()) : 5 * qsizetype { key_bytes(own.first()) } / 2;
}

// Peak by painting, QEMU; harness included.
int runtime_stack(const HandshakeLoad &load)
{
    const bool ec = is_ec(load.peer_chain) || is_ec(load.own_chain);
    if (load.peer == Role::server)
        return load.verifies ? (ec ? 5120 : 4224) : (ec ? 4880 : 3984);
    return load.verifies ? (ec ? 4832 : 3936) : (ec ? 4448 : 3328);
}

HandshakeMemory of_runtime(const HandshakeLoad &load)
{
    constexpr int session = 408;
    constexpr int server_engine = 3776;
    constexpr int client_engine = 3408;
    constexpr int verifier = 3720;
    constexpr int believer = 1528; // of a client that does not verify
    constexpr int arena = 18432; // ESPSEAL_ARENA_SIZE on the chip
    const bool is_client = load.peer == Role::server;
    const int x509 = load.verifies ? verifier : is_client ? believer : 0;
    HandshakeMemory memory;
    memory.parts = {
        { Messages::tr("TLS buffer"), bytes(effective_buffer(load.device)) },
        { Messages::tr("TLS contexts"), bytes(session + (is_client ? client_engine : server_engine)) },
        { Messages::tr("Certificate verifier"), bytes(x509) },
        { Messages::tr("Trusted CAs"), bytes(load.verifies ? anchors_size(load.cas) : 0) },
        { Messages::tr("Own certificates"), bytes(der_size(load.own_chain)) },
        { Messages::tr("Own key"), bytes(own_key_size(load.own_chain)) },
        { Messages::tr("Stack"), bytes(runtime_stack(load)), true },
    };
    memory.uncertainty_percent = 3;
    memory.arena = bytes(arena);
    return memory;
}

// --- SDK with mbedTLS

qsizetype mbedtls_certificate_size(const Certificate &certificate)
{
    constexpr int structure = 312; // mbedtls_x509_crt
    constexpr int name_part = 32; // mbedtls_asn1_named_data, but for the first of each name
    constexpr int rsa = 172; // mbedtls_rsa_context
    const int parts = X509_NAME_entry_count(X509_get_subject_name(certificate.native())) + X509_NAME_entry_count(X509_get_issuer_name(certificate.native()));
    return structure + certificate.der().size() + qsizetype { name_part } * std::max(0, parts - 2) + rsa + key_bytes(certificate) + 4;
}

qsizetype mbedtls_certificates_size(const QList<Certificate> &certificates)
{
    qsizetype size = 0;
    for (const Certificate &certificate : certificates)
        size += mbedtls_certificate_size(certificate);
    return size;
}

// mbedtls_mpi_exp_mod: about 6.5 numbers for a public exponent; 32 windows of half size and more for a private one.
qsizetype mbedtls_arithmetic(const HandshakeLoad &load)
{
    qsizetype most = 0;
    for (const Certificate &certificate : load.peer_chain + load.cas)
        most = std::max<qsizetype>(most, 13 * key_bytes(certificate) / 2);
    if (!load.own_chain.isEmpty()) {
        const qsizetype own = key_bytes(load.own_chain.first());
        most = std::max(most, 33 * (own / 2 + 4) + 8 * own);
    }
    return most;
}

HandshakeMemory of_mbedtls(const HandshakeLoad &load)
{
    constexpr int record_extra = 29 + 48 + 256; // MBEDTLS_SSL_BUFFER_LEN, ssl_internal.h
    constexpr int contexts = 180 + 144 + 100 + 248 + 1800 + 320 + 624; // ssl, config, session, transform, handshake, ctr_drbg, entropy
    constexpr int gate_extra = 0x3800; // DEFAULT_HEAP of espconn_mbedtls.h
    const int buffers = load.device.sdk < sdk_with_rsa_2048 ? 1 : 2;
    const int own_rsa = load.own_chain.isEmpty() ? 0 : 172 + 11 * key_bytes(load.own_chain.first()) / 2;
    HandshakeMemory memory;
    memory.parts = {
        { buffers == 2 ? Messages::tr("TLS buffers, in and out") : Messages::tr("TLS buffer"),
            bytes(qsizetype { buffers } * (effective_buffer(load.device) + record_extra)) },
        { Messages::tr("TLS contexts"), bytes(contexts) },
        { Messages::tr("Peer's certificates"), bytes(mbedtls_certificates_size(load.peer_chain)) },
        { Messages::tr("Trusted CAs"), bytes(load.verifies ? mbedtls_certificates_size(load.cas) : 0) },
        { Messages::tr("Own certificates"), bytes(mbedtls_certificates_size(load.own_chain)) },
        { Messages::tr("Own key"), bytes(own_rsa) },
        { Messages::tr("RSA arithmetic"), bytes(mbedtls_arithmetic(load)) },
    };
    memory.uncertainty_percent = 25;
    if (load.peer == Role::server)
        memory.gate = bytes(effective_buffer(load.device) + gate_extra);
    return memory;
}

// --- SDK with axTLS

HandshakeMemory of_axtls(const HandshakeLoad &load)
{
    constexpr int record_extra = 1024; // RT_EXTRA, ssl_tls1.h
    constexpr int contexts = 1800; // SSL, SSL_CTX, what the handshake throws away
    constexpr int per_certificate = 350; // X509_CTX, names, RSA and bigint contexts
    const auto certificates_size = [](const QList<Certificate> &certificates) {
        qsizetype size = 0;
        for (const Certificate &certificate : certificates)
            size += per_certificate + qsizetype { 4 } * key_bytes(certificate);
        return size;
    };
    qsizetype arithmetic = 0;
    for (const Certificate &certificate : load.peer_chain + load.cas + load.own_chain)
        arithmetic = std::max<qsizetype>(arithmetic, qsizetype { 12 } * key_bytes(certificate));
    HandshakeMemory memory;
    memory.parts = {
        { Messages::tr("TLS buffer"), bytes(effective_buffer(load.device) + record_extra) },
        { Messages::tr("TLS contexts"), bytes(contexts) },
        { Messages::tr("Peer's certificates"), bytes(certificates_size(load.peer_chain)) },
        { Messages::tr("Trusted CAs"), bytes(load.verifies ? certificates_size(load.cas) : 0) },
        { Messages::tr("Own certificates"), bytes(certificates_size(load.own_chain) + der_size(load.own_chain)) },
        { Messages::tr("RSA arithmetic"), bytes(arithmetic) },
    };
    memory.uncertainty_percent = 40;
    return memory;
}

HandshakeMemory memory_of(const HandshakeLoad &load)
{
    switch (load.device.tls) {
    case DeviceTls::bearssl:
        return of_runtime(load);
    case DeviceTls::mbedtls:
        return of_mbedtls(load);
    case DeviceTls::axtls:
        break;
    }
    return of_axtls(load);
}

} // namespace

Size HandshakeMemory::heap() const
{
    Size size;
    for (const MemoryPart &part : parts) {
        if (!part.on_stack)
            size = size + part.size;
    }
    return size;
}

bool HandshakeMemory::fits(std::optional<Size> free_heap) const
{
    if (arena)
        return heap() <= *arena;
    return !free_heap || (heap() <= *free_heap && (!gate || *gate < *free_heap));
}

HandshakeMemory handshake_memory(const HandshakeLoad &load)
{
    return summed(memory_of(load));
}

} // namespace espseal::pki
