// SPDX-License-Identifier: Apache-2.0
#include "core/flash/c_source.h"

#include "core/flash/import_map.h"
#include "core/flash/texts.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

constexpr std::size_t most_tokens = 200000;
constexpr std::size_t deepest = 64;

struct Line {
    QString text; // without comments, joined where a backslash ended it
    int number = 0;
};

// Comments become spaces; text in quotes is left alone.
Result<QList<Line>> logical_lines(const QString &text)
{
    QList<Line> lines { { {}, 1 } };
    int number = 1;
    int comment_from = 0;
    QChar quote;
    const auto at = [&](qsizetype i) { return i < text.size() ? text[i] : QChar(); };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == u'\n')
            ++number;
        if (comment_from) {
            if (c == u'*' && at(i + 1) == u'/') {
                comment_from = 0;
                ++i;
            }
            continue;
        }
        const qsizetype after_joint = c == u'\\' ? (at(i + 1) == u'\n' ? i + 1 : at(i + 1) == u'\r' && at(i + 2) == u'\n' ? i + 2 : 0) : 0;
        if (after_joint) {
            i = after_joint;
            ++number;
        } else if (c == u'\n') {
            quote = {};
            lines += Line { {}, number };
        } else if (!quote.isNull()) {
            lines.last().text += c;
            if (c == u'\\' && at(i + 1) != u'\n')
                lines.last().text += at(++i);
            else if (c == quote)
                quote = {};
        } else if (c == u'/' && at(i + 1) == u'*') {
            comment_from = number;
            lines.last().text += u' ';
            ++i;
        } else if (c == u'/' && at(i + 1) == u'/') {
            while (i + 1 < text.size() && text[i + 1] != u'\n')
                ++i;
        } else {
            if (c == u'"' || c == u'\'')
                quote = c;
            lines.last().text += c;
        }
    }
    if (comment_from)
        return c_error(comment_from, Texts::tr("a comment begins here and does not end."));
    return lines;
}

bool is_name_start(QChar c)
{
    return c == u'_' || (c.unicode() < 0x80 && c.isLetter());
}

bool is_name_part(QChar c)
{
    return is_name_start(c) || (c >= u'0' && c <= u'9');
}

Result<std::int64_t> number_of(QStringView spelling, int line)
{
    QString digits = spelling.toString().toLower();
    while (digits.endsWith(u'u') || digits.endsWith(u'l'))
        digits.chop(1);
    bool good = false;
    const qulonglong value = digits.toULongLong(&good, 0);
    if (!good || value > std::uint64_t(INT64_MAX))
        return c_error(line, Texts::tr("“%1” is no whole number of at most 63 bits.").arg(spelling.left(40)));
    return static_cast<std::int64_t>(value);
}

// Every token of a line. Numbers that are none are kept as text: they matter only if something evaluates them.
void tokenize(const Line &line, CTokens &out)
{
    static constexpr std::array doubles { "<<"_L1, ">>"_L1, "<="_L1, ">="_L1, "=="_L1, "!="_L1, "&&"_L1, "||"_L1, "##"_L1 };
    const QString &text = line.text;
    for (qsizetype i = 0; i < text.size();) {
        const QChar c = text[i];
        qsizetype end = i + 1;
        CToken token { .kind = CToken::Kind::sign, .spelling = {}, .value = 0, .line = line.number };
        if (c.isSpace()) {
            i = end;
            continue;
        }
        if (is_name_part(c)) {
            while (end < text.size() && is_name_part(text[end]))
                ++end;
            token.kind = is_name_start(c) ? CToken::Kind::name : CToken::Kind::text;
            if (!is_name_start(c)) {
                if (const Result<std::int64_t> value = number_of(QStringView(text).sliced(i, end - i), line.number)) {
                    token.kind = CToken::Kind::number;
                    token.value = *value;
                }
            }
        } else if (c == u'"' || c == u'\'') {
            while (end < text.size() && text[end] != c)
                end += text[end] == u'\\' ? 2 : 1;
            end = std::min(end + 1, text.size());
            token.kind = CToken::Kind::text;
        } else if (std::ranges::any_of(doubles, [&](QLatin1StringView sign) { return QStringView(text).sliced(i).startsWith(sign); })) {
            ++end;
        }
        token.spelling = text.sliced(i, end - i);
        out.push_back(std::move(token));
        i = end;
    }
}

class Preprocessor {
public:
    explicit Preprocessor(const CConstants &defines)
    {
        for (auto it = defines.begin(); it != defines.end(); ++it)
            source_.macros.insert(it.key(), { { CToken { CToken::Kind::number, QString::number(it.value()), it.value(), 0 } }, false });
    }

