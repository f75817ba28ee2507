// SPDX-License-Identifier: Apache-2.0
// Every colour that the studio paints itself. All follow a palette, so light, dark and the platform's own scheme come out of one table.
#pragma once

#include <QColor>
#include <QPalette>

#include "core/base/finding.h"

namespace espseal::studio {

// What a status says. Never shown by colour alone: an icon and a word go with it.
enum class Tone { neutral, info, good, caution, bad };

struct ToneColours {
    QColor text; // words and icons: at least 4.5:1 on `fill` and on the palette's Base and Window
    QColor fill; // the ground of a chip, card or banner
    QColor line; // its border
};

[[nodiscard]] bool is_dark(const QPalette &palette);
[[nodiscard]] ToneColours tone_colours(Tone tone, const QPalette &palette);
[[nodiscard]] Tone tone_of(Severity severity);

// `share` of `b` in `a`, 0 to 1.
[[nodiscard]] QColor mixed(const QColor &a, const QColor &b, double share);
// WCAG 2 contrast ratio, 1 to 21.
[[nodiscard]] double contrast(const QColor &a, const QColor &b);

[[nodiscard]] QColor hairline(const QPalette &palette); // borders and rules
[[nodiscard]] QColor muted_text(const QPalette &palette); // secondary words, still 4.5:1
[[nodiscard]] QColor accent(const QPalette &palette); // selection, focus, the main button's ground
[[nodiscard]] QColor accent_text(const QPalette &palette); // words on `accent`
[[nodiscard]] QColor selection_tint(const QPalette &palette, bool active = true); // the ground of a selected row; text stays as it is
[[nodiscard]] QColor accent_ink(const QPalette &palette); // the accent as words or lines on the window: links, focus rings

} // namespace espseal::studio
