// SPDX-License-Identifier: Apache-2.0
#include "core/flash/flash_file_name.h"
#include "core/flash/import.h"
#include "core/flash/import_map.h"
#include "core/flash/shell_words.h"
#include "core/flash/texts.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

constexpr qsizetype most_files = 512;

std::unexpected<Error> refused(const QString &message)
{
    return bad_input(u"import-esptool"_s, message, Texts::tr("Give a command such as “esptool.py write_flash -fs 4MB-c1 0x0 boot.bin 0x1000 user1.bin”."));
}

// esptool 5 writes hyphens where older ones have underscores.
QString normal(const QString &option)
{
    return option.startsWith("--"_L1) ? option.toLower().replace(u'_', u'-') : option;
}

struct Line {
    QString flash_size;
    QString flash_mode;
    QString flash_frequency;
    QStringList places; // address, file, address, file, ...
};

constexpr std::array flags { "--no-stub"_L1, "-t"_L1, "--trace"_L1, "-e"_L1, "--erase-all"_L1, "--encrypt"_L1, "-z"_L1, "--compress"_L1, "-u"_L1,
    "--no-compress"_L1, "--verify"_L1, "--force"_L1, "--ignore-flash-encryption-efuse-setting"_L1, "--ignore-flash-encryption-efuse"_L1, "--no-progress"_L1,
    "--silent"_L1, "--verbose"_L1, "-v"_L1, "-s"_L1 };
constexpr std::array with_value { "-p"_L1, "--port"_L1, "-b"_L1, "--baud"_L1, "-c"_L1, "--chip"_L1, "--before"_L1, "--after"_L1, "--connect-attempts"_L1,
    "--spi-connection"_L1, "-sc"_L1, "--override-vddsdio"_L1, "-fs"_L1, "--flash-size"_L1, "-fm"_L1, "--flash-mode"_L1, "-ff"_L1, "--flash-freq"_L1, "-ps"_L1,
    "--port-filter"_L1 };

Result<void> keep_option(Line &line, const QString &option, const QString &value)
{
    if (option == "-fs"_L1 || option == "--flash-size"_L1)
        line.flash_size = value;
    else if (option == "-fm"_L1 || option == "--flash-mode"_L1)
        line.flash_mode = value;
    else if (option == "-ff"_L1 || option == "--flash-freq"_L1)
        line.flash_frequency = value;
    else if ((option == "-c"_L1 || option == "--chip"_L1) && value != "esp8266"_L1 && value != "auto"_L1)
        return refused(Texts::tr("The command is for the chip “%1”, not for an ESP8266.").arg(value.left(40)));
    return {};
}

Result<Line> read_line(const QStringList &words)
{
    Line line;
    bool writes = false;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString &word = words[i];
        if (word == "write_flash"_L1 || word == "write-flash"_L1) {
            writes = true;
            continue;
        }
        if (!word.startsWith(u'-') || word.size() < 2) {
            if (writes)
                line.places += word;
            continue; // before the command: esptool.py itself, python3 -m
        }
        const bool joined = word.startsWith("--"_L1) && word.contains(u'=');
        const QString option = normal(joined ? word.section(u'=', 0, 0) : word);
        if (!joined && std::ranges::contains(flags, option))
            continue;
        if (std::ranges::contains(with_value, option)) {
            if (!joined && i + 1 >= words.size())
                return refused(Texts::tr("The option %1 has no value.").arg(option));
            if (const Result<void> kept = keep_option(line, option, joined ? word.section(u'=', 1) : words[++i]); !kept)
                return std::unexpected(kept.error());
            continue;
        }
        if (writes)
            return refused(Texts::tr("The option “%1” of write_flash is not known.").arg(word.left(60)));
        if (word == "-m"_L1)
            ++i; // python3 -m esptool
    }
    if (!writes)
        return refused(Texts::tr("The command has no write_flash."));
    if (line.places.isEmpty() || line.places.size() % 2 != 0)
        return refused(Texts::tr("Behind write_flash each file needs an address before it."));
    if (line.places.size() / 2 > most_files)
        return refused(Texts::tr("The command writes more than %1 files.").arg(most_files));
    return line;
}

