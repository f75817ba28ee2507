// SPDX-License-Identifier: Apache-2.0
#include "core/flash/image.h"

#include "core/flash/chip.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace espseal::flash {

QString spi_mode_name(std::uint8_t mode)
{
    static const QStringList names { u"QIO"_s, u"QOUT"_s, u"DIO"_s, u"DOUT"_s };
    return names.value(mode, u"?"_s);
}

QString spi_mode_argument(std::uint8_t mode)
{
    return spi_mode_name(mode).toLower();
}

std::optional<std::uint8_t> spi_mode(const QString &argument)
{
    const qsizetype mode = QStringList { u"qio"_s, u"qout"_s, u"dio"_s, u"dout"_s }.indexOf(argument.toLower());
    return mode < 0 ? std::nullopt : std::optional(static_cast<std::uint8_t>(mode));
}

namespace {

constexpr std::array speed_arguments {
    std::pair { std::uint8_t(0), "40m"_L1 },
    std::pair { std::uint8_t(1), "26m"_L1 },
    std::pair { std::uint8_t(2), "20m"_L1 },
    std::pair { std::uint8_t(15), "80m"_L1 },
};

} // namespace

QString spi_speed_argument(std::uint8_t speed)
{
    const auto found = std::ranges::find(speed_arguments, speed, [](const auto &pair) { return pair.first; });
    return found == speed_arguments.end() ? QString() : QString(found->second);
}

std::optional<std::uint8_t> spi_speed(const QString &argument)
{
    const QString wanted = argument.toLower();
    const auto found = std::ranges::find_if(speed_arguments, [&](const auto &pair) { return pair.second == wanted; });
    return found == speed_arguments.end() ? std::nullopt : std::optional(found->first);
}

QString spi_speed_name(std::uint8_t speed)
{
    switch (speed) {
    case 0:
        return u"40 MHz"_s;
    case 1:
        return u"26.7 MHz"_s;
    case 2:
        return u"20 MHz"_s;
    case 15:
        return u"80 MHz"_s;
    default:
        return u"?"_s;
    }
}

std::optional<ImageFileName> parse_image_file_name(const QString &file_name)
{
    static const QRegularExpression pattern(uR"(^user([12])\.(\d{3,5})\.(new|old)\.(\d)\.bin$)"_s);
    const QRegularExpressionMatch match = pattern.match(file_name);
    if (!match.hasMatch())
        return std::nullopt;
    const Size chip(match.capturedView(2).toULongLong() * 1024);
    const SizeMap *map = find_size_map(match.capturedView(4).toInt());
    if (!map || !is_chip_size(chip))
        return std::nullopt;
    return ImageFileName { match.capturedView(1).toInt(), chip, match.capturedView(3) == "new"_L1, map->value };
}

} // namespace espseal::flash
