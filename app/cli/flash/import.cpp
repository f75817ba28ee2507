// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

#include "app/cli/flash/commands.h"
#include "core/base/files.h"
#include "core/flash/check.h"
#include "core/flash/drawing.h"
#include "core/flash/import.h"
#include "core/flash/plan_file.h"
#include "core/flash/plan_json.h"
#include "core/flash/suggest.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

constexpr Size largest_input(16u << 20);

struct Options {
    std::string source;
    std::string kind;
    std::string chip;
    std::string map;
    std::string out;
};

Result<flash::ImportHints> hints_of(const Options &options)
{
    flash::ImportHints hints;
    const auto unknown = [](const QString &text) {
        return usage_error(
            u"map-unsupported"_s, FlashTexts::tr("There is no flash layout “%1”.").arg(text), FlashTexts::tr("“espseal flash layouts” lists them."));
    };
    if (!options.chip.empty()) {
        const QString text = QString::fromStdString(options.chip);
        const Result<std::uint64_t> chip = parse_number(text, u"--flash-size"_s);
        if (!chip || !flash::is_chip_size(Size(*chip)))
            return unknown(text);
        hints.chip = Size(*chip);
    }
    if (!options.map.empty()) {
        const QString text = QString::fromStdString(options.map);
        bool is_number = false;
        const int value = text.toInt(&is_number);
        hints.map = flash::map_kind(text);
        const flash::SizeMap *map = is_number ? flash::find_size_map(value) : nullptr;
        if (!hints.map && !(map && map->supported))
            return unknown(text);
        if (map)
            hints.size_map = map->value;
        if (map && hints.chip && *hints.chip != map->chip)
            return unknown(text + u' ' + QString::fromStdString(options.chip));
    }
    return hints;
}

// Standard input, or a file. A dump may hold private keys.
Result<SecureBytes> read_source(const QString &source)
{
    if (source != "-"_L1)
        return read_secret_file(source, largest_input);
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return bad_input(u"file-unreadable"_s, FlashTexts::tr("Standard input cannot be read."), FlashTexts::tr("Give a file."));
    SecureBytes bytes(largest_input.value());
    std::size_t size = 0;
    while (size < largest_input.value()) {
        const qint64 count = input.read(reinterpret_cast<char *>(bytes.writable().data()) + size, static_cast<qint64>(largest_input.value() - size));
        if (count <= 0)
            break;
        size += static_cast<std::size_t>(count);
    }
    char more = 0;
    if (size == largest_input.value() && input.read(&more, 1) > 0)
        return bad_input(u"file-too-long"_s, FlashTexts::tr("Standard input is longer than 16 MB."), FlashTexts::tr("Give a plan's source."));
    bytes.truncate(size);
    return bytes;
}

Result<flash::Imported> import_bytes(flash::ImportKind kind, const QString &source, const flash::ImportHints &hints, std::span<const std::uint8_t> bytes)
{
    const auto text = [&] { return QByteArray(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size())); };
    switch (kind) {
    case flash::ImportKind::partition_table:
        return flash::import_partition_table(text(), hints);
    case flash::ImportKind::csv:
        return flash::import_csv(text(), hints);
    case flash::ImportKind::esptool: {
        const QString folder = source == "-"_L1 ? QDir::currentPath() : QFileInfo(source).absolutePath();
        return flash::import_esptool(QString::fromUtf8(text()), folder, hints);
    }
    case flash::ImportKind::dump:
        return flash::import_dump(bytes, hints);
    case flash::ImportKind::folder:
    case flash::ImportKind::arduino:
        break;
    }
    return bad_input(u"folder-missing"_s, FlashTexts::tr("%1 is no folder.").arg(source), FlashTexts::tr("Give the folder with the build's files."));
}

bool is_arduino_layout(const QString &name)
{
    return std::ranges::any_of(
        flash::arduino_layouts(), [&](const flash::ArduinoLayout &layout) { return layout.name.compare(name, Qt::CaseInsensitive) == 0; });
}

