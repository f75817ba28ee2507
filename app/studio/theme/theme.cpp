// SPDX-License-Identifier: Apache-2.0
#include "app/studio/theme/theme.h"

#include "app/studio/theme/studio_style.h"
#include "app/studio/theme/tones.h"

#include <QApplication>
#include <QStyleHints>

#include <array>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

struct PaletteRow {
    QPalette::ColorRole role;
    QRgb light, dark;
};

constexpr std::array<PaletteRow, 18> rows { {
    { QPalette::Window, 0xFFF3F5F8, 0xFF1B1E23 },
    { QPalette::WindowText, 0xFF1A1F26, 0xFFE7EAEE },
    { QPalette::Base, 0xFFFFFFFF, 0xFF22262C },
    { QPalette::AlternateBase, 0xFFF8F9FB, 0xFF272B32 },
    { QPalette::Text, 0xFF1A1F26, 0xFFE7EAEE },
    { QPalette::Button, 0xFFFFFFFF, 0xFF2B3037 },
    { QPalette::ButtonText, 0xFF1A1F26, 0xFFE7EAEE },
    { QPalette::BrightText, 0xFFFFFFFF, 0xFFFFFFFF },
    { QPalette::ToolTipBase, 0xFF262B33, 0xFF3A4049 },
    { QPalette::ToolTipText, 0xFFF5F7FA, 0xFFF2F4F7 },
    { QPalette::PlaceholderText, 0xFF646D78, 0xFF98A1AC },
    { QPalette::Highlight, 0xFF1565B8, 0xFF2B72C4 },
    { QPalette::HighlightedText, 0xFFFFFFFF, 0xFFFFFFFF },
    { QPalette::Link, 0xFF0A58A8, 0xFF82BDFA },
    { QPalette::LinkVisited, 0xFF5B4BA8, 0xFFB6A6F5 },
    { QPalette::Light, 0xFFFFFFFF, 0xFF353B44 },
    { QPalette::Mid, 0xFFC9CFD6, 0xFF3A4049 },
    { QPalette::Dark, 0xFF9AA3AD, 0xFF12151A },
} };

// Without a desktop's theme plug-in Qt falls back to the palette of its own style; there is nothing of the user's to respect then.
bool platform_has_palette()
{
    return QGuiApplication::palette().color(QPalette::Window) != StudioStyle().standardPalette().color(QPalette::Window);
}

} // namespace

QPalette studio_palette(bool dark)
{
    QPalette palette;
    for (const PaletteRow &row : rows)
        palette.setColor(row.role, QColor(dark ? row.dark : row.light));
    palette.setColor(QPalette::Accent, palette.color(QPalette::Highlight));
    const QColor faint = mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.55);
    for (const QPalette::ColorRole role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText })
        palette.setColor(QPalette::Disabled, role, faint);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, mixed(palette.color(QPalette::Window), palette.color(QPalette::WindowText), 0.16));
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, faint);
    return palette;
}

void apply_theme(QApplication &application, Scheme scheme)
{
    static const bool respected = platform_has_palette();
    if (!qobject_cast<StudioStyle *>(QApplication::style()))
        QApplication::setStyle(new StudioStyle); // owned by the application
    switch (scheme) {
    case Scheme::system:
        QGuiApplication::styleHints()->unsetColorScheme();
        application.setPalette(respected ? QPalette() : studio_palette(QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark));
        break;
    case Scheme::light:
        QGuiApplication::styleHints()->setColorScheme(Qt::ColorScheme::Light);
        application.setPalette(studio_palette(false));
        break;
    case Scheme::dark:
        QGuiApplication::styleHints()->setColorScheme(Qt::ColorScheme::Dark);
        application.setPalette(studio_palette(true));
        break;
    }
}

QString scheme_key(Scheme scheme)
{
    switch (scheme) {
    case Scheme::system:
        break;
    case Scheme::light:
        return u"light"_s;
    case Scheme::dark:
        return u"dark"_s;
    }
    return u"system"_s;
}

Scheme scheme_of(const QString &key)
{
    for (const Scheme scheme : { Scheme::light, Scheme::dark })
        if (scheme_key(scheme) == key)
            return scheme;
    return Scheme::system;
}

} // namespace espseal::studio
