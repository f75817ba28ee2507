// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include <QFileInfo>

#include "app/cli/device/commands.h"
#include "core/base/files.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct ReadOptions : BoardOptions {
    std::string address;
    std::string size;
    std::string out;
};

Result<Outcome> read(loader::FlashClient &board, Range range, const QString &out, const Job &job)
{
    const Result<SecureBytes> bytes = board.read(range, job);
    if (!bytes)
        return failure(bytes.error());
    // Any part of a flash may hold a private key.
    if (const Result<void> written = write_file(out, bytes->view(), FileMode::secret); !written)
        return failure(written.error());
    return Outcome {
        { { u"ok"_s, true }, { u"address"_s, qint64(range.start.value()) }, { u"size"_s, qint64(range.size.value()) }, { u"file"_s, out } },
        DeviceTexts::tr("%1 from %2 are in %3.").arg(to_string(range.size), to_string(range.start), out),
    };
}

} // namespace

void add_device_read(CLI::App &device, Session &session)
{
    CLI::App &command = *device.add_subcommand("read", "Read a part of the flash into a file");
    const auto options = std::make_shared<ReadOptions>();
    command.add_option("ADDR", options->address, "From here: 0x7B000")->required();
    command.add_option("SIZE", options->size, "So many bytes: 4096, 0x1000, 4K")->required();
    command.add_option("--out", options->out, "File; only you can read it, for it may hold a private key")->required();
    add_board_options(command, *options);
    command.callback([&session, options] {
        session.choose([options](Session &chosen) -> Result<Outcome> {
            const Result<Range> range = parse_range(options->address, options->size);
            if (!range)
                return failure(range.error());
            const QString out = QString::fromStdString(options->out);
            // Now rather than after minutes of reading.
            if (const QFileInfo folder(QFileInfo(out).absolutePath()); !folder.isDir() || !folder.isWritable())
                return bad_input(u"file-unwritable"_s,
                    DeviceTexts::tr("%1 cannot be written: there is no folder %2 that you may use.").arg(out, folder.filePath()),
                    DeviceTexts::tr("Make the folder, or choose another place."));
            return with_board(chosen, *options, [&](loader::FlashClient &board, const Job &job) { return read(board, *range, out, job); });
        });
    });
}

} // namespace espseal::cli
