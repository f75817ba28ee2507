// SPDX-License-Identifier: Apache-2.0
#include "app/studio/map/map_scale.h"

#include <algorithm>
#include <cmath>

namespace espseal::studio {

namespace {

constexpr double closest_span = sector_size;
constexpr double usual_span = 16.0 * sector_size; // a region with its neighbours

double number(Address address)
{
    return static_cast<double>(address.value());
}

} // namespace

MapScale::MapScale(Size chip, double width)
    : chip_(static_cast<double>(chip.value()))
    , width_(width)
    , span_(chip_)
{
}

double MapScale::min_span() const
{
    return std::min(closest_span, chip_);
}

MapScale MapScale::clamped() const
{
    MapScale scale = *this;
    scale.span_ = std::clamp(span_, min_span(), chip_);
    scale.start_ = std::clamp(start_, 0.0, chip_ - scale.span_);
    return scale;
}

Range MapScale::visible() const
{
    return { Address(static_cast<std::uint64_t>(start_)), Size(static_cast<std::uint64_t>(std::ceil(span_))) };
}

double MapScale::x_of(Address address) const
{
    return bytes_per_pixel() > 0 ? (number(address) - start_) / bytes_per_pixel() : 0;
}

Address MapScale::address_at(double x) const
{
    return Address(static_cast<std::uint64_t>(std::clamp(start_ + x * bytes_per_pixel(), 0.0, chip_)));
}

Address MapScale::sector_at(double x) const
{
    return Address(address_at(x).sector());
}

MapScale MapScale::resized(double width) const
{
    MapScale scale = *this;
    scale.width_ = width;
    return scale.clamped();
}

MapScale MapScale::zoomed(double factor, double x) const
{
    MapScale scale = *this;
    const double anchor = start_ + x * bytes_per_pixel();
    scale.span_ = std::clamp(span_ / factor, min_span(), chip_);
    scale.start_ = anchor - x * scale.bytes_per_pixel();
    return scale.clamped();
}

MapScale MapScale::scrolled(double pixels) const
{
    MapScale scale = *this;
    scale.start_ += pixels * bytes_per_pixel();
    return scale.clamped();
}

MapScale MapScale::showing_all() const
{
    MapScale scale = *this;
    scale.start_ = 0;
    scale.span_ = chip_;
    return scale;
}

MapScale MapScale::showing(const Range &range) const
{
    MapScale scale = *this;
    const double size = static_cast<double>(range.size.value());
    scale.span_ = std::max(size * 1.5, usual_span);
    scale.start_ = number(range.start) + size / 2 - scale.span_ / 2;
    return scale.clamped();
}

MapScale MapScale::revealing(const Range &range) const
{
    MapScale scale = *this;
    const double margin = std::min(span_ * 0.05, static_cast<double>(4 * sector_size));
    const double size = static_cast<double>(range.size.value());
    const bool in_view = number(range.start) - margin >= start_ && number(range.end()) + margin <= start_ + span_;
    if (!in_view && size + 2 * margin < span_)
        scale.start_ = number(range.start) + size / 2 - span_ / 2; // in the middle, with its neighbours
    else if (!in_view)
        scale.start_ = number(range.start) - margin;
    return scale.clamped();
}

Size MapScale::tick(double pixels) const
{
    std::uint64_t size = sector_size;
    while (width_of(Size(size)) < pixels && static_cast<double>(size) < chip_)
        size *= 2;
    return Size(size);
}

} // namespace espseal::studio
