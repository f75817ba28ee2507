// SPDX-License-Identifier: Apache-2.0
// The server: answers GET with a status page, and sends anything else back.
#include "firmware/agent/device.h"
#include "firmware/agent/server_identity.h"
#include "firmware/agent/status_page.h"
#include "firmware/runtime/console.h"
#include "firmware/runtime/endpoint.h"
#include "firmware/runtime/include/espconn.h"
#include "firmware/runtime/port.h"

#include <string.h>

namespace espseal::agent {

namespace {

constexpr uint32_t plain_max = 1024; // bytes a send

espconn listener;
esp_tcp listener_tcp;

// What is on its way to the peer; no more comes in before it is out.
uint8_t answer[8192];
uint32_t answer_size = 0;
uint32_t answer_sent = 0;
bool close_after = false;

// While a connection ends for a restart.
constexpr uint32_t look_again_ms = 100;
constexpr uint32_t most_looks = 20;
uint32_t looks = 0;

void send_next(espconn *connection)
{
    const uint32_t rest = answer_size - answer_sent;
    const uint32_t count = rest < plain_max ? rest : plain_max;
    if (espconn_secure_send(connection, answer + answer_sent, static_cast<uint16>(count)) == ESPCONN_OK)
        answer_sent += count;
}

void connected(void *connection)
{
    answer_size = answer_sent = 0;
    close_after = false;
    const esp_tcp &tcp = *static_cast<espconn *>(connection)->proto.tcp;
    runtime::Line("server: client ").ip(tcp.remote_ip).add(":").number(static_cast<uint32_t>(tcp.remote_port)).add(" is in").end();
}

void received(void *connection, char *data, unsigned short size)
{
    const wire::ByteView request { reinterpret_cast<const uint8_t *>(data), size };
    const bool was_idle = answer_sent == answer_size;
    if (!was_idle || close_after)
        return;
    answer_sent = 0;
    close_after = is_http_get(request);
    if (close_after) {
        answer_size = write_status_page({ answer, sizeof answer });
    } else {
        answer_size = request.size < sizeof answer ? request.size : sizeof answer;
        memcpy(answer, request.data, answer_size);
    }
    send_next(static_cast<espconn *>(connection));
}

void sent(void *connection)
{
    if (answer_sent < answer_size)
        send_next(static_cast<espconn *>(connection));
    else if (close_after) // not from inside a callback
        (void)port::defer([](void *it) { (void)espconn_secure_disconnect(static_cast<espconn *>(it)); }, connection);
}

void disconnected(void *)
{
    runtime::Line("server: connection closed").end();
}

void failed(void *, sint8 error)
{
    runtime::Line("server: connection failed, error ").code(error).end();
}

void end_and_start(void *)
{
    if (runtime::server().has_connection()) {
        if (looks == 0)
            (void)espconn_secure_disconnect(runtime::server().connection());
        else if (looks == most_looks) // the peer does not take our goodbye
            runtime::server().abandon();
        ++looks;
        port::timer_start(port::TimerId::restart, look_again_ms, end_and_start, nullptr);
        return;
    }
    if (runtime::server().listener())
        (void)espconn_secure_delete(&listener);
    start_server();
}

} // namespace

void restart_server()
{
    looks = 0;
    end_and_start(nullptr);
}

void start_server()
{
    const wire::AgentSettings &settings = device().settings;
    if (!has_sector(settings.identity_sector, "the certificate and key") || (settings.server_verifies && !has_sector(settings.ca_sector, "the CA")))
        return;
    if (!give_server_identity(settings.identity_sector))
        return;
    if (settings.server_verifies)
        (void)espconn_secure_ca_enable(ESPCONN_SERVER, settings.ca_sector);
    listener.type = ESPCONN_TCP;
    listener.proto.tcp = &listener_tcp;
    listener_tcp.local_port = settings.local_port;
    espconn_regist_connectcb(&listener, connected);
    espconn_regist_disconcb(&listener, disconnected);
    espconn_regist_reconcb(&listener, failed);
    espconn_regist_recvcb(&listener, received);
    espconn_regist_sentcb(&listener, sent);
    (void)espconn_secure_accept(&listener);
}

} // namespace espseal::agent
