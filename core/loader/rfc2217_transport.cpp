// SPDX-License-Identifier: Apache-2.0
#include "core/loader/rfc2217_transport.h"

#include "core/loader/port_errors.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::loader {

using namespace std::chrono_literals;

namespace {

// RFC 2217 section 3; answers have 100 added.
enum Command : std::uint8_t { set_baudrate = 1, set_datasize = 2, set_parity = 3, set_stopsize = 4, set_control = 5, purge_data = 12, purge_answer = 112 };
constexpr std::uint8_t no_flow_control = 1;
constexpr std::uint8_t dtr_on = 8; // off: 9
constexpr std::uint8_t rts_on = 11; // off: 12
constexpr std::uint8_t purge_received = 1;

constexpr auto control_patience = 1000ms;

Bytes byte_request(Command command, std::uint8_t value)
{
    return com_port_request(command, std::span(&value, 1));
}

Bytes baud_request(int baud)
{
    const auto speed = static_cast<std::uint32_t>(baud);
    const std::array<std::uint8_t, 4> value { static_cast<std::uint8_t>(speed >> 24), static_cast<std::uint8_t>(speed >> 16),
        static_cast<std::uint8_t>(speed >> 8), static_cast<std::uint8_t>(speed) };
    return com_port_request(set_baudrate, value);
}

Bytes lines_request(Lines lines)
{
    Bytes bytes = byte_request(set_control, lines.dtr ? dtr_on : dtr_on + 1);
    append(bytes, byte_request(set_control, lines.rts ? rts_on : rts_on + 1));
    return bytes;
}

bool is_wanted(std::uint8_t option)
{
    return option == telnet_option::com_port || option == telnet_option::suppress_go_ahead || option == telnet_option::binary;
}

} // namespace

Result<std::unique_ptr<Transport>> Rfc2217Transport::open(const QString &url, const PortSettings &settings, const Wait &wait)
{
    Result<TcpPlace> place = TcpPlace::parse(url);
    if (!place)
        return failure(place.error());
    std::unique_ptr<Rfc2217Transport> transport(new Rfc2217Transport(*std::move(place)));
    if (const Result<void> connected = transport->stream_.connect(wait); !connected)
        return failure(connected.error());
    const Result<void> agreed = transport->negotiate(wait);
    if (!agreed && agreed.error().code == "port-gone"_L1)
        return failed(u"port-busy"_s, Text::tr("%1 closed the connection at once: somebody else uses it.").arg(url),
            Text::tr("A serial server has one client at a time: close the other program and try again."));
    if (!agreed)
        return failure(agreed.error());

    Bytes setup = baud_request(settings.baud);
    for (const Bytes &request : { byte_request(set_datasize, 8), byte_request(set_parity, 1), byte_request(set_stopsize, 1),
             byte_request(set_control, no_flow_control), lines_request(settings.lines) })
        append(setup, request);
    if (const Result<void> sent = transport->send(setup); !sent)
        return failure(sent.error());
    return transport;
}

Result<void> Rfc2217Transport::negotiate(const Wait &wait)
{
    for (const std::uint8_t option : { telnet_option::com_port, telnet_option::suppress_go_ahead }) {
        for (const TelnetVerb verb : { TelnetVerb::will, TelnetVerb::doo }) {
            if (const Result<void> said = send_once(verb, option); !said)
                return said;
        }
    }
    while (agreement_ == Agreement::open) {
        const Result<bool> more = pump(wait);
        if (!more)
            return failure(more.error());
        if (!*more)
            break;
    }
    if (agreement_ != Agreement::agreed)
        return failed(u"not-rfc2217"_s, Text::tr("%1 is no RFC 2217 serial server.").arg(name()),
            Text::tr("Check the port number; for a plain TCP bridge write socket:// instead of rfc2217://."));
    return {};
}

Result<void> Rfc2217Transport::send(const Bytes &bytes)
{
    return stream_.write(bytes, wait_for(control_patience));
}

Result<void> Rfc2217Transport::send_once(TelnetVerb verb, std::uint8_t option)
{
    if (!said_.emplace(verb, option).second)
        return {};
    return send(telnet_negotiation(verb, option));
}

Result<bool> Rfc2217Transport::pump(const Wait &wait)
{
    const Result<Bytes> bytes = stream_.read(65536, wait);
    if (!bytes)
        return failure(bytes.error());
    std::vector<TelnetEvent> events;
    telnet_.feed(*bytes, ready_, events);
    for (const TelnetEvent &event : events) {
        if (event.verb) {
            if (const Result<void> answered = answer(*event.verb, event.option); !answered)
                return failure(answered.error());
        } else if (event.option == telnet_option::com_port && !event.body.empty() && event.body.front() == purge_answer) {
            ready_.clear(); // all of it was received before the purge
            purges_pending_ = std::max(0, purges_pending_ - 1);
        }
    }
    return !bytes->empty();
}

Result<void> Rfc2217Transport::answer(TelnetVerb verb, std::uint8_t option)
{
    const bool positive = verb == TelnetVerb::will || verb == TelnetVerb::doo;
    if (option == telnet_option::com_port)
        agreement_ = positive || agreement_ == Agreement::agreed ? Agreement::agreed : Agreement::refused;
    const bool about_them = verb == TelnetVerb::will || verb == TelnetVerb::wont;
    if (!positive)
        return {};
    if (is_wanted(option))
        return send_once(about_them ? TelnetVerb::doo : TelnetVerb::will, option);
    return send_once(about_them ? TelnetVerb::dont : TelnetVerb::wont, option);
}

Result<void> Rfc2217Transport::write(std::span<const std::uint8_t> bytes, const Wait &wait)
{
    return stream_.write(telnet_data(bytes), wait);
}

Result<Bytes> Rfc2217Transport::read(std::size_t max, const Wait &wait)
{
    while (ready_.empty()) {
        const Result<bool> more = pump(wait);
        if (!more)
            return failure(more.error());
        if (!*more)
            break;
    }
    const auto count = static_cast<std::ptrdiff_t>(std::min(max, ready_.size()));
    Bytes bytes(ready_.begin(), ready_.begin() + count);
    ready_.erase(ready_.begin(), ready_.begin() + count);
    return bytes;
}

Result<void> Rfc2217Transport::set_baud(int baud)
{
    return send(baud_request(baud));
}

Result<void> Rfc2217Transport::set_lines(Lines lines)
{
    return send(lines_request(lines));
}

// The answer to the purge marks the place in the stream up to which bytes are old. A server that never answers is asked once only.
Result<void> Rfc2217Transport::discard_input(const std::stop_token &stop)
{
    const Wait wait = wait_for(answers_purges_ ? control_patience : 0ms, stop);
    if (answers_purges_) {
        if (const Result<void> sent = send(byte_request(purge_data, purge_received)); !sent)
            return sent;
        ++purges_pending_;
    }
    for (;;) {
        const Result<bool> more = pump(wait);
        if (!more)
            return failure(more.error());
        if (answers_purges_ && purges_pending_ == 0)
            return {};
        if (*more)
            continue;
        answers_purges_ = false;
        purges_pending_ = 0;
        ready_.clear();
        return {};
    }
}

} // namespace espseal::loader
