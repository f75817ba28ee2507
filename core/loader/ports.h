// SPDX-License-Identifier: Apache-2.0
// The serial ports of this machine, and why one cannot be opened.
#pragma once

#include <QList>
#include <QString>

#include "core/base/error.h"

#include <optional>

namespace espseal::loader {

// A process that has the port open.
struct PortHolder {
    qint64 pid = 0;
    QString program; // "screen"
    bool ours = false; // this process: another job of the same program
    bool operator==(const PortHolder &) const = default;
};

struct PortInfo {
    QString path; // "/dev/ttyUSB0", "COM3": what open_transport takes
    QString description; // "Silicon Labs CP2102 USB to UART Bridge Controller"; may be empty
    QString adapter; // "CP210x", "CH340", "FT232R"; empty if unknown
    QString serial; // of the USB adapter; with vendor and product it names the adapter across reconnections; may be empty
    quint16 vendor = 0; // USB; 0 for a port without one
    quint16 product = 0;
    std::optional<Error> obstacle; // why it cannot be opened now: "port-permission", "port-busy"

    [[nodiscard]] bool is_usb() const { return vendor != 0; }
};

// USB adapters first, then by name. Walks sysfs and /proc: some milliseconds, not for a GUI thread. Ptys are never listed.
[[nodiscard]] QList<PortInfo> list_ports();

// Chip of a USB serial adapter; empty if unknown.
[[nodiscard]] QString adapter_name(quint16 vendor, quint16 product);

// Why the serial port or pty cannot be opened: missing, no serial port at all, no permission, held by somebody. Nothing if it should work.
[[nodiscard]] std::optional<Error> port_obstacle(const QString &port);

} // namespace espseal::loader
