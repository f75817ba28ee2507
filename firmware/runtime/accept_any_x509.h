// SPDX-License-Identifier: Apache-2.0
// The X.509 engine of a client without CA check: takes the key out of the first certificate and believes it, as the SDK does.
#pragma once

#include <bearssl.h>

namespace espseal::runtime {

struct AcceptAnyX509 {
    const br_x509_class *vtable = nullptr;
    br_x509_decoder_context decoder = {};
    bool started = false; // the first certificate is here or has passed
    bool passed = false;
};

void accept_any_init(AcceptAnyX509 &engine);

} // namespace espseal::runtime