// The command within a script or a pasted text: its line, and those that can only belong to it.
Result<QString> command_of(QString text)
{
    text.replace("\r\n"_L1, "\n"_L1).replace("\\\n"_L1, " "_L1);
    QStringList found;
    bool goes_on = false;
    for (const QString &line : text.split(u'\n')) {
        const QString trimmed = line.trimmed();
        const bool begins = !trimmed.startsWith(u'#') && (trimmed.contains("write_flash"_L1) || trimmed.contains("write-flash"_L1));
        if (begins)
            found += trimmed;
        else if (goes_on && (trimmed.startsWith("0x"_L1) || trimmed.startsWith(u'-')))
            found.last() += u' ' + trimmed;
        goes_on = begins || (goes_on && !trimmed.isEmpty());
    }
    if (found.size() > 1)
        return refused(Texts::tr("The text has %1 commands that write flash.").arg(found.size()));
    return found.isEmpty() ? text : found.first();
}

// "4MB-c1", and the megabits of old esptools: "32m-c1". None: "keep", "detect" or not given.
Result<std::optional<std::uint8_t>> size_map_of(const QString &flash_size)
{
    if (flash_size.isEmpty() || flash_size == "keep"_L1 || flash_size == "detect"_L1)
        return std::optional<std::uint8_t>();
    for (const SizeMap &map : size_maps()) {
        const QString megabits = QString::number(map.chip.value() / (1u << 17)) + u'm' + (map.esptool_size.endsWith("-c1"_L1) ? u"-c1"_s : QString());
        if (!map.esptool_size.isEmpty() && (flash_size.compare(map.esptool_size, Qt::CaseInsensitive) == 0 || flash_size == megabits))
            return std::optional(map.value);
    }
    if (flash_size.compare("4MB-2"_L1, Qt::CaseInsensitive) == 0 || flash_size == "2MB-c2"_L1)
        return refused(Texts::tr("No SDK runs the flash size “%1”.").arg(flash_size));
    return refused(Texts::tr("“%1” is no flash size of esptool.").arg(flash_size.left(40)));
}

RegionRole role_by_place(const Address &address)
{
    if (address == boot_slot().start)
        return RegionRole::bootloader;
    if (address == irom0text_start())
        return RegionRole::irom0text;
    for (const SizeMap &map : size_maps()) {
        if (map.user1 == address)
            return RegionRole::user1;
        if (map.user2 == address)
            return RegionRole::user2;
    }
    for (const Size chip : chip_sizes()) {
        if (address == phy_data(chip).start)
            return RegionRole::phy_data;
        if (address == blank_sector(chip).start)
            return RegionRole::system_parameters;
    }
    return RegionRole::user;
}

struct Part {
    Address address;
    QString file;
    bool by_name = false; // the file's name says what it is
    FlashFileName named;
};

Result<QList<Part>> read_parts(const QStringList &places, const QString &folder)
{
    QList<Part> parts;
    for (qsizetype i = 0; i + 1 < places.size(); i += 2) {
        const Result<std::uint64_t> address = parse_number(places[i], Texts::tr("the address"));
        if (!address || *address > 0xFFFFFFFFu)
            return refused(Texts::tr("“%1” is no flash address.").arg(places[i].left(40)));
        // What a plan file can hold.
        const bool nameable = places[i + 1].size() <= 1024 && std::ranges::all_of(places[i + 1], [](QChar c) { return c.isPrint(); });
        if (!nameable)
            return refused(Texts::tr("The file for %1 has a name that is too long or holds characters that cannot be shown.").arg(places[i]));
        const QString name = QString(places[i + 1]).replace(u'\\', u'/').section(u'/', -1);
        const std::optional<FlashFileName> named = parse_flash_file_name(name);
        parts += Part { Address(*address), QDir::cleanPath(QDir(folder).absoluteFilePath(places[i + 1])), named.has_value(), named.value_or(FlashFileName()) };
    }
    return parts;
}

