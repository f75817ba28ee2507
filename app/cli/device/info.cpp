// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "app/cli/device/commands.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

Result<Outcome> info(loader::FlashClient &board)
{
    const loader::DeviceInfo &device = board.device();
    const QString size = device.flash_size ? to_string(*device.flash_size) : DeviceTexts::tr("size unknown");
    const QString maker = device.flash_maker.isEmpty() ? DeviceTexts::tr("maker unknown") : device.flash_maker;
    QStringList lines {
        DeviceTexts::tr("Chip     %1").arg(device.chip),
        DeviceTexts::tr("MAC      %1").arg(loader::to_string(device.mac)),
        DeviceTexts::tr("Chip id  0x%1").arg(device.chip_id, 8, 16, QChar(u'0')),
        DeviceTexts::tr("Flash    %1, %2 (id 0x%3)").arg(size, maker, QString::number(device.flash_id, 16).toUpper()),
        DeviceTexts::tr("Crystal  %1 MHz").arg(device.crystal_mhz),
        DeviceTexts::tr("Loader   %1 baud, reset: %2").arg(device.baud).arg(device.reset),
    };
    if (device.mac_is_blank)
        lines << DeviceTexts::tr("The eFuses are empty: this MAC is not unique, bind no identity to it.");
    return Outcome { { { u"ok"_s, true } }, lines.join(u'\n') };
}

} // namespace

void add_device_info(CLI::App &device, Session &session)
{
    CLI::App &command = *device.add_subcommand("info", "Chip, MAC, flash and crystal of a board");
    const auto options = std::make_shared<BoardOptions>();
    add_board_options(command, *options);
    command.callback([&session, options] {
        session.choose(
            [options](Session &chosen) { return with_board(chosen, *options, [](loader::FlashClient &board, const Job &) { return info(board); }); });
    });
}

} // namespace espseal::cli
