// SPDX-License-Identifier: Apache-2.0
// What a session tells when it opens and when it ends.
#include "firmware/runtime/console.h"
#include "firmware/runtime/session.h"
#include "firmware/runtime/tls_reason.h"
#include "firmware/runtime/trace.h"

namespace espseal::runtime {

void Session::tell_open()
{
    wire::Negotiated negotiated;
    negotiated.version = engine_->session.version;
    negotiated.suite = engine_->session.cipher_suite;
    negotiated.curve = static_cast<uint16_t>(br_ssl_engine_get_ecdhe_curve(engine_));
    trace().emit(negotiated);

    const uint64_t now = port::now_us();
    const WorkClock::Spent total = clock_.total(now);
    trace().emit(wire::HandshakeDone { clock_.elapsed_us(now), total.compute_us, total.blocked_us });
    tell_memory();
    tell_keylog();
    Line(plan_.is_server() ? "server" : "client")
        .add(" handshake ok! ")
        .add(wire::version_name(negotiated.version))
        .add(" ")
        .add(wire::cipher_suite_name(negotiated.suite))
        .end();
}

void Session::tell_keylog() const
{
#ifdef ESPSEAL_KEYLOG
    if (!plan_.keylog)
        return;
    br_ssl_session_parameters session;
    br_ssl_engine_get_session_parameters(engine_, &session);
    trace().emit(wire::KeyLog { { engine_->client_random, sizeof engine_->client_random }, { session.master_secret, sizeof session.master_secret } });
#endif
}

void Session::tell_memory() const
{
    const port::Heap heap = port::heap();
    wire::Memory event;
    event.heap_free = heap.free > 0 ? heap.free : arena().free();
    event.heap_low_water = heap.free > 0 ? heap.low_water : arena().low_water();
    event.buffer_high_water = observer_.buffer_high_water();
    event.stack_high_water = port::tls_stack_high_water();
    trace().emit(event);
}

void Session::tell_end(uint32_t number)
{
    if (verifier_ || believer_)
        x509_watch_flush(verifier_ ? verifier_->watch : believer_->watch, end_.tls);
    if (engine_started_) {
        if (end_.espconn != 0) {
            Line line(plan_.is_server() ? "server" : "client");
            line.add(end_.was_open ? "'s data invalid protocol" : " handshake failed!").add(" Reason: ");
            tell_reason(line, end_.tls, end_.espconn);
            line.end();
        }
        tell_memory();
    }
    wire::SessionEnd event;
    event.session = number;
    event.callback_error = end_.espconn;
    event.tls_error = end_.tls;
    event.handshake_was_done = end_.was_open;
    event.bytes_received = bytes_received_;
    event.bytes_sent = bytes_sent_;
    event.total_us = clock_.elapsed_us(port::now_us());
    trace().emit(event);
}

} // namespace espseal::runtime
