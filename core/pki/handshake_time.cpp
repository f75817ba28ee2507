// SPDX-License-Identifier: Apache-2.0
#include "core/pki/handshake_cost.h"

#include <cmath>

namespace espseal::pki {

namespace {

// Million instructions on lx106, BearSSL 0.6 (see the header).
constexpr double key_exchange = 27; // ECDHE on P-256, both halves
constexpr double rsa_2048_private = 186;
constexpr double rsa_2048_public = 11.5;
constexpr double ecdsa_sign = 13.6;
constexpr double ecdsa_verify = 27;

bool is_measured(const KeyKind &key)
{
    return key.type == KeyType::rsa || (key.type == KeyType::ec && key.bits == 256);
}

double verify_cost(const KeyKind &key)
{
    return key.type == KeyType::ec ? ecdsa_verify : rsa_2048_public * std::pow(key.bits / 2048.0, 2);
}

double sign_cost(const KeyKind &key)
{
    return key.type == KeyType::ec ? ecdsa_sign : rsa_2048_private * std::pow(key.bits / 2048.0, 3);
}

} // namespace

std::optional<HandshakeTime> handshake_time(const HandshakeLoad &load)
{
    if (load.device.tls != DeviceTls::bearssl)
        return std::nullopt;
    double cost = key_exchange;
    for (const Certificate &certificate : load.peer_chain + load.own_chain.first(std::min<qsizetype>(load.own_chain.size(), 1))) {
        if (!is_measured(certificate.key()))
            return std::nullopt;
    }
    // The peer's signature in the handshake, by its own key; then one for each certificate, by the next one's key or the CA's.
    if (!load.peer_chain.isEmpty()) {
        cost += verify_cost(load.peer_chain.first().key());
        for (qsizetype i = 1; load.verifies && i < load.peer_chain.size(); ++i)
            cost += verify_cost(load.peer_chain[i].key());
        if (load.verifies && !load.cas.isEmpty())
            cost += verify_cost(load.cas.first().key());
    }
    if (!load.own_chain.isEmpty())
        cost += sign_cost(load.own_chain.first().key());
    constexpr double per_ms = 80.0 / 1000;
    return HandshakeTime { static_cast<int>(std::lround(cost / per_ms * 1.2)), static_cast<int>(std::lround(cost / per_ms * 1.5)) };
}

} // namespace espseal::pki
