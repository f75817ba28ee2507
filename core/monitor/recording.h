// SPDX-License-Identifier: Apache-2.0
// A monitor recording: the device's bytes as they came, and our peer's events, each with its host time. Replaying runs the same
// reader and builder again.
//
// File: "ESPSEALREC" 0x1A, version (1 byte, 1), 4 bytes 0; then chunks: type (1), host time in Unix microseconds (8), length (4),
// payload, CRC-32 of all before it in the chunk (4); little endian. Chunks are appended and flushed whole, so a file cut off at any
// byte replays up to there. Unknown types are skipped.
#pragma once

#include <QFile>
#include <QString>

#include "core/base/error.h"
#include "core/monitor/event.h"
#include "core/monitor/peer_event.h"

#include <functional>
#include <span>

namespace espseal::monitor {

// One thread at a time.
class Recorder {
public:
    // Replaces an older recording. Errors: no permission, or a file that is there and is no recording.
    [[nodiscard]] static Result<Recorder> create(const QString &path);

    // Errors: disk full; the recorder then stays as it was and later calls fail too.
    [[nodiscard]] Result<void> add(std::span<const std::uint8_t> device_bytes, HostTime host);
    [[nodiscard]] Result<void> add(const PeerEvent &event);

private:
    explicit Recorder(std::unique_ptr<QFile> file);
    [[nodiscard]] Result<void> append(std::uint8_t type, HostTime host, std::span<const std::uint8_t> payload);
    std::unique_ptr<QFile> file_;
};

struct RecordedChunk {
    HostTime host;
    QByteArray bytes; // of the device, if there is no peer event
    std::optional<PeerEvent> peer;
};

struct Recording {
    QList<RecordedChunk> chunks;
    std::uint64_t cut_off = 0; // bytes at the end that are no whole chunk
};

// Errors: unreadable, no recording, a newer version.
[[nodiscard]] Result<Recording> read_recording(const QString &path);
[[nodiscard]] Result<Recording> parse_recording(const QByteArray &file);

} // namespace espseal::monitor
