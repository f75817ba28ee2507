// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/flasher/port.h"
#include "firmware/virtual/flash_reader.h"
#include "firmware/virtual/serial_loader.h"

namespace espseal::device {

// The virtual chip as the flasher's port: SPI registers through the bus, a UART with its 128 bytes each way, and a CPU whose work takes time. The work's
// cost is charged where it shows: at 52 MHz a byte that comes or goes costs about 1 us (SLIP, CRC, copying), one that is inflated and programmed 1 us, one that
// is read and hashed 2 us (13 MHz single-line SPI, MD5), as with the stubs.
class RamFlasherPort final : public flasher::Port {
public:
    explicit RamFlasherPort(Hardware &hardware, Time start)
        : hw_(hardware)
        , now_(start)
        , line_free_(start)
    {
    }

    // The CPU's time. It never goes back.
    [[nodiscard]] Time now() const { return now_; }
    void wait_until(Time time) { now_ = std::max(now_, time); }
    // A byte at the pin; lost if the CPU has not taken those before.
    void arrive(uint8_t byte);
    // Puts what was sent on the line.
    void flush();
    // When what now makes the flasher wait will be over, if it is not a byte.
    [[nodiscard]] Time wakes_at() const;
    [[nodiscard]] bool restarted() const { return restarted_; }

    bool receive(uint8_t &byte) override;
    uint32_t send_room() override;
    void send(uint8_t byte) override;
    bool all_sent() override { return now_ >= line_free_; }
    uint32_t divider() override { return hw_.uart.divider(); }
    void set_divider(uint32_t divider) override;
    uint32_t ticks() override;
    uint32_t flash_id() override;
    bool flash_busy() override;
    void erase_sector(uint32_t address) override;
    void erase_block(uint32_t address) override;
    void program(uint32_t address, const uint32_t *words, uint32_t size) override;
    void read(uint32_t address, uint32_t *words, uint32_t size) override;
    void hash_begin() override { sum_ = Md5Sum(); }
    void hash_add(const void *bytes, uint32_t size) override { sum_.add({ static_cast<const uint8_t *>(bytes), size }); }
    void hash_end(uint8_t *digest) override { std::ranges::copy(sum_.finish(), digest); }
    uint32_t image_crc() override;
    void restart() override { restarted_ = true; }

private:
    void spend(Duration work) { now_ += hw_.uart.scaled(work); }
    [[nodiscard]] Duration byte_time() const;

    Hardware &hw_;
    Time now_;
    std::deque<uint8_t> heard_;
    Bytes said_;
    Time said_since_ {};
    Time line_free_; // the last byte has left
    bool in_frame_ = false;
    bool loses_frame_ = false; // the fault "lost-answer"
    Md5Sum sum_;
    bool restarted_ = false;
};

} // namespace espseal::device
