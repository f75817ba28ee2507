// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "app/cli/device/commands.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct EraseOptions : BoardOptions {
    std::string address;
    std::string size;
};

Result<Outcome> erase(loader::FlashClient &board, Range range, const Job &job)
{
    const Result<loader::EraseReport> report = board.erase(range, job);
    if (!report)
        return failure(report.error());
    const QString checked = report->checked_fully ? DeviceTexts::tr("every byte read back") : DeviceTexts::tr("one line of 64 bytes of each sector read back");
    return Outcome {
        { { u"ok"_s, true }, { u"address"_s, qint64(range.start.value()) }, { u"size"_s, qint64(range.size.value()) },
            { u"sectors"_s, qint64(report->sectors) }, { u"checked_fully"_s, report->checked_fully } },
        DeviceTexts::tr("%1 to %2 is erased (%3).").arg(to_string(range.start), to_string(range.end()), checked),
    };
}

} // namespace

void add_device_erase(CLI::App &device, Session &session)
{
    CLI::App &command = *device.add_subcommand("erase", "Set a part of the flash to 0xFF, exactly that part");
    const auto options = std::make_shared<EraseOptions>();
    command.add_option("ADDR", options->address, "From here: 0x7B000")->required();
    command.add_option("SIZE", options->size, "So many bytes: 4096, 0x1000, 4K")->required();
    add_board_options(command, *options);
    command.callback([&session, options] {
        session.choose([options](Session &chosen) -> Result<Outcome> {
            const Result<Range> range = parse_range(options->address, options->size);
            if (!range)
                return failure(range.error());
            return with_board(chosen, *options, [&](loader::FlashClient &board, const Job &job) { return erase(board, *range, job); });
        });
    });
}

} // namespace espseal::cli
