// SPDX-License-Identifier: Apache-2.0
#include "core/base/csv.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace espseal {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("espseal::csv", source);
}

constexpr QStringView marks = u"\"\r\n";

// The separator between the fields of the first line; a comma if there is only one field.
QChar separator_of(QStringView content)
{
    constexpr std::array candidates { u',', u';', u'\t' };
    std::array<qsizetype, candidates.size()> counts {};
    bool quoted = false;
    for (const QChar c : content) {
        quoted ^= c == u'"';
        if (!quoted && (c == u'\n' || c == u'\r'))
            break;
        const auto found = std::ranges::find(candidates, c.unicode());
        if (!quoted && found != candidates.end())
            ++counts.at(static_cast<std::size_t>(found - candidates.begin()));
    }
    return candidates.at(static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin()));
}

class Reader {
public:
    Reader(QStringView content, QChar separator)
        : content_(content)
        , separator_(separator)
    {
    }

    [[nodiscard]] bool at_end() const { return at_ >= content_.size(); }

    // The next record; without fields where its quotes are wrong, which `problem` then says.
    CsvRow next(QString &problem)
    {
        CsvRow row { line_, {} };
        problem.clear();
        do {
            row.fields << field(problem);
        } while (problem.isEmpty() && take(separator_));
        if (!problem.isEmpty()) {
            row.fields.clear();
            while (!at_end() && content_[at_] != u'\n' && content_[at_] != u'\r')
                ++at_;
        }
        take_line_end();
        return row;
    }

private:
    QString field(QString &problem)
    {
        if (take(u'"'))
            return quoted_field(problem);
        const qsizetype begin = at_;
        while (!at_end() && content_[at_] != separator_ && !marks.contains(content_[at_]))
            ++at_;
        if (!at_end() && content_[at_] == u'"')
            problem = text("A quote stands in the middle of a field.");
        return content_.sliced(begin, at_ - begin).toString();
    }

    QString quoted_field(QString &problem)
    {
        QString value;
        for (;;) {
            const qsizetype end = content_.indexOf(u'"', at_);
            const QStringView part = content_.sliced(at_, (end < 0 ? content_.size() : end) - at_);
            value += part;
            count_lines(part);
            at_ = end < 0 ? content_.size() : end + 1;
            if (end < 0) {
                problem = text("A quote is never closed.");
                return value;
            }
            if (!take(u'"'))
                break;
            value += u'"';
        }
        if (!at_end() && content_[at_] != separator_ && content_[at_] != u'\n' && content_[at_] != u'\r')
            problem = text("Something follows a closing quote.");
        return value;
    }

    bool take(QChar c)
    {
        if (at_end() || content_[at_] != c)
            return false;
        ++at_;
        return true;
    }

    void take_line_end()
    {
        const bool returned = take(u'\r');
        if (take(u'\n') || returned)
            ++line_;
    }

    void count_lines(QStringView part)
    {
        for (qsizetype i = 0; i < part.size(); ++i) {
            if (part[i] == u'\n' || (part[i] == u'\r' && (i + 1 == part.size() || part[i + 1] != u'\n')))
                ++line_;
        }
    }

    QStringView content_;
    QChar separator_;
    qsizetype at_ = 0;
    int line_ = 1;
};

// Line by line: an error in a text of a thousand lines is worth its place.
Result<QString> decode(QByteArrayView bytes, const QString &name)
{
    int line = 1;
    for (qsizetype at = 0; at < bytes.size(); ++line) {
        const qsizetype end = bytes.indexOf('\n', at);
        const QByteArrayView part = bytes.sliced(at, (end < 0 ? bytes.size() : end + 1) - at);
        if (!part.isValidUtf8() || part.contains('\0'))
            return bad_input(u"csv-encoding"_s, text("Line %1 of %2 is no text in UTF-8.").arg(line).arg(name),
                text("Save it as \"CSV UTF-8\" in the spreadsheet program."));
        at += part.size();
    }
    const QString content = QString::fromUtf8(bytes);
    return content.startsWith(QChar::ByteOrderMark) ? content.sliced(1) : content;
}

Result<void> check_header(const QStringList &header, const QString &name)
{
    for (qsizetype i = 0; i < header.size(); ++i) {
        if (header[i].isEmpty() || header.indexOf(header[i], 0, Qt::CaseInsensitive) != i)
            return bad_input(u"csv-header"_s, text("Column %1 of %2 has no name of its own.").arg(i + 1).arg(name),
                text("Give every column in the first line a different name."));
    }
    return {};
}

bool is_blank(const CsvRow &row)
{
    return std::ranges::all_of(row.fields, [](const QString &field) { return field.trimmed().isEmpty(); });
}

} // namespace

Result<CsvTable> read_csv(std::span<const std::uint8_t> bytes, const QString &name)
{
    const auto content = decode(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())), name);
    if (!content)
        return failure(content.error());
    CsvTable table;
    table.separator = separator_of(*content);
    QString problem;
    for (Reader reader(*content, table.separator); !reader.at_end();) {
        CsvRow row = reader.next(problem);
        if (!problem.isEmpty()) {
            table.problems << CsvProblem { row.line, problem };
        } else if (is_blank(row)) {
            continue;
        } else if (table.header.isEmpty()) {
            std::ranges::transform(row.fields, std::back_inserter(table.header), [](const QString &field) { return field.trimmed(); });
        } else if (row.fields.size() != table.header.size()) {
            table.problems << CsvProblem { row.line, text("The line has %1 fields, the header %2.").arg(row.fields.size()).arg(table.header.size()) };
        } else {
            table.rows << std::move(row);
        }
        if (table.header.isEmpty())
            break; // without a header nothing else can be told
    }
    if (table.header.isEmpty() && table.problems.isEmpty())
        return bad_input(u"csv-empty"_s, text("%1 is empty.").arg(name), text("Give a file whose first line names the columns."));
    if (const auto ok = check_header(table.header, name); !ok)
        return failure(ok.error());
    return table;
}

QString csv_line(const QStringList &fields)
{
    QStringList quoted;
    quoted.reserve(fields.size());
    for (QString field : fields) {
        const bool needs = std::ranges::any_of(field, [](QChar c) { return marks.contains(c) || c == u','; }) || field != field.trimmed();
        quoted << (needs ? u'"' + field.replace(u'"', u"\"\""_s) + u'"' : field);
    }
    return quoted.join(u',') + u'\n';
}

} // namespace espseal
