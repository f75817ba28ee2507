// SPDX-License-Identifier: Apache-2.0
#include "core/pki/batch_manifest.h"

#include "core/pki/finding.h"
#include "core/pki/messages.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

Finding problem_at(int line, const QString &code, const QString &message, const QString &fix = {})
{
    Finding made = finding(code, Severity::error, Messages::tr("Line %1: %2").arg(line).arg(message),
        fix.isEmpty() ? Messages::tr("Correct the line and try again; nothing was made.") : fix);
    made.place = u"line:%1"_s.arg(line);
    return made;
}

const QStringList &known_columns()
{
    static const QStringList known { u"name"_s, u"cn"_s, u"san"_s, u"mac"_s, u"template"_s, u"role"_s, u"key"_s, u"digest"_s, u"days"_s, u"from"_s, u"until"_s,
        u"serial"_s, u"c"_s, u"st"_s, u"l"_s, u"dc"_s, u"o"_s, u"ou"_s, u"serialnumber"_s, u"emailaddress"_s };
    return known;
}

Result<QString> parse_mac(const QString &text)
{
    static const QRegularExpression form(u"\\A[0-9A-Fa-f]{2}([:-]?)(?:[0-9A-Fa-f]{2}\\1){4}[0-9A-Fa-f]{2}\\z"_s);
    if (!form.match(text).hasMatch())
        return usage_error(u"mac"_s, Messages::tr("\"%1\" is no MAC address.").arg(text), Messages::tr("Write it as AA:BB:CC:DD:EE:FF."));
    return QString::fromLatin1(QByteArray::fromHex(QString(text).remove(u':').remove(u'-').toLatin1()).toHex(':').toUpper());
}

Result<int> parse_days(const QString &text)
{
    bool is_number = false;
    const int days = text.toInt(&is_number);
    if (!is_number || days < 1 || days > 36500)
        return usage_error(u"days"_s, Messages::tr("\"%1\" is no number of days.").arg(text), Messages::tr("Give 1 to 36500."));
    return days;
}

Result<Role> parse_role(const QString &text)
{
    for (const Role role : { Role::server, Role::client, Role::device }) {
        if (text.compare(role_name(role), Qt::CaseInsensitive) == 0)
            return role;
    }
    return usage_error(u"role"_s, Messages::tr("\"%1\" is no role.").arg(text), Messages::tr("Give server, client or device."));
}

Result<Digest> parse_digest(const QString &text)
{
    for (const Digest digest : { Digest::sha1, Digest::sha256, Digest::sha384 }) {
        if (text.compare(digest_name(digest), Qt::CaseInsensitive) == 0)
            return digest;
    }
    return usage_error(u"digest"_s, Messages::tr("\"%1\" is no digest.").arg(text), Messages::tr("Give sha256, sha384 or sha1."));
}

// One line's cells into a row; every cell that says nothing sensible becomes a problem.
class RowReader {
public:
    RowReader(const QHash<QString, qsizetype> &columns, const CsvRow &cells, QList<Finding> &problems)
        : columns_(columns)
        , cells_(cells)
        , problems_(problems)
    {
    }

    BatchRow read(const IssueChoices &common)
    {
        BatchRow row { .line = cells_.line, .name = cell(u"name"_s), .mac = {}, .choices = {} };
        take(u"mac"_s, row.mac, parse_mac);
        IssueChoices &choices = row.choices;
        read_subject(choices.subject);
        if (row.name.isEmpty())
            row.name = choices.subject.value(SubjectField::common_name);
        if (row.name.isEmpty())
            row.name = QString(row.mac).remove(u':').toLower();
        if (choices.subject.value(SubjectField::common_name).isEmpty())
            choices.subject.set(SubjectField::common_name, row.name);
        take(u"san"_s, choices.alt_names, [](const QString &text) { return parse_alt_names(spread(text)); });
        take(u"template"_s, choices.base, find_template);
        take(u"role"_s, choices.role, parse_role);
        take(u"key"_s, choices.key, parse_key_spec);
        take(u"digest"_s, choices.digest, parse_digest);
        take(u"days"_s, choices.days, parse_days);
        take(u"from"_s, choices.from, [](const QString &text) { return parse_time(text); });
        take(u"until"_s, choices.until, [](const QString &text) { return parse_time(text, DayEdge::end); });
        take(u"serial"_s, choices.serial, Serial::parse);
        choices = choices.over(common);
        check(row);
        return row;
    }

private:
    [[nodiscard]] QString cell(const QString &column) const
    {
        const auto at = columns_.constFind(column);
        return at == columns_.cend() ? QString() : cells_.fields.value(*at).trimmed();
    }

