// SPDX-License-Identifier: Apache-2.0
// Which versions, suites and algorithms the device offers.
#pragma once

#include "firmware/runtime/identity.h"
#include "firmware/runtime/trust_store.h"

#include <bearssl.h>

namespace espseal::runtime {

void set_up_algorithms(br_ssl_engine_context &engine);
void set_up_verifier(br_x509_minimal_context &verifier, const TrustStore &store, uint32_t unix_time);
void give_identity(br_ssl_server_context &server, const Identity &identity);
void give_identity(br_ssl_client_context &client, const Identity &identity);

} // namespace espseal::runtime
