// SPDX-License-Identifier: Apache-2.0
// Colours, icons and the table of actions: what no eye would notice in time.
#include <QApplication>
#include <QPixmap>
#include <QtTest>

#include "app/studio/actions/action_registry.h"
#include "app/studio/map/map_ink.h"
#include "app/studio/theme/icons.h"
#include "app/studio/theme/theme.h"
#include "app/studio/theme/tones.h"
#include "app/studio/widgets/card.h"

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::studio;

class TestTheme final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tones_read_well_data();
    void tones_read_well();
    void palettes_read_well_data();
    void palettes_read_well();
    void names_read_on_region_colours_data();
    void names_read_on_region_colours();
    void schemes_survive_the_settings_file();
    void every_icon_paints_data();
    void every_icon_paints();
    void unknown_icon_is_null();
    void actions_are_complete_data();
    void actions_are_complete();
    void no_shortcut_twice();
    void an_action_without_handler_is_disabled();
    void a_reason_replaces_the_status_tip();
};

namespace {

constexpr double readable = 4.5; // WCAG 2.1 AA
constexpr double visible = 3.0;

} // namespace

void TestTheme::tones_read_well_data()
{
    QTest::addColumn<int>("tone");
    QTest::addColumn<bool>("dark");
    for (const bool dark : { false, true })
        for (int tone = 0; tone <= static_cast<int>(Tone::bad); ++tone)
            QTest::addRow("tone %d %s", tone, dark ? "dark" : "light") << tone << dark;
}

void TestTheme::tones_read_well()
{
    QFETCH(int, tone);
    QFETCH(bool, dark);
    const QPalette palette = studio_palette(dark);
    const ToneColours colours = tone_colours(static_cast<Tone>(tone), palette);
    for (const QColor &ground : { colours.fill, palette.color(QPalette::Base), palette.color(QPalette::Window) })
        QVERIFY2(contrast(colours.text, ground) >= readable, qPrintable(QString::number(contrast(colours.text, ground))));
    // Words on a toned card are the window's own text.
    QVERIFY(contrast(palette.color(QPalette::WindowText), colours.fill) >= readable);
}

void TestTheme::palettes_read_well_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestTheme::palettes_read_well()
{
    QFETCH(bool, dark);
    const QPalette palette = studio_palette(dark);
    QCOMPARE(is_dark(palette), dark);
    const QColor base = palette.color(QPalette::Base);
    const QColor window = palette.color(QPalette::Window);
    for (const QPalette::ColorRole role : { QPalette::WindowText, QPalette::Text, QPalette::PlaceholderText, QPalette::Link })
        for (const QColor &ground : { base, window })
            QVERIFY2(contrast(palette.color(role), ground) >= readable, qPrintable(u"role %1: %2"_s.arg(role).arg(contrast(palette.color(role), ground))));
    QVERIFY(contrast(palette.color(QPalette::ButtonText), palette.color(QPalette::Button)) >= readable);
    QVERIFY(contrast(palette.color(QPalette::ToolTipText), palette.color(QPalette::ToolTipBase)) >= readable);
    QVERIFY(contrast(accent_text(palette), accent(palette)) >= readable);
    QVERIFY(contrast(muted_text(palette), base) >= readable);
    QVERIFY(contrast(muted_text(palette), window) >= readable);
    QVERIFY(contrast(accent_ink(palette), base) >= readable);
    QVERIFY(contrast(palette.color(QPalette::Text), selection_tint(palette)) >= readable);
    QVERIFY(contrast(accent(palette), window) >= visible);
}

void TestTheme::names_read_on_region_colours_data()
{
    palettes_read_well_data();
}

void TestTheme::names_read_on_region_colours()
{
    QFETCH(bool, dark);
    const QPalette palette = studio_palette(dark);
    for (const MapInk ink : map_inks) {
        QVERIFY(contrast(palette.color(QPalette::WindowText), ink_fill(ink, palette)) >= readable);
        QVERIFY(contrast(ink_line(ink, palette), palette.color(QPalette::Base)) >= visible);
    }
}

