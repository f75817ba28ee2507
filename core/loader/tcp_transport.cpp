// SPDX-License-Identifier: Apache-2.0
#include "core/loader/tcp_transport.h"

#include "core/loader/port_errors.h"

namespace espseal::loader {

using namespace std::chrono_literals;

Result<std::unique_ptr<Transport>> TcpTransport::open(const QString &url, const Wait &wait)
{
    Result<TcpPlace> place = TcpPlace::parse(url);
    if (!place)
        return failure(place.error());
    std::unique_ptr<TcpTransport> transport(new TcpTransport(*std::move(place)));
    if (const Result<void> connected = transport->stream_.connect(wait); !connected)
        return failure(connected.error());
    return transport;
}

Result<void> TcpTransport::set_lines(Lines)
{
    return port_without_lines(name());
}

Result<void> TcpTransport::discard_input(const std::stop_token &stop)
{
    for (;;) {
        const Result<Bytes> dropped = stream_.read(65536, wait_for(0ms, stop));
        if (!dropped)
            return failure(dropped.error());
        if (dropped->empty())
            return {};
    }
}

} // namespace espseal::loader
