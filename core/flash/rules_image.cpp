// SPDX-License-Identifier: Apache-2.0
#include "core/flash/rules.h"

#include "core/flash/texts.h"

using namespace Qt::StringLiterals;

namespace espseal::flash::rules {

namespace {

// boot_vX.bin comes with an empty header: who writes it fills in mode, speed and size.
bool is_unpatched_boot(const Region &region)
{
    return region.role == RegionRole::bootloader && region.image.size_map == 0 && region.image.spi_mode == 0 && region.image.spi_speed == 0;
}

void check_header(const Context &context, const Region &region, QList<Finding> &out)
{
    if (region.image.kind == ImageKind::old || is_unpatched_boot(region))
        return;
    const int value = region.image.size_map;
    const SizeMap *built_for = find_size_map(value);
    const Plan &plan = context.plan;
    const QString planned = Texts::tr("%1 %2").arg(chip_size_name(plan.chip), map_kind_name(plan.map));
    const QString fix = Texts::tr("Build the program for the plan's flash, or change the plan to the program's.");
    if (!built_for) {
        out += finding(u"image-header-flash-size"_s, Severity::error, { region.name }, region.slot,
            Texts::tr("The header of %1 names flash map %2, which does not exist; the plan has %3.")
                .arg(Texts::quoted(region.name), QString::number(value), planned),
            fix);
    } else if (built_for->chip != plan.chip) {
        out += finding(u"image-header-flash-size"_s, Severity::error, { region.name }, region.slot,
            Texts::tr("The header of %1 says %2 of flash (map %3), but the plan has %4.")
                .arg(Texts::quoted(region.name), chip_size_name(built_for->chip), QString::number(value), planned),
            fix);
    } else if (plan.map != MapKind::non_fota && built_for->kind != plan.map) {
        out += finding(u"image-header-map"_s, Severity::error, { region.name }, region.slot,
            Texts::tr("The header of %1 says map %2 (%3), but the plan has %4.")
                .arg(Texts::quoted(region.name), QString::number(value), map_kind_name(built_for->kind), planned),
            fix);
    }
}

void check_sums(const Region &region, QList<Finding> &out)
{
    const ImageInfo &image = region.image;
    if (image.checksum.ok() && (!image.crc || image.crc->ok()))
        return;
    out += finding(u"image-damaged"_s, Severity::error, { region.name }, region.slot,
        (image.checksum.ok() ? Texts::tr("The CRC at the end of the image for %1 is wrong: the boot loader will not start it.")
                             : Texts::tr("The checksum of the image for %1 is wrong: the device will not start it."))
            .arg(Texts::quoted(region.name)),
        Texts::tr("Build or copy the file again."));
}

// On maps whose programs are linked for two addresses, the other one's image crashes at its first step.
void check_program(const Region &region, QList<Finding> &out)
{
    const int slot = region.role == RegionRole::user1 ? 1 : region.role == RegionRole::user2 ? 2 : 0;
    if (slot == 0 || region.image.program == 0 || region.image.program == slot)
        return;
    out += finding(u"image-wrong-program"_s, Severity::error, { region.name }, region.slot,
        Texts::tr("The image for %1 was built as user%2.").arg(Texts::quoted(region.name), QString::number(region.image.program)),
        Texts::tr("Give the file user%1.….bin of the same build.").arg(slot));
}

} // namespace

QList<Finding> image_findings(const Context &context, const Region &region)
{
    QList<Finding> out;
    if (!region.has_image())
        return out;
    check_header(context, region, out);
    check_sums(region, out);
    check_program(region, out);
    return out;
}

} // namespace espseal::flash::rules
