// SPDX-License-Identifier: Apache-2.0
// Sessions as lines of text.
#pragma once

#include <QStringList>

#include "core/base/finding.h"
#include "core/monitor/session.h"

namespace espseal::cli {

// "5c:cf:7f:01:02:03  espseal-agent 0.1.0, BearSSL 0.6, TLS buffer 2,048 bytes"
[[nodiscard]] QString device_line(const monitor::DeviceState &device);
// "session 3: device is client of 192.168.4.2:8883"
[[nodiscard]] QString heading(const monitor::Session &session);
// "    60.0 ms   -> ClientHello              191 B   device 2.0 ms, waited 0.1 ms"; the arrow's left end is the device.
[[nodiscard]] QString ladder_line(const monitor::LadderStep &step);
// How it ended, and the findings, each with evidence and fix.
[[nodiscard]] QStringList verdict_lines(const monitor::Session &session, const QList<Finding> &findings);
[[nodiscard]] QStringList finding_lines(const Finding &finding);

// Heading and all steps.
[[nodiscard]] QStringList ladder_text(const monitor::Session &session);

} // namespace espseal::cli
