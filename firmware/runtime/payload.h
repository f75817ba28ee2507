// SPDX-License-Identifier: Apache-2.0
// Splits a credential's payload into DER objects: the objects of a PEM text, or DER elements one behind the other.
#pragma once

#include "firmware/runtime/source.h"

#include <bearssl.h>

namespace espseal::runtime {

class DerSink {
public:
    // An object begins; `pem_name` is null in a DER payload, else upper case. False: not wanted, its bytes are skipped.
    virtual bool begin(const char *pem_name) = 0;
    virtual void bytes(const uint8_t *data, uint32_t size) = 0;
    // False: the object is no good, reading stops.
    virtual bool end() = 0;

protected:
    ~DerSink() = default;
};

// What the objects' names say; a DER object (null) may be either.
[[nodiscard]] bool is_certificate(const char *pem_name);
[[nodiscard]] bool is_private_key(const char *pem_name);

// True if at least one wanted object was read and none was bad.
[[nodiscard]] bool read_payload(const Source &source, br_pem_decoder_context &scratch, DerSink &sink);

} // namespace espseal::runtime
