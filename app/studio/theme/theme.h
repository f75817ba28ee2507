// SPDX-License-Identifier: Apache-2.0
// Light, dark or as the platform has it.
#pragma once

#include <QPalette>
#include <QString>

class QApplication;

namespace espseal::studio {

enum class Scheme { system, light, dark };

[[nodiscard]] QPalette studio_palette(bool dark);
// Sets the studio's style once and the palette of `scheme`. `system` keeps the platform's palette where the platform has one.
void apply_theme(QApplication &application, Scheme scheme);

[[nodiscard]] QString scheme_key(Scheme scheme); // "system", for the settings file
[[nodiscard]] Scheme scheme_of(const QString &key);

} // namespace espseal::studio
