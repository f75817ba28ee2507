// SPDX-License-Identifier: Apache-2.0
#include "core/flash/c_source.h"
#include "core/flash/data_table.h"
#include "core/flash/import.h"
#include "core/flash/import_map.h"
#include "core/flash/texts.h"

#include <QJsonArray>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

constexpr std::size_t most_items = 512;

struct PartitionTypes {
    CConstants constants; // what user_interface.h of SDK 3.x defines
    std::map<std::int64_t, RegionRole> roles;
    std::map<std::int64_t, QString> names; // of types without a role of their own
};

const PartitionTypes &types()
{
    static const PartitionTypes read = [] {
        const QJsonObject root = data_table(u"partition_types.json"_s);
        PartitionTypes out;
        out.constants.insert(u"SYSTEM_PARTITION_CUSTOMER_BEGIN"_s, root.value("customer_begin"_L1).toInteger());
        for (const auto &value : root.value("types"_L1).toArray()) {
            const QJsonObject row = value.toObject();
            const std::int64_t number = row.value("value"_L1).toInteger();
            out.constants.insert(row.value("name"_L1).toString(), number);
            // Where several roles share a type, the last one is exact: the table says client.
            if (const std::optional<RegionRole> role = role_of(row.value("role"_L1).toString()))
                out.roles[number] = *role;
            else
                out.names[number] = row.value("region"_L1).toString();
        }
        for (const SizeMap &map : size_maps())
            out.constants.insert(map.sdk_name, map.value);
        return out;
    }();
    return read;
}

struct Item {
    QString type_name; // as the source spells it
    std::int64_t type = 0;
    Range range;
    int line = 0;
};

struct Table {
    QList<Item> items;
    std::optional<std::int64_t> registered_map; // the last argument of system_partition_table_regist
};

using Tokens = std::span<const CToken>;

// Up to the sign that closes what `from` opens; the size if there is none.
std::size_t closing(Tokens tokens, std::size_t from)
{
    int depth = 0;
    for (std::size_t i = from; i < tokens.size(); ++i) {
        if (tokens[i].is("{"_L1) || tokens[i].is("("_L1) || tokens[i].is("["_L1))
            ++depth;
        else if (tokens[i].is("}"_L1) || tokens[i].is(")"_L1) || tokens[i].is("]"_L1))
            --depth;
        if (depth == 0)
            return i;
    }
    return tokens.size();
}

std::vector<Tokens> split_by_commas(Tokens tokens)
{
    std::vector<Tokens> parts;
    int depth = 0;
    std::size_t from = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].is("{"_L1) || tokens[i].is("("_L1))
            ++depth;
        else if (tokens[i].is("}"_L1) || tokens[i].is(")"_L1))
            --depth;
        else if (tokens[i].is(","_L1) && depth == 0) {
            parts.push_back(tokens.subspan(from, i - from));
            from = i + 1;
        }
    }
    if (from < tokens.size())
        parts.push_back(tokens.subspan(from));
    return parts;
}

// "{ type, addr, size }", each perhaps with ".addr =" before it.
Result<Item> read_item(Tokens tokens, const CSource &source)
{
    const int line = tokens.empty() ? 0 : tokens.front().line;
    if (tokens.size() < 2 || !tokens.front().is("{"_L1) || !tokens.back().is("}"_L1))
        return c_error(line, Texts::tr("an element of the table has no braces of its own."));
    std::vector<Tokens> parts = split_by_commas(tokens.subspan(1, tokens.size() - 2));
    if (parts.size() != 3)
        return c_error(line, Texts::tr("an element of the table has %1 values; type, address and size are expected.").arg(parts.size()));
    static constexpr std::array fields { "type"_L1, "addr"_L1, "size"_L1 };
    std::array<Tokens, 3> ordered {};
    for (std::size_t i = 0; i < 3; ++i) {
        std::size_t place = i;
        if (parts[i].size() > 3 && parts[i][0].is("."_L1) && parts[i][2].is("="_L1)) {
            const auto field = std::ranges::find_if(fields, [&](QLatin1StringView name) { return parts[i][1].spelling == name; });
            if (field == fields.end())
                return c_error(line, Texts::tr("a partition has no field “%1”.").arg(parts[i][1].spelling.left(40)));
            place = static_cast<std::size_t>(field - fields.begin());
            parts[i] = parts[i].subspan(3);
        }
        ordered[place] = parts[i];
    }
    std::array<std::int64_t, 3> values {};
    for (std::size_t i = 0; i < 3; ++i) {
        const Result<std::int64_t> value = evaluate_c(ordered[i], source.macros, types().constants);
        if (!value)
            return std::unexpected(value.error());
        values[i] = *value;
    }
    if (values[0] < 0 || values[1] < 0 || values[1] > 0xFFFFFFFF || values[2] <= 0 || values[2] > 0xFFFFFFFF)
        return c_error(line, Texts::tr("the partition's type, address or size is none that a flash chip has."));
    return Item { .type_name = ordered[0].front().kind == CToken::Kind::name ? ordered[0].front().spelling : QString(),
        .type = values[0],
        .range = { Address(static_cast<std::uint64_t>(values[1])), Size(static_cast<std::uint64_t>(values[2])) },
        .line = line };
}

