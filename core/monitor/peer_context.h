// SPDX-License-Identifier: Apache-2.0
// OpenSSL's side of the peer's settings. Internal to core/monitor.
#pragma once

#include "core/monitor/tls_peer.h"

#include <openssl/ssl.h>

namespace espseal::monitor {

struct FreeSslContext {
    void operator()(SSL_CTX *context) const { SSL_CTX_free(context); }
};
struct FreeSsl {
    void operator()(SSL *ssl) const { SSL_free(ssl); }
};
using SslContext = std::unique_ptr<SSL_CTX, FreeSslContext>;
using Ssl = std::unique_ptr<SSL, FreeSsl>;

// Hears every complaint of a chain check; SSL_get_app_data of a connection points to one.
class VerifyObserver {
public:
    virtual void verify_failed(const VerifyError &error) = 0;

protected:
    ~VerifyObserver() = default;
};

[[nodiscard]] Result<SslContext> make_context(const PeerSettings &settings);
// One connection, with the name that the device's certificate must have.
[[nodiscard]] Ssl make_ssl(SSL_CTX *context, const PeerSettings &settings, VerifyObserver *observer);

// Reason of this thread's oldest OpenSSL error ("certificate verify failed"); empties the queue.
[[nodiscard]] QString take_openssl_reason();

} // namespace espseal::monitor
