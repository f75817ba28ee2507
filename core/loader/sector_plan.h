// SPDX-License-Identifier: Apache-2.0
// Pieces for arbitrary places, cut into the sectors that they touch.
#pragma once

#include "core/loader/flash_client.h"

#include <vector>

namespace espseal::loader {

struct SectorPart {
    std::size_t offset = 0; // in the sector
    std::span<const std::uint8_t> bytes;
    QString name; // of the piece
    bool head_last = false; // as the piece's

    [[nodiscard]] std::size_t end() const { return offset + bytes.size(); }
};

struct SectorTask {
    SectorIndex sector;
    std::vector<SectorPart> parts; // by offset, without overlap

    [[nodiscard]] std::size_t bytes() const;
    // No byte of the sector keeps its value.
    [[nodiscard]] bool is_complete() const { return bytes() == sector_size; }
    // Whether `content`, the whole sector, holds all parts.
    [[nodiscard]] bool is_done_by(std::span<const std::uint8_t> content) const;
    void lay_over(std::span<std::uint8_t> content) const;
    // The part whose first word is to be programmed after everything else; null if there is none.
    [[nodiscard]] const SectorPart *head_last() const;
};

// By address. Errors (bad input): "pieces-overlap"; "flash-range" if a piece leaves [0, chip).
[[nodiscard]] Result<std::vector<SectorTask>> plan_sectors(std::span<const FlashPiece> pieces, Size chip);

// By address, then those of pieces whose head comes last, from high to low.
void put_in_writing_order(std::vector<SectorTask> &tasks);

// Error "flash-range" (bad input).
[[nodiscard]] Result<void> check_range(Range range, Size chip);

} // namespace espseal::loader
