// SPDX-License-Identifier: Apache-2.0
// Two transports joined inside this process: what one writes the other reads. Each end may live on its own thread.
#pragma once

#include "core/loader/transport.h"

namespace espseal::loader {

class LoopbackTransport final : public Transport {
public:
    struct Wire;
    struct Pair {
        std::unique_ptr<LoopbackTransport> host;
        std::unique_ptr<LoopbackTransport> board;
    };
    // `capabilities` are those of the host's end.
    [[nodiscard]] static Pair make(Capabilities capabilities = {});
    ~LoopbackTransport() override;

    Result<void> write(std::span<const std::uint8_t> bytes, const Wait &wait) override;
    Result<Bytes> read(std::size_t max, const Wait &wait) override;
    Result<void> set_baud(int baud) override;
    Result<void> set_lines(Lines lines) override;
    Result<void> discard_input(const std::stop_token &stop) override;
    [[nodiscard]] Capabilities capabilities() const override { return capabilities_; }
    [[nodiscard]] QString name() const override;
    void close() override;

    // What the other end set.
    [[nodiscard]] Lines peer_lines() const;
    [[nodiscard]] int peer_baud() const;

private:
    LoopbackTransport(std::shared_ptr<Wire> wire, int side, Capabilities capabilities);

    std::shared_ptr<Wire> wire_;
    int side_; // 0 or 1
    Capabilities capabilities_;
};

} // namespace espseal::loader
