// SPDX-License-Identifier: Apache-2.0
// The client: connects, says who it is and for how long it has been up, and listens; connects again after a pause.
#include "firmware/agent/device.h"
#include "firmware/runtime/console.h"
#include "firmware/runtime/endpoint.h"
#include "firmware/runtime/include/espseal_secure.h"
#include "firmware/runtime/port.h"
#include "firmware/runtime/trace.h"

#include <string.h>

namespace espseal::agent {

namespace {

espconn connection;
esp_tcp connection_tcp;
char greeting[80];
bool started = false;
bool resolving = false;
bool at_once = false; // the next attempt comes without a pause

void connect_to(void *, const uint8_t *ip);

void begin(void *)
{
    const char *host = device().settings.host;
    at_once = false;
    resolving = true;
    if (!port::resolve(host, connect_to, nullptr))
        connect_to(nullptr, nullptr);
}

void try_again()
{
    if (at_once)
        return begin(nullptr);
    const uint32_t pause = device().settings.reconnect_seconds;
    if (pause == 0)
        return;
    runtime::Line("client: next attempt in ").number(pause).add(" s").end();
    port::timer_start(port::TimerId::reconnect, pause * 1000, begin, nullptr);
}

void tell_unknown_host()
{
    runtime::Line what("no address for ");
    what.add(runtime::text_of(device().settings.host));
    if (const char *limit = port::network_limit())
        what.add(": ").add(limit);
    wire::RuntimeError error;
    error.espconn = ESPCONN_RTE;
    error.where = runtime::text_of("resolve");
    error.what = what.text();
    runtime::trace().emit(error);
    what.end();
}

void connect_to(void *, const uint8_t *ip)
{
    resolving = false;
    if (!ip) {
        tell_unknown_host();
        try_again();
        return;
    }
    memcpy(connection_tcp.remote_ip, ip, sizeof connection_tcp.remote_ip);
    connection_tcp.remote_port = device().settings.remote_port;
    if (espconn_secure_connect(&connection) != ESPCONN_OK)
        try_again();
}

void connected(void *)
{
    runtime::TextWriter text(greeting, sizeof greeting);
    text.add("espseal ").mac(device().mac).add(" up ").number(uptime_seconds()).add(" s\n");
    (void)espconn_secure_send(&connection, reinterpret_cast<uint8 *>(greeting), static_cast<uint16>(text.text().size));
}

void received(void *, char *, unsigned short size)
{
    runtime::Line("client: ").number(size).add(" bytes from the server").end();
}

void disconnected(void *)
{
    runtime::Line("client: connection closed").end();
    try_again();
}

void failed(void *, sint8 error)
{
    runtime::Line("client: connection failed, error ").code(error).end();
    try_again();
}

} // namespace

void start_client()
{
    const wire::AgentSettings &settings = device().settings;
    if (settings.client_verifies && !has_sector(settings.ca_sector, "the CA"))
        return;
    if (settings.client_authenticates && !has_sector(settings.identity_sector, "the certificate and key"))
        return;
    connection.type = ESPCONN_TCP;
    connection.proto.tcp = &connection_tcp;
    espconn_regist_connectcb(&connection, connected);
    espconn_regist_disconcb(&connection, disconnected);
    espconn_regist_reconcb(&connection, failed);
    espconn_regist_recvcb(&connection, received);
    (void)espseal_secure_set_server_name(settings.host, settings.check_name);
    if (settings.client_verifies)
        (void)espconn_secure_ca_enable(ESPCONN_CLIENT, settings.ca_sector);
    if (settings.client_authenticates)
        (void)espconn_secure_cert_req_enable(ESPCONN_CLIENT, settings.identity_sector);
    started = true;
    begin(nullptr);
}

// Each session reads the identity anew, so it only takes another session.
void restart_client()
{
    if (!started)
        return start_client();
    if (resolving)
        return;
    port::timer_stop(port::TimerId::reconnect);
    if (!runtime::client().has_connection())
        return begin(nullptr);
    at_once = true;
    (void)espconn_secure_disconnect(&connection);
}

} // namespace espseal::agent
