// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/autobaud.h"
#include "firmware/virtual/serial_loader.h"

namespace espseal::device {

// What the ROM has been told to expect, for flash and for RAM downloads alike.
struct Download {
    uint32_t announced_bytes = 0;
    uint32_t announced_packets = 0;
    uint32_t packet_size = 0;
    uint32_t address = 0; // where the next packet goes
    uint32_t packets = 0; // received, which is also the sequence number expected next
    uint32_t bytes = 0; // received
};

// The UART loader in the ESP8266's mask ROM, its defects included.
class RomLoader final : public SerialLoader {
public:
    // With `keep_first_sync` the speed measurement takes no bytes away.
    RomLoader(Hardware &hardware, bool keep_first_sync);

    void receive(View bytes, uint32_t baud, Time when) override;
    [[nodiscard]] bool measures_speed() const override { return autobaud_.has_value(); }
    [[nodiscard]] std::string_view name() const override { return "rom-loader"; }

protected:
    Done execute(View frame, Time when) override;

private:
    // 0 is success; the rest are the ROM's error codes.
    struct Result {
        uint8_t error = 0;
        Time ready {};
        Leave leave = Leave::Stays;
    };
    Result dispatch(const Request &request, Time when);
    Result flash_begin(const Request &request, Time when);
    Result flash_data(const Request &request, Time when);
    Result flash_end(Time when);
    Result mem_begin(const Request &request, Time when);
    Result mem_end(const Request &request, Time when);
    Result mem_data(const Request &request, Time when);
    Result set_flash_parameters(const Request &request, Time when);
    // The rules both kinds of data packets share; nothing if the packet is good.
    std::optional<uint8_t> refuse(const Request &request, Download &download) const;

    bool keep_first_sync_;
    std::optional<Autobaud> autobaud_;
    uint8_t answered_op_ = 0; // stays in the answer buffer when a command is refused
    uint32_t value_ = 0; // stays there too
    Download flash_download_;
    Download ram_download_;
};

} // namespace espseal::device
