// SPDX-License-Identifier: Apache-2.0
#include "core/flash/boot_loader.h"
#include "core/flash/dump_data.h"
#include "core/flash/import.h"
#include "core/flash/import_map.h"
#include "core/flash/texts.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t longest = 16u << 20;
constexpr qsizetype most_parts = 2000;

class Reader {
public:
    Reader(Bytes flash, Imported &out)
        : flash_(flash)
        , out_(out)
        , known_(flash.size() / sector_size)
    {
    }

    // What the boot ROM starts, and from it chip and map.
    Result<void> read_programs(const ImportHints &hints)
    {
        const Result<ImageInfo> first = inspect_image(flash_);
        const std::optional<ImageInfo> second = image_at(Address(sector_size));
        const bool boots = first && first->kind == ImageKind::plain && first->code_end <= Size(sector_size) && second;
        const bool fota = boots && second->kind != ImageKind::plain;
        const bool arduino = boots && !fota; // eboot, and behind it an image that it copies and starts
        MapEvidence evidence;
        if (first)
            evidence.size_map = first->size_map;
        if (is_chip_size(Size(flash_.size())))
            evidence.chip = Size(flash_.size());
        if (fota && second->kind == ImageKind::fota && first->size_map == 0)
            evidence.size_map = second->size_map; // a boot loader that nobody has patched
        if (!fota)
            evidence.map = MapKind::non_fota;
        // The SDK believes the header: its own sectors are counted from the end of that chip.
        if (const SizeMap *map = evidence.size_map && first ? find_size_map(*evidence.size_map) : nullptr; map && map->chip <= Size(flash_.size()))
            evidence.chip = map->chip;
        if (const Result<void> chosen = choose_map(out_.plan, hints, evidence); !chosen)
            return chosen;
        if (out_.plan.chip != Size(flash_.size()))
            note(Texts::tr("The header says %1 of flash, the copy has %2").arg(chip_size_name(out_.plan.chip), to_string(Size(flash_.size()))),
                Confidence::seen, Texts::tr("The plan takes what the header says: the SDK does so, too."));
        if (fota)
            add_fota(*first);
        else if (arduino)
            add_arduino();
        else if (first)
            add_plain(*first);
        if (first) {
            out_.plan.spi_mode = first->spi_mode <= 3 ? std::optional(first->spi_mode) : std::nullopt;
            out_.plan.spi_speed = spi_speed_argument(first->spi_speed).isEmpty() ? std::nullopt : std::optional(first->spi_speed);
        }
        return {};
    }

    // Everything that says by itself what it is.
    void read_data()
    {
        for (DumpPart &part : find_dump_data(flash_, out_.plan.chip, known_)) {
            if (out_.recognised.size() >= most_parts)
                return;
            if (part.agent)
                out_.plan.agent = *part.agent;
            add(part.role, part.name, part.slot, part.content, { .what = part.what, .confidence = part.confidence, .why = part.why });
        }
    }

    void read_rest()
    {
        for (const DumpRest &rest : rest_of(flash_, known_)) {
            if (out_.recognised.size() >= most_parts)
                return;
            if (rest.erased)
                note(Texts::tr("Erased: %1").arg(to_string(rest.range.size)), Confidence::seen, Texts::tr("Nothing but 0xFF."), rest.range);
            else if (Range { Address(), out_.plan.chip }.contains(rest.range))
                add(RegionRole::user, u"data"_s, rest.range, std::nullopt,
                    { .what = Texts::tr("Data of unknown kind"),
                        .confidence = Confidence::guess,
                        .why = Texts::tr("It is not erased, and nothing known begins there.") });
            else
                note(Texts::tr("Data of unknown kind"), Confidence::guess, Texts::tr("It lies behind the chip that the header names."), rest.range);
        }
    }

private:
    [[nodiscard]] Bytes from(Address address) const { return address.value() < flash_.size() ? flash_.subspan(address.value()) : Bytes(); }

    [[nodiscard]] std::optional<ImageInfo> image_at(Address address) const
    {
        const Result<ImageInfo> image = inspect_image(from(address));
        return image ? std::optional(*image) : std::nullopt;
    }

    void note(const QString &what, Confidence confidence, const QString &why, const std::optional<Range> &range = std::nullopt)
    {
        out_.recognised += Recognised { .what = what, .confidence = confidence, .why = why, .region = {}, .range = range };
    }

    // `content` none: the whole slot is taken.
    void add(RegionRole role, const QString &name, const Range &slot, std::optional<Size> content, Recognised part)
    {
        part.region = add_region(out_.plan, role, name, slot);
        part.range = { slot.start, content.value_or(slot.size) };
        out_.plan.regions.last().content = content;
        out_.recognised += part;
        take({ slot.start, content.value_or(slot.size) });
    }

    void take(const Range &range)
    {
        const std::uint64_t end = range.in_sectors().end().value() / sector_size;
        for (std::uint64_t sector = range.start.sector().value(); sector < std::min<std::uint64_t>(end, known_.size()); ++sector)
            known_[sector] = true;
    }

