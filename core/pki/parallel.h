// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/base/progress.h"

#include <functional>

namespace espseal::pki {

// Calls work(0) to work(count - 1), each once, on `threads` threads (0: one for each core). Progress (`what`, done, count) comes on the calling
// thread. Ends early with the first error, or "cancelled"; what has begun is finished first.
[[nodiscard]] Result<void> run_parallel(
    std::size_t count, unsigned threads, const QString &what, const Job &job, const std::function<Result<void>(std::size_t)> &work);

} // namespace espseal::pki
