// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include "app/studio/workspace/credential_store.h"

namespace espseal::studio {

// The days on which these end, as an iCalendar file (RFC 5545): an all-day event each, with a reminder 30 days before.
[[nodiscard]] QByteArray expiry_calendar(const QList<StoredCredential> &credentials, const QDateTime &now = QDateTime::currentDateTimeUtc());
// Writes it; blocks.
[[nodiscard]] Result<void> write_expiry_calendar(const QList<StoredCredential> &credentials, const QString &path);

} // namespace espseal::studio
