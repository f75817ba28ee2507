// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/secure_bytes.h"
#include "core/pki/token_protocol.h"

namespace espseal::signer {

struct Received {
    pki::TokenRequest request;
    SecureBytes pin;
};

// The socket to the program that asks. Modules may print what they like: standard input and output lead elsewhere from now on.
class Channel {
public:
    Channel();
    // Nothing: the other side has closed it, or talks nonsense.
    [[nodiscard]] std::optional<Received> receive() const;
    [[nodiscard]] bool send(const pki::TokenReply &reply) const;

private:
    int in_;
    int out_;
};

} // namespace espseal::signer
