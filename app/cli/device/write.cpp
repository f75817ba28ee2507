// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include <QJsonArray>

#include "app/cli/device/pieces.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct WriteOptions : BoardOptions {
    std::vector<std::string> words;
};

Result<Outcome> write(loader::FlashClient &board, const std::vector<PlacedFile> &files, const Job &job)
{
    std::vector<loader::FlashPiece> pieces;
    QJsonArray array;
    for (const PlacedFile &file : files) {
        pieces.push_back(file.piece());
        array << QJsonObject { { u"file"_s, file.path }, { u"address"_s, qint64(file.start.value()) }, { u"size"_s, qint64(file.bytes.size()) } };
    }
    const Result<loader::WriteReport> report = board.write(pieces, job);
    if (!report)
        return failure(report.error());
    QString text = report->written == 0 ? DeviceTexts::tr("Nothing to write: the flash holds all of it already (%1 sectors compared).").arg(report->sectors)
                                        : DeviceTexts::tr("%1 of %2 sectors written and read back, %3 held the right bytes already.")
                                              .arg(report->written)
                                              .arg(report->sectors)
                                              .arg(report->unchanged);
    if (report->retries > 0)
        text += u' ' + DeviceTexts::tr("%1 repetitions because of a disturbed line.").arg(report->retries);
    const QJsonObject sectors { { u"touched"_s, qint64(report->sectors) }, { u"written"_s, qint64(report->written) },
        { u"unchanged"_s, qint64(report->unchanged) }, { u"retries"_s, qint64(report->retries) } };
    return Outcome { { { u"ok"_s, true }, { u"pieces"_s, array }, { u"sectors"_s, sectors } }, text };
}

} // namespace

void add_device_write(CLI::App &device, Session &session)
{
    CLI::App &command = *device.add_subcommand("write", "Write files into the flash, and read them back; nothing beside them changes");
    const auto options = std::make_shared<WriteOptions>();
    command.add_option("PIECES", options->words, "Places and files: 0x7B000 ca.bin 0x7C000 identity.bin")->option_text("ADDR FILE [ADDR FILE ...]")->required();
    add_board_options(command, *options);
    command.callback([&session, options] {
        session.choose([options](Session &chosen) -> Result<Outcome> {
            const Result<std::vector<PlacedFile>> files = load_pieces(options->words);
            if (!files)
                return failure(files.error());
            return with_board(chosen, *options, [&](loader::FlashClient &board, const Job &job) { return write(board, *files, job); });
        });
    });
}

} // namespace espseal::cli
