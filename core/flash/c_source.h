// SPDX-License-Identifier: Apache-2.0
// As much of C as partition tables are written in: comments, joined lines, #define of constants, #if and its kind, and integer expressions.
#pragma once

#include <QHash>
#include <QString>

#include "core/base/error.h"

#include <cstdint>
#include <span>
#include <vector>

namespace espseal::flash {

struct CToken {
    enum class Kind { name, number, text, sign };
    Kind kind = Kind::sign;
    QString spelling;
    std::int64_t value = 0; // of a number
    int line = 0; // from 1

    [[nodiscard]] bool is(QLatin1StringView sign) const { return kind == Kind::sign && spelling == sign; }
};
using CTokens = std::vector<CToken>;

struct CMacro {
    CTokens body;
    bool has_parameters = false; // such a macro is kept, but cannot be evaluated
};

using CConstants = QHash<QString, std::int64_t>;

struct CSource {
    CTokens tokens; // of the lines that the conditions let through, macros unexpanded
    QHash<QString, CMacro> macros; // at the end of the source
};

// `defines`: as if given to the compiler. Errors `c-source`, with the line: an open comment, a condition that cannot be evaluated, #error, more than
// 200,000 tokens, conditions nested deeper than 64.
[[nodiscard]] Result<CSource> read_c_source(const QString &text, const CConstants &defines);

// The integer that `expression` is, after `macros` and `constants`. Errors `c-source`, with the line: an unknown name, no expression, a division by zero,
// a number beyond 63 bits.
[[nodiscard]] Result<std::int64_t> evaluate_c(std::span<const CToken> expression, const QHash<QString, CMacro> &macros, const CConstants &constants);
// As #if does: names that are not known are 0, and defined() is understood.
[[nodiscard]] Result<std::int64_t> evaluate_c_condition(std::span<const CToken> expression, const QHash<QString, CMacro> &macros);

[[nodiscard]] std::unexpected<Error> c_error(int line, const QString &message);

} // namespace espseal::flash
