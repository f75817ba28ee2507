// SPDX-License-Identifier: Apache-2.0
#include "core/base/csv.h"
#include "core/flash/import.h"
#include "core/flash/import_map.h"
#include "core/flash/plan_file.h"
#include "core/flash/texts.h"

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

// Subtypes and types of Name,Type,SubType,Offset,Size tables, as Espressif's later SDKs name them.
constexpr std::array subtype_roles {
    std::pair { "ota_0"_L1, RegionRole::user1 },
    std::pair { "ota_1"_L1, RegionRole::user2 },
    std::pair { "phy"_L1, RegionRole::phy_data },
    std::pair { "rf"_L1, RegionRole::rf_calibration },
    std::pair { "spiffs"_L1, RegionRole::file_system },
    std::pair { "littlefs"_L1, RegionRole::file_system },
    std::pair { "fat"_L1, RegionRole::file_system },
};

std::optional<RegionRole> known_role(const QString &text)
{
    const QString word = text.trimmed().toLower();
    if (const std::optional<RegionRole> role = role_of(word))
        return role;
    const auto found = std::ranges::find_if(subtype_roles, [&](const auto &pair) { return pair.first == word; });
    return found == subtype_roles.end() ? std::nullopt : std::optional(found->second);
}

// What a spreadsheet would take for a formula was written with an apostrophe before it.
QString unguarded(const QString &text)
{
    return text.size() > 1 && text.startsWith(u'\'') && u"=+-@"_s.contains(text[1]) ? text.sliced(1) : text;
}

struct Prepared {
    QByteArray text;
    int added_lines = 0;
};

// The cell is "name", with or without quotes, whatever separates it from the next.
bool is_header(const QByteArray &line)
{
    const QByteArray start = line.trimmed().toLower().replace('"', QByteArray());
    return start.startsWith("name") && start.size() > 4 && QByteArrayView(",;\t").contains(start[4]);
}

// Comment lines become empty ones, so that line numbers stay; a commented or missing header is put in.
Prepared prepared(const QByteArray &text)
{
    constexpr QByteArrayView usual_header = "name,type,subtype,offset,size,flags";
    constexpr QByteArrayView byte_order_mark = "\xEF\xBB\xBF";
    Prepared out;
    bool first = true;
    bool may_be_short = false; // rows of five cells leave out the flags, with or without the comma
    for (QByteArray line : text.sliced(text.startsWith(byte_order_mark) ? byte_order_mark.size() : 0).split('\n')) {
        const QByteArray trimmed = line.trimmed();
        if (trimmed.startsWith('#')) {
            const QByteArray bare = trimmed.sliced(1).trimmed();
            line = first && is_header(bare) ? bare : QByteArray();
            first = first && line.isEmpty();
            may_be_short = may_be_short || bare.toLower().contains("flags");
        } else if (first && !trimmed.isEmpty()) {
            first = false;
            if (is_header(trimmed)) {
                may_be_short = trimmed.toLower().contains("flags");
            } else {
                out.text = usual_header.toByteArray() + '\n' + out.text;
                out.added_lines = 1;
                may_be_short = true;
            }
        }
        if (may_be_short && !trimmed.startsWith('#') && trimmed.count(',') == 4)
            line = trimmed + ',';
        out.text += line + '\n';
    }
    return out;
}

struct Columns {
    qsizetype name = -1, role = -1, type = -1, subtype = -1, start = -1, size = -1, end = -1, content = -1;
};

Columns columns_of(const QStringList &header)
{
    QStringList names;
    for (const QString &name : header)
        names += name.trimmed().toLower();
    const auto at = [&](const QStringList &wanted) {
        for (const QString &name : wanted) {
            if (const qsizetype index = names.indexOf(name); index >= 0)
                return index;
        }
        return qsizetype(-1);
    };
    return { .name = at({ u"name"_s }),
        .role = at({ u"role"_s }),
        .type = at({ u"type"_s }),
        .subtype = at({ u"subtype"_s }),
        .start = at({ u"start"_s, u"offset"_s, u"address"_s, u"addr"_s }),
        .size = at({ u"size"_s, u"length"_s }),
        .end = at({ u"end"_s }),
        .content = at({ u"content"_s }) };
}

// Numbers beyond 4 GB are no flash addresses; sums of two stay small.
Result<std::uint64_t> number(const QString &text, const QString &what, int line)
{
    const Result<std::uint64_t> parsed = parse_number(text.trimmed(), what);
    if (parsed && *parsed <= 0xFFFFFFFFu)
        return parsed;
    return import_error(u"import-csv"_s, line, Texts::tr("“%1” is no %2.").arg(text.left(40), what), Texts::tr("Write 0x7B000, 503808 or 4K."));
}

