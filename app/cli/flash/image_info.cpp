// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include <QJsonArray>

#include "app/cli/flash/commands.h"
#include "core/base/files.h"
#include "core/flash/boot_loader.h"
#include "core/flash/chip.h"
#include "core/flash/image.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

constexpr int damaged_image = 3;

QString hex(std::uint32_t number, int digits = 8)
{
    return u"0x"_s + QString::number(number, 16).rightJustified(digits, u'0').toUpper();
}

QString kind_name(flash::ImageKind kind)
{
    switch (kind) {
    case flash::ImageKind::fota:
        return u"fota"_s;
    case flash::ImageKind::old:
        return u"old-fota"_s;
    case flash::ImageKind::plain:
        break;
    }
    return u"plain"_s;
}

// What the CPU sees at that address (ESP8266 memory map).
QString memory_name(std::uint32_t address)
{
    if (address >= 0x40200000 || address == 0)
        return FlashTexts::tr("flash");
    return address >= 0x40000000 ? FlashTexts::tr("instruction RAM") : FlashTexts::tr("data RAM");
}

QJsonObject sum_object(const flash::Sum &sum)
{
    return { { u"stored"_s, qint64(sum.stored) }, { u"computed"_s, qint64(sum.computed) }, { u"ok"_s, sum.ok() } };
}

QString sum_text(const flash::Sum &sum, int digits)
{
    return sum.ok() ? FlashTexts::tr("%1 (right)").arg(hex(sum.stored, digits))
                    : FlashTexts::tr("%1 (wrong: the content gives %2)").arg(hex(sum.stored, digits), hex(sum.computed, digits));
}

QJsonObject object_of(const flash::ImageInfo &info)
{
    QJsonArray segments;
    for (const flash::Segment &segment : info.segments)
        segments.append(QJsonObject {
            { u"offset"_s, qint64(segment.offset.value()) }, { u"address"_s, qint64(segment.load_address) }, { u"size"_s, qint64(segment.size.value()) } });
    QJsonObject json {
        { u"kind"_s, kind_name(info.kind) },
        { u"entry"_s, qint64(info.entry) },
        { u"flash_mode"_s, flash::spi_mode_name(info.spi_mode) },
        { u"flash_frequency"_s, flash::spi_speed_name(info.spi_speed) },
        { u"flash_size_map"_s, info.size_map },
        { u"segments"_s, segments },
        { u"checksum"_s, sum_object(info.checksum) },
        { u"code_end"_s, qint64(info.code_end.value()) },
        { u"size"_s, qint64(info.file_size.value()) },
    };
    if (info.program)
        json[u"program"_s] = info.program;
    if (const flash::SizeMap *map = flash::find_size_map(info.size_map))
        json[u"flash_size"_s] = qint64(map->chip.value());
    if (info.crc)
        json[u"crc"_s] = sum_object(*info.crc);
    return json;
}

QString text_of(const flash::ImageInfo &info)
{
    const flash::SizeMap *map = flash::find_size_map(info.size_map);
    QStringList lines {
        FlashTexts::tr("Kind:       %1").arg(kind_name(info.kind) + (info.program ? u" (user%1)"_s.arg(info.program) : QString())),
        FlashTexts::tr("Entry:      %1").arg(hex(info.entry)),
        FlashTexts::tr("Flash:      %1, %2, map %3 (%4)")
            .arg(flash::spi_mode_name(info.spi_mode), flash::spi_speed_name(info.spi_speed), QString::number(info.size_map),
                map ? flash::chip_size_name(map->chip) + u' ' + flash::map_kind_name(map->kind) : FlashTexts::tr("unknown")),
    };
    for (qsizetype i = 0; i < info.segments.size(); ++i) {
        const flash::Segment &segment = info.segments[i];
        lines += FlashTexts::tr("Segment %1:  %2 at file offset %3 -> %4 (%5)")
                     .arg(QString::number(i + 1), to_string(segment.size), to_string(Address(segment.offset.value())), hex(segment.load_address),
                         memory_name(segment.load_address));
    }
    lines += FlashTexts::tr("Checksum:   %1").arg(sum_text(info.checksum, 2));
    if (info.crc)
        lines += FlashTexts::tr("CRC:        %1").arg(sum_text(*info.crc, 8));
    lines += FlashTexts::tr("Length:     %1 of %2 in the file").arg(to_string(info.code_end), to_string(info.file_size));
    return lines.join(u'\n');
}

// A boot loader's own text says what it is.
QString boot_version(const flash::ImageInfo &info, const QByteArray &bytes)
{
    if (info.kind != flash::ImageKind::plain || info.code_end > Size(sector_size))
        return {};
    return flash::boot_loader_version(std::span(reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size()))).toString();
}

Result<Outcome> show_image(const std::string &path)
{
    const QString file = QString::fromStdString(path);
    const Result<QByteArray> bytes = read_file(file);
    if (!bytes)
        return std::unexpected(bytes.error());
    const Result<flash::ImageInfo> info
        = flash::inspect_image(std::span(reinterpret_cast<const std::uint8_t *>(bytes->constData()), static_cast<std::size_t>(bytes->size())));
    if (!info) {
        Error error = info.error();
        error.message = u"%1: %2"_s.arg(file, error.message);
        return std::unexpected(error);
    }
    const std::optional<flash::Sum> &crc = info->crc;
    const bool ok = info->checksum.ok() && (!crc || crc->ok());
    QJsonObject json = object_of(*info);
    json[u"ok"_s] = ok;
    QString text = text_of(*info);
    if (const QString boot = boot_version(*info, *bytes); !boot.isEmpty()) {
        json[u"boot_version"_s] = boot;
        text += u'\n' + FlashTexts::tr("Boot:       version %1").arg(boot);
    }
    return Outcome { json, text, ok ? 0 : damaged_image };
}

} // namespace

void add_image_info(CLI::App &image, Session &session)
{
    CLI::App &command = *image.add_subcommand("info", "Header, segments, checksum and real length of an image");
    const auto path = std::make_shared<std::string>();
    command.add_option("FILE", *path, "Image file")->required();
    command.callback([&session, path] { session.choose([path](Session &) { return show_image(*path); }); });
}

} // namespace espseal::cli
