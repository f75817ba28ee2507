// SPDX-License-Identifier: Apache-2.0
#include "core/flash/data_table.h"
#include "core/flash/export_formats.h"
#include "core/flash/layout.h"

#include <QHash>
#include <QJsonArray>
#include <QSet>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

QString hex(std::uint64_t number)
{
    return u"0x"_s + QString::number(number, 16).toUpper();
}

// "client CA 2" -> "CLIENT_CA_2"; what is no ASCII letter or digit becomes one underscore.
QString identifier(const QString &name, QSet<QString> &used)
{
    QString out;
    for (const QChar c : name.toUpper()) {
        const bool plain = (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
        if (plain || !out.endsWith(u'_'))
            out += plain ? c : QChar(u'_');
    }
    QString unique = out;
    for (int number = 2; used.contains(unique); ++number)
        unique = u"%1_%2"_s.arg(out).arg(number);
    used.insert(unique);
    return unique;
}

// A name may hold what ends a comment.
QString comment(QString text)
{
    return text.replace("*/"_L1, "* /"_L1).replace("/*"_L1, "/ *"_L1);
}

QHash<RegionRole, QString> type_names()
{
    QHash<RegionRole, QString> names;
    for (const auto &value : data_table(u"partition_types.json"_s).value("types"_L1).toArray()) {
        const QJsonObject row = value.toObject();
        if (const std::optional<RegionRole> role = role_of(row.value("role"_L1).toString()))
            names.insert(*role, row.value("name"_L1).toString());
    }
    return names;
}

// Every region and system sector as an element of partition_item_t[]. A type may occur once, so the second of a kind is a customer's partition.
QString partition_items(const Plan &plan)
{
    const QHash<RegionRole, QString> names = type_names();
    QSet<QString> used;
    int customer = 0;
    QString items;
    for (const Region &region : all_regions(plan)) {
        // A part of the SDK's parameters (blank.bin) is no partition: the whole area is.
        if (region.role == RegionRole::system_parameters && region.slot != system_parameters(plan.chip))
            continue;
        QString type = names.value(region.role);
        if (type.isEmpty() || used.contains(type))
            type = u"SYSTEM_PARTITION_CUSTOMER_BEGIN + %1"_s.arg(customer++);
        used.insert(type);
        items += u"    { %1, %2, %3 }, /* %4 */\n"_s.arg(type, hex(region.slot.start.value()), hex(region.slot.size.value()), comment(region.name));
    }
    return items;
}

// Where the plan has it; the SDK's usual sector if it does not say.
SectorIndex rf_calibration_sector(const Plan &plan)
{
    const Region *listed = plan.find(RegionRole::rf_calibration);
    return (listed && listed->is_placed() ? listed->slot.start : rf_calibration(plan.chip).start).sector();
}

QString defines(const Plan &plan)
{
    QSet<QString> used;
    QString out;
    const auto define = [&](const QString &name, const QString &value) { out += u"#define ESPSEAL_%1 %2\n"_s.arg(name, value); };
    const SizeMap *map = plan.size_map();
    define(u"FLASH_SIZE_MAP"_s, map->sdk_name);
    define(u"RF_CAL_SECTOR"_s, to_string(rf_calibration_sector(plan)));
    for (const Region &region : plan.regions) {
        const QString name = identifier(region.name, used);
        out += u"\n/* %1 (%2) */\n"_s.arg(comment(region.name), role_name(region.role));
        define(name + u"_ADDRESS"_s, hex(region.slot.start.value()));
        define(name + u"_SECTOR"_s, to_string(region.slot.start.sector()));
        define(name + u"_SIZE"_s, hex(region.slot.size.value()));
        for (const QString &call : firmware_calls(region))
            out += u"/* %1 */\n"_s.arg(call);
    }
    return out;
}

QString head(const Plan &plan)
{
    return u"/* Flash map \"%1\": %2 %3. Made by espseal from a flash plan; change the plan, not this file. */\n"_s.arg(
        comment(plan.name), chip_size_name(plan.chip), map_kind_name(plan.map));
}

} // namespace

QString c_header(const Plan &plan)
{
    QString out = head(plan) + u"#ifndef ESPSEAL_FLASH_MAP_H\n#define ESPSEAL_FLASH_MAP_H\n\n"_s + defines(plan);
    if (plan.sdk == Sdk::v3)
        out += u"\n/* For user_pre_init(): system_partition_table_regist(espseal_partition_table, ESPSEAL_PARTITION_COUNT, ESPSEAL_FLASH_SIZE_MAP) */\n"
               u"static const partition_item_t espseal_partition_table[] = {\n%1};\n"
               u"#define ESPSEAL_PARTITION_COUNT (sizeof(espseal_partition_table) / sizeof(espseal_partition_table[0]))\n"_s.arg(partition_items(plan));
    return out + u"\n#endif\n"_s;
}

QString partition_source(const Plan &plan)
{
    if (plan.sdk == Sdk::v2)
        return head(plan)
            + u"#include \"user_interface.h\"\n\n/* SDK 2.x has no partition table; it asks for the RF calibration sector. */\n"
              u"uint32 ICACHE_FLASH_ATTR user_rf_cal_sector_set(void)\n{\n    return %1;\n}\n"_s.arg(to_string(rf_calibration_sector(plan)));
    return head(plan)
        + u"#include \"osapi.h\"\n#include \"user_interface.h\"\n\nstatic const partition_item_t partition_table[] = {\n%1};\n\n"
          u"void ICACHE_FLASH_ATTR user_pre_init(void)\n{\n"
          u"    if (!system_partition_table_regist(partition_table, sizeof(partition_table) / sizeof(partition_table[0]), %2)) {\n"
          u"        os_printf(\"The SDK refuses the partition table; the reason is in the line before.\\r\\n\");\n"
          u"        while (1)\n            ;\n    }\n}\n"_s.arg(partition_items(plan), plan.size_map()->sdk_name);
}

} // namespace espseal::flash