    Result<void> take(const Line &line)
    {
        CTokens tokens;
        tokenize(line, tokens);
        if (!tokens.empty() && tokens.front().is("#"_L1))
            return directive(line, std::span(tokens).subspan(1));
        if (active())
            std::ranges::move(tokens, std::back_inserter(source_.tokens));
        if (source_.tokens.size() > most_tokens)
            return c_error(line.number, Texts::tr("the source is longer than any partition table."));
        return {};
    }

    Result<CSource> finish()
    {
        if (!branches_.empty())
            return c_error(branches_.back().line, Texts::tr("the #if has no #endif."));
        return std::move(source_);
    }

private:
    struct Branch {
        bool outer = true; // the text around is active
        bool now = true; // this branch is
        bool taken = true; // one of the branches was
        int line = 0;
    };

    [[nodiscard]] bool active() const { return branches_.empty() || (branches_.back().outer && branches_.back().now); }

    Result<void> directive(const Line &line, std::span<const CToken> words)
    {
        if (words.empty())
            return {};
        const QString &name = words.front().spelling;
        const std::span<const CToken> rest = words.subspan(1);
        if (name.startsWith("if"_L1))
            return open(name, line.number, rest);
        if (name == "elif"_L1 || name == "else"_L1)
            return next(name, line.number, rest);
        if (name == "endif"_L1) {
            if (branches_.empty())
                return c_error(line.number, Texts::tr("there is no #if for this #endif."));
            branches_.pop_back();
            return {};
        }
        if (!active() || rest.empty())
            return {};
        if (name == "error"_L1)
            return c_error(line.number, Texts::tr("the source refuses this flash map: %1").arg(line.text.trimmed().left(200)));
        if (name == "undef"_L1)
            source_.macros.remove(rest.front().spelling);
        else if (name == "define"_L1 && rest.front().kind == CToken::Kind::name)
            define(line, rest);
        return {};
    }

    void define(const Line &line, std::span<const CToken> rest)
    {
        const QString &name = rest.front().spelling;
        // Parameters follow the name without a space.
        const qsizetype behind = line.text.indexOf(name, line.text.indexOf("define"_L1) + 6) + name.size();
        const bool parameters = rest.size() > 1 && rest[1].is("("_L1) && behind < line.text.size() && line.text[behind] == u'(';
        source_.macros.insert(name, { CTokens(rest.begin() + 1, rest.end()), parameters });
    }

    Result<bool> condition(const QString &name, int line, std::span<const CToken> rest)
    {
        if (rest.empty())
            return c_error(line, Texts::tr("#%1 has no condition.").arg(name));
        if (name == "ifdef"_L1 || name == "ifndef"_L1)
            return source_.macros.contains(rest.front().spelling) == (name == "ifdef"_L1);
        const Result<std::int64_t> value = evaluate_c_condition(rest, source_.macros);
        if (!value)
            return std::unexpected(value.error());
        return *value != 0;
    }

    Result<void> open(const QString &name, int line, std::span<const CToken> rest)
    {
        if (branches_.size() >= deepest)
            return c_error(line, Texts::tr("conditions are nested too deep."));
        Branch branch { .outer = active(), .now = false, .taken = false, .line = line };
        if (branch.outer) {
            const Result<bool> holds = condition(name, line, rest);
            if (!holds)
                return std::unexpected(holds.error());
            branch.now = branch.taken = *holds;
        }
        branches_.push_back(branch);
        return {};
    }

    Result<void> next(const QString &name, int line, std::span<const CToken> rest)
    {
        if (branches_.empty())
            return c_error(line, Texts::tr("there is no #if for this #%1.").arg(name));
        Branch &branch = branches_.back();
        branch.now = false;
        if (!branch.outer || branch.taken)
            return {};
        Result<bool> holds = true;
        if (name == "elif"_L1)
            holds = condition(name, line, rest);
        if (!holds)
            return std::unexpected(holds.error());
        branch.now = branch.taken = *holds;
        return {};
    }

    CSource source_;
    std::vector<Branch> branches_;
};

} // namespace

std::unexpected<Error> c_error(int line, const QString &message)
{
    return import_error(u"c-source"_s, line, message, Texts::tr("Correct the source, or give the file that only has the partition table."));
}

Result<CSource> read_c_source(const QString &text, const CConstants &defines)
{
    const Result<QList<Line>> lines = logical_lines(text);
    if (!lines)
        return std::unexpected(lines.error());
    Preprocessor preprocessor(defines);
    for (const Line &line : *lines) {
        if (const Result<void> taken = preprocessor.take(line); !taken)
            return std::unexpected(taken.error());
    }
    return preprocessor.finish();
}

} // namespace espseal::flash