void TestTheme::schemes_survive_the_settings_file()
{
    for (const Scheme scheme : { Scheme::system, Scheme::light, Scheme::dark })
        QCOMPARE(scheme_of(scheme_key(scheme)), scheme);
    QCOMPARE(scheme_of(u"plaid"_s), Scheme::system);
}

void TestTheme::every_icon_paints_data()
{
    QTest::addColumn<QString>("name");
    QVERIFY(line_icon_names().size() > 40);
    for (const QString &name : line_icon_names())
        QTest::newRow(qPrintable(name)) << name;
}

void TestTheme::every_icon_paints()
{
    QFETCH(QString, name);
    for (const int size : { 16, 32 }) {
        const QImage image = line_icon(name, Qt::red).pixmap(size, size).toImage().convertToFormat(QImage::Format_ARGB32);
        QCOMPARE(image.size(), QSize(size, size));
        int inked = 0;
        for (int y = 0; y < size; ++y)
            for (int x = 0; x < size; ++x) {
                const QRgb pixel = image.pixel(x, y);
                inked += qAlpha(pixel) > 0;
                QVERIFY2(qAlpha(pixel) < 32 || (qRed(pixel) > 200 && qGreen(pixel) < 60), "painted in another colour than asked for");
            }
        QVERIFY2(inked > size, "nearly empty");
    }
}

void TestTheme::unknown_icon_is_null()
{
    QVERIFY(line_icon(u"no-such-icon"_s).isNull());
}

void TestTheme::actions_are_complete_data()
{
    QTest::addColumn<QString>("id");
    for (const ActionSpec &spec : action_table())
        QTest::newRow(spec.id.data()) << QString(spec.id);
}

void TestTheme::actions_are_complete()
{
    QFETCH(QString, id);
    const ActionRegistry registry;
    const QAction *action = registry.find(id);
    QVERIFY(action);
    const auto spec = std::ranges::find_if(action_table(), [&](const ActionSpec &candidate) { return candidate.id == id; });
    QVERIFY(!action->text().isEmpty());
    QVERIFY(!action->statusTip().isEmpty());
    QVERIFY2(!action->icon().isNull() || spec->no_icon, "neither an icon nor a reason for none");
    QCOMPARE(std::ranges::count_if(action_table(), [&](const ActionSpec &candidate) { return candidate.id == id; }), 1);
}

void TestTheme::no_shortcut_twice()
{
    const ActionRegistry registry;
    QHash<QKeySequence, QString> taken;
    for (const QString &id : registry.ids())
        for (const QKeySequence &keys : registry.find(id)->shortcuts()) {
            QVERIFY2(!keys.isEmpty(), qPrintable(id));
            QVERIFY2(!taken.contains(keys), qPrintable(u"%1 is %2 and %3"_s.arg(keys.toString(), taken.value(keys), id)));
            taken.insert(keys, id);
        }
    QVERIFY(taken.contains(QKeySequence(Qt::Key_F5)));
}

void TestTheme::an_action_without_handler_is_disabled()
{
    ActionRegistry registry;
    QVERIFY(!registry.action(action::run_provision).isEnabled());
    int runs = 0;
    registry.on(action::run_provision, this, [&] { ++runs; });
    QVERIFY(registry.action(action::run_provision).isEnabled());
    registry.action(action::run_provision).trigger();
    QCOMPARE(runs, 1);
}

void TestTheme::a_reason_replaces_the_status_tip()
{
    ActionRegistry registry;
    const QString usual = registry.action(action::edit_undo).statusTip();
    registry.set_enabled(action::edit_undo, false, u"Nothing to undo."_s);
    QCOMPARE(registry.action(action::edit_undo).statusTip(), u"Nothing to undo."_s);
    QCOMPARE(registry.reason(action::edit_undo), u"Nothing to undo."_s);
    registry.set_enabled(action::edit_undo, true);
    QCOMPARE(registry.action(action::edit_undo).statusTip(), usual);
    QVERIFY(registry.reason(action::edit_undo).isEmpty());
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
