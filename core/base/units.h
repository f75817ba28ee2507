// SPDX-License-Identifier: Apache-2.0
// Flash addresses, sizes and sectors as types of their own: bare integers stop at the parser.
#pragma once

#include <QString>

#include "core/base/error.h"

#include <compare>
#include <cstdint>

namespace espseal {

inline constexpr std::uint32_t sector_size = 4096;

// Bytes. 64 bits, so that sums of hostile 32-bit numbers cannot wrap.
class Size {
public:
    constexpr Size() = default;
    constexpr explicit Size(std::uint64_t bytes)
        : bytes_(bytes)
    {
    }
    [[nodiscard]] constexpr std::uint64_t value() const { return bytes_; }
    constexpr auto operator<=>(const Size &) const = default;
    constexpr Size operator+(Size other) const { return Size(bytes_ + other.bytes_); }
    // Rounded up to whole sectors.
    [[nodiscard]] constexpr Size in_sectors() const { return Size((bytes_ + sector_size - 1) / sector_size * sector_size); }
    [[nodiscard]] constexpr std::uint32_t sectors() const { return static_cast<std::uint32_t>((bytes_ + sector_size - 1) / sector_size); }

private:
    std::uint64_t bytes_ = 0;
};

// Number of a 4096-byte sector, as espconn_secure_ca_enable takes it: 0x7B is address 0x7B000.
class SectorIndex {
public:
    constexpr SectorIndex() = default;
    constexpr explicit SectorIndex(std::uint32_t index)
        : index_(index)
    {
    }
    [[nodiscard]] constexpr std::uint32_t value() const { return index_; }
    constexpr auto operator<=>(const SectorIndex &) const = default;

private:
    std::uint32_t index_ = 0;
};

// Offset in the flash chip.
class Address {
public:
    constexpr Address() = default;
    constexpr explicit Address(std::uint64_t offset)
        : offset_(offset)
    {
    }
    constexpr explicit Address(SectorIndex sector)
        : offset_(std::uint64_t(sector.value()) * sector_size)
    {
    }
    [[nodiscard]] constexpr std::uint64_t value() const { return offset_; }
    [[nodiscard]] constexpr bool is_sector_aligned() const { return offset_ % sector_size == 0; }
    [[nodiscard]] constexpr SectorIndex sector() const { return SectorIndex(static_cast<std::uint32_t>(offset_ / sector_size)); }
    constexpr auto operator<=>(const Address &) const = default;
    constexpr Address operator+(Size size) const { return Address(offset_ + size.value()); }
    constexpr Size operator-(Address other) const { return Size(offset_ - other.offset_); }

private:
    std::uint64_t offset_ = 0;
};

// Half-open: [start, start + size).
struct Range {
    Address start;
    Size size;

    [[nodiscard]] constexpr Address end() const { return start + size; }
    [[nodiscard]] constexpr bool empty() const { return size.value() == 0; }
    [[nodiscard]] constexpr bool contains(Address address) const { return start <= address && address < end(); }
    [[nodiscard]] constexpr bool contains(const Range &other) const { return start <= other.start && other.end() <= end(); }
    [[nodiscard]] constexpr bool overlaps(const Range &other) const { return !empty() && !other.empty() && start < other.end() && other.start < end(); }
    // The part in both; empty at `start` if there is none.
    [[nodiscard]] constexpr Range intersected(const Range &other) const
    {
        const Address from = start < other.start ? other.start : start;
        const Address to = end() < other.end() ? end() : other.end();
        return to <= from ? Range { start, Size() } : Range { from, to - from };
    }
    // Widened to the sectors it touches: what an erase would clear.
    [[nodiscard]] constexpr Range in_sectors() const
    {
        const Address from(start.sector());
        return { from, Size(end() - from).in_sectors() };
    }
    constexpr bool operator==(const Range &) const = default;
};

// "0x07B000": at least six digits.
[[nodiscard]] QString to_string(Address address);
// "0x7B"
[[nodiscard]] QString to_string(SectorIndex sector);
// "4,096 bytes", "512 KB", "4 MB" as the locale writes numbers; exact, KB and MB only for whole ones.
[[nodiscard]] QString to_string(Size size);
// Reads "0x7B000", "503808", "512K", "512KB", "1M", "4MB" (powers of 1024). The message names `what` it was for.
[[nodiscard]] Result<std::uint64_t> parse_number(const QString &text, const QString &what);

} // namespace espseal