struct FoundTable {
    QString name;
    Tokens body; // between the outer braces
    int line = 0;
    bool closed = true; // false: a bracket in it has no partner
};

// partition_item_t NAME[...] = { ... }
std::vector<FoundTable> find_tables(const CTokens &tokens)
{
    std::vector<FoundTable> out;
    for (std::size_t i = 0; i + 4 < tokens.size(); ++i) {
        if (tokens[i].kind != CToken::Kind::name || tokens[i].spelling != "partition_item_t"_L1 || tokens[i + 1].kind != CToken::Kind::name
            || !tokens[i + 2].is("["_L1))
            continue;
        const Tokens all(tokens);
        std::size_t at = closing(all, i + 2) + 1;
        while (at < tokens.size() && !tokens[at].is("="_L1) && !tokens[at].is(";"_L1))
            ++at; // attributes
        if (at + 1 >= tokens.size() || !tokens[at].is("="_L1) || !tokens[at + 1].is("{"_L1))
            continue;
        const std::size_t end = closing(all, at + 1);
        const bool closed = end < tokens.size() && tokens[end].is("}"_L1);
        out.push_back({ tokens[i + 1].spelling, closed ? all.subspan(at + 2, end - at - 2) : Tokens(), tokens[i].line, closed });
    }
    return out;
}

struct Registration {
    QString table;
    std::optional<std::int64_t> map;
};

std::optional<Registration> find_registration(const CSource &source)
{
    const CTokens &tokens = source.tokens;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        if (tokens[i].spelling != "system_partition_table_regist"_L1 || !tokens[i + 1].is("("_L1))
            continue;
        const std::size_t end = closing(tokens, i + 1);
        if (end >= tokens.size())
            continue;
        const std::vector<Tokens> arguments = split_by_commas(Tokens(tokens).subspan(i + 2, end - i - 2));
        if (arguments.size() != 3 || arguments[0].empty() || arguments[0].front().spelling == "const"_L1)
            continue;
        const Result<std::int64_t> map = evaluate_c(arguments[2], source.macros, types().constants);
        return Registration { arguments[0].front().spelling, map ? std::optional(*map) : std::nullopt };
    }
    return std::nullopt;
}

Result<Table> read_table(const QString &text, const std::optional<std::uint8_t> &size_map)
{
    CConstants defines;
    if (size_map)
        defines.insert(u"SPI_FLASH_SIZE_MAP"_s, *size_map);
    const Result<CSource> source = read_c_source(text, defines);
    if (!source)
        return std::unexpected(source.error());
    std::vector<FoundTable> tables = find_tables(source->tokens);
    const std::optional<Registration> registration = find_registration(*source);
    if (registration && tables.size() > 1 && std::ranges::contains(tables, registration->table, &FoundTable::name))
        std::erase_if(tables, [&](const FoundTable &table) { return table.name != registration->table; });
    if (tables.empty())
        return bad_input(u"import-no-table"_s, Texts::tr("The source has no table of partition_item_t."),
            Texts::tr("Give the file with user_pre_init(), or one with the table alone."));
    if (tables.size() > 1)
        return c_error(tables[1].line, Texts::tr("this is the second table, and nothing says which one is registered."));
    if (!tables.front().closed)
        return c_error(tables.front().line, Texts::tr("the brackets of the table that begins here do not match."));
    const std::vector<Tokens> parts = split_by_commas(tables.front().body);
    if (parts.size() > most_items)
        return c_error(tables.front().line, Texts::tr("the table has more partitions than a chip has room for."));
    Table out { .items = {}, .registered_map = registration ? registration->map : std::nullopt };
    for (const Tokens &part : parts) {
        Result<Item> item = read_item(part, *source);
        if (!item)
            return std::unexpected(item.error());
        out.items += std::move(*item);
    }
    return out;
}

// "EAGLE_IROM0TEXT_BIN_ADDR" -> "eagle-irom0text-bin"
QString customer_name(const QString &spelled)
{
    QString name = spelled;
    for (const QLatin1StringView part : { "SYSTEM_PARTITION_"_L1, "CUSTOMER_"_L1 }) {
        if (name.startsWith(part))
            name.remove(0, part.size());
    }
    if (name.endsWith("_ADDR"_L1))
        name.chop(5);
    return name.isEmpty() || name == "BEGIN"_L1 ? u"customer"_s : name.toLower().replace(u'_', u'-');
}

