// SPDX-License-Identifier: Apache-2.0
// What a device said, one event a trace frame or console line.
#pragma once

#include <QByteArray>
#include <QString>

#include "core/monitor/host_time.h"
#include "core/monitor/sdk_log.h"
#include "core/wire/key_event.h"
#include "core/wire/trace_event.h"

#include <variant>

namespace espseal::monitor {

// Console text without its line end. At most 1024 characters; longer lines come in pieces.
struct ConsoleLine {
    QString text;
};

using Payload = std::variant<ConsoleLine, SdkLog, wire::Hello, wire::Settings, wire::SessionStart, wire::Tcp, wire::Record, wire::Message, wire::Certificate,
    wire::BlobRead, wire::Alert, wire::Negotiated, wire::HandshakeDone, wire::SessionEnd, wire::Application, wire::Memory, wire::RuntimeError, wire::Dropped,
    wire::InSession, wire::KeyLog, wire::KeyWork, wire::CertificateRequestPart, wire::IdentityProgress, wire::KeyRefused>;

struct Event {
    HostTime host; // when the chunk with its last byte reached this computer
    std::uint64_t device_us = 0; // device time since the first event of this reader; runs on over losses and reboots
    std::uint32_t lost_before = 0; // trace frames lost directly before this one (sequence gap)
    bool rebooted = false; // this HELLO comes from a device that has started anew
    Payload payload;
    QByteArray storage; // texts and byte strings of the payload point in here; copies share it
};

[[nodiscard]] inline QString to_qstring(wire::Text text)
{
    return QString::fromUtf8(text.data, static_cast<qsizetype>(text.size));
}
[[nodiscard]] inline QByteArray to_bytes(wire::ByteView view)
{
    return QByteArray(reinterpret_cast<const char *>(view.data), static_cast<qsizetype>(view.size));
}

} // namespace espseal::monitor
