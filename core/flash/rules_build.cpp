// SPDX-License-Identifier: Apache-2.0
#include "core/flash/rules.h"

#include "core/flash/texts.h"

#include <QVersionNumber>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::flash::rules {

namespace {

const Region *image_of(const Plan &plan, RegionRole role)
{
    const Region *region = plan.find(role);
    return region && region->has_image() && region->is_placed() ? region : nullptr;
}

void check_boot(const Context &context, QList<Finding> &out)
{
    const Region *boot = image_of(context.plan, RegionRole::bootloader);
    if (!boot || !context.map || context.plan.map == MapKind::non_fota)
        return;
    const QVersionNumber has = QVersionNumber::fromString(boot->image.boot_version);
    const QVersionNumber needs = QVersionNumber::fromString(context.map->boot);
    if (has.isNull() || needs.isNull() || has >= needs)
        return;
    out += finding(u"boot-too-old"_s, Severity::error, { boot->name }, boot->slot,
        Texts::tr("%1 is version %2, but the map %3 needs %4 or newer.")
            .arg(Texts::quoted(boot->name), boot->image.boot_version, map_kind_name(context.plan.map), context.map->boot),
        Texts::tr("Use boot_v1.7.bin of the SDK."));
    out.last().why = Texts::tr("It prints “need boot %1+” and hangs, or starts a program where there is none.").arg(context.map->boot);
}

// Both programs of one build have the same parts in RAM; on maps where both are linked for the same addresses everything is the same.
bool is_same_build(const Context &context, const ImageInfo &a, const ImageInfo &b)
{
    if (a.kind != b.kind || a.segments.size() != b.segments.size())
        return false;
    const bool same_link = context.plan.map == MapKind::map_1024_1024; // new.2048.ld serves both
    const qsizetype from = same_link ? 0 : 1; // what stays in flash differs by its addresses, and may by its length
    for (qsizetype i = from; i < a.segments.size(); ++i) {
        if (a.segments[i].size != b.segments[i].size || a.segments[i].load_address != b.segments[i].load_address)
            return false;
    }
    return !same_link || (a.entry == b.entry && a.checksum.stored == b.checksum.stored);
}

void check_pair(const Context &context, QList<Finding> &out)
{
    const Region *first = image_of(context.plan, RegionRole::user1);
    const Region *second = image_of(context.plan, RegionRole::user2);
    if (!first || !second || is_same_build(context, first->image, second->image))
        return;
    out += finding(u"programs-differ"_s, Severity::warning, { second->name, first->name }, second->slot,
        Texts::tr("%1 and %2 come from different builds.").arg(Texts::quoted(first->name), Texts::quoted(second->name)),
        Texts::tr("Give both files of one build, unless the second is meant to be another version."));
    out.last().why = Texts::tr("When the boot loader cannot start one of them it starts the other: the device would then run other software.");
}

// boot_vX.bin comes with an empty header; who writes it fills that in.
bool is_unpatched_boot(const Region &region)
{
    return region.role == RegionRole::bootloader && region.image.spi_mode == 0 && region.image.spi_speed == 0 && region.image.size_map == 0;
}

// The ROM sets flash up by the image at address 0, then a FOTA program's own header is used.
void check_spi(const Context &context, QList<Finding> &out)
{
    const Plan &plan = context.plan;
    std::optional<std::uint8_t> mode = plan.spi_mode;
    std::optional<std::uint8_t> speed = plan.spi_speed;
    const Region *judge = nullptr;
    std::vector<const Region *> images;
    for (const RegionRole role : { RegionRole::bootloader, RegionRole::eagle_flash, RegionRole::user1, RegionRole::user2 }) {
        const Region *region = image_of(plan, role);
        if (region && region->image.kind != ImageKind::old && !is_unpatched_boot(*region))
            images.push_back(region);
    }
    for (const Region *region : images) {
        // esptool writes what the plan says into the image at address 0.
        const bool written_over = (plan.spi_mode || plan.spi_speed) && region->slot.start == Address();
        if (written_over)
            continue;
        if (!judge && !plan.spi_mode && !plan.spi_speed) {
            judge = region;
            mode = region->image.spi_mode;
            speed = region->image.spi_speed;
            continue;
        }
        if (region->image.spi_mode == mode.value_or(region->image.spi_mode) && region->image.spi_speed == speed.value_or(region->image.spi_speed))
            continue;
        const QString has = Texts::tr("%1, %2").arg(spi_mode_name(region->image.spi_mode), spi_speed_name(region->image.spi_speed));
        const QString wanted = QStringList { mode ? spi_mode_name(*mode) : QString(), speed ? spi_speed_name(*speed) : QString() }.join(u", "_s);
        QStringList regions { region->name };
        if (judge)
            regions += judge->name;
        out += finding(u"image-header-spi"_s, Severity::warning, regions, region->slot,
            judge ? Texts::tr("The header of %1 says %2, that of %3 says %4.").arg(Texts::quoted(region->name), has, Texts::quoted(judge->name), wanted)
                  : Texts::tr("The header of %1 says %2, but the plan has %3.").arg(Texts::quoted(region->name), has, wanted),
            Texts::tr("Build all images for the same flash mode and frequency."));
        out.last().why = Texts::tr("A mode or frequency that the flash chip cannot do stops the device as soon as that image runs.");
    }
}

} // namespace

QList<Finding> build_findings(const Context &context)
{
    QList<Finding> out;
    check_boot(context, out);
    check_pair(context, out);
    check_spi(context, out);
    return out;
}

} // namespace espseal::flash::rules