Result<flash::Imported> import_source(const Options &options)
{
    const Result<flash::ImportHints> hints = hints_of(options);
    if (!hints)
        return std::unexpected(hints.error());
    const QString source = QString::fromStdString(options.source);
    std::optional<flash::ImportKind> kind = flash::import_kind(QString::fromStdString(options.kind));
    if (!kind && QFileInfo(source).isDir())
        kind = flash::ImportKind::folder;
    if (!kind && !QFileInfo::exists(source) && is_arduino_layout(source))
        kind = flash::ImportKind::arduino;
    if (kind == flash::ImportKind::arduino)
        return flash::import_arduino(source);
    if (kind == flash::ImportKind::folder)
        return flash::import_folder(source, *hints);
    const Result<SecureBytes> bytes = read_source(source);
    if (!bytes)
        return std::unexpected(bytes.error());
    if (!kind)
        kind = flash::recognise_import(bytes->view());
    if (!kind)
        return bad_input(u"import-unknown"_s, FlashTexts::tr("%1 is nothing that a plan can be read from.").arg(source),
            FlashTexts::tr("Say what it is with --as, or give a partition table, a CSV table, an esptool command, a copy of a device's flash, or a folder."));
    Result<flash::Imported> imported = import_bytes(*kind, source, *hints, bytes->view());
    if (!imported) {
        Error error = imported.error();
        error.message = u"%1: %2"_s.arg(source, error.message);
        return std::unexpected(error);
    }
    return imported;
}

QJsonObject object_of(const flash::Recognised &part)
{
    QJsonObject object { { u"what"_s, part.what }, { u"confidence"_s, confidence_name(part.confidence) }, { u"why"_s, part.why } };
    if (!part.region.isEmpty())
        object[u"region"_s] = part.region;
    if (part.range) {
        object[u"start"_s] = static_cast<qint64>(part.range->start.value());
        object[u"end"_s] = static_cast<qint64>(part.range->end().value());
    }
    return object;
}

QString line_of(const flash::Recognised &part)
{
    const QString place = part.range
        ? u"%1–%2  "_s.arg(to_string(part.range->start), to_string(Address(part.range->end().value() - (part.range->empty() ? 0 : 1))))
        : QString();
    return u"%1%2 (%3: %4)"_s.arg(place, part.what, confidence_name(part.confidence), part.why);
}

Result<Outcome> import_plan(const Options &options)
{
    Result<flash::Imported> imported = import_source(options);
    if (!imported)
        return std::unexpected(imported.error());
    const QString out = QString::fromStdString(options.out);
    flash::Plan &plan = imported->plan;
    if (plan.name.isEmpty())
        plan.name = QFileInfo(out.isEmpty() ? QString::fromStdString(options.source) : out).completeBaseName();
    QJsonArray recognised;
    QStringList lines { flash::draw(plan).trimmed(), {} };
    for (const flash::Recognised &part : std::as_const(imported->recognised)) {
        recognised.append(object_of(part));
        lines += line_of(part);
    }
    flash::Plan measured = plan;
    const QList<Finding> findings = flash::measure(measured) + flash::check(measured);
    QJsonArray array;
    for (const Finding &finding : findings) {
        array.append(to_json(finding));
        lines += FlashTexts::tr("Still to do: %1 %2").arg(finding.message, finding.fix);
    }
    if (!out.isEmpty()) {
        if (const Result<void> saved = flash::save_plan(plan, out); !saved)
            return std::unexpected(saved.error());
        lines += FlashTexts::tr("%1 is written.").arg(out);
    }
    return Outcome { { { u"ok"_s, !has_errors(findings) }, { u"kind"_s, flash::import_kind_name(imported->kind) },
                         { u"plan"_s, flash::plan_object(plan, QDir::currentPath()) }, { u"recognised"_s, recognised }, { u"findings"_s, array } },
        lines.join(u'\n') };
}

