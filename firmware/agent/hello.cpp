// SPDX-License-Identifier: Apache-2.0
#include "core/wire/key_event.h"
#include "firmware/agent/device.h"
#include "firmware/agent/own_key.h"
#include "firmware/runtime/arena.h"
#include "firmware/runtime/include/espconn.h"
#include "firmware/runtime/port.h"
#include "firmware/runtime/session_plan.h"
#include "firmware/runtime/trace.h"

namespace espseal::agent {

namespace {

constexpr uint32_t hello_every_ms = 10000;

void say_hello()
{
    runtime::SessionPlan plan;
    plan.buffer_size = static_cast<uint32_t>(espconn_secure_get_size(ESPCONN_BOTH));
    wire::Hello hello;
    hello.uptime_us = port::now_us();
    hello.firmware = runtime::text_of("espseal-agent " ESPSEAL_VERSION);
    hello.flavour = runtime::text_of("BearSSL 0.6");
    hello.mac = { device().mac, sizeof device().mac };
    hello.reset_reason = device().reset_cause;
    hello.buffer_size = plan.engine_buffer();
    hello.arena_size = runtime::Arena::size();
    hello.stack_size = port::tls_stack_size();
    hello.frames_dropped = runtime::trace().dropped();
    hello.flash_size = port::flash_size();
    hello.features = wire::feature_own_key;
    runtime::trace().emit(hello);
}

void say_hello_again(void *)
{
    say_hello();
    port::timer_start(port::TimerId::hello, hello_every_ms, say_hello_again, nullptr);
}

class Requests final : public wire::FrameSink {
public:
    void frame(const wire::Frame &frame) override
    {
        switch (static_cast<wire::EventKind>(frame.kind)) {
        case wire::EventKind::hello_request:
            return say_hello();
        case wire::EventKind::key_request:
            return take_key_request(frame.body);
        case wire::EventKind::certificate_part:
            return take_certificate_part(frame.body);
        default:
            return;
        }
    }
    void text(wire::ByteView) override { }
    void damaged(uint32_t) override { }
};

Requests requests;
wire::FrameDecoder decoder(wire::schema_of_kind);

} // namespace

void start_hello()
{
    port::console_on_input([](const uint8_t *data, uint32_t size) { decoder.feed({ data, size }, requests); });
    say_hello_again(nullptr);
}

} // namespace espseal::agent
