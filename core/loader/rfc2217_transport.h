// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/loader/tcp_stream.h"
#include "core/loader/telnet.h"

#include <set>
#include <utility>

namespace espseal::loader {

// rfc2217://host:port: a remote serial port with speed and modem lines. Requests are sent without waiting for their answers, in order with
// the data, so that the pulse of a reset is as exact as the network lets it be. Neither encrypted nor authenticated.
class Rfc2217Transport final : public Transport {
public:
    // Errors: "port-refused", "port-busy" (closed at once), "not-rfc2217", cancelled.
    [[nodiscard]] static Result<std::unique_ptr<Transport>> open(const QString &url, const PortSettings &settings, const Wait &wait);

    Result<void> write(std::span<const std::uint8_t> bytes, const Wait &wait) override;
    Result<Bytes> read(std::size_t max, const Wait &wait) override;
    Result<void> set_baud(int baud) override;
    Result<void> set_lines(Lines lines) override;
    Result<void> discard_input(const std::stop_token &stop) override;
    [[nodiscard]] Capabilities capabilities() const override { return { .lines = true, .lines_together = false }; }
    [[nodiscard]] QString name() const override { return stream_.name(); }
    void close() override { stream_.close(); }

private:
    enum class Agreement { open, agreed, refused };

    explicit Rfc2217Transport(TcpPlace place)
        : stream_(std::move(place))
    {
    }
    Result<void> negotiate(const Wait &wait);
    Result<void> send(const Bytes &bytes);
    Result<void> send_once(TelnetVerb verb, std::uint8_t option);
    // Takes what the network has; false at the deadline.
    Result<bool> pump(const Wait &wait);
    Result<void> answer(TelnetVerb verb, std::uint8_t option);

    TcpStream stream_;
    TelnetReader telnet_;
    Bytes ready_;
    std::set<std::pair<TelnetVerb, std::uint8_t>> said_; // each once: an answer to an answer would never end
    Agreement agreement_ = Agreement::open;
    int purges_pending_ = 0;
    bool answers_purges_ = true;
};

} // namespace espseal::loader
