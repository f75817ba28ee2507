// SPDX-License-Identifier: Apache-2.0
// The calls that come before espconn_secure_accept and espconn_secure_connect.
#include "firmware/runtime/api_refusal.h"
#include "firmware/runtime/endpoint.h"
#include "firmware/runtime/include/espseal_secure.h"

#include <string.h>

using namespace espseal::runtime;

namespace {

constexpr uint16 size_max = 8192;
constexpr uint16 credential_max = 8192;

bool known(uint8 level)
{
    return level == ESPCONN_CLIENT || level == ESPCONN_SERVER || level == ESPCONN_BOTH;
}

bool in_use(uint8 level)
{
    return ((level & ESPCONN_CLIENT) && client().in_use()) || ((level & ESPCONN_SERVER) && server().in_use());
}

// Checks the level and applies `change` to each endpoint of it.
template <class Change> bool set(const char *call, uint8 level, Change change)
{
    if (!known(level))
        return refused(call, "the level is none of ESPCONN_CLIENT, _SERVER, _BOTH");
    if (in_use(level))
        return refused(call, "must come before accept or connect");
    if (level & ESPCONN_CLIENT)
        change(client().settings);
    if (level & ESPCONN_SERVER)
        change(server().settings);
    return true;
}

bool set_credential(const char *call, const uint8 *data, uint16 length, const uint8 *&pointer, uint16 &size)
{
    if (!data || length == 0 || length > credential_max)
        return refused(call, "no data, or more than 8192 bytes");
    if (server().in_use())
        return refused(call, "must come before espconn_secure_accept");
    pointer = data;
    size = length;
    return true;
}

} // namespace

bool espconn_secure_set_size(uint8 level, uint16 size)
{
    if (size < 1 || size > size_max)
        return refused("espconn_secure_set_size", "the size is not 1..8192");
    return set("espconn_secure_set_size", level, [size](EndpointSettings &settings) { settings.buffer_size = size; });
}

sint16 espconn_secure_get_size(uint8 level)
{
    const uint16 of_client = client().settings.buffer_size;
    const uint16 of_server = server().settings.buffer_size;
    switch (level) {
    case ESPCONN_CLIENT:
        return static_cast<sint16>(of_client);
    case ESPCONN_SERVER:
        return static_cast<sint16>(of_server);
    case ESPCONN_BOTH:
        return static_cast<sint16>(of_client < of_server ? of_client : of_server);
    default:
        return ESPCONN_ARG;
    }
}

bool espconn_secure_ca_enable(uint8 level, uint32 flash_sector)
{
    if (flash_sector == 0)
        return refused("espconn_secure_ca_enable", "sector 0 holds the boot loader");
    return set("espconn_secure_ca_enable", level, [flash_sector](EndpointSettings &settings) {
        settings.verify = true;
        settings.ca_sector = flash_sector;
    });
}

bool espconn_secure_ca_disable(uint8 level)
{
    return set("espconn_secure_ca_disable", level, [](EndpointSettings &settings) { settings.verify = false; });
}

bool espconn_secure_cert_req_enable(uint8 level, uint32 flash_sector)
{
    if (level != ESPCONN_CLIENT)
        return refused("espconn_secure_cert_req_enable", "the level must be ESPCONN_CLIENT");
    if (flash_sector == 0)
        return refused("espconn_secure_cert_req_enable", "sector 0 holds the boot loader");
    return set("espconn_secure_cert_req_enable", level, [flash_sector](EndpointSettings &settings) {
        settings.authenticate = true;
        settings.identity_sector = flash_sector;
    });
}

bool espconn_secure_cert_req_disable(uint8 level)
{
    if (level != ESPCONN_CLIENT)
        return refused("espconn_secure_cert_req_disable", "the level must be ESPCONN_CLIENT");
    return set("espconn_secure_cert_req_disable", level, [](EndpointSettings &settings) { settings.authenticate = false; });
}

bool espconn_secure_set_default_certificate(const uint8 *certificate, uint16 length)
{
    return set_credential("espconn_secure_set_default_certificate", certificate, length, shared().certificate, shared().certificate_size);
}

bool espconn_secure_set_default_private_key(const uint8 *private_key, uint16 length)
{
    return set_credential("espconn_secure_set_default_private_key", private_key, length, shared().private_key, shared().private_key_size);
}

bool espseal_secure_set_server_name(const char *name, bool check)
{
    if (client().in_use())
        return refused("espseal_secure_set_server_name", "must come before espconn_secure_connect");
    const size_t size = name ? strlen(name) : 0;
    if (size > Shared::name_max)
        return refused("espseal_secure_set_server_name", "the name is longer than 63 characters");
    memset(shared().server_name, 0, sizeof shared().server_name);
    if (size > 0)
        memcpy(shared().server_name, name, size);
    shared().check_name = check;
    return true;
}

void espseal_secure_set_time_floor(uint32 unix_seconds)
{
    shared().time_floor = unix_seconds;
}

void espseal_secure_set_handshake_timeout(uint16 seconds)
{
    shared().handshake_seconds = seconds;
}

bool espseal_secure_set_keylog(bool on)
{
#ifdef ESPSEAL_KEYLOG
    shared().keylog = on;
    return true;
#else
    return on ? refused("espseal_secure_set_keylog", "this is no test build") : false;
#endif
}
