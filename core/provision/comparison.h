// SPDX-License-Identifier: Apache-2.0
// What lies in a device's flash beside what a plan would write there, sector by sector. Nothing is written, and no content is kept.
#pragma once

#include "core/loader/flash_client.h"
#include "core/provision/content.h"

namespace espseal::provision {

enum class SectorState {
    same, // as the plan would leave it
    different, // the plan would write it
    erased, // 0xFF only; the plan would write it if it has something for it
    foreign, // something that the plan has nothing to say about
};

struct SectorRun {
    Range range; // whole sectors
    SectorState state = SectorState::foreign;
    bool operator==(const SectorRun &) const = default;
};

struct ChipComparison {
    loader::DeviceInfo device;
    QList<SectorRun> runs; // ascending, joined; what is in none of them was not read
    [[nodiscard]] std::uint32_t count(SectorState state) const; // sectors
};

enum class CompareExtent {
    plan, // sectors that the plan writes, and its regions for credentials and settings: what they hold now
    chip,
};

// The whole sectors to read, ascending and joined, none beyond `chip`.
[[nodiscard]] QList<Range> ranges_to_compare(const PreparedPlan &prepared, Size chip, CompareExtent extent);

// Judges what was read from `start`, a sector's. Settings that differ only in where the clock starts are the same.
[[nodiscard]] QList<SectorRun> compare_sectors(const PreparedPlan &prepared, Address start, std::span<const std::uint8_t> bytes);

// Connects, reads, and restarts the device into its program, also after Stop. Blocking. Errors: those of loader::FlashClient, cancelled.
[[nodiscard]] Result<ChipComparison> compare_with_chip(const PreparedPlan &prepared, const QString &port, CompareExtent extent, const Job &job);

} // namespace espseal::provision
