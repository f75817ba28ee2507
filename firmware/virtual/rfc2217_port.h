// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/com_port.h"
#include "firmware/virtual/descriptor.h"
#include "firmware/virtual/poll_set.h"
#include "firmware/virtual/reset_circuit.h"
#include "firmware/virtual/telnet.h"
#include "firmware/virtual/uart.h"

#include <expected>
#include <memory>
#include <string>

namespace espseal::device {

// The device's serial port as an RFC 2217 server on loopback. One client at a time, a second one is turned away; when the client
// goes, its lines drop.
class Rfc2217Port final : public HostPort {
public:
    // Port 0 takes any free one. The error is a sentence for the user.
    static std::expected<std::unique_ptr<Rfc2217Port>, std::string> listen(uint16_t port, Uart &uart, ResetCircuit &lines);

    [[nodiscard]] uint16_t number() const { return number_; }
    [[nodiscard]] uint32_t baud() const override { return client_ ? client_->com.baud() : 0; }
    [[nodiscard]] bool has_reset_lines() const override { return true; }
    void deliver(View bytes) override;

    void watch(PollSet &set);
    // Hangs up and listens no more.
    void unplug();

private:
    struct Chunk {
        Bytes bytes;
        size_t sent;
        bool data; // of the device, which a purge drops
    };
    struct Client {
        Descriptor socket;
        Telnet telnet;
        ComPort com;
        std::deque<Chunk> out;
        size_t waiting = 0; // bytes in `out`
    };

    Rfc2217Port(Descriptor listener, uint16_t number, Uart &uart, ResetCircuit &lines);
    void accept_client();
    bool read_client(); // whether there was something; drops a client that hung up
    void write_client();
    void drop_client();
    void queue(Bytes bytes, bool data);
    void purge(bool to_client, bool to_device);

    Descriptor listener_;
    uint16_t number_;
    Uart &uart_;
    ResetCircuit &lines_;
    std::unique_ptr<Client> client_;
};

} // namespace espseal::device
