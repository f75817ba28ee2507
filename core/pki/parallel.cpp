// SPDX-License-Identifier: Apache-2.0
#include "core/pki/parallel.h"

#include "core/pki/messages.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr auto report_interval = std::chrono::milliseconds(50);

struct State {
    std::atomic<std::size_t> next = 0;
    std::atomic<std::size_t> done = 0;
    std::atomic<bool> ended = false; // an error, or the user
    std::mutex mutex;
    std::condition_variable finished;
    std::size_t working = 0; // threads; behind `mutex`
    std::optional<Error> error; // the first; behind `mutex`
};

void run(State &state, std::size_t count, const Job &job, const std::function<Result<void>(std::size_t)> &work)
{
    for (std::size_t i = 0; !state.ended && !job.cancelled() && (i = state.next++) < count;) {
        if (const Result<void> did = work(i); !did) {
            state.ended = true;
            const std::scoped_lock lock(state.mutex);
            if (!state.error)
                state.error = did.error();
        } else {
            ++state.done;
        }
    }
    const std::scoped_lock lock(state.mutex);
    --state.working;
    state.finished.notify_one();
}

} // namespace

Result<void> run_parallel(std::size_t count, unsigned threads, const QString &what, const Job &job, const std::function<Result<void>(std::size_t)> &work)
{
    const std::size_t cores = threads > 0 ? threads : std::max(1U, std::thread::hardware_concurrency());
    State state;
    state.working = std::clamp<std::size_t>(cores, 1, std::max<std::size_t>(count, 1));
    {
        std::vector<std::jthread> workers;
        workers.reserve(state.working);
        for (std::size_t i = state.working; i > 0; --i)
            workers.emplace_back([&] { run(state, count, job, work); });
        std::unique_lock lock(state.mutex);
        while (!state.finished.wait_for(lock, report_interval, [&] { return state.working == 0; })) {
            lock.unlock();
            job.report(what, state.done, count);
            lock.lock();
        }
    }
    if (state.error)
        return failure(*state.error);
    if (state.done < count)
        return cancelled(Messages::tr("%1 of %2 are done.").arg(state.done.load()).arg(count));
    job.report(what, count, count);
    return {};
}

} // namespace espseal::pki
