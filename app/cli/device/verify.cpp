// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include <QJsonArray>

#include "app/cli/device/pieces.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct VerifyOptions : BoardOptions {
    std::vector<std::string> words;
};

QString describe(const loader::Mismatch &mismatch)
{
    const QString sector = to_string(Address(mismatch.sector));
    if (mismatch.unsteady)
        return DeviceTexts::tr("Sector %1 reads differently each time: check the line and the power supply.").arg(sector);
    if (mismatch.erased)
        return DeviceTexts::tr("Sector %1 is erased.").arg(sector);
    return DeviceTexts::tr("Sector %1: %2 bytes differ, the first at %3.").arg(sector).arg(mismatch.count).arg(to_string(mismatch.first));
}

QJsonObject to_json(const loader::Mismatch &mismatch, const QString &file)
{
    return { { u"file"_s, file }, { u"sector"_s, qint64(Address(mismatch.sector).value()) }, { u"first"_s, qint64(mismatch.first.value()) },
        { u"bytes"_s, qint64(mismatch.count) }, { u"erased"_s, mismatch.erased }, { u"unsteady"_s, mismatch.unsteady } };
}

Result<Outcome> verify(loader::FlashClient &board, const std::vector<PlacedFile> &files, const Job &job)
{
    QJsonArray array;
    QStringList lines;
    for (const PlacedFile &file : files) {
        const Result<QList<loader::Mismatch>> mismatches = board.verify(file.piece(), job);
        if (!mismatches)
            return failure(mismatches.error());
        for (const loader::Mismatch &mismatch : *mismatches) {
            array << to_json(mismatch, file.path);
            lines << describe(mismatch);
        }
        if (mismatches->isEmpty())
            lines << DeviceTexts::tr("%1 is in the flash at %2.").arg(file.path, to_string(file.start));
        else
            lines << DeviceTexts::tr("%1 is not in the flash at %2: write it with “espseal device write”.").arg(file.path, to_string(file.start));
    }
    const bool ok = array.isEmpty();
    return Outcome { { { u"ok"_s, ok }, { u"mismatches"_s, array } }, lines.join(u'\n'), ok ? 0 : 1 };
}

} // namespace

void add_device_verify(CLI::App &device, Session &session)
{
    CLI::App &command = *device.add_subcommand("verify", "Compare the flash with files");
    const auto options = std::make_shared<VerifyOptions>();
    command.add_option("PIECES", options->words, "Places and files: 0x7B000 ca.bin")->option_text("ADDR FILE [ADDR FILE ...]")->required();
    add_board_options(command, *options);
    command.callback([&session, options] {
        session.choose([options](Session &chosen) -> Result<Outcome> {
            const Result<std::vector<PlacedFile>> files = load_pieces(options->words);
            if (!files)
                return failure(files.error());
            return with_board(chosen, *options, [&](loader::FlashClient &board, const Job &job) { return verify(board, *files, job); });
        });
    });
}

} // namespace espseal::cli
