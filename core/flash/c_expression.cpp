// SPDX-License-Identifier: Apache-2.0
#include "core/flash/c_source.h"

#include "core/flash/texts.h"

#include <QSet>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

constexpr std::size_t longest = 4096; // tokens of one expression, expanded
constexpr int deepest = 100;

using Macros = QHash<QString, CMacro>;

// What casts may name; the value stays as it is.
bool is_type(const QString &name)
{
    static const QSet<QString> types { u"uint32"_s, u"uint32_t"_s, u"int"_s, u"unsigned"_s, u"long"_s, u"size_t"_s, u"u32"_s, u"partition_type_t"_s, u"int32"_s,
        u"int32_t"_s, u"uint16"_s, u"uint16_t"_s, u"uint8"_s, u"uint8_t"_s };
    return types.contains(name);
}

// Replaces macros until none is left; a macro within itself stays a name, as in C.
class Expansion {
public:
    explicit Expansion(const Macros &macros)
        : macros_(macros)
    {
    }
    Result<void> add(std::span<const CToken> tokens, int line)
    {
        for (const CToken &token : tokens) {
            const auto macro = token.kind == CToken::Kind::name && !open_.contains(token.spelling) ? macros_.find(token.spelling) : macros_.end();
            if (macro == macros_.end()) {
                out_.push_back(token);
                if (line)
                    out_.back().line = line; // errors name the place of use
            } else if (macro->has_parameters) {
                return c_error(line ? line : token.line, Texts::tr("the macro %1 has parameters; only constants can be read.").arg(token.spelling.left(80)));
            } else {
                open_.insert(token.spelling);
                const Result<void> inner
                    = open_.size() > deepest ? c_error(token.line, Texts::tr("macros are nested too deep.")) : add(macro->body, line ? line : token.line);
                if (!inner)
                    return inner;
                open_.remove(token.spelling);
            }
            // Empty macros in each other's bodies make no tokens, so steps are counted.
            if (out_.size() > longest || ++steps_ > 16 * longest)
                return c_error(token.line, Texts::tr("the expression is too long."));
        }
        return {};
    }
    [[nodiscard]] CTokens take() { return std::move(out_); }

private:
    const Macros &macros_;
    QSet<QString> open_;
    CTokens out_;
    std::size_t steps_ = 0;
};

struct Operator {
    QLatin1StringView sign;
    int binds = 0; // higher: tighter
};
constexpr std::array operators {
    Operator { "||"_L1, 1 },
    Operator { "&&"_L1, 2 },
    Operator { "|"_L1, 3 },
    Operator { "^"_L1, 4 },
    Operator { "&"_L1, 5 },
    Operator { "=="_L1, 6 },
    Operator { "!="_L1, 6 },
    Operator { "<"_L1, 7 },
    Operator { ">"_L1, 7 },
    Operator { "<="_L1, 7 },
    Operator { ">="_L1, 7 },
    Operator { "<<"_L1, 8 },
    Operator { ">>"_L1, 8 },
    Operator { "+"_L1, 9 },
    Operator { "-"_L1, 9 },
    Operator { "*"_L1, 10 },
    Operator { "/"_L1, 10 },
    Operator { "%"_L1, 10 },
};

class Parser {
public:
    Parser(std::span<const CToken> tokens, const CConstants &constants, bool unknown_is_zero, int line)
        : tokens_(tokens)
        , constants_(constants)
        , unknown_is_zero_(unknown_is_zero)
        , line_(line)
    {
    }
    Result<std::int64_t> whole()
    {
        const Result<std::int64_t> value = conditional();
        if (value && at_ < tokens_.size())
            return c_error(line_, Texts::tr("“%1” is not expected here.").arg(tokens_[at_].spelling.left(40)));
        return value;
    }

private:
    // Both sides are evaluated, as #if and constant tables allow.
    Result<std::int64_t> conditional()
    {
        Result<std::int64_t> value = binary(1);
        if (!value || !next_is("?"_L1))
            return value;
        ++at_;
        const Result<std::int64_t> yes = guarded();
        if (!yes)
            return yes;
        if (!next_is(":"_L1))
            return c_error(line_, Texts::tr("a “:” is missing."));
        ++at_;
        const Result<std::int64_t> no = guarded();
        return !no ? no : *value ? yes : no;
    }

    Result<std::int64_t> guarded()
    {
        if (++depth_ > deepest)
            return c_error(line_, Texts::tr("the expression is nested too deep."));
        const Result<std::int64_t> value = conditional();
        --depth_;
        return value;
    }

    Result<std::int64_t> binary(int lowest)
    {
        Result<std::int64_t> left = unary();
        while (left && at_ < tokens_.size()) {
            const auto found = std::ranges::find_if(operators, [&](const Operator &op) { return tokens_[at_].is(op.sign); });
            if (found == operators.end() || found->binds < lowest)
                break;
            ++at_;
            const Result<std::int64_t> right = binary(found->binds + 1);
            if (!right)
                return right;
            left = apply(found->sign, *left, *right);
        }
        return left;
    }