// A slot as the map has it, or the sectors that the file fills, up to the next part.
Range slot_for(const Plan &plan, RegionRole role, Address start, std::optional<Address> next)
{
    const SizeMap *map = plan.size_map();
    Size size(sector_size);
    if (role == RegionRole::eagle_flash)
        size = eagle_flash_slot().size;
    else if (map && (role == RegionRole::user1 || role == RegionRole::user2))
        size = map->program_slot;
    else if (map && role == RegionRole::irom0text)
        size = map->irom0text_slot;
    if (next && *next > start && start + size > *next)
        size = *next - start;
    return { start, size };
}

} // namespace

Result<Imported> import_esptool(const QString &command, const QString &folder, const ImportHints &hints)
{
    const Result<QString> one_command = command_of(command);
    if (!one_command)
        return std::unexpected(one_command.error());
    const Result<QStringList> words = shell_words(*one_command);
    if (!words)
        return std::unexpected(words.error());
    const Result<Line> line = read_line(*words);
    if (!line)
        return std::unexpected(line.error());
    const Result<std::optional<std::uint8_t>> size_map = size_map_of(line->flash_size);
    if (!size_map)
        return std::unexpected(size_map.error());
    Result<QList<Part>> parts = read_parts(line->places, folder);
    if (!parts)
        return std::unexpected(parts.error());
    std::ranges::stable_sort(*parts, {}, &Part::address);

    Imported out { .kind = ImportKind::esptool, .plan = {}, .recognised = {} };
    MapEvidence evidence { .size_map = *size_map, .chip = std::nullopt, .map = std::nullopt };
    const bool fota = std::ranges::any_of(*parts, [](const Part &part) { return part.address == Address(sector_size); });
    for (const Part &part : *parts) {
        RegionRole role = part.by_name ? part.named.role : role_by_place(part.address);
        if (!fota && !part.by_name && role == RegionRole::bootloader)
            role = RegionRole::eagle_flash; // nothing for a boot loader to start
        if (fota && !part.by_name && role == RegionRole::irom0text)
            role = RegionRole::user;
        if (part.by_name && part.named.size_map && !evidence.size_map)
            evidence.size_map = part.named.size_map;
        const QString own_name = role == RegionRole::user ? QFileInfo(part.file).completeBaseName() : role_name(role);
        const QString name = add_region(out.plan, role, own_name, { part.address, Size(sector_size) });
        out.plan.regions.last().file = part.file;
        out.recognised += Recognised { .what = role_title(role),
            .confidence = part.by_name     ? Confidence::sure
                : role == RegionRole::user ? Confidence::guess
                                           : Confidence::likely,
            .why = part.by_name ? Texts::tr("The file's name.") : Texts::tr("The address."),
            .region = name,
            .range = std::nullopt };
    }
    if (const Result<void> chosen = choose_map(out.plan, hints, evidence); !chosen)
        return std::unexpected(chosen.error());
    for (qsizetype i = 0; i < parts->size(); ++i) {
        Region &region = out.plan.regions[i];
        const std::optional<Address> next = i + 1 < parts->size() ? std::optional((*parts)[i + 1].address) : std::nullopt;
        region.slot = slot_for(out.plan, region.role, region.slot.start, next);
        out.recognised[i].range = region.slot;
    }
    out.plan.spi_mode = spi_mode(line->flash_mode);
    out.plan.spi_speed = spi_speed(line->flash_frequency);
    if (const SizeMap *map = out.plan.size_map(); map && !map->sdk3_refusal.isEmpty())
        out.plan.sdk = Sdk::v2;
    return out;
}

} // namespace espseal::flash
