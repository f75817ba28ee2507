// SPDX-License-Identifier: Apache-2.0
// What a handshake costs the device: RAM at its peak, and time at 80 MHz.
//
// Our runtime: structures as gcc-xtensa-lx106 13.3 lays them out, instructions and stack measured on QEMU's lx106 with BearSSL 0.6 (-Os, i15).
// SDK with mbedTLS: structures of mbed TLS 2.2.1 with config_esp.h, laid out by the same compiler; arithmetic counted from bignum.c; not measured.
// SDK with axTLS: the buffer from its headers, the rest estimated.
#pragma once

#include "core/base/units.h"
#include "core/pki/certificate.h"
#include "core/pki/device_profile.h"

#include <optional>

namespace espseal::pki {

struct HandshakeLoad {
    DeviceProfile device;
    Role peer = Role::server; // server: the device is the client
    bool verifies = true; // the device checks the peer's certificates
    QList<Certificate> peer_chain; // as the peer sends it, its own first
    QList<Certificate> cas; // in the CA sector
    QList<Certificate> own_chain; // what the device shows, its own first; empty: nothing
};

struct MemoryPart {
    QString part; // translated: "TLS buffer"
    Size size;
    bool on_stack = false;

    bool operator==(const MemoryPart &) const = default;
};

struct HandshakeMemory {
    QList<MemoryPart> parts;
    Size total; // of all parts
    int uncertainty_percent = 0; // either way
    // SDK with mbedTLS: espconn_secure_connect refuses unless more heap than this is free (buffer + 0x3800, espconn_mbedtls.c; the manual's 22 KB).
    std::optional<Size> gate;
    // Our runtime: all parts but the stack live in this static block.
    std::optional<Size> arena;

    [[nodiscard]] Size heap() const; // without the stack
    [[nodiscard]] bool fits(std::optional<Size> free_heap) const; // with nothing known about the heap, only the arena counts
};

[[nodiscard]] HandshakeMemory handshake_memory(const HandshakeLoad &load);

// With forward secrecy on P-256, certificates already there. Nothing: not measured for this device or these keys.
struct HandshakeTime {
    int least_ms = 0; // 1.2 cycles an instruction
    int most_ms = 0; // 1.5
};
[[nodiscard]] std::optional<HandshakeTime> handshake_time(const HandshakeLoad &load);

} // namespace espseal::pki
