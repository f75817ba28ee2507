// SPDX-License-Identifier: Apache-2.0
#include "core/flash/import.h"

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

constexpr std::array names {
    std::pair { ImportKind::partition_table, "partition-table"_L1 },
    std::pair { ImportKind::csv, "csv"_L1 },
    std::pair { ImportKind::esptool, "esptool"_L1 },
    std::pair { ImportKind::folder, "folder"_L1 },
    std::pair { ImportKind::dump, "dump"_L1 },
    std::pair { ImportKind::arduino, "arduino"_L1 },
};

} // namespace

QString import_kind_name(ImportKind kind)
{
    return std::ranges::find(names, kind, [](const auto &pair) { return pair.first; })->second;
}

std::optional<ImportKind> import_kind(const QString &name)
{
    const auto found = std::ranges::find_if(names, [&](const auto &pair) { return pair.second == name; });
    return found == names.end() ? std::nullopt : std::optional(found->first);
}

std::optional<ImportKind> recognise_import(std::span<const std::uint8_t> bytes)
{
    constexpr std::size_t enough = 1u << 20;
    const auto head = bytes.first(std::min(bytes.size(), enough));
    const bool text = std::ranges::none_of(head, [](std::uint8_t byte) { return byte == 0 || byte == 0xFF; });
    if (!text)
        return bytes.size() >= sector_size ? std::optional(ImportKind::dump) : std::nullopt;
    const QByteArrayView words(reinterpret_cast<const char *>(head.data()), static_cast<qsizetype>(head.size()));
    if (words.contains("partition_item_t"))
        return ImportKind::partition_table;
    if (words.contains("write_flash") || words.contains("write-flash"))
        return ImportKind::esptool;
    // JSON (a plan is none of these), a web page
    const QByteArrayView start = words.trimmed();
    if (start.startsWith('{') || start.startsWith('[') || start.startsWith('<'))
        return std::nullopt;
    const bool table = std::ranges::any_of(QByteArray(words.first(std::min<qsizetype>(words.size(), 4096))).split('\n'),
        [](const QByteArray &line) { return line.count(',') >= 3 || line.count(';') >= 3; });
    return table ? std::optional(ImportKind::csv) : std::nullopt;
}

} // namespace espseal::flash