    static QString sums(const ImageInfo &image)
    {
        const bool good = image.checksum.ok() && (!image.crc || image.crc->ok());
        return good ? Texts::tr("Its header and sums fit.") : Texts::tr("Its header fits, but its sums do not: it is damaged.");
    }

    void add_program(RegionRole role, const Range &slot, const ImageInfo &image, const QString &what)
    {
        const bool good = image.checksum.ok() && (!image.crc || image.crc->ok());
        const Range room { slot.start, std::max(slot.size, image.code_end.in_sectors()) };
        add(role, role_name(role), room, image.code_end, { .what = what, .confidence = good ? Confidence::sure : Confidence::likely, .why = sums(image) });
        out_.plan.regions.last().image = image;
        out_.plan.regions.last().image.file_size = image.code_end;
    }

    void add_fota(const ImageInfo &boot)
    {
        const QVersionNumber version = boot_loader_version(flash_.first(std::min<std::size_t>(boot.code_end.value(), flash_.size())));
        add_program(
            RegionRole::bootloader, boot_slot(), boot, version.isNull() ? Texts::tr("Boot loader") : Texts::tr("Boot loader %1").arg(version.toString()));
        out_.plan.regions.last().image.boot_version = version.toString();
        const SizeMap *map = out_.plan.size_map();
        for (const auto &[role, start] : { std::pair { RegionRole::user1, map->user1 }, std::pair { RegionRole::user2, map->user2 } }) {
            if (!start)
                continue;
            const Range slot { *start, map->program_slot };
            if (const std::optional<ImageInfo> image = image_at(*start))
                add_program(role, slot, *image, role_title(role));
            else
                out_.plan.regions += Region { .name = role_name(role), .role = role, .slot = slot };
        }
        // A device whose header names another map than its programs were linked for.
        for (const std::uint64_t other : { 0x41000ULL, 0x81000ULL, 0x101000ULL }) {
            const std::optional<ImageInfo> image = Address(other) == map->user2 ? std::nullopt : image_at(Address(other));
            if (image && image->kind == ImageKind::fota && !known_[other / sector_size])
                note(Texts::tr("A program where this map has none"), Confidence::sure, sums(*image), Range { Address(other), image->code_end });
        }
    }

    void add_arduino()
    {
        out_.plan.firmware = u"arduino"_s;
        out_.plan.sdk = Sdk::v2;
        const std::optional<ImageInfo> sketch = image_at(Address(sector_size));
        const Size end = sketch ? sketch->code_end + Size(sector_size) : Size(sector_size);
        add(RegionRole::eagle_flash, u"sketch"_s, { Address(), end.in_sectors() }, end,
            { .what = Texts::tr("Program of the Arduino core"),
                .confidence = Confidence::likely,
                .why = Texts::tr("Two images, one behind the other's sector.") });
    }

    void add_plain(const ImageInfo &image)
    {
        add_program(RegionRole::eagle_flash, eagle_flash_slot(), image, role_title(RegionRole::eagle_flash));
        const SizeMap *map = out_.plan.size_map();
        if (!map || irom0text_start().value() + sector_size > flash_.size())
            return;
        Range room { irom0text_start(), map->irom0text_slot };
        room.size = std::min(room.size, Size(flash_.size() - room.start.value()));
        if (const Size used = used_bytes(from(room.start).first(room.size.value())); used.value() > 0)
            add(RegionRole::irom0text, role_name(RegionRole::irom0text), room, used,
                { .what = role_title(RegionRole::irom0text),
                    .confidence = Confidence::likely,
                    .why = Texts::tr("It has no header; its end is where erased flash begins.") });
    }

    Bytes flash_;
    Imported &out_;
    std::vector<bool> known_; // sectors that are explained
};

} // namespace

Result<Imported> import_dump(Bytes flash, const ImportHints &hints)
{
    const auto refused = [](const QString &message) {
        return bad_input(u"import-dump"_s, message, Texts::tr("Read the flash with “espseal device read 0 4MB --out flash.bin” and give that file."));
    };
    if (flash.size() > longest)
        return refused(Texts::tr("The file is longer than the largest flash chip, 16 MB."));
    if (flash.size() < sector_size)
        return refused(Texts::tr("The file is shorter than one sector: it is no copy of a device's flash."));
    if (std::ranges::all_of(flash, [](std::uint8_t byte) { return byte == 0xFF; }))
        return refused(Texts::tr("The flash is erased: there is nothing to recognise."));
    Imported out { .kind = ImportKind::dump, .plan = {}, .recognised = {} };
    Reader reader(flash.first(flash.size() / sector_size * sector_size), out);
    if (const Result<void> read = reader.read_programs(hints); !read)
        return std::unexpected(read.error());
    reader.read_data();
    reader.read_rest();
    if (const SizeMap *map = out.plan.size_map(); map && !map->sdk3_refusal.isEmpty())
        out.plan.sdk = Sdk::v2;
    std::ranges::stable_sort(out.recognised, {}, [](const Recognised &part) { return part.range ? part.range->start : Address(); });
    return out;
}

} // namespace espseal::flash
