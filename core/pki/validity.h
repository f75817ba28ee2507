// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QString>

#include "core/base/error.h"

namespace espseal::pki {

// When a certificate is valid, in whole seconds of UTC. Up to 2049 it becomes UTCTime, later GeneralizedTime (RFC 5280 4.1.2.5).
struct Validity {
    QDateTime not_before;
    QDateTime not_after;

    // From a day before `start`, so that a verifier whose clock is behind accepts it, to `days` after it.
    [[nodiscard]] static Validity days(int days, const QDateTime &start = QDateTime::currentDateTimeUtc());

    bool operator==(const Validity &) const = default;
};

enum class DayEdge { begin, end };
// Reads "2027-03-01" (its first or last second in UTC), "2027-03-01T12:00:00Z", also with an offset; without a zone it is UTC.
// Error (usage): "time", also for days that are in no calendar.
[[nodiscard]] Result<QDateTime> parse_time(const QString &text, DayEdge edge = DayEdge::begin);

// Error: "validity", unless it begins before it ends and lies in the years 1950 to 9999.
[[nodiscard]] Result<void> check(const Validity &validity);

} // namespace espseal::pki
