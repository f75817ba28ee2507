// SPDX-License-Identifier: Apache-2.0
#include "core/loader/port_errors.h"
#include "core/loader/rfc2217_transport.h"
#include "core/loader/serial_transport.h"
#include "core/loader/tcp_transport.h"

using namespace Qt::StringLiterals;

namespace espseal::loader {

Result<std::unique_ptr<Transport>> open_transport(const QString &port, const PortSettings &settings, const Wait &wait)
{
    if (port.startsWith("rfc2217://"_L1))
        return Rfc2217Transport::open(port, settings, wait);
    if (port.startsWith("socket://"_L1))
        return TcpTransport::open(port, wait);
    if (port.trimmed().isEmpty() || port.contains("://"_L1))
        return usage_error(u"port-invalid"_s, Text::tr("“%1” names no port.").arg(port), Text::tr("Write /dev/ttyUSB0, COM3 or rfc2217://host:4000."));
    return SerialTransport::open(port, settings);
}

} // namespace espseal::loader
