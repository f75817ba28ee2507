// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/flash/flash_file_name.h"
#include "core/flash/import.h"
#include "core/flash/import_map.h"
#include "core/flash/suggest.h"
#include "core/flash/texts.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QVersionNumber>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

constexpr qsizetype most_files = 1000;
constexpr int deepest = 3;
constexpr Size largest_file(16u << 20);

struct Candidate {
    const FolderFile *file = nullptr;
    FlashFileName named;

    // The header says it where the name does not.
    [[nodiscard]] std::optional<std::uint8_t> size_map() const
    {
        if (named.size_map)
            return named.size_map;
        const bool program = named.role == RegionRole::user1 || named.role == RegionRole::user2 || named.role == RegionRole::eagle_flash;
        const std::optional<ImageInfo> &image = file->image;
        return program && image && image->kind != ImageKind::old ? std::optional(image->size_map) : std::nullopt;
    }
};

std::vector<Candidate> candidates_of(const QList<FolderFile> &files)
{
    std::vector<Candidate> out;
    out.reserve(static_cast<std::size_t>(files.size()));
    for (const FolderFile &file : files) {
        if (const std::optional<FlashFileName> named = parse_flash_file_name(file.name))
            out.push_back({ &file, *named });
    }
    return out;
}

bool suits(const Candidate &candidate, const ImportHints &hints)
{
    const std::optional<std::uint8_t> value = candidate.size_map();
    const SizeMap *map = value ? find_size_map(*value) : nullptr;
    if (!map)
        return true;
    return (!hints.size_map || *hints.size_map == *value) && (!hints.chip || *hints.chip == map->chip)
        && (!hints.map || *hints.map == map->kind || *hints.map == MapKind::non_fota);
}

// The programs of one build. Several maps in one folder (the SDK's bin/at has two) need a word from the user.
Result<std::optional<std::uint8_t>> one_map(std::vector<Candidate> &candidates, const ImportHints &hints)
{
    std::erase_if(candidates, [&](const Candidate &candidate) { return !suits(candidate, hints); });
    const auto is_fota = [](const Candidate &candidate) { return candidate.named.role == RegionRole::user1 || candidate.named.role == RegionRole::user2; };
    const bool plain_wanted = hints.map == MapKind::non_fota;
    if (std::ranges::any_of(candidates, is_fota) && !plain_wanted) {
        std::erase_if(candidates,
            [](const Candidate &candidate) { return candidate.named.role == RegionRole::eagle_flash || candidate.named.role == RegionRole::irom0text; });
    } else if (plain_wanted) {
        std::erase_if(candidates, is_fota);
    }
    QList<std::uint8_t> maps;
    for (const Candidate &candidate : candidates) {
        const std::optional<std::uint8_t> value = candidate.size_map();
        if (value && !maps.contains(*value))
            maps += *value;
    }
    if (maps.size() > 1) {
        std::ranges::sort(maps);
        QStringList names;
        for (const std::uint8_t value : maps)
            names += QString::number(value);
        return bad_input(u"import-ambiguous"_s, Texts::tr("The folder has programs for the flash maps %1.").arg(names.join(u", "_s)),
            Texts::tr("Say which one is meant: --map %1.").arg(names.last()));
    }
    return maps.isEmpty() ? std::optional<std::uint8_t>() : std::optional(maps.first());
}

// Of several boot loaders or PHY data files the newest; of equal files the one nearest to the top.
bool is_better(const Candidate &a, const Candidate &b)
{
    const auto version = [](const Candidate &candidate) { return QVersionNumber::fromString(candidate.named.version); };
    if (version(a) != version(b))
        return version(a) > version(b);
    return a.file->path.count(u'/') < b.file->path.count(u'/');
}

QString title_of(const Candidate &candidate)
{
    if (candidate.named.blank)
        return Texts::tr("Blank sector: erases the Wi-Fi settings");
    const QString title = role_title(candidate.named.role);
    return candidate.named.version.isEmpty() ? title : Texts::tr("%1, version %2").arg(title, candidate.named.version);
}

void add_files(Imported &out, const std::vector<Candidate> &chosen)
{
    Plan &plan = out.plan;
    const QList<Region> programs = program_regions(plan.chip, plan.map);
    for (const Candidate &candidate : chosen) {
        const RegionRole role = candidate.named.role;
        Range slot {};
        if (role == RegionRole::phy_data)
            slot = phy_data(plan.chip);
        else if (candidate.named.blank)
            slot = blank_sector(plan.chip);
        else if (const auto usual = std::ranges::find(programs, role, &Region::role); usual != programs.end())
            slot = usual->slot;
        // Credentials wait for suggest().
        const QString name = add_region(plan, role, candidate.named.blank ? u"blank"_s : role_name(role), slot);
        plan.regions.last().file = candidate.file->path;
        if (candidate.file->image && is_code(role))
            plan.regions.last().content = candidate.file->image->code_end;
        else
            plan.regions.last().content = candidate.file->size;
        out.recognised += Recognised { .what = title_of(candidate),
            .confidence = Confidence::sure,
            .why = Texts::tr("The name of the file %1.").arg(candidate.file->name),
            .region = name,
            .range = std::nullopt };
    }
}

} // namespace

