// SPDX-License-Identifier: Apache-2.0
#include "core/loader/restart.h"

#include "core/loader/boot_text.h"
#include "core/loader/port_errors.h"
#include "core/loader/reset.h"

namespace espseal::loader {

using namespace std::chrono_literals;

Result<ResetReport> restart_board(Transport &transport, int crystal_mhz, const Job &job)
{
    constexpr auto banner_patience = 400ms;
    if (!transport.capabilities().lines)
        return ResetReport {};
    job.report(Text::tr("Restarting the board"), 0, 0);
    if (const Result<void> set = transport.set_baud(boot_baud(crystal_mhz)); !set)
        return failure(set.error());
    if (const Result<void> discarded = transport.discard_input(job.stop); !discarded)
        return failure(discarded.error());
    if (const Result<void> applied = apply(application_reset(), transport, job.stop); !applied)
        return failure(applied.error());
    const Result<QString> text = listen_for_banner(transport, banner_patience, job.stop);
    if (!text)
        return failure(text.error());
    return ResetReport { true, find_banner(*text), *text };
}

} // namespace espseal::loader
