// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/live_monitor.h"

#include "core/loader/transport.h"
#include "core/wire/trace_event.h"
#include "core/wire/trace_frame.h"

#include <array>

namespace espseal::monitor {

namespace {

constexpr std::chrono::milliseconds quiet_after { 100 };
constexpr std::chrono::milliseconds open_patience { 5000 };
constexpr std::chrono::milliseconds write_patience { 1000 };
constexpr std::chrono::milliseconds reset_pulse { 100 };
constexpr std::size_t chunk_max = 65536;

std::span<const std::uint8_t> hello_request(std::array<std::uint8_t, wire::frame_encoded_max> &memory)
{
    constexpr auto kind = static_cast<std::uint8_t>(wire::EventKind::hello_request);
    const std::uint32_t size = wire::encode_frame(kind, 0, wire::schema_of_kind(kind), {}, { memory.data(), static_cast<std::uint32_t>(memory.size()) });
    return std::span(memory).first(size);
}

// The port's lines as an automatic-reset circuit takes them: RTS pulls reset, DTR released leaves GPIO0 high, so that the board boots from flash.
Result<void> reset_board(loader::Transport &port, const std::stop_token &stop)
{
    if (const Result<void> pulled = port.set_lines({ .dtr = false, .rts = true }); !pulled)
        return pulled;
    const loader::Wait pulse = loader::wait_for(reset_pulse, stop);
    while (!pulse.until.hasExpired() && port.read(chunk_max, pulse)) { } // what comes while the chip is held is noise
    return port.set_lines({}); // also when somebody stops it: the chip must not stay in reset
}

// The device may be in a boot loader that does not take what is sent; the HELLO comes every ten seconds anyway.
void ask_for_hello(loader::Transport &port, const std::stop_token &stop)
{
    std::array<std::uint8_t, wire::frame_encoded_max> memory = {};
    [[maybe_unused]] const Result<void> sent = port.write(hello_request(memory), loader::wait_for(write_patience, stop));
}

Result<void> watch(const PortOpener &open, const LiveOptions &options, const LiveSink &sink, const std::stop_token &stop)
{
    const Result<std::unique_ptr<loader::Transport>> opened = open(stop);
    if (!opened)
        return failure(opened.error());
    loader::Transport &port = **opened;
    if (sink.opened)
        sink.opened();
    if (const Result<void> set = port.set_baud(options.baud); !set)
        return set;
    if (options.reset_device) {
        if (const Result<void> reset = reset_board(port, stop); !reset)
            return reset;
    } else {
        ask_for_hello(port, stop);
    }
    bool was_quiet = true;
    while (!stop.stop_requested()) {
        const Result<loader::Bytes> bytes = port.read(chunk_max, loader::wait_for(quiet_after, stop));
        if (!bytes)
            return failure(bytes.error());
        if (!bytes->empty())
            sink.bytes(*bytes, host_now());
        else if (!was_quiet && sink.quiet)
            sink.quiet(host_now());
        was_quiet = bytes->empty();
    }
    return {};
}

} // namespace

PortOpener opener_of(const QString &port)
{
    return [port](const std::stop_token &stop) { return loader::open_transport(port, {}, loader::wait_for(open_patience, stop)); };
}

LiveMonitor::LiveMonitor(PortOpener open, LiveOptions options, LiveSink sink)
    : thread_([open = std::move(open), options, sink = std::move(sink)](const std::stop_token &stop) {
        const Result<void> watched = watch(open, options, sink, stop);
        if (sink.quiet)
            sink.quiet(host_now()); // nothing follows any more
        if (!watched && watched.error().kind != ErrorKind::cancelled && sink.lost)
            sink.lost(watched.error());
    })
{
}

LiveMonitor::~LiveMonitor() = default;

} // namespace espseal::monitor
