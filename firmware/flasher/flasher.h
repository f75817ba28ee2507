// SPDX-License-Identifier: Apache-2.0
// The program that the desktop loads into an ESP8266's RAM to work on its flash: protocol of core/wire/flasher.h, no heap, no interrupts. It does
// short pieces of work and looks after the line between them, so that the UART's 128 bytes never run over while the flash is erased or programmed.
#pragma once

#include "core/wire/flasher_frame.h"
#include "firmware/flasher/unit_writer.h"

namespace espseal::flasher {

class Flasher {
public:
    // Large; what it holds at the start does not matter.
    struct Memory {
        UnitWriter::Memory writer;
        alignas(4) uint8_t incoming[wire::flasher::frame_max + 3];
        alignas(4) uint8_t outgoing[wire::flasher::frame_max + 3];
    };

    Flasher(Port &port, Memory &memory);

    // One piece of work, at most about 0.3 ms on the chip. False if there is none until a byte comes, the flash gets ready or the line takes more.
    bool step();
    // A restart into the ROM's loader was asked for and the port was told.
    [[nodiscard]] bool left() const { return leaving_ == Leaving::gone; }
    // A new speed is on trial until a frame arrives, or for `trial_ticks`.
    [[nodiscard]] bool on_trial() const { return trial_; }
    static constexpr uint32_t trial_ticks = 26'000'000; // half a second

private:
    enum class Leaving : uint8_t { stays, says_bye, gone };

    [[nodiscard]] bool listen();
    [[nodiscard]] bool speak();
    [[nodiscard]] bool work();
    void change_speed();

    void obey(const wire::flasher::Frame &frame);
    void greet(wire::ByteView body);
    void start_digests(wire::ByteView body);
    void start_reading(wire::ByteView body);
    void take_data(wire::ByteView body);

    // Chooses the next frame to send; false if there is nothing to say.
    [[nodiscard]] bool compose();
    void say(wire::flasher::Kind kind, uint32_t body);
    [[nodiscard]] uint8_t *body() { return outgoing_ + 1; }
    void say_unit();
    void say_digests();
    [[nodiscard]] bool state_is_news() const;
    [[nodiscard]] bool add_digest();
    [[nodiscard]] bool read_more();

    Port &port_;
    wire::flasher::FrameReceiver receiver_;
    wire::flasher::FrameSender sender_;
    uint8_t *outgoing_; // one byte behind an aligned address, so that read bytes are aligned
    SectorDigest digest_;
    UnitWriter writer_;
    Leaving leaving_ = Leaving::stays;

    // What is to be said.
    bool greeting_due_ = true; // unasked, at the start
    bool state_due_ = false;
    bool speed_due_ = false;
    bool bye_said_ = false;
    bool speed_said_ = false; // the change follows when the answer has left
    wire::flasher::State said_; // the last state that was sent
    bool gap_ = false;
    uint8_t turn_ = 0;

    // A job of digests.
    bool digesting_ = false;
    bool digest_open_ = false; // in the middle of a sector
    uint16_t digest_tag_ = 0;
    uint32_t next_sector_ = 0;
    uint32_t end_sector_ = 0;
    uint8_t digests_[wire::flasher::digests_max * wire::flasher::digest_size];
    uint32_t first_digest_ = 0; // sector
    uint32_t digest_count_ = 0; // that wait to be sent

    // A job of reading.
    uint16_t read_tag_ = 0;
    uint32_t read_at_ = 0;
    uint32_t read_end_ = 0;
    uint32_t read_filled_ = 0; // bytes in the frame that is made

    // The speed.
    uint32_t new_divider_ = 0; // 0: none asked for
    uint32_t old_divider_ = 0;
    bool trial_ = false;
    uint32_t trial_start_ = 0;
};

} // namespace espseal::flasher
