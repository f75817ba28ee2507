// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include <QJsonArray>

#include "app/cli/flash/commands.h"
#include "core/base/files.h"
#include "core/flash/exports.h"
#include "core/flash/merged.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct Options {
    std::string plan;
    std::string format;
    std::string out;
};

// Binary, and perhaps secret: never to a terminal.
Result<Outcome> export_merged(const Options &options)
{
    if (options.out.empty())
        return usage_error(u"out-missing"_s, FlashTexts::tr("A merged image goes into a file."), FlashTexts::tr("Give its name: --out flash.bin."));
    const Result<LoadedPlan> loaded = load_and_measure(options.plan);
    if (!loaded)
        return std::unexpected(loaded.error());
    const Result<SecureBytes> image = flash::merged_image(loaded->plan);
    if (!image)
        return std::unexpected(image.error());
    const QString out = QString::fromStdString(options.out);
    const bool secret = flash::merged_image_is_secret(loaded->plan);
    if (const Result<void> written = write_file(out, image->view(), secret ? FileMode::secret : FileMode::shared); !written)
        return std::unexpected(written.error());
    QString text = FlashTexts::tr("%1 is written: %2 for address 0.").arg(out, to_string(Size(image->size())));
    QStringList left_out;
    for (const flash::Region &region : loaded->plan.regions) {
        if (region.file.isEmpty() && (!region.credential.isEmpty() || region.role == flash::RegionRole::agent_settings))
            left_out += region.name;
    }
    if (!left_out.isEmpty())
        text += u' ' + FlashTexts::tr("Not in it, since espseal provision makes it: %1.").arg(left_out.join(u", "_s));
    if (secret)
        text += u' ' + FlashTexts::tr("It holds a private key.");
    return Outcome { { { u"ok"_s, true }, { u"format"_s, u"bin"_s }, { u"file"_s, out }, { u"size"_s, static_cast<qint64>(image->size()) },
                         { u"secret"_s, secret }, { u"left_out"_s, QJsonArray::fromStringList(left_out) } },
        text };
}

Result<Outcome> export_one(const Options &options)
{
    const QString format_name = QString::fromStdString(options.format);
    if (format_name == "bin"_L1)
        return export_merged(options);
    const flash::ExportFormat format = flash::export_format(format_name).value_or(flash::ExportFormat::csv); // an option takes known names only
    const Result<LoadedPlan> loaded = load_and_measure(options.plan);
    if (!loaded)
        return std::unexpected(loaded.error());
    const Result<QByteArray> text = flash::export_plan(loaded->plan, format);
    if (!text)
        return std::unexpected(text.error());
    QJsonObject json { { u"ok"_s, true }, { u"format"_s, format_name } };
    if (options.out.empty()) {
        json[u"text"_s] = QString::fromUtf8(*text);
        return Outcome { json, QString::fromUtf8(*text).trimmed() };
    }
    const QString out = QString::fromStdString(options.out);
    if (const Result<void> written = write_file(out, *text); !written)
        return std::unexpected(written.error());
    json[u"file"_s] = out;
    return Outcome { json, FlashTexts::tr("%1 is written.").arg(out) };
}

} // namespace

void add_flash_export(CLI::App &flash, Session &session)
{
    CLI::App &command = *flash.add_subcommand("export", "Write a plan for a build, a flasher or a document");
    const auto options = std::make_shared<Options>();
    command.add_option("PLAN", options->plan, "Plan file")->required();
    command.add_option("--as", options->format, "Format")->required()->check(CLI::IsMember({ "c-header", "partition-table", "csv", "svg", "esptool", "bin" }));
    command.add_option("--out", options->out, "File to write; without it, standard output");
    command.callback([&session, options] { session.choose([options](Session &) { return export_one(*options); }); });
}

} // namespace espseal::cli
