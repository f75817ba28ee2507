// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/units.h"

namespace espseal::studio {

// Address <-> pixel of one strip of flash. A value; every operation gives another scale that still lies inside the chip.
class MapScale {
public:
    MapScale() = default;
    // The whole chip over `width` pixels.
    MapScale(Size chip, double width);

    [[nodiscard]] Size chip() const { return Size(static_cast<std::uint64_t>(chip_)); }
    [[nodiscard]] double width() const { return width_; }
    [[nodiscard]] Range visible() const;
    [[nodiscard]] double bytes_per_pixel() const { return width_ > 0 ? span_ / width_ : 0; }
    [[nodiscard]] bool shows_all() const { return span_ >= chip_; }
    [[nodiscard]] bool at_closest() const { return span_ <= min_span(); }

    [[nodiscard]] double x_of(Address address) const;
    [[nodiscard]] double width_of(Size size) const { return bytes_per_pixel() > 0 ? static_cast<double>(size.value()) / bytes_per_pixel() : 0; }
    [[nodiscard]] Address address_at(double x) const; // clamped to the chip
    [[nodiscard]] Address sector_at(double x) const; // start of the sector there

    [[nodiscard]] MapScale resized(double width) const;
    // factor > 1 shows less, larger; the address under `x` stays there.
    [[nodiscard]] MapScale zoomed(double factor, double x) const;
    [[nodiscard]] MapScale scrolled(double pixels) const;
    [[nodiscard]] MapScale showing_all() const;
    // Both ends of the range with room around them, at least 16 sectors; closer is what zoomed() is for, down to one sector.
    [[nodiscard]] MapScale showing(const Range &range) const;
    // Moved so that the range is in view: into the middle if it was not.
    [[nodiscard]] MapScale revealing(const Range &range) const;
    // Distance of ruler marks: a power of two of at least `pixels`.
    [[nodiscard]] Size tick(double pixels) const;

    bool operator==(const MapScale &) const = default;

private:
    [[nodiscard]] double min_span() const;
    [[nodiscard]] MapScale clamped() const;

    double chip_ = 4u << 20;
    double width_ = 0;
    double start_ = 0; // bytes
    double span_ = 4u << 20; // bytes visible
};

} // namespace espseal::studio
