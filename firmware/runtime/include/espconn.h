// SPDX-License-Identifier: Apache-2.0
// The espconn types and the SSL calls of the ESP8266 NONOS SDK ("ESP8266 SDK SSL User Manual"), same names, types and values.
//
// Call everything from the main loop's thread. A callback's `arg` is the connection's struct espconn: the client's own one,
// or for a server one that the runtime keeps (callbacks copied from the espconn given to espconn_secure_accept).
// Where the manual and the SDK's code differ, the manual holds. A call that is not allowed now but may be repeated later
// (from inside a callback, before the sent callback, while connected) returns ESPCONN_INPROGRESS; one that can never succeed
// returns ESPCONN_ARG. Every refused call is also told in the trace.
//
// The guard is the SDK's: a program that has included the SDK's own espconn.h gets only that one.
#ifndef __ESPCONN_H__
#define __ESPCONN_H__ // NOLINT(bugprone-reserved-identifier)

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef unsigned char uint8;
typedef signed char sint8;
typedef unsigned short uint16;
typedef signed short sint16;
typedef unsigned int uint32;

#define ESPCONN_OK 0
#define ESPCONN_MEM (-1)
#define ESPCONN_TIMEOUT (-3)
#define ESPCONN_RTE (-4)
#define ESPCONN_INPROGRESS (-5)
#define ESPCONN_MAXNUM (-7)
#define ESPCONN_ABRT (-8)
#define ESPCONN_RST (-9)
#define ESPCONN_CLSD (-10)
#define ESPCONN_CONN (-11)
#define ESPCONN_ARG (-12)
#define ESPCONN_IF (-14)
#define ESPCONN_ISCONN (-15)
#define ESPCONN_HANDSHAKE (-28)
#define ESPCONN_SSL_INVALID_DATA (-61)

enum espconn_type {
    ESPCONN_INVALID = 0,
    ESPCONN_TCP = 0x10,
    ESPCONN_UDP = 0x20,
};

enum espconn_state {
    ESPCONN_NONE,
    ESPCONN_WAIT,
    ESPCONN_LISTEN,
    ESPCONN_CONNECT,
    ESPCONN_WRITE,
    ESPCONN_READ,
    ESPCONN_CLOSE,
};

enum espconn_level {
    ESPCONN_IDLE = 0,
    ESPCONN_CLIENT = 1,
    ESPCONN_SERVER = 2,
    ESPCONN_BOTH = 3,
    ESPCONN_MAX = 4,
};

typedef void (*espconn_connect_callback)(void *arg);
typedef void (*espconn_reconnect_callback)(void *arg, sint8 err);
typedef void (*espconn_recv_callback)(void *arg, char *pdata, unsigned short len);
typedef void (*espconn_sent_callback)(void *arg);

typedef struct _esp_tcp {
    int remote_port;
    int local_port;
    uint8 local_ip[4];
    uint8 remote_ip[4];
    espconn_connect_callback connect_callback;
    espconn_reconnect_callback reconnect_callback;
    espconn_connect_callback disconnect_callback;
    espconn_connect_callback write_finish_fn; // never called for SSL connections (manual)
} esp_tcp;

typedef struct _esp_udp {
    int remote_port;
    int local_port;
    uint8 local_ip[4];
    uint8 remote_ip[4];
} esp_udp;

struct espconn {
    enum espconn_type type;
    enum espconn_state state;
    union {
        esp_tcp *tcp;
        esp_udp *udp;
    } proto;
    espconn_recv_callback recv_callback;
    espconn_sent_callback sent_callback;
    uint8 link_cnt;
    void *reverse; // the application's own
};

// 0, or ESPCONN_ARG (NULL, or not a TCP espconn).
sint8 espconn_regist_connectcb(struct espconn *espconn, espconn_connect_callback connect_cb);
sint8 espconn_regist_reconcb(struct espconn *espconn, espconn_reconnect_callback recon_cb);
sint8 espconn_regist_disconcb(struct espconn *espconn, espconn_connect_callback discon_cb);
sint8 espconn_regist_recvcb(struct espconn *espconn, espconn_recv_callback recv_cb);
sint8 espconn_regist_sentcb(struct espconn *espconn, espconn_sent_callback sent_cb);

// Listens on proto.tcp->local_port. The certificate and key must have been set before.
// 0; ESPCONN_ARG; ESPCONN_MEM: no port or memory left; ESPCONN_ISCONN: there is a server already.
sint8 espconn_secure_accept(struct espconn *espconn);
// Ends the server given to espconn_secure_accept. 0; ESPCONN_ARG: not that server;
// ESPCONN_INPROGRESS: a client is connected (disconnect first), or called inside an espconn callback.
sint8 espconn_secure_delete(struct espconn *espconn);

// Connects to proto.tcp->remote_ip, remote_port. 0; ESPCONN_ARG; ESPCONN_MEM; ESPCONN_RTE: no route;
// ESPCONN_ISCONN: there is a client connection already.
sint8 espconn_secure_connect(struct espconn *espconn);

// Sends 1..1024 plain bytes, which must stay valid until the sent callback.
// 0; ESPCONN_ARG: no such connection, or the length; ESPCONN_INPROGRESS: the sent callback of the last call is outstanding.
sint8 espconn_secure_send(struct espconn *espconn, uint8 *psent, uint16 length);
sint8 espconn_secure_sent(struct espconn *espconn, uint8 *psent, uint16 length);

// 0 (the disconnect callback follows); ESPCONN_ARG: no such connection;
// ESPCONN_INPROGRESS: closing already, or called inside an espconn callback.
sint8 espconn_secure_disconnect(struct espconn *espconn);

// `level` is ESPCONN_CLIENT, ESPCONN_SERVER or ESPCONN_BOTH. The settings below must be made before espconn_secure_accept or
// espconn_secure_connect: false while the level is in use, for another level, and for a bad value.

// Size of the TLS buffer, 1..8192 bytes, 2048 unless set. Below 837 the TLS engine still uses 837.
bool espconn_secure_set_size(uint8 level, uint16 size);
// The size as set; of ESPCONN_BOTH the smaller one. ESPCONN_ARG for another level.
sint16 espconn_secure_get_size(uint8 level);

// Verify the peer against the CA blob at flash_sector * 4096. In a server: also ask the client for its certificate.
bool espconn_secure_ca_enable(uint8 level, uint32 flash_sector);
bool espconn_secure_ca_disable(uint8 level);

// Answer the server's certificate request with the identity blob at flash_sector * 4096. Only ESPCONN_CLIENT.
bool espconn_secure_cert_req_enable(uint8 level, uint32 flash_sector);
bool espconn_secure_cert_req_disable(uint8 level);

// The server's certificate (chain) and key, PEM or DER, at most 8192 bytes each. The bytes are not copied: they must stay.
bool espconn_secure_set_default_certificate(const uint8 *certificate, uint16 length);
bool espconn_secure_set_default_private_key(const uint8 *private_key, uint16 length);

#ifdef __cplusplus
}
#endif

#endif
