// SPDX-License-Identifier: Apache-2.0
#include "core/loader/reset.h"

#include "core/loader/port_errors.h"

#include <condition_variable>
#include <mutex>

using namespace Qt::StringLiterals;

namespace espseal::loader {

using namespace std::chrono_literals;

namespace {

constexpr Lines released;
constexpr Lines in_reset { .dtr = false, .rts = true };
constexpr Lines gpio0_low { .dtr = true, .rts = false };
constexpr Lines both { .dtr = true, .rts = true };

constexpr auto reset_pulse = 100ms;
constexpr auto short_hold = 50ms;
constexpr auto long_hold = 550ms;

QList<ResetStep> classic(std::chrono::milliseconds hold)
{
    return { { in_reset, reset_pulse }, { gpio0_low, hold }, { released, 0ms } };
}

// Both lines change in one moment, so that EN never rises with GPIO0 high; the first steps bring drivers that skip a value already set
// into a known state.
QList<ResetStep> tight(std::chrono::milliseconds hold)
{
    return { { released, 0ms }, { both, 0ms }, { in_reset, reset_pulse }, { gpio0_low, hold }, { released, 0ms } };
}

QList<ResetStep> swapped(QList<ResetStep> steps)
{
    for (ResetStep &step : steps)
        std::swap(step.lines.dtr, step.lines.rts);
    return steps;
}

} // namespace

QList<ResetStyle> loader_resets(Capabilities capabilities)
{
    if (!capabilities.lines)
        return {};
    const auto steps = capabilities.lines_together ? tight : classic;
    const QString name = capabilities.lines_together ? u"tight"_s : u"classic"_s;
    return { { name, steps(short_hold) }, { name + u", long hold"_s, steps(long_hold) }, { u"DTR and RTS swapped"_s, swapped(steps(short_hold)) } };
}

ResetStyle application_reset()
{
    return { u"into the application"_s, { { in_reset, reset_pulse }, { released, 0ms } } };
}

Result<void> apply(const ResetStyle &style, Transport &transport, const std::stop_token &stop)
{
    for (const ResetStep &step : style.steps) {
        if (const Result<void> set = transport.set_lines(step.lines); !set)
            return set;
        if (const Result<void> held = pause(step.hold, stop); !held)
            return held;
    }
    return {};
}

Result<void> pause(std::chrono::milliseconds duration, const std::stop_token &stop)
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, duration, [] { return false; });
    return stop.stop_requested() ? Result<void>(stopped()) : Result<void>();
}

} // namespace espseal::loader
