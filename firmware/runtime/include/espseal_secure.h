// SPDX-License-Identifier: Apache-2.0
// What the bundled runtime offers beyond the SDK's calls.
#ifndef ESPSEAL_SECURE_H
#define ESPSEAL_SECURE_H

#include "firmware/runtime/include/espconn.h"

#ifdef __cplusplus
extern "C" {
#endif

// The client's server name (at most 63 characters; NULL forgets it), sent as SNI unless it is an IPv4 address. With `check`, and
// only while the CA check is on, the server's certificate must carry it (SAN, else CN).
// False: too long, or a client connection exists.
bool espseal_secure_set_server_name(const char *name, bool check);

// The clock never goes below this when dates are checked (Unix seconds); for devices that have not learnt the time yet.
void espseal_secure_set_time_floor(uint32 unix_seconds);

// Seconds that a handshake may take, 60 unless set; 0 waits for ever. Too long: reconnect callback with ESPCONN_TIMEOUT.
void espseal_secure_set_handshake_timeout(uint16 seconds);

// Lets test builds (ESPSEAL_KEYLOG) tell the session keys in the trace. False, and no effect, in other builds.
bool espseal_secure_set_keylog(bool on);

#ifdef __cplusplus
}
#endif

#endif
