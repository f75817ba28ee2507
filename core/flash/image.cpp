// SPDX-License-Identifier: Apache-2.0
#include "core/flash/image.h"

#include "core/flash/texts.h"
#include "core/wire/crc.h"

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

// The layout of all three kinds: gen_appbin.py of the NONOS SDK.

namespace espseal::flash {

namespace {

constexpr std::uint8_t plain_magic = 0xE9;
constexpr std::uint8_t fota_magic = 0xEA;
constexpr std::uint8_t fota_marker = 4; // second byte of a FOTA image
constexpr std::size_t header_size = 8;
constexpr std::size_t segment_header_size = 8;
constexpr std::size_t line = 16; // the checksum is the last byte of such a line
constexpr std::size_t old_irom = 0x10000;
constexpr std::size_t crc_size = 4;
constexpr std::uint8_t checksum_start = 0xEF;
constexpr int most_segments = 16; // what the ROM accepts

using Bytes = std::span<const std::uint8_t>;

std::uint32_t word(Bytes file, std::size_t offset)
{
    return std::uint32_t(file[offset]) | std::uint32_t(file[offset + 1]) << 8 | std::uint32_t(file[offset + 2]) << 16 | std::uint32_t(file[offset + 3]) << 24;
}

std::unexpected<Error> truncated(Bytes file, const QString &what)
{
    return bad_input(u"image-truncated"_s, Texts::tr("The image is cut off: %1 runs past its end at %2.").arg(what, to_string(Size(file.size()))),
        Texts::tr("Build or copy the file again."));
}

std::unexpected<Error> no_image(Bytes file)
{
    const QByteArray start(reinterpret_cast<const char *>(file.data()), static_cast<qsizetype>(std::min<std::size_t>(file.size(), 512)));
    const QByteArray lower = start.trimmed().toLower();
    const QString fix = Texts::tr("Give the .bin file that the SDK's build made.");
    if (lower.startsWith("<!doctype") || lower.startsWith("<html"))
        return bad_input(u"not-an-image"_s, Texts::tr("This is a web page, not a program image."), fix);
    if (start.startsWith("PK\x03\x04"))
        return bad_input(u"not-an-image"_s, Texts::tr("This is a zip archive, not a program image."), Texts::tr("Unpack it and give the .bin file in it."));
    if (start.startsWith("\x7F"
                         "ELF"))
        return bad_input(u"not-an-image"_s, Texts::tr("This is an ELF program, not a flash image."), fix);
    if (file.empty())
        return bad_input(u"not-an-image"_s, Texts::tr("The file is empty."), fix);
    return bad_input(
        u"not-an-image"_s, Texts::tr("This is no program image: it does not begin with 0xE9 or 0xEA."), fix, u"first byte 0x%1"_s.arg(file[0], 2, 16, '0'_L1));
}

// Reads the 0xE9 part at `at`; where its last line ends, or the error.
Result<std::size_t> read_ram_part(Bytes file, std::size_t at, ImageInfo &info)
{
    if (file.size() < at + header_size)
        return truncated(file, Texts::tr("its header"));
    const int count = file[at + 1];
    if (file[at] != plain_magic || count > most_segments)
        return bad_input(u"not-an-image"_s, Texts::tr("There is no program header at %1 of the image.").arg(to_string(Address(at))),
            Texts::tr("Build or copy the file again."), u"magic 0x%1, %2 segments"_s.arg(file[at], 2, 16, '0'_L1).arg(count));
    info.spi_mode = file[at + 2];
    info.spi_speed = file[at + 3] & 0x0F;
    info.size_map = file[at + 3] >> 4;
    info.entry = word(file, at + 4);

    std::uint8_t checksum = checksum_start;
    std::size_t position = at + header_size;
    for (int i = 0; i < count; ++i) {
        if (file.size() - position < segment_header_size)
            return truncated(file, Texts::tr("the header of segment %1").arg(i + 1));
        const std::uint32_t address = word(file, position);
        const std::uint32_t length = word(file, position + 4);
        position += segment_header_size;
        if (length > file.size() - position)
            return truncated(file, Texts::tr("segment %1 of %2").arg(i + 1).arg(to_string(Size(length))));
        const Bytes data = file.subspan(position, length);
        checksum = std::accumulate(data.begin(), data.end(), checksum, [](std::uint8_t sum, std::uint8_t byte) { return std::uint8_t(sum ^ byte); });
        info.segments.append({ Size(position), address, Size(length) });
        position += length;
    }
    const std::size_t end = (position + line) / line * line;
    if (end > file.size())
        return truncated(file, Texts::tr("the checksum"));
    info.checksum = { file[end - 1], checksum };
    return end;
}

// gen_appbin.py treats zlib's CRC as a signed number; this is its |crc| - 1 or crc + 1.
std::uint32_t trailer(Bytes file)
{
    const std::uint32_t crc = wire::crc32({ file.data(), static_cast<std::uint32_t>(file.size()) });
    return crc & 0x80000000u ? ~crc : crc + 1;
}

// The CRC behind `end`, if the file has one. It covers everything before it.
void read_crc(Bytes file, std::size_t end, ImageInfo &info)
{
    info.code_end = Size(end);
    if (file.size() - end < crc_size)
        return;
    info.crc = Sum { word(file, end), trailer(file.first(end)) };
    info.code_end = Size(end + crc_size);
}

Result<ImageInfo> inspect_fota(Bytes file)
{
    ImageInfo info { .kind = ImageKind::fota };
    if (file.size() < header_size + segment_header_size)
        return truncated(file, Texts::tr("its header"));
    const std::uint32_t length = word(file, 12);
    const std::size_t irom = header_size + segment_header_size;
    if (length > file.size() - irom)
        return truncated(file, Texts::tr("the flash part of %1").arg(to_string(Size(length))));
    info.program = file[3] == 1 || file[3] == 2 ? file[3] : 0;
    info.segments.append({ Size(irom), word(file, 8), Size(length) });
    const Result<std::size_t> end = read_ram_part(file, irom + length, info);
    if (!end)
        return std::unexpected(end.error());
    read_crc(file, *end, info);
    return info;
}

// The old format has no magic of its own: mode 0, a program number where the flash size would be, erased bytes up to the irom part.
bool is_old_format(Bytes file, std::size_t ram_end)
{
    return file[2] == 0 && (file[3] == 1 || file[3] == 2) && file.size() > old_irom + crc_size && ram_end <= old_irom
        && std::ranges::all_of(file.subspan(ram_end, old_irom - ram_end), [](std::uint8_t byte) { return byte == 0xFF; });
}

Result<ImageInfo> inspect_plain(Bytes file)
{
    ImageInfo info;
    const Result<std::size_t> end = read_ram_part(file, 0, info);
    if (!end)
        return std::unexpected(end.error());
    info.code_end = Size(*end);
    if (is_old_format(file, *end)) {
        info.kind = ImageKind::old;
        info.program = file[3];
        info.spi_speed = 0;
        const std::size_t irom_end = file.size() - crc_size;
        info.segments.append({ Size(old_irom), 0, Size(irom_end - old_irom) });
        read_crc(file, irom_end, info);
    }
    return info;
}

} // namespace

Result<ImageInfo> inspect_image(Bytes file)
{
    const bool fota = file.size() >= 2 && file[0] == fota_magic && file[1] == fota_marker;
    if (!fota && (file.empty() || file[0] != plain_magic))
        return no_image(file);
    Result<ImageInfo> info = fota ? inspect_fota(file) : inspect_plain(file);
    if (info)
        info->file_size = Size(file.size());
    return info;
}

bool set_size_map(std::span<std::uint8_t> image, std::uint8_t value)
{
    if (image.size() < header_size || image[0] != plain_magic)
        return false;
    image[3] = static_cast<std::uint8_t>((image[3] & 0x0F) | (value << 4));
    return true;
}

} // namespace espseal::flash
