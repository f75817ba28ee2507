// SPDX-License-Identifier: Apache-2.0
// The flash chip behind the ROM: its own commands through the SPI controller's registers, programming through the ROM. Faults of the line are
// repaired here, by a new sync, or by a new reset into the loader when that does not help.
#pragma once

#include "core/base/progress.h"
#include "core/base/units.h"
#include "core/loader/rom_link.h"

namespace espseal::loader {

class SpiFlash {
public:
    using Advance = std::function<void(std::uint64_t bytes)>; // more bytes are done

    // `baud`: what the loader was entered with, for entering it again.
    SpiFlash(RomLink &link, int baud)
        : link_(link)
        , baud_(baud)
    {
    }

    // Connects the chip to the SPI controller and unlocks it, proves that reads of 64 bytes work.
    Result<void> attach(const std::stop_token &stop);
    // JEDEC id, manufacturer in the low byte; asked twice where the chip is slow to start.
    Result<std::uint32_t> read_id(const std::stop_token &stop);
    // The ROM refuses to program above its own idea of the size, 4 MB.
    Result<void> tell_size(std::uint32_t id, Size size, const std::stop_token &stop);

    Result<void> read(Address start, std::span<std::uint8_t> out, const std::stop_token &stop, const Advance &advance = {});
    // Until two readings agree: answers carry no checksum, and what is read this way is written back.
    Result<void> read_steady(Address start, std::span<std::uint8_t> out, const std::stop_token &stop);

    // Exactly these 4096 or 65536 bytes. Error "flash-busy" if the chip does not finish.
    Result<void> erase_sector(SectorIndex sector, const std::stop_token &stop);
    Result<void> erase_block(Address block, const std::stop_token &stop);
    // Into an erased sector, from the start of a page; ends of 0xFF are left out. No repetition inside: after a fault the sector must be erased again.
    Result<void> program(Address start, std::span<const std::uint8_t> bytes, const std::stop_token &stop, const Advance &advance = {});

    // After a line fault: the ROM listens again. Errors: as enter_loader's.
    Result<void> recover(const std::stop_token &stop);
    [[nodiscard]] RomLink &link() const { return link_; }

private:
    struct SavedRegisters {
        std::uint32_t user = 0;
        std::uint32_t user1 = 0;
        std::uint32_t user2 = 0;
    };

    Result<void> attach_once(const std::stop_token &stop);
    Result<void> tell_size_once(std::uint32_t id, Size size, const std::stop_token &stop);
    Result<void> prove_long_lines(const std::stop_token &stop);
    Result<void> read_lines(Address start, std::span<std::uint8_t> out, const std::stop_token &stop);
    Result<std::size_t> read_lines_once(Address start, std::span<std::uint8_t> out, bool lock_step, const std::stop_token &stop);
    Result<void> erase(Address start, std::uint32_t command, const std::stop_token &stop);
    Result<void> erase_once(Address start, std::uint32_t command, const std::stop_token &stop);
    Result<void> wait_until_ready(Address start, const std::stop_token &stop);

    RomLink &link_;
    int baud_;
    SavedRegisters saved_; // the ROM's own settings, put back after every read
    std::size_t line_ = 64; // bytes a SPI operation reads; 32 where 64 fail
    bool lock_step_ = false; // this board loses requests in flight
    std::uint32_t told_id_ = 0;
    Size told_size_; // 0: the ROM's own
};

} // namespace espseal::loader
