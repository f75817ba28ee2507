// SPDX-License-Identifier: Apache-2.0
// espconn_secure_accept, _delete, _connect, _send, _sent, _disconnect.
#include "firmware/runtime/api_refusal.h"
#include "firmware/runtime/endpoint.h"

#include <string.h>

using namespace espseal::runtime;

namespace {

constexpr uint16 plain_max = 1024; // bytes a send, manual

bool port_number(int number)
{
    return number > 0 && number <= 0xFFFF;
}

bool same_peer(const espconn &a, const espconn &b)
{
    const esp_tcp &left = *a.proto.tcp;
    const esp_tcp &right = *b.proto.tcp;
    return left.remote_port != 0 && left.remote_port == right.remote_port && memcmp(left.remote_ip, right.remote_ip, sizeof left.remote_ip) == 0;
}

// By its pointer, else as the SDK finds it: by the peer's address, for applications that keep a copy of the espconn.
Endpoint *endpoint_of(const espconn *connection)
{
    Endpoint *const endpoints[] = { &server(), &client() };
    for (Endpoint *endpoint : endpoints) {
        if (connection && endpoint->connection() == connection)
            return endpoint;
    }
    if (!is_tcp(connection))
        return nullptr;
    for (Endpoint *endpoint : endpoints) {
        if (endpoint->connection() && same_peer(*endpoint->connection(), *connection))
            return endpoint;
    }
    return nullptr;
}

} // namespace

sint8 espconn_secure_accept(espconn *espconn)
{
    constexpr const char *call = "espconn_secure_accept";
    if (!is_tcp(espconn))
        return refused(call, ESPCONN_ARG, "no TCP espconn");
    if (espconn->proto.tcp->local_port < 0 || espconn->proto.tcp->local_port > 0xFFFF)
        return refused(call, ESPCONN_ARG, "local_port is no port number");
    if (server().in_use())
        return refused(call, ESPCONN_ISCONN, "there is a server already");
    if (!shared().certificate || !shared().private_key)
        return refused(call, ESPCONN_ARG, "set the certificate and private key first");
    if (!server().fits_memory())
        return refused(call, ESPCONN_MEM, "not enough memory for this buffer size");
    return server().listen(*espconn).ok ? ESPCONN_OK : refused(call, ESPCONN_MEM, "the port cannot be listened on");
}

sint8 espconn_secure_delete(espconn *espconn)
{
    constexpr const char *call = "espconn_secure_delete";
    if (!espconn || espconn != server().listener())
        return refused(call, ESPCONN_ARG, "not the espconn given to espconn_secure_accept");
    if (shared().callbacks > 0)
        return refused(call, ESPCONN_INPROGRESS, "not from inside a callback");
    if (server().has_connection())
        return refused(call, ESPCONN_INPROGRESS, "a client is connected, disconnect first");
    server().unlisten();
    return ESPCONN_OK;
}

sint8 espconn_secure_connect(espconn *espconn)
{
    constexpr const char *call = "espconn_secure_connect";
    if (!is_tcp(espconn))
        return refused(call, ESPCONN_ARG, "no TCP espconn");
    if (!port_number(espconn->proto.tcp->remote_port))
        return refused(call, ESPCONN_ARG, "remote_port is no port number");
    if (client().in_use())
        return refused(call, ESPCONN_ISCONN, "there is a client connection already");
    if (!client().fits_memory())
        return refused(call, ESPCONN_MEM, "not enough memory for this buffer size");
    return client().connect(*espconn);
}

sint8 espconn_secure_send(espconn *espconn, uint8 *psent, uint16 length)
{
    constexpr const char *call = "espconn_secure_send";
    Endpoint *endpoint = endpoint_of(espconn);
    if (!endpoint || !endpoint->open())
        return refused(call, ESPCONN_ARG, "no such connection, or its handshake is not done");
    if (!psent || length == 0 || length > plain_max)
        return refused(call, ESPCONN_ARG, "the length is not 1..1024");
    if (endpoint->sending())
        return refused(call, ESPCONN_INPROGRESS, "wait for the sent callback");
    endpoint->send(psent, length);
    return ESPCONN_OK;
}

sint8 espconn_secure_sent(espconn *espconn, uint8 *psent, uint16 length)
{
    return espconn_secure_send(espconn, psent, length);
}

sint8 espconn_secure_disconnect(espconn *espconn)
{
    constexpr const char *call = "espconn_secure_disconnect";
    Endpoint *endpoint = endpoint_of(espconn);
    if (!endpoint)
        return refused(call, ESPCONN_ARG, "no such connection");
    if (shared().callbacks > 0)
        return refused(call, ESPCONN_INPROGRESS, "not from inside a callback");
    if (endpoint->closing())
        return refused(call, ESPCONN_INPROGRESS, "closing already");
    endpoint->disconnect();
    return ESPCONN_OK;
}
