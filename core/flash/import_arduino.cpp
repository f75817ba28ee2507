// SPDX-License-Identifier: Apache-2.0
#include "core/flash/data_table.h"
#include "core/flash/import.h"
#include "core/flash/import_map.h"
#include "core/flash/texts.h"

#include <QJsonArray>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

struct Table {
    std::vector<ArduinoLayout> layouts;
    std::uint32_t eeprom_from_end = 0;
    std::uint32_t rf_calibration_from_end = 0;
};

const Table &table()
{
    static const Table read = [] {
        const QJsonObject root = data_table(u"arduino_layouts.json"_s);
        Table out { .layouts = {},
            .eeprom_from_end = static_cast<std::uint32_t>(root.value("eeprom_from_end"_L1).toInt()),
            .rf_calibration_from_end = static_cast<std::uint32_t>(root.value("rf_calibration_from_end"_L1).toInt()) };
        for (const auto &value : root.value("layouts"_L1).toArray()) {
            const QJsonObject row = value.toObject();
            ArduinoLayout layout { .name = row.value("name"_L1).toString(),
                .chip = table_size(row, u"flash_size"_s),
                .sketch = table_size(row, u"sketch_size"_s),
                .file_system = {} };
            if (row.contains("file_system"_L1))
                layout.file_system = { table_address(row, u"file_system"_s), table_size(row, u"file_system_size"_s) };
            out.layouts.push_back(std::move(layout));
        }
        return out;
    }();
    return read;
}

Range sector_from_end(Size chip, std::uint32_t from_end)
{
    return { Address(chip.value() - std::uint64_t(from_end) * sector_size), Size(sector_size) };
}

} // namespace

std::span<const ArduinoLayout> arduino_layouts()
{
    return table().layouts;
}

Result<Imported> import_arduino(const QString &name)
{
    const auto layout = std::ranges::find_if(table().layouts, [&](const ArduinoLayout &known) { return known.name.compare(name, Qt::CaseInsensitive) == 0; });
    if (layout == table().layouts.end()) {
        QStringList names;
        for (const ArduinoLayout &known : table().layouts)
            names += known.name;
        return bad_input(u"arduino-layout-unknown"_s, Texts::tr("The Arduino core has no flash layout “%1”.").arg(name.left(40)),
            Texts::tr("Give one of: %1.").arg(names.join(u", "_s)));
    }
    Imported out { .kind = ImportKind::arduino, .plan = {}, .recognised = {} };
    Plan &plan = out.plan;
    plan.name = u"Arduino "_s + layout->name;
    plan.chip = layout->chip;
    plan.map = MapKind::non_fota;
    plan.sdk = Sdk::v2;
    plan.firmware = u"arduino"_s;
    const auto add = [&](RegionRole role, const QString &region, const Range &slot, const QString &what) {
        out.recognised += Recognised { .what = what,
            .confidence = Confidence::sure,
            .why = Texts::tr("The core's linker script."),
            .region = add_region(plan, role, region, slot),
            .range = slot };
        plan.regions.last().pinned = true;
    };
    const Address eeprom = sector_from_end(plan.chip, table().eeprom_from_end).start;
    const Range sketch { Address(), layout->sketch };
    const Address behind = layout->file_system.empty() ? eeprom : layout->file_system.start;
    add(RegionRole::eagle_flash, u"sketch"_s, sketch, Texts::tr("Sketch, with eboot in its first sector"));
    if (behind > sketch.end())
        add(RegionRole::user, u"update"_s, { sketch.end(), behind - sketch.end() }, Texts::tr("Room in which updates over the air wait"));
    if (!layout->file_system.empty())
        add(RegionRole::file_system, u"file-system"_s, layout->file_system, Texts::tr("File system"));
    add(RegionRole::user, u"eeprom"_s, { eeprom, Size(sector_size) }, Texts::tr("EEPROM emulation"));
    add(RegionRole::rf_calibration, u"rf-calibration"_s, sector_from_end(plan.chip, table().rf_calibration_from_end), Texts::tr("RF calibration"));
    add(RegionRole::system_parameters, u"system-parameters"_s, system_parameters(plan.chip), Texts::tr("Wi-Fi settings of the SDK"));
    return out;
}

} // namespace espseal::flash
