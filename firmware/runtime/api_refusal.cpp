// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/api_refusal.h"

#include "firmware/runtime/console.h"
#include "firmware/runtime/trace.h"

namespace espseal::runtime {

sint8 refused(const char *call, sint8 code, const char *why)
{
    wire::RuntimeError event;
    event.espconn = code; // NOLINT(bugprone-signed-char-misuse): the SDK's codes are small negative numbers
    event.where = text_of(call);
    event.what = text_of(why);
    trace().emit(event);
    Line(call).add(" refused: ").add(why).end();
    return code;
}

bool refused(const char *call, const char *why)
{
    (void)refused(call, ESPCONN_ARG, why);
    return false;
}

} // namespace espseal::runtime