void add_item(Imported &out, const Item &item)
{
    const auto role = types().roles.find(item.type);
    const auto other = types().names.find(item.type);
    RegionRole is = role == types().roles.end() ? RegionRole::user : role->second;
    QString name = role != types().roles.end() ? role_name(is) : other != types().names.end() ? other->second : customer_name(item.type_name);
    // The SDK's non-FOTA samples keep the two program files in the table as a customer's partitions.
    if (is == RegionRole::user && name == "eagle-flash-bin"_L1 && item.range.start == eagle_flash_slot().start)
        is = RegionRole::eagle_flash;
    else if (is == RegionRole::user && name == "eagle-irom0text-bin"_L1 && item.range.start == irom0text_start())
        is = RegionRole::irom0text;
    if (is != RegionRole::user)
        name = role_name(is);
    const QString added = add_region(out.plan, is, name, item.range);
    out.recognised += Recognised { .what = Texts::tr("Partition of type %1").arg(item.type),
        .confidence = Confidence::seen,
        .why = Texts::tr("Line %1.").arg(item.line),
        .region = added,
        .range = item.range };
}

Result<Imported> imported(const Table &table, const ImportHints &hints, const std::optional<std::uint8_t> &size_map)
{
    Imported out { .kind = ImportKind::partition_table, .plan = {}, .recognised = {} };
    for (const Item &item : table.items)
        add_item(out, item);
    MapEvidence evidence { .size_map = size_map, .chip = std::nullopt, .map = std::nullopt };
    if (!size_map && table.registered_map && *table.registered_map >= 0 && *table.registered_map <= 9)
        evidence.size_map = static_cast<std::uint8_t>(*table.registered_map);
    if (const Result<void> chosen = choose_map(out.plan, hints, evidence); !chosen)
        return std::unexpected(chosen.error());
    out.plan.sdk = Sdk::v3;
    return out;
}

bool is_consistent(const Imported &candidate, std::uint8_t value)
{
    const SizeMap *map = find_size_map(value);
    const Region *parameters = candidate.plan.find(RegionRole::system_parameters);
    const Region *second = candidate.plan.find(RegionRole::user2);
    return map && (!parameters || parameters->slot.start == system_parameters(map->chip).start) && (!second || second->slot.start == map->user2);
}

// The SDK's samples have a table for each map; the build says which.
Result<Imported> for_any_map(const QString &text, const ImportHints &hints)
{
    std::vector<std::pair<std::uint8_t, Imported>> found;
    std::optional<Error> first_error;
    for (const SizeMap &map : size_maps()) {
        if (!map.supported || (hints.chip && map.chip != *hints.chip) || (hints.map && *hints.map != MapKind::non_fota && map.kind != *hints.map))
            continue;
        const Result<Table> table = read_table(text, map.value);
        Result<Imported> candidate = table ? imported(*table, hints, map.value) : Result<Imported>(std::unexpected(table.error()));
        if (candidate && is_consistent(*candidate, map.value))
            found.emplace_back(map.value, std::move(*candidate));
        else if (!candidate && (!first_error || first_error->message.contains("#error"_L1)))
            first_error = candidate.error();
    }
    if (found.size() == 1)
        return std::move(found.front().second);
    if (found.empty())
        return first_error ? Result<Imported>(std::unexpected(*first_error))
                           : bad_input(u"import-map-unknown"_s, Texts::tr("The source's table fits none of the SDK's flash maps."),
                                 Texts::tr("Say which chip and map it is for: --map 6."));
    QStringList maps;
    for (const auto &[value, candidate] : found)
        maps += QString::number(value);
    return bad_input(u"import-map-needed"_s, Texts::tr("The source has a table for each of the flash maps %1.").arg(maps.join(u", "_s)),
        Texts::tr("Say which one the firmware is built for: --map %1.").arg(maps.last()));
}

} // namespace

Result<Imported> import_partition_table(const QByteArray &source, const ImportHints &hints)
{
    const QString text = QString::fromUtf8(source);
    std::optional<std::uint8_t> size_map = hints.size_map;
    if (!size_map && hints.chip && hints.map && *hints.map != MapKind::non_fota) {
        if (const SizeMap *map = find_size_map(*hints.chip, *hints.map))
            size_map = map->value;
    }
    if (!size_map && text.contains("SPI_FLASH_SIZE_MAP"_L1))
        return for_any_map(text, hints);
    const Result<Table> table = read_table(text, size_map);
    return table ? imported(*table, hints, size_map) : std::unexpected(table.error());
}

} // namespace espseal::flash
