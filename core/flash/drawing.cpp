// SPDX-License-Identifier: Apache-2.0
#include "core/flash/drawing.h"

#include "core/flash/layout.h"
#include "core/flash/texts.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

constexpr int strip_width = 64;

QChar letter(RegionRole role)
{
    switch (role) {
    case RegionRole::bootloader:
        return u'b';
    case RegionRole::user1:
    case RegionRole::eagle_flash:
        return u'1';
    case RegionRole::user2:
    case RegionRole::irom0text:
        return u'2';
    case RegionRole::agent_settings:
        return u'a';
    case RegionRole::file_system:
        return u'f';
    case RegionRole::at_parameters:
    case RegionRole::user:
        return u'u';
    default:
        return is_ca(role) ? u'C' : is_identity(role) ? u'K' : u's';
    }
}

// Small regions come last, so that one sector still shows on a chip of 4,096.
QString strip(const Plan &plan, QList<Region> regions)
{
    QString line(strip_width, u'.');
    std::ranges::stable_sort(regions, std::ranges::greater {}, [](const Region &region) { return region.slot.size; });
    const auto column = [&](Address address) { return std::min<std::uint64_t>(address.value() * strip_width / plan.chip.value(), strip_width - 1); };
    for (const Region &region : regions) {
        for (std::uint64_t i = column(region.slot.start); i <= column(Address(region.slot.end().value() - 1)); ++i)
            line[static_cast<qsizetype>(i)] = letter(region.role);
    }
    return line;
}

QString table_line(QChar mark, const Range &range, const QString &name, const QString &what)
{
    return u"  %1  %2  %3  %4  %5\n"_s.arg(QString(mark), Texts::range(range), to_string(range.size).rightJustified(12), name.leftJustified(18), what);
}

QString what(const Region &region)
{
    QStringList parts { role_title(region.role) };
    if (region.content)
        parts += Texts::tr("%1 used").arg(to_string(*region.content));
    if (!region.file.isEmpty())
        parts += region.file;
    else if (!region.credential.isEmpty())
        parts += region.credential;
    else if (region.made_on_device)
        parts += Texts::tr("made on the device");
    if (region.pinned && !is_system(region.role))
        parts += Texts::tr("pinned");
    QString line = parts.join(u", "_s);
    for (const QString &call : firmware_calls(region))
        line += u"  "_s + call;
    return line;
}

} // namespace

QString draw(const Plan &plan)
{
    const QList<Region> regions = all_regions(plan);
    const SizeMap *map = plan.size_map();
    QString out = u"%1%2 %3%4, SDK %5, %6\n\n"_s.arg(plan.name.isEmpty() ? QString() : plan.name + u": "_s, chip_size_name(plan.chip), map_kind_name(plan.map),
        map ? u" (map %1)"_s.arg(map->value) : QString(), sdk_name(plan.sdk), tls_name(plan.tls));
    out += u"  |%1|\n  %2%3\n\n"_s.arg(strip(plan, regions), to_string(Address()), to_string(Address(plan.chip.value())).rightJustified(strip_width - 6));

    Address covered;
    for (const Region &region : regions) {
        if (covered < region.slot.start)
            out += table_line(u'.', { covered, region.slot.start - covered }, u"-"_s, Texts::tr("free"));
        out += table_line(letter(region.role), region.slot, region.name, what(region));
        covered = std::max(covered, region.slot.end());
    }
    if (const Address end(plan.chip.value()); covered < end)
        out += table_line(u'.', { covered, end - covered }, u"-"_s, Texts::tr("free"));
    return out;
}

} // namespace espseal::flash
