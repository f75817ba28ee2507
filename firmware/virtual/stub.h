// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/flash_reader.h"
#include "firmware/virtual/flash_writer.h"
#include "firmware/virtual/serial_loader.h"

namespace espseal::device {

// Stands in for any flasher stub that a host downloads into RAM and starts: it says OHAI and answers the stub commands of both
// generations. The downloaded code itself does not run; its place in RAM tells the generation.
class Stub final : public SerialLoader {
public:
    Stub(Hardware &hardware, Time when);
    [[nodiscard]] std::string_view name() const override { return "stub"; }

protected:
    Done execute(View frame, Time when) override;

private:
    struct Answer {
        uint8_t status = stub_status::ok;
        Time ready {}; // the answer starts then
        Leave leave = Leave::Stays;
        uint32_t value = 0;
        Bytes data {};
    };
    Answer dispatch(const Request &request, Time when);
    Done take_data(const Request &request, Time when);
    Done change_speed(const Request &request, Time when);
    Done start_reading(const Request &request, Time when);
    Done go_on_reading(Time when);
    Answer begin(const Request &request, Time when);
    Answer end(const Request &request, Time when);
    Answer mem_data(const Request &request, Time when);
    Answer mem_end(const Request &request, Time when);
    Answer erase_region(const Request &request, Time when);
    Answer erase_all(Time when);
    Answer md5(const Request &request, Time when);
    [[nodiscard]] uint8_t refuse(const Request &request) const;
    // The first generation turns the reason of many failures into 01.
    [[nodiscard]] uint8_t reason(uint8_t status) const { return first_generation_ ? stub_status::collapsed : status; }
    void respond(uint8_t op, const Answer &answer);

    bool first_generation_;
    std::optional<FlashWriter> writer_;
    std::optional<FlashReader> reader_;
};

} // namespace espseal::device