    Result<std::int64_t> apply(QLatin1StringView sign, std::int64_t a, std::int64_t b) const
    {
        std::int64_t out = 0;
        bool wide = false;
        if (sign == "+"_L1)
            wide = __builtin_add_overflow(a, b, &out);
        else if (sign == "-"_L1)
            wide = __builtin_sub_overflow(a, b, &out);
        else if (sign == "*"_L1)
            wide = __builtin_mul_overflow(a, b, &out);
        else if (sign == "/"_L1 || sign == "%"_L1) {
            if (b == 0)
                return c_error(line_, Texts::tr("the expression divides by zero."));
            wide = a == INT64_MIN && b == -1;
            if (!wide)
                out = sign == "/"_L1 ? a / b : a % b;
        } else if (sign == "<<"_L1 || sign == ">>"_L1) {
            wide = b < 0 || b > 62 || a < 0 || (sign == "<<"_L1 && a > (INT64_MAX >> b));
            if (!wide)
                out = sign == "<<"_L1 ? a << b : a >> b;
        } else
            return compare(sign, a, b);
        if (wide)
            return c_error(line_, Texts::tr("the expression gives a number beyond 63 bits."));
        return out;
    }

    static std::int64_t compare(QLatin1StringView sign, std::int64_t a, std::int64_t b)
    {
        if (sign == "||"_L1)
            return a || b;
        if (sign == "&&"_L1)
            return a && b;
        if (sign == "|"_L1)
            return a | b;
        if (sign == "^"_L1)
            return a ^ b;
        if (sign == "&"_L1)
            return a & b;
        if (sign == "=="_L1)
            return a == b;
        if (sign == "!="_L1)
            return a != b;
        if (sign == "<"_L1)
            return a < b;
        if (sign == ">"_L1)
            return a > b;
        return sign == "<="_L1 ? a <= b : a >= b;
    }

    Result<std::int64_t> unary()
    {
        if (++depth_ > deepest)
            return c_error(line_, Texts::tr("the expression is nested too deep."));
        const Result<std::int64_t> value = unary_inside();
        --depth_;
        return value;
    }

    Result<std::int64_t> unary_inside()
    {
        if (at_ >= tokens_.size())
            return c_error(line_, Texts::tr("a number is missing."));
        const CToken &token = tokens_[at_++];
        for (const QLatin1StringView sign : { "-"_L1, "+"_L1, "~"_L1, "!"_L1 }) {
            if (!token.is(sign))
                continue;
            const Result<std::int64_t> value = unary();
            if (!value || sign == "+"_L1)
                return value;
            if (sign == "-"_L1)
                return apply(sign, 0, *value);
            return sign == "~"_L1 ? ~*value : std::int64_t(*value == 0);
        }
        if (token.is("("_L1))
            return parenthesis();
        if (token.kind == CToken::Kind::number)
            return token.value;
        if (token.kind == CToken::Kind::name) {
            if (const auto constant = constants_.find(token.spelling); constant != constants_.end())
                return *constant;
            if (unknown_is_zero_)
                return 0;
            return c_error(line_, Texts::tr("“%1” is not defined in this source.").arg(token.spelling.left(80)));
        }
        return c_error(line_, Texts::tr("“%1” is no number.").arg(token.spelling.left(40)));
    }

    Result<std::int64_t> parenthesis()
    {
        std::size_t type_end = at_;
        while (type_end < tokens_.size() && tokens_[type_end].kind == CToken::Kind::name && is_type(tokens_[type_end].spelling))
            ++type_end;
        if (type_end > at_ && type_end < tokens_.size() && tokens_[type_end].is(")"_L1)) {
            at_ = type_end + 1;
            return unary();
        }
        const Result<std::int64_t> value = guarded();
        if (value && !next_is(")"_L1))
            return c_error(line_, Texts::tr("a “)” is missing."));
        ++at_;
        return value;
    }

    [[nodiscard]] bool next_is(QLatin1StringView sign) const { return at_ < tokens_.size() && tokens_[at_].is(sign); }

    std::span<const CToken> tokens_;
    const CConstants &constants_;
    bool unknown_is_zero_;
    int line_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

Result<std::int64_t> evaluate(std::span<const CToken> expression, const Macros &macros, const CConstants &constants, bool unknown_is_zero)
{
    const int line = expression.empty() ? 0 : expression.front().line;
    Expansion expansion(macros);
    if (const Result<void> expanded = expansion.add(expression, line); !expanded)
        return std::unexpected(expanded.error());
    const CTokens tokens = expansion.take();
    return Parser(tokens, constants, unknown_is_zero, line).whole();
}

} // namespace

Result<std::int64_t> evaluate_c(std::span<const CToken> expression, const Macros &macros, const CConstants &constants)
{
    return evaluate(expression, macros, constants, false);
}

Result<std::int64_t> evaluate_c_condition(std::span<const CToken> expression, const Macros &macros)
{
    // defined X and defined(X), before X is replaced.
    CTokens tokens;
    for (std::size_t i = 0; i < expression.size(); ++i) {
        if (expression[i].kind != CToken::Kind::name || expression[i].spelling != "defined"_L1) {
            tokens.push_back(expression[i]);
            continue;
        }
        const bool open = i + 1 < expression.size() && expression[i + 1].is("("_L1);
        const std::size_t name = i + (open ? 2 : 1);
        if (name >= expression.size() || (open && (name + 1 >= expression.size() || !expression[name + 1].is(")"_L1))))
            return c_error(expression[i].line, Texts::tr("defined has no name."));
        const std::int64_t value = macros.contains(expression[name].spelling);
        tokens.push_back({ CToken::Kind::number, QString::number(value), value, expression[i].line });
        i = name + (open ? 1 : 0);
    }
    return evaluate(tokens, macros, {}, true);
}

} // namespace espseal::flash
