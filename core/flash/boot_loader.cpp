// SPDX-License-Identifier: Apache-2.0
#include "core/flash/boot_loader.h"

#include "core/base/units.h"
#include "core/flash/data_table.h"

#include <QJsonArray>

#include <algorithm>
#include <string_view>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

QVersionNumber version_by_length(std::size_t length)
{
    for (const auto &value : data_table(u"maps.json"_s).value("boot_loaders"_L1).toArray()) {
        const QJsonObject row = value.toObject();
        if (row.value("length"_L1).toInteger() == static_cast<qint64>(length))
            return QVersionNumber::fromString(row.value("version"_L1).toString());
    }
    return {};
}

} // namespace

QVersionNumber boot_loader_version(std::span<const std::uint8_t> image)
{
    constexpr std::string_view banner = "2nd boot version : ";
    const std::span<const std::uint8_t> sector = image.first(std::min<std::size_t>(image.size(), sector_size));
    const auto found = std::ranges::search(sector, banner, [](std::uint8_t byte, char c) { return byte == static_cast<std::uint8_t>(c); });
    if (found.empty())
        return version_by_length(image.size());
    QString text;
    for (auto at = found.end(); at != sector.end() && text.size() < 8 && ((*at >= '0' && *at <= '9') || *at == '.'); ++at)
        text += QLatin1Char(static_cast<char>(*at));
    return QVersionNumber::fromString(text);
}

} // namespace espseal::flash
