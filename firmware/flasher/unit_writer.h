// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/flasher/inflate.h"
#include "firmware/flasher/sector_digest.h"

namespace espseal::flasher {

// Turns a stream of units (core/wire/flasher.h) into flash content: inflates while the flash is busy, erases, programs, reads back.
class UnitWriter {
public:
    static constexpr uint32_t ring_size = 16384;

    struct Memory {
        Inflate::Memory inflate;
        uint8_t ring[ring_size];
    };

    UnitWriter(Port &port, SectorDigest &digest, Memory &memory)
        : port_(port)
        , digest_(digest)
        , inflate_(memory.inflate)
        , ring_(memory.ring, ring_size)
    {
    }
    // What was under way ends after the piece that the flash is busy with.
    void stop();
    void begin(uint16_t stream, uint32_t size, uint32_t units);
    // The data at `offset` of the stream; keeps it if it is what comes next and there is room.
    void take(uint32_t offset, wire::ByteView data);

    // One short piece of work. False if there is none at the moment.
    [[nodiscard]] bool step();
    // A unit that was read back and is to be reported; the work waits for that.
    [[nodiscard]] bool has_report() const { return step_ == Step::report; }
    [[nodiscard]] uint32_t reported_sector() const { return sector_; }
    [[nodiscard]] const uint8_t *report() const { return report_; }
    void reported();

    [[nodiscard]] wire::flasher::State state() const;

private:
    enum class Step : uint8_t { header, program, settle, check, report };

    [[nodiscard]] bool work_on_flash();
    [[nodiscard]] bool read_header();
    [[nodiscard]] bool program();
    void fail(wire::flasher::Problem problem);

    Port &port_;
    SectorDigest &digest_;
    Inflate inflate_;
    ByteRing ring_;
    wire::flasher::Phase phase_ = wire::flasher::Phase::idle;
    wire::flasher::Problem problem_ = wire::flasher::Problem::none;
    Step step_ = Step::header;
    uint16_t stream_ = 0;
    uint32_t size_ = 0; // of the stream
    uint32_t units_ = 0;
    uint32_t unit_ = 0; // at work
    uint32_t unit_start_ = 0; // of all that is inflated
    uint32_t sector_ = 0;
    uint32_t done_ = 0; // bytes of the sector that are programmed
    uint8_t report_[wire::flasher::digest_size] = {};
};

} // namespace espseal::flasher
