// SPDX-License-Identifier: Apache-2.0
// A session's memory, its credentials and the engine's set-up.
#include "firmware/runtime/console.h"
#include "firmware/runtime/entropy.h"
#include "firmware/runtime/session.h"
#include "firmware/runtime/trace.h"

#include "firmware/runtime/include/espconn.h"

#include <string.h>

namespace espseal::runtime {

// The decoders' memory is the engine's, which is set up only after all credentials are decoded.
static_assert(sizeof(DecoderScratch) <= sizeof(br_ssl_client_context));

namespace {

template <class T> T *made(ArenaEnd end)
{
    void *memory = arena().take(end, sizeof(T));
    return memory ? new (Place { memory }) T : nullptr;
}

} // namespace

Session::Session(const SessionPlan &plan, port::Link link, ArenaEnd end)
    : plan_(plan)
    , link_(link)
    , arena_end_(end)
    , clock_(port::now_us())
    , observer_(clock_, plan.engine_buffer())
{
}

uint32_t Session::engine_size(const SessionPlan &plan)
{
    return plan.is_server() ? sizeof(br_ssl_server_context) : sizeof(br_ssl_client_context);
}

uint32_t Session::memory_needed(const SessionPlan &plan)
{
    const uint32_t x509 = plan.verify ? sizeof(Verifier) : plan.is_server() ? 0 : sizeof(Believer);
    constexpr uint32_t rounding = 4 * 8;
    return static_cast<uint32_t>(sizeof(Session)) + engine_size(plan) + plan.engine_buffer() + x509 + rounding;
}

Session *Session::create(const SessionPlan &plan, port::Link link, ArenaEnd end)
{
    void *memory = arena().take(end, sizeof(Session));
    if (!memory)
        return nullptr;
    auto *session = new (Place { memory }) Session(plan, link, end);
    if (session->take_memory())
        return session;
    arena().release(end);
    return nullptr;
}

bool Session::take_memory()
{
    memory_ = static_cast<Engine *>(arena().take(arena_end_, engine_size(plan_)));
    buffer_ = static_cast<uint8_t *>(arena().take(arena_end_, plan_.engine_buffer()));
    if (plan_.verify)
        verifier_ = made<Verifier>(arena_end_);
    else if (!plan_.is_server())
        believer_ = made<Believer>(arena_end_);
    return memory_ && buffer_ && (verifier_ || !plan_.verify) && (believer_ || plan_.verify || plan_.is_server());
}

void Session::start()
{
    clock_ = WorkClock(port::now_us());
    clock_.begin_work(port::now_us());
    Line(plan_.is_server() ? "server" : "client").add(" handshake start.").end();
    if (load_credentials()) {
        set_up_engine();
        engine_started_ = begin_handshake();
    }
    clock_.end_work(port::now_us());
}

bool Session::load_credentials()
{
    DecoderScratch &scratch = *reinterpret_cast<DecoderScratch *>(memory_);
    return (!plan_.verify || load_ca(scratch)) && ((!plan_.is_server() && !plan_.authenticate) || load_own_identity(scratch));
}

bool Session::load_ca(DecoderScratch &scratch)
{
    const wire::BlobVerdict verdict = load_trust_store(verifier_->store, plan_.ca_sector, arena_end_, scratch);
    if (verdict != wire::BlobVerdict::ok)
        fail_credential("CA", plan_.ca_sector, verdict_text(verdict));
    return verdict == wire::BlobVerdict::ok;
}

bool Session::load_own_identity(DecoderScratch &scratch)
{
    if (plan_.is_server()) {
        const IdentityFault fault = load_identity(identity_, plan_.certificate, plan_.private_key, arena_end_, scratch);
        has_identity_ = fault == IdentityFault::none;
        if (!has_identity_)
            fail(text_of(fault_place(fault)), text_of(fault_text(fault)));
    } else {
        const IdentityResult result = load_identity(identity_, plan_.identity_sector, arena_end_, scratch);
        result.tell();
        has_identity_ = result.ok();
        if (!has_identity_)
            fail_credential(fault_place(result.fault), plan_.identity_sector, fault_text(result));
    }
    return has_identity_;
}

void Session::set_up_engine()
{
    if (plan_.is_server()) {
        br_ssl_server_zero(&memory_->server);
        engine_ = &memory_->server.eng;
        set_up_algorithms(*engine_);
        give_identity(memory_->server, identity_);
    } else {
        br_ssl_client_zero(&memory_->client);
        engine_ = &memory_->client.eng;
        set_up_algorithms(*engine_);
        br_ssl_client_set_default_rsapub(&memory_->client);
        if (has_identity_)
            give_identity(memory_->client, identity_);
    }
    if (has_identity_)
        observer_.set_own_identity(&identity_);
    watch_certificates();
    br_ssl_engine_set_buffer(engine_, buffer_, plan_.engine_buffer(), 0);
}

void Session::watch_certificates()
{
    if (verifier_) {
        set_up_verifier(verifier_->x509, verifier_->store, plan_.unix_time);
        x509_watch_init(verifier_->watch, &verifier_->x509.vtable, true, plan_.check_name ? plan_.server_name : nullptr);
        br_ssl_engine_set_x509(engine_, &verifier_->watch.vtable);
        if (plan_.is_server())
            br_ssl_server_set_trust_anchor_names_alt(&memory_->server, verifier_->store.anchors, verifier_->store.count);
    } else if (believer_) {
        accept_any_init(believer_->x509);
        x509_watch_init(believer_->watch, &believer_->x509.vtable, false, nullptr);
        br_ssl_engine_set_x509(engine_, &believer_->watch.vtable);
    }
}

bool Session::begin_handshake()
{
    uint8_t seed[48];
    if (!fill_seed(seed, sizeof seed, port::random_word)) {
        fail(text_of("random"), text_of("the random source is gone or stuck"), BR_ERR_NO_RANDOM);
        return false;
    }
    br_ssl_engine_inject_entropy(engine_, seed, sizeof seed);
    uint8_t ip[4];
    const bool may_name = plan_.server_name && !parse_ipv4(plan_.server_name, ip); // RFC 6066: no addresses in SNI
    if (plan_.is_server() ? br_ssl_server_reset(&memory_->server) : br_ssl_client_reset(&memory_->client, may_name ? plan_.server_name : nullptr, 0))
        return true;
    fail(text_of("handshake"), text_of("the TLS engine does not start"), static_cast<uint32_t>(br_ssl_engine_last_error(engine_)));
    return false;
}

void Session::fail(wire::Text where, wire::Text what, uint32_t tls_error)
{
    const bool no_memory = arena().ran_out();
    if (no_memory)
        what = text_of("not enough memory for it");
    end_ = { no_memory ? ESPCONN_MEM : ESPCONN_HANDSHAKE, tls_error, false };
    ended_ = true;

    wire::RuntimeError event;
    event.espconn = end_.espconn;
    event.tls_error = tls_error;
    event.where = where;
    event.what = what;
    trace().emit(event);
    Line(plan_.is_server() ? "server" : "client").add(" handshake failed! Reason: ").add(where).add(": ").add(what).end();
}

void Session::fail_credential(const char *where, uint32_t sector, const char *what)
{
    Line line("0x");
    line.hex(sector * 4096).add(": ").add(what);
    fail(text_of(where), line.text());
}

} // namespace espseal::runtime
