// SPDX-License-Identifier: Apache-2.0
// What one TLS session is to do, as the espconn_secure_* calls set it.
#pragma once

#include "core/wire/trace_event.h"
#include "firmware/runtime/source.h"

namespace espseal::runtime {

inline constexpr uint32_t engine_buffer_min = 837; // BearSSL hangs silently with less

struct SessionPlan {
    wire::TlsRole role = wire::TlsRole::server;
    uint32_t buffer_size = 2048; // as asked for
    bool verify = false; // the peer, against the CA blob
    uint32_t ca_sector = 0;
    bool authenticate = false; // client: answer a certificate request
    uint32_t identity_sector = 0;
    Source certificate = Source::memory(nullptr, 0); // server
    Source private_key = Source::memory(nullptr, 0); // server
    const char *server_name = nullptr; // client: SNI
    bool check_name = false; // client: and the certificate's name
    uint32_t unix_time = 0;
    bool keylog = false;

    [[nodiscard]] bool is_server() const { return role == wire::TlsRole::server; }
    [[nodiscard]] bool mutual() const { return is_server() ? verify : authenticate; }
    [[nodiscard]] uint32_t engine_buffer() const { return buffer_size < engine_buffer_min ? engine_buffer_min : buffer_size; }
};

} // namespace espseal::runtime
