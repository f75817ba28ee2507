// SPDX-License-Identifier: Apache-2.0
#include "core/flash/export_formats.h"
#include "core/flash/layout.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

// RFC 4180, and no cell that a spreadsheet would take for a formula.
QString cell(QString text)
{
    if (text.startsWith(u'=') || text.startsWith(u'+') || text.startsWith(u'-') || text.startsWith(u'@'))
        text.prepend(u'\'');
    if (text.contains(u',') || text.contains(u'"') || text.contains(u'\n'))
        text = u'"' + text.replace(u'"', "\"\""_L1) + u'"';
    return text;
}

// For a POSIX shell.
QString argument(const QString &text)
{
    const bool plain = std::ranges::all_of(text, [](QChar c) { return (c.unicode() < 0x80 && c.isLetterOrNumber()) || u"._-/+:"_s.contains(c); });
    if (plain && !text.isEmpty())
        return text;
    QString quoted = text;
    return u'\'' + quoted.replace(u'\'', "'\\''"_L1) + u'\'';
}

} // namespace

QString csv(const Plan &plan)
{
    QString out = u"name,role,start,end,size,sector,content,source,calls\n"_s;
    for (const Region &region : all_regions(plan)) {
        const QStringList cells { region.name, role_name(region.role), to_string(region.slot.start), to_string(Address(region.slot.end().value() - 1)),
            QString::number(region.slot.size.value()), to_string(region.slot.start.sector()),
            region.content ? QString::number(region.content->value()) : QString(), region.file.isEmpty() ? region.credential : region.file,
            firmware_calls(region).join(u' ') };
        QStringList quoted;
        for (const QString &text : cells)
            quoted += cell(text);
        out += quoted.join(u',') + u'\n';
    }
    return out;
}

QString esptool_arguments(const Plan &plan)
{
    QStringList words { u"write_flash"_s, u"--flash_size"_s, plan.size_map()->esptool_size };
    if (plan.spi_mode)
        words << u"--flash_mode"_s << spi_mode_argument(*plan.spi_mode);
    if (plan.spi_speed)
        words << u"--flash_freq"_s << spi_speed_argument(*plan.spi_speed);
    for (const Region &region : all_regions(plan)) {
        if (!region.file.isEmpty())
            words << to_string(region.slot.start) << argument(region.file);
    }
    return words.join(u' ') + u'\n';
}

} // namespace espseal::flash
