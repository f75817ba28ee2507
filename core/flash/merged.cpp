// SPDX-License-Identifier: Apache-2.0
#include "core/flash/merged.h"

#include "core/base/files.h"
#include "core/flash/check.h"
#include "core/flash/layout.h"
#include "core/flash/texts.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

// esptool pads each file to whole words.
constexpr std::size_t word_size = 4;

void set_header(const Plan &plan, std::span<std::uint8_t> image)
{
    const SizeMap *map = plan.size_map();
    if (!map || !set_size_map(image, map->value))
        return;
    if (plan.spi_mode)
        image[2] = *plan.spi_mode;
    if (plan.spi_speed)
        image[3] = static_cast<std::uint8_t>((image[3] & 0xF0) | *plan.spi_speed);
}

} // namespace

Result<SecureBytes> merged_image(const Plan &plan)
{
    const QList<Finding> findings = check(plan);
    const auto worst = std::ranges::find(findings, Severity::error, &Finding::severity);
    if (worst != findings.end())
        return bad_input(u"plan-conflicts"_s, Texts::tr("The plan has a conflict: %1").arg(worst->message), worst->fix, worst->code);
    SecureBytes out;
    for (const Region &region : all_regions(plan)) { // by address: no two overlap
        if (region.file.isEmpty())
            continue;
        Result<SecureBytes> bytes = read_secret_file(region.file, Size(64u << 20));
        if (!bytes)
            return std::unexpected(bytes.error());
        const std::uint64_t end = region.slot.start.value() + bytes->size();
        if (end > plan.chip.value())
            return bad_input(u"file-too-long"_s,
                Texts::tr("The file %1 for %2 ends at %3, beyond the flash of %4.")
                    .arg(region.file, Texts::quoted(region.name), to_string(Address(end)), chip_size_name(plan.chip)),
                Texts::tr("Plan for a larger chip, or make the file smaller."));
        if (region.slot.start == Address())
            set_header(plan, bytes->writable());
        const std::size_t start = region.slot.start.value();
        if (out.size() < start)
            out.append(std::vector<std::uint8_t>(start - out.size(), 0xFF));
        out.truncate(start);
        out.append(bytes->view());
        out.append(std::vector<std::uint8_t>((word_size - out.size() % word_size) % word_size, 0xFF));
    }
    if (out.empty())
        return bad_input(u"nothing-to-write"_s, Texts::tr("No region of the plan has a file, so there is nothing to flash."),
            Texts::tr("Give the regions their files in the plan."));
    return out;
}

bool merged_image_is_secret(const Plan &plan)
{
    return std::ranges::any_of(plan.regions, [](const Region &region) { return is_identity(region.role) && !region.file.isEmpty(); });
}

} // namespace espseal::flash
