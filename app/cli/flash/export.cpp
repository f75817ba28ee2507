// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "app/cli/flash/commands.h"
#include "core/base/files.h"
#include "core/flash/exports.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct Options {
    std::string plan;
    std::string format;
    std::string out;
};

Result<Outcome> export_one(const Options &options)
{
    const QString format_name = QString::fromStdString(options.format);
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
    command.add_option("--as", options->format, "Format")->required()->check(CLI::IsMember({ "c-header", "partition-table", "csv", "svg", "esptool" }));
    command.add_option("--out", options->out, "File to write; without it, standard output");
    command.callback([&session, options] { session.choose([options](Session &) { return export_one(*options); }); });
}

} // namespace espseal::cli