struct RowReader {
    const Columns &columns;
    const CsvRow &row;
    int line;

    [[nodiscard]] QString cell(qsizetype column) const { return column >= 0 && column < row.fields.size() ? row.fields[column].trimmed() : QString(); }

    // `next`: where a row without an offset lies, behind the one before it.
    Result<Region> region(Address next) const
    {
        Region out { .name = unguarded(cell(columns.name)) };
        const QString kind = columns.role >= 0 ? cell(columns.role) : cell(columns.subtype);
        std::optional<RegionRole> role = known_role(kind);
        if (!role && columns.role < 0)
            role = known_role(out.name);
        if (!role && columns.role >= 0)
            return import_error(u"import-csv"_s, line, Texts::tr("“%1” is no role of a region.").arg(kind.left(40)),
                Texts::tr("Roles are those of plan files, such as client-ca or user."));
        const bool program = cell(columns.type).compare(u"app"_s, Qt::CaseInsensitive) == 0;
        out.role = role.value_or(program ? RegionRole::user1 : RegionRole::user);

        const QString start_text = cell(columns.start);
        const Result<std::uint64_t> start = start_text.isEmpty() ? next.value() : number(start_text, Texts::tr("start"), line);
        if (!start)
            return std::unexpected(start.error());
        const bool by_end = cell(columns.size).isEmpty() && columns.end >= 0;
        const Result<std::uint64_t> size = number(by_end ? cell(columns.end) : cell(columns.size), by_end ? Texts::tr("end") : Texts::tr("size"), line);
        if (!size)
            return std::unexpected(size.error());
        const std::uint64_t length = by_end ? (*size >= *start ? *size + 1 - *start : 0) : *size;
        if (length == 0)
            return import_error(u"import-csv"_s, line, Texts::tr("The region has no length."), Texts::tr("Give it a size."));
        out.slot = { Address(*start), Size(length) };
        if (const QString content = cell(columns.content); !content.isEmpty()) {
            const Result<std::uint64_t> used = number(content, Texts::tr("content"), line);
            if (!used)
                return std::unexpected(used.error());
            out.content = Size(*used);
        }
        return out;
    }
};

} // namespace

Result<Imported> import_csv(const QByteArray &text, const ImportHints &hints)
{
    const Prepared input = prepared(text);
    const auto *bytes = reinterpret_cast<const std::uint8_t *>(input.text.constData());
    const Result<CsvTable> table = read_csv({ bytes, static_cast<std::size_t>(input.text.size()) }, Texts::tr("The table"));
    if (!table)
        return std::unexpected(table.error());
    const Columns columns = columns_of(table->header);
    if (columns.name < 0 || columns.size + columns.end < -1 || (columns.role < 0 && columns.type < 0 && columns.subtype < 0))
        return bad_input(u"import-csv"_s, Texts::tr("The table has no columns for name, role (or type) and size."),
            Texts::tr("The first line names them: name,role,start,size or Name,Type,SubType,Offset,Size."));
    if (!table->problems.isEmpty()) {
        const CsvProblem &problem = table->problems.first();
        return import_error(u"import-csv"_s, problem.line - input.added_lines, problem.message, Texts::tr("Correct the line."));
    }
    if (table->rows.size() > max_regions)
        return bad_input(u"plan-too-many-regions"_s, Texts::tr("The table has %1 lines; the largest chip has 4,096 sectors.").arg(table->rows.size()),
            Texts::tr("Join regions until at most %1 are left.").arg(max_regions));

    Imported out { .kind = ImportKind::csv, .plan = {}, .recognised = {} };
    Address next;
    for (const CsvRow &row : table->rows) {
        const int line = row.line - input.added_lines;
        Result<Region> region = RowReader { columns, row, line }.region(next);
        if (!region)
            return std::unexpected(region.error());
        next = region->slot.end();
        const QString name = add_region(out.plan, region->role, region->name, region->slot);
        out.plan.regions.last().content = region->content;
        out.recognised += Recognised {
            .what = role_title(region->role), .confidence = Confidence::seen, .why = Texts::tr("Line %1.").arg(line), .region = name, .range = region->slot
        };
    }
    if (out.plan.regions.isEmpty())
        return bad_input(u"import-csv"_s, Texts::tr("The table has no line with a region."), Texts::tr("Give a table with at least one region."));
    if (const Result<void> chosen = choose_map(out.plan, hints, {}); !chosen)
        return std::unexpected(chosen.error());
    if (const SizeMap *map = out.plan.size_map(); map && !map->sdk3_refusal.isEmpty())
        out.plan.sdk = Sdk::v2;
    return out;
}

} // namespace espseal::flash
