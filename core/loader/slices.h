// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDeadlineTimer>

#include <algorithm>

namespace espseal::loader {

// The next piece, in ms, of a wait that must notice a stop request and a hang-up.
[[nodiscard]] inline int slice(const QDeadlineTimer &until)
{
    constexpr qint64 longest = 40;
    const qint64 left = until.remainingTime(); // -1: for ever
    return static_cast<int>(left < 0 ? longest : std::min(left, longest));
}

} // namespace espseal::loader
