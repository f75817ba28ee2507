// SPDX-License-Identifier: Apache-2.0
#include "core/flash/image.h"

#include "core/flash/chip.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace espseal::flash {

QString spi_mode_name(std::uint8_t mode)
{
    static const QStringList names { u"QIO"_s, u"QOUT"_s, u"DIO"_s, u"DOUT"_s };
    return names.value(mode, u"?"_s);
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
