// SPDX-License-Identifier: Apache-2.0
#include "firmware/agent/server_identity.h"

#include "firmware/runtime/console.h"
#include "firmware/runtime/endpoint.h"
#include "firmware/runtime/trace.h"

namespace espseal::agent {

namespace {

using runtime::IdentityResult;

// As much of a blob as is read at all.
uint8_t credentials[wire::blob_limit_mbedtls];

// Decodes the blob on trial, so that a bad one is found at boot and not by the first client.
IdentityResult try_identity(uint32_t sector)
{
    struct Trial {
        uint32_t sector = 0;
        IdentityResult result;
    } trial { sector, {} };
    port::run_on_tls_stack(
        [](void *argument) {
            auto &work = *static_cast<Trial *>(argument);
            constexpr auto end = runtime::ArenaEnd::low;
            auto *scratch = static_cast<runtime::DecoderScratch *>(runtime::arena().take(end, sizeof(runtime::DecoderScratch)));
            auto *identity = static_cast<runtime::Identity *>(runtime::arena().take(end, sizeof(runtime::Identity)));
            work.result = runtime::load_identity(*identity, work.sector, end, *scratch);
            runtime::arena().release(end);
        },
        &trial);
    return trial.result;
}

void tell_failure(uint32_t sector, const IdentityResult &result)
{
    runtime::SessionPlan plan;
    plan.buffer_size = runtime::server().settings.buffer_size;
    const uint32_t session = runtime::tell_session_start(plan, {});
    result.tell();

    runtime::Line what("0x");
    what.hex(sector * 4096).add(": ").add(runtime::fault_text(result));
    wire::RuntimeError error;
    error.espconn = ESPCONN_HANDSHAKE;
    error.where = runtime::text_of(runtime::fault_place(result.fault));
    error.what = what.text();
    runtime::trace().emit(error);
    wire::SessionEnd end;
    end.session = session;
    end.callback_error = ESPCONN_HANDSHAKE;
    runtime::trace().emit(end);
    runtime::Line("server not started! Reason: ").add(runtime::fault_place(result.fault)).add(": ").add(what.text()).end();
}

} // namespace

bool give_server_identity(uint32_t sector)
{
    const IdentityResult result = try_identity(sector);
    if (!result.ok()) {
        tell_failure(sector, result);
        return false;
    }
    result.tell();
    const uint32_t certificate_size = result.certificate.length;
    const uint32_t key_size = result.key.length;
    return result.certificate.payload().read(0, credentials, certificate_size) && result.key.payload().read(0, credentials + certificate_size, key_size)
        && espconn_secure_set_default_certificate(credentials, static_cast<uint16>(certificate_size))
        && espconn_secure_set_default_private_key(credentials + certificate_size, static_cast<uint16>(key_size));
}

} // namespace espseal::agent
