// SPDX-License-Identifier: Apache-2.0
#include "core/flash/rules.h"

#include "core/flash/firmware.h"
#include "core/flash/texts.h"

using namespace Qt::StringLiterals;

namespace espseal::flash::rules {

namespace {

void check_sectors(const Context &context, const Region &region, QList<Finding> &out)
{
    if (context.firmware.empty())
        return;
    const Range bytes = claim_of(region).bytes;
    for (const FirmwareSector &sector : context.firmware) {
        if (expects(sector, region.role) || !bytes.in_sectors().overlaps(sector.range))
            continue;
        out += finding(u"firmware-sector-taken"_s, Severity::error, { region.name }, bytes.in_sectors().intersected(sector.range),
            Texts::tr("%1 lies at %2, which the firmware %3 uses for this: %4.")
                .arg(Texts::quoted(region.name), Texts::range(bytes.in_sectors().intersected(sector.range)), context.plan.firmware, sector.use),
            Texts::tr("Move it to a sector that the firmware leaves alone."));
    }
}

void check_reader(const Context &context, const Region &region, QList<Finding> &out)
{
    for (const FirmwareSector &sector : context.firmware) {
        if (!expects(sector, region.role) || region.slot.start == sector.range.start)
            continue;
        out += finding(u"firmware-reads-elsewhere"_s, Severity::error, { region.name }, region.slot,
            Texts::tr("The firmware %1 looks for its %2 at %3, but the plan puts %4 at %5.")
                .arg(context.plan.firmware, sector.use, to_string(sector.range.start), Texts::quoted(region.name), to_string(region.slot.start)),
            Texts::tr("Move it to %1.").arg(to_string(sector.range.start)));
    }
}

// SDK 3.x checks an image against the declared OTA size when it updates, not what a serial flasher writes; the linker script of 1024+1024 maps ends
// where the usual slot ends. esp_mqtt_proj declares 0x6A000 and keeps its certificates right behind that.
void check_growth(const Context &context, const Region &region, QList<Finding> &out)
{
    const Range sectors = claim_of(region).bytes.in_sectors();
    for (const auto &[program, beyond] : context.growth) {
        if (is_system(region.role) || !sectors.overlaps(beyond))
            continue;
        const Range range = sectors.intersected(beyond);
        out += finding(u"program-may-grow"_s, Severity::warning, { region.name, program }, range,
            Texts::tr("The linker script of this map lets “%1” grow up to %2, and %3 lies in there, at %4.")
                .arg(program, to_string(beyond.end()), Texts::quoted(region.name), Texts::range(range)),
            Texts::tr("Move it behind what the linker script allows, or give the plan the program's file."));
        out.last().why = Texts::tr("The SDK does not compare the length of a flashed program with the size that the partition table declares.");
    }
}

} // namespace

QList<Finding> firmware_findings(const Context &context, const Region &region)
{
    QList<Finding> out;
    if (is_code(region.role))
        return out;
    check_sectors(context, region, out);
    check_reader(context, region, out);
    if (!context.growth.empty())
        check_growth(context, region, out);
    return out;
}

} // namespace espseal::flash::rules
