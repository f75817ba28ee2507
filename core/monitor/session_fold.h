// SPDX-License-Identifier: Apache-2.0
// How one event changes one session. Internal to core/monitor.
#pragma once

#include "core/monitor/event.h"
#include "core/monitor/peer_event.h"
#include "core/monitor/session.h"

namespace espseal::monitor {

// `at_us`: device time since the session's start.
void fold_device_event(Session &session, const Event &event, std::int64_t at_us);
// `at_us`: host time since the connection's start.
void fold_peer_event(Session &session, const PeerEvent &event, std::int64_t at_us);
// What the device says about itself, in or out of a session; errors apart.
void fold_device_state(DeviceState &device, const Event &event);

// Adds to the last step if both are application data in one direction.
void append_step(Session &session, LadderStep step);
void append_error(QList<RuntimeErrorSeen> &errors, const wire::RuntimeError &error);
void append_error(QList<RuntimeErrorSeen> &errors, const SdkLog &log);

[[nodiscard]] BlobSeen blob_of(const wire::BlobRead &read);
[[nodiscard]] BlobSeen blob_of(const SdkLog &log);
// Replaces an older read of the same entry, and what an older place or an entry without a name said.
void keep_blob(QList<BlobSeen> &blobs, BlobSeen blob);
void append_record(Session &session, RecordSeen record);

} // namespace espseal::monitor
