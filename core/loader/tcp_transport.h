// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/loader/tcp_stream.h"

namespace espseal::loader {

// socket://host:port: bytes and nothing else. The speed is the other side's, the board is reset by hand.
class TcpTransport final : public Transport {
public:
    [[nodiscard]] static Result<std::unique_ptr<Transport>> open(const QString &url, const Wait &wait);

    Result<void> write(std::span<const std::uint8_t> bytes, const Wait &wait) override { return stream_.write(bytes, wait); }
    Result<Bytes> read(std::size_t max, const Wait &wait) override { return stream_.read(max, wait); }
    Result<void> set_baud(int) override { return {}; }
    Result<void> set_lines(Lines lines) override;
    Result<void> discard_input(const std::stop_token &stop) override;
    [[nodiscard]] Capabilities capabilities() const override { return {}; }
    [[nodiscard]] QString name() const override { return stream_.name(); }
    void close() override { stream_.close(); }

private:
    explicit TcpTransport(TcpPlace place)
        : stream_(std::move(place))
    {
    }
    TcpStream stream_;
};

} // namespace espseal::loader
