// SPDX-License-Identifier: Apache-2.0
#include "app/studio/map/map_detail.h"

#include "app/studio/document/flash_text.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("FlashMap", text);
}

QString place_lines(const Range &range)
{
    return tr("%1, %2\nSectors: %3").arg(range_text(range), to_string(range.size), sectors_text(range));
}

QString content_line(const flash::Region &region)
{
    const QString source = source_text(region);
    return region.content ? tr("Content: %1, %2").arg(source, to_string(*region.content)) : tr("Content: %1").arg(source);
}

const Range *range_with(const QList<Range> &ranges, Address address)
{
    const auto found = std::ranges::find_if(ranges, [&](const Range &range) { return range.contains(address); });
    return found == ranges.end() ? nullptr : &*found;
}

} // namespace

QString region_detail(const RegionRow &row)
{
    const flash::Region &region = row.region;
    const QString role = flash::role_title(region.role);
    const QString name = row.listed && region.name != role ? tr("%1 (%2)").arg(region.name, role) : role;
    const QString place = region.is_placed() ? place_lines(region.slot) : range_text(region.slot);
    return QStringList { name, place, content_line(region), row.complaint.isEmpty() ? state_word(row.state) : row.complaint }.join(u'\n');
}

QString gap_detail(const flash::Plan &plan, Address address)
{
    const QList<Range> free = flash::free_ranges(plan);
    if (const Range *range = range_with(free, address))
        return tr("Free\n%1").arg(place_lines(*range));
    const QList<Range> slots = flash::fota_slots(plan);
    if (const Range *range = range_with(slots, address))
        return tr("The next update over the air writes here\n%1").arg(place_lines(*range));
    return {};
}

} // namespace espseal::studio
