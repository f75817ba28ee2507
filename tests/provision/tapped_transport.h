// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/loader/transport.h"

#include <QByteArray>

namespace espseal::test {

// What goes over a line, in both directions, kept by somebody who listens.
class TappedTransport final : public loader::Transport {
public:
    TappedTransport(std::unique_ptr<loader::Transport> line, QByteArray &tape)
        : line_(std::move(line))
        , tape_(tape)
    {
    }
    Result<void> write(std::span<const std::uint8_t> bytes, const loader::Wait &wait) override
    {
        tape_.append(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
        return line_->write(bytes, wait);
    }
    Result<loader::Bytes> read(std::size_t max, const loader::Wait &wait) override
    {
        auto bytes = line_->read(max, wait);
        if (bytes)
            tape_.append(reinterpret_cast<const char *>(bytes->data()), static_cast<qsizetype>(bytes->size()));
        return bytes;
    }
    Result<void> set_baud(int baud) override { return line_->set_baud(baud); }
    Result<void> set_lines(loader::Lines lines) override { return line_->set_lines(lines); }
    Result<void> discard_input(const std::stop_token &stop) override { return line_->discard_input(stop); }
    [[nodiscard]] loader::Capabilities capabilities() const override { return line_->capabilities(); }
    [[nodiscard]] QString name() const override { return line_->name(); }
    void close() override { line_->close(); }

private:
    std::unique_ptr<loader::Transport> line_;
    QByteArray &tape_;
};

} // namespace espseal::test