    template <class T, class Parse> void take(const QString &column, T &target, const Parse &parse)
    {
        const QString text = cell(column);
        if (text.isEmpty())
            return;
        auto value = parse(text);
        if (value)
            target = std::move(*value);
        else
            add(u"manifest-value"_s, value.error().message, value.error().fix);
    }

    void read_subject(SubjectName &subject)
    {
        for (const SubjectField field : subject_fields())
            subject.set(field, cell(field_name(field).toLower()));
    }

    // Names may be separated as people do; the commas of CSV need quotes.
    static QString spread(const QString &text)
    {
        static const QRegularExpression gap(u"[\\s,;]+"_s);
        return text.split(gap, Qt::SkipEmptyParts).join(u',');
    }

    void check(const BatchRow &row)
    {
        if (const QString reason = folder_name_problem(row.name); !reason.isEmpty())
            add(u"manifest-name"_s, reason);
        const auto order = row.choices.order();
        if (!order)
            add(u"manifest-value"_s, order.error().message, order.error().fix);
        else if (order->spec.role == Role::ca)
            add(u"manifest-value"_s, Messages::tr("A batch makes no CAs."), Messages::tr("Use the template of a device or computer."));
    }

    void add(const QString &code, const QString &message, const QString &fix = {}) { problems_ << problem_at(cells_.line, code, message, fix); }

    const QHash<QString, qsizetype> &columns_;
    const CsvRow &cells_;
    QList<Finding> &problems_;
};

// As file systems that ignore case or normalize see it.
QString folded(const QString &name)
{
    return name.normalized(QString::NormalizationForm_KC).toCaseFolded();
}

Result<QHash<QString, qsizetype>> columns_of(const CsvTable &table, const QString &name, QList<Finding> &notes)
{
    QHash<QString, qsizetype> columns;
    QStringList unused;
    for (qsizetype i = 0; i < table.header.size(); ++i) {
        const QString column = table.header[i].toLower();
        if (known_columns().contains(column))
            columns.insert(column, i);
        else
            unused << table.header[i];
    }
    if (!columns.contains(u"name"_s) && !columns.contains(u"cn"_s) && !columns.contains(u"mac"_s))
        return bad_input(u"manifest-columns"_s, Messages::tr("%1 has no column that names the identities.").arg(name),
            Messages::tr("Call one \"name\", \"cn\" or \"mac\" in the first line. Known columns: %1.").arg(known_columns().join(u", "_s)));
    if (!unused.isEmpty())
        notes << finding(u"manifest-columns-unused"_s, Severity::warning,
            Messages::tr("These columns of %1 mean nothing here: %2.").arg(name, unused.join(u", "_s)),
            Messages::tr("Check their spelling. Known columns: %1.").arg(known_columns().join(u", "_s)));
    return columns;
}

} // namespace

Result<BatchManifest> read_manifest(std::span<const std::uint8_t> bytes, const QString &name, const IssueChoices &common)
{
    const auto table = read_csv(bytes, name);
    if (!table)
        return failure(table.error());
    BatchManifest manifest;
    for (const CsvProblem &problem : table->problems)
        manifest.problems << problem_at(problem.line, u"manifest-line"_s, problem.message);
    if (table->header.isEmpty())
        return manifest;
    const auto columns = columns_of(*table, name, manifest.notes);
    if (!columns)
        return failure(columns.error());
    if (table->rows.isEmpty() && manifest.problems.isEmpty())
        return bad_input(u"manifest-empty"_s, Messages::tr("%1 names no identity.").arg(name), Messages::tr("Put one in each line below the first."));
    QHash<QString, int> lines; // by name
    QHash<QString, int> serials;
    for (const CsvRow &cells : table->rows) {
        const qsizetype before = manifest.problems.size();
        BatchRow row = RowReader(*columns, cells, manifest.problems).read(common);
        if (const auto known = lines.constFind(folded(row.name)); known != lines.cend() && !row.name.isEmpty())
            manifest.problems << problem_at(
                cells.line, u"manifest-duplicate"_s, Messages::tr("The name \"%1\" is that of line %2 (capitals do not count).").arg(row.name).arg(*known));
        else
            lines.insert(folded(row.name), cells.line);
        if (row.choices.serial) {
            const QString serial = row.choices.serial->text();
            if (serials.contains(serial))
                manifest.problems << problem_at(
                    cells.line, u"manifest-duplicate"_s, Messages::tr("The serial number %1 is that of line %2.").arg(serial).arg(serials[serial]));
            else
                serials.insert(serial, cells.line);
        }
        if (manifest.problems.size() == before)
            manifest.rows << std::move(row);
    }
    std::ranges::stable_sort(manifest.problems, {}, [](const Finding &each) { return each.place.sliced(5).toInt(); });
    return manifest;
}

} // namespace espseal::pki
