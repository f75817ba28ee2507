// SPDX-License-Identifier: Apache-2.0
// OpenSSL's message callback as peer events. Internal to core/monitor.
#pragma once

#include "core/monitor/peer_event.h"

#include <functional>
#include <span>

#include <openssl/ssl.h>

namespace espseal::monitor {

class PeerTrace {
public:
    // `emit` gets events with kind, flow and what the message says; the connection adds the rest.
    explicit PeerTrace(std::function<void(PeerEvent)> emit)
        : emit_(std::move(emit))
    {
    }
    // The trace must outlive `ssl`.
    void watch(SSL *ssl);

private:
    void protocol(bool sent, int content_type, std::span<const std::uint8_t> bytes);
    void record(bool sent, std::span<const std::uint8_t> header);
    void handshake(bool sent, std::span<const std::uint8_t> message);
    void certificates(bool sent, std::span<const std::uint8_t> message);
    [[nodiscard]] bool &encrypted(bool sent) { return sent ? sent_encrypted_ : received_encrypted_; }

    std::function<void(PeerEvent)> emit_;
    bool sent_encrypted_ = false;
    bool received_encrypted_ = false;
};

} // namespace espseal::monitor
