// SPDX-License-Identifier: Apache-2.0
#include "app/cli/device/commands.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

QString hex(std::uint32_t number, int digits)
{
    return u"0x"_s + QString::number(number, 16).toUpper().rightJustified(digits, u'0');
}

} // namespace

QJsonObject to_json(const loader::DeviceInfo &info)
{
    QJsonObject flash { { u"id"_s, hex(info.flash_id, 6) }, { u"maker"_s, info.flash_maker } };
    if (info.flash_size)
        flash[u"size"_s] = qint64(info.flash_size->value());
    return {
        { u"port"_s, info.port },
        { u"chip"_s, info.chip },
        { u"mac"_s, loader::to_string(info.mac) },
        { u"mac_is_blank"_s, info.mac_is_blank },
        { u"chip_id"_s, hex(info.chip_id, 8) },
        { u"flash"_s, flash },
        { u"crystal_mhz"_s, info.crystal_mhz },
        { u"baud"_s, info.baud },
        { u"reset"_s, info.reset },
        { u"can_reset"_s, info.can_reset },
    };
}

QJsonObject to_json(const loader::ResetReport &report)
{
    QJsonObject object { { u"done"_s, report.done } };
    if (report.banner)
        object[u"boot"_s] = QJsonObject { { u"cause"_s, report.banner->cause }, { u"mode"_s, report.banner->mode } };
    return object;
}

QString describe(const loader::ResetReport &report)
{
    if (!report.done)
        return DeviceTexts::tr("The port has no lines to restart the board: press RST on it.");
    if (!report.banner)
        return DeviceTexts::tr("The board was restarted; it printed nothing readable.");
    if (report.banner->runs_from_flash())
        return DeviceTexts::tr("The board was restarted and boots from flash.");
    return DeviceTexts::tr("The board was restarted, but in boot mode %1 instead of 3: let go of FLASH (GPIO0) and press RST.").arg(report.banner->mode);
}

} // namespace espseal::cli