Outcome list_layouts()
{
    QJsonArray maps;
    QJsonArray arduino;
    QStringList lines { FlashTexts::tr("Maps of the SDK (--map):") };
    const auto hex = [](Address address) { return to_string(address); };
    for (const flash::SizeMap &map : flash::size_maps()) {
        QJsonObject row { { u"value"_s, map.value }, { u"name"_s, map.sdk_name }, { u"flash_size"_s, static_cast<qint64>(map.chip.value()) },
            { u"map"_s, flash::map_kind_name(map.kind) }, { u"supported"_s, map.supported }, { u"sdk3"_s, map.sdk3_refusal.isEmpty() } };
        QString text = u"  %1  %2 %3"_s.arg(
            QString::number(map.value), flash::chip_size_name(map.chip).leftJustified(5), flash::map_kind_name(map.kind).leftJustified(9));
        if (map.user1 && map.user2) {
            row[u"user1"_s] = static_cast<qint64>(map.user1->value());
            row[u"user2"_s] = static_cast<qint64>(map.user2->value());
            row[u"boot"_s] = map.boot;
            text += u"  user1 %1, user2 %2, boot_v%3+"_s.arg(hex(*map.user1), hex(*map.user2), map.boot);
        }
        row[u"rf_calibration"_s] = static_cast<qint64>(flash::rf_calibration(map.chip).start.value());
        row[u"phy_data"_s] = static_cast<qint64>(flash::phy_data(map.chip).start.value());
        row[u"system_parameters"_s] = static_cast<qint64>(flash::system_parameters(map.chip).start.value());
        if (const Result<flash::Plan> usual = flash::default_plan(map.chip, map.kind, {})) {
            const flash::Region *ca = usual->find(flash::RegionRole::ca);
            const flash::Region *identity = usual->find(flash::RegionRole::identity);
            if (ca && identity) {
                row[u"ca"_s] = static_cast<qint64>(ca->slot.start.value());
                row[u"identity"_s] = static_cast<qint64>(identity->slot.start.value());
                text += FlashTexts::tr("  CA %1, certificate and key %2").arg(hex(ca->slot.start), hex(identity->slot.start));
            }
        }
        if (!map.supported)
            text += u"  "_s + FlashTexts::tr("named by the SDK, run by none");
        else if (!map.sdk3_refusal.isEmpty())
            text += u"  "_s + FlashTexts::tr("SDK 2.x only");
        maps.append(row);
        lines += text;
    }
    lines += FlashTexts::tr("Layouts of the Arduino core (flash import NAME):");
    for (const flash::ArduinoLayout &layout : flash::arduino_layouts()) {
        QJsonObject row { { u"name"_s, layout.name }, { u"flash_size"_s, static_cast<qint64>(layout.chip.value()) },
            { u"sketch"_s, static_cast<qint64>(layout.sketch.value()) } };
        QString text = u"  %1  %2"_s.arg(layout.name.leftJustified(7), FlashTexts::tr("sketch %1").arg(to_string(layout.sketch)));
        if (!layout.file_system.empty()) {
            row[u"file_system_start"_s] = static_cast<qint64>(layout.file_system.start.value());
            row[u"file_system_end"_s] = static_cast<qint64>(layout.file_system.end().value());
            text += FlashTexts::tr(", file system %1 at %2").arg(to_string(layout.file_system.size), hex(layout.file_system.start));
        }
        arduino.append(row);
        lines += text;
    }
    return { { { u"ok"_s, true }, { u"maps"_s, maps }, { u"arduino"_s, arduino } }, lines.join(u'\n') };
}

} // namespace

void add_flash_import(CLI::App &flash, Session &session)
{
    CLI::App &command
        = *flash.add_subcommand("import", "Make a plan from a partition table, an esptool command, a build's folder, a device's flash or an Arduino layout");
    const auto options = std::make_shared<Options>();
    command.add_option("SOURCE", options->source, "File or folder, - for standard input, or an Arduino layout such as 4M2M")->required();
    command.add_option("--as", options->kind, "What it is; recognised by its content if not given")
        ->check(CLI::IsMember({ "partition-table", "csv", "esptool", "folder", "dump", "arduino" }));
    command.add_option("--flash-size", options->chip, "256KB to 16MB, where the input does not say it");
    command.add_option("--map", options->map, "flash_size_map value 0-9, or non-fota, 256+256, 512+512, 1024+1024");
    command.add_option("--out", options->out, "Plan file to write");
    command.callback([&session, options] { session.choose([options](Session &) { return import_plan(*options); }); });
}

void add_flash_layouts(CLI::App &flash, Session &session)
{
    CLI::App &command = *flash.add_subcommand("layouts", "List the SDK's flash maps and the Arduino core's layouts");
    command.callback([&session] { session.choose([](Session &) { return Result<Outcome>(list_layouts()); }); });
}

} // namespace espseal::cli
