// SPDX-License-Identifier: Apache-2.0
#include "app/studio/theme/tones.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace espseal::studio {

namespace {

struct ToneRow {
    QRgb light_text, light_fill, light_line;
    QRgb dark_text, dark_fill, dark_line;
};

// In the order of Tone. tst_theme holds every row against the contrast rules, on both schemes.
constexpr std::array<ToneRow, 5> table { {
    { 0xFF4D5661, 0xFFEEF0F3, 0xFFD3D8DE, 0xFFB3BBC5, 0xFF2D323A, 0xFF454C56 },
    { 0xFF0A58A8, 0xFFE6F1FC, 0xFFA9CDF2, 0xFF82BDFA, 0xFF16304B, 0xFF2C5B8C },
    { 0xFF146C33, 0xFFE4F5E9, 0xFFA3D7B2, 0xFF5FD080, 0xFF173524, 0xFF2C6B43 },
    { 0xFF7D5000, 0xFFFFF3D2, 0xFFEACB7A, 0xFFE9BC4D, 0xFF3B3013, 0xFF7A6222 },
    { 0xFFB3202A, 0xFFFDE9E9, 0xFFF0B0B2, 0xFFFF8A82, 0xFF45201F, 0xFF8A3B38 },
} };

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &colour)
{
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

// `wanted`, moved towards the palette's text until it reads on the window.
QColor readable(QColor wanted, const QPalette &palette, double ratio)
{
    const QColor text = palette.color(QPalette::WindowText);
    const QColor window = palette.color(QPalette::Window);
    const QColor base = palette.color(QPalette::Base);
    for (int step = 0; step < 10 && std::min(contrast(wanted, window), contrast(wanted, base)) < ratio; ++step)
        wanted = mixed(wanted, text, 0.15);
    return wanted;
}

} // namespace

bool is_dark(const QPalette &palette)
{
    return luminance(palette.color(QPalette::Window)) < luminance(palette.color(QPalette::WindowText));
}

ToneColours tone_colours(Tone tone, const QPalette &palette)
{
    const ToneRow &row = table.at(static_cast<std::size_t>(tone));
    if (is_dark(palette))
        return { QColor(row.dark_text), QColor(row.dark_fill), QColor(row.dark_line) };
    return { QColor(row.light_text), QColor(row.light_fill), QColor(row.light_line) };
}

Tone tone_of(Severity severity)
{
    switch (severity) {
    case Severity::info:
        return Tone::info;
    case Severity::warning:
        return Tone::caution;
    case Severity::error:
        return Tone::bad;
    }
    return Tone::neutral;
}

QColor mixed(const QColor &a, const QColor &b, double share)
{
    const auto blend = [share](float from, float to) { return from + (to - from) * static_cast<float>(share); };
    return QColor::fromRgbF(blend(a.redF(), b.redF()), blend(a.greenF(), b.greenF()), blend(a.blueF(), b.blueF()), blend(a.alphaF(), b.alphaF()));
}

double contrast(const QColor &a, const QColor &b)
{
    const double first = luminance(a) + 0.05;
    const double second = luminance(b) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

QColor hairline(const QPalette &palette)
{
    return mixed(palette.color(QPalette::Window), palette.color(QPalette::WindowText), is_dark(palette) ? 0.19 : 0.15);
}

QColor muted_text(const QPalette &palette)
{
    return readable(mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.36), palette, 4.5);
}

QColor accent(const QPalette &palette)
{
    return palette.color(QPalette::Active, QPalette::Highlight);
}

QColor accent_text(const QPalette &palette)
{
    return palette.color(QPalette::Active, QPalette::HighlightedText);
}

QColor selection_tint(const QPalette &palette, bool active)
{
    const QColor base = palette.color(QPalette::Base);
    return active ? mixed(base, accent(palette), is_dark(palette) ? 0.34 : 0.16) : mixed(base, palette.color(QPalette::WindowText), 0.1);
}

QColor accent_ink(const QPalette &palette)
{
    return readable(accent(palette), palette, 4.5);
}

} // namespace espseal::studio