Result<Imported> import_files(const QList<FolderFile> &files, const ImportHints &hints)
{
    std::vector<Candidate> candidates = candidates_of(files);
    if (candidates.empty())
        return bad_input(u"import-nothing"_s, Texts::tr("No file has a name that the SDK gives, such as user1.2048.new.5.bin or eagle.flash.bin."),
            Texts::tr("Give the folder in which the build leaves its files, or an esptool command that says where they go."));
    const Result<std::optional<std::uint8_t>> size_map = one_map(candidates, hints);
    if (!size_map)
        return std::unexpected(size_map.error());

    std::vector<Candidate> chosen;
    QList<Recognised> left;
    std::ranges::stable_sort(candidates, is_better);
    for (const Candidate &candidate : candidates) {
        if (!std::ranges::contains(chosen, candidate.named.role, [](const Candidate &other) { return other.named.role; }))
            chosen.push_back(candidate);
        else
            left += Recognised { .what = title_of(candidate),
                .confidence = Confidence::sure,
                .why = Texts::tr("Left out: another file is newer or nearer to the top of the folder than %1.").arg(candidate.file->path),
                .region = {},
                .range = std::nullopt };
    }
    std::ranges::stable_sort(chosen, {}, [](const Candidate &candidate) { return candidate.named.role; });

    Imported out { .kind = ImportKind::folder, .plan = {}, .recognised = {} };
    for (const Candidate &candidate : chosen)
        out.plan.regions += Region { .name = candidate.file->path, .role = candidate.named.role }; // for choose_map: which kind of program there is
    if (const Result<void> map = choose_map(out.plan, hints, { .size_map = *size_map, .chip = std::nullopt, .map = std::nullopt }); !map)
        return std::unexpected(map.error());
    out.plan.regions.clear();
    if (const SizeMap *map = out.plan.size_map(); map && !map->sdk3_refusal.isEmpty())
        out.plan.sdk = Sdk::v2;
    add_files(out, chosen);
    // A FOTA chip has room for the second program, whether a file is there or not.
    for (const Region &usual : program_regions(out.plan.chip, out.plan.map)) {
        if (!out.plan.find(usual.role))
            add_region(out.plan, usual.role, usual.name, usual.slot);
    }
    Result<Suggestion> placed = suggest(out.plan);
    if (!placed)
        return std::unexpected(placed.error());
    out.plan = std::move(placed->plan);
    for (Recognised &part : out.recognised) {
        if (const Region *region = out.plan.find(part.region))
            part.range = region->slot;
    }
    out.recognised += left;
    return out;
}

Result<Imported> import_folder(const QString &path, const ImportHints &hints)
{
    if (!QFileInfo(path).isDir())
        return bad_input(u"folder-missing"_s, Texts::tr("The folder %1 does not exist.").arg(path), Texts::tr("Check the path."));
    const QString root = QDir(path).absolutePath();
    QList<FolderFile> files;
    QDirIterator walk(root, { u"*.bin"_s }, QDir::Files | QDir::Readable, QDirIterator::Subdirectories);
    QStringList paths;
    while (walk.hasNext()) {
        const QString file = walk.next();
        if (file.sliced(root.size()).count(u'/') <= deepest + 1)
            paths += file;
        if (paths.size() > most_files)
            return bad_input(u"import-too-many-files"_s, Texts::tr("The folder %1 has more than %2 files named .bin.").arg(path).arg(most_files),
                Texts::tr("Give the folder of one build."));
    }
    std::ranges::sort(paths);
    for (const QString &file : paths) {
        const QString name = QFileInfo(file).fileName();
        if (!parse_flash_file_name(name))
            continue;
        const Result<SecureBytes> bytes = read_secret_file(file, largest_file); // it may hold a private key
        if (!bytes)
            return std::unexpected(bytes.error());
        const Result<ImageInfo> image = inspect_image(bytes->view());
        files += FolderFile { .name = name, .path = file, .size = Size(bytes->view().size()), .image = image ? std::optional(*image) : std::nullopt };
    }
    return import_files(files, hints);
}

} // namespace espseal::flash
