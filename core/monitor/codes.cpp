// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/codes.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include "core/monitor/code_tables.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

struct Family {
    CodeFamily family;
    const char *name;
    const char *title;
    std::span<const CodeRow> (*rows)();
};

constexpr std::array families {
    Family { CodeFamily::tls_alert, "tls-alert", QT_TRANSLATE_NOOP("espseal::codes", "TLS alert"), alert_rows },
    Family { CodeFamily::bearssl, "bearssl", QT_TRANSLATE_NOOP("espseal::codes", "BearSSL error (espseal runtime)"), bearssl_rows },
    Family { CodeFamily::espconn, "espconn", QT_TRANSLATE_NOOP("espseal::codes", "espconn error"), espconn_rows },
    Family { CodeFamily::mbedtls, "mbedtls", QT_TRANSLATE_NOOP("espseal::codes", "mbedTLS error (stock SDK)"), mbedtls_rows },
    Family { CodeFamily::axtls, "axtls", QT_TRANSLATE_NOOP("espseal::codes", "axTLS error (stock SDK)"), axtls_rows },
    Family { CodeFamily::reset_cause, "reset-cause", QT_TRANSLATE_NOOP("espseal::codes", "Reset cause"), reset_rows },
    Family { CodeFamily::exception, "exception", QT_TRANSLATE_NOOP("espseal::codes", "Processor exception"), exception_rows },
};

// Words that people put before a number.
struct Prefix {
    QLatin1StringView word;
    CodeFamily family = CodeFamily::tls_alert;
};
constexpr std::array prefixes {
    Prefix { "alert"_L1, CodeFamily::tls_alert },
    Prefix { "tls"_L1, CodeFamily::tls_alert },
    Prefix { "bearssl"_L1, CodeFamily::bearssl },
    Prefix { "br"_L1, CodeFamily::bearssl },
    Prefix { "espconn"_L1, CodeFamily::espconn },
    Prefix { "mbedtls"_L1, CodeFamily::mbedtls },
    Prefix { "reason"_L1, CodeFamily::mbedtls },
    Prefix { "axtls"_L1, CodeFamily::axtls },
    Prefix { "ssl error"_L1, CodeFamily::axtls },
    Prefix { "rst"_L1, CodeFamily::reset_cause },
    Prefix { "reset"_L1, CodeFamily::reset_cause },
    Prefix { "exception"_L1, CodeFamily::exception },
    Prefix { "fatal exception"_L1, CodeFamily::exception },
};

const Family &family_of(CodeFamily family)
{
    return *std::find_if(families.begin(), families.end(), [family](const Family &known) { return known.family == family; });
}

QString text(const char *source)
{
    return *source ? QCoreApplication::translate("espseal::codes", source) : QString();
}

QString shown(CodeFamily family, std::int64_t code)
{
    return family == CodeFamily::mbedtls ? u"-0x%1"_s.arg(-code, 4, 16, QChar(u'0')) : QString::number(code);
}

const CodeRow *row_of(CodeFamily family, std::int64_t code)
{
    const auto rows = family_of(family).rows();
    const auto row = std::find_if(rows.begin(), rows.end(), [code](const CodeRow &known) { return known.code == code; });
    return row == rows.end() ? nullptr : &*row;
}

Explanation explanation(CodeFamily family, const CodeRow &row)
{
    return { family, row.code, shown(family, row.code), QString::fromLatin1(row.name), text(row.meaning), text(row.fix) };
}

// mbedTLS adds a low-level reason to a module's code: -0x4290 is RSA_PUBLIC_FAILED (-0x4280) because of MPI_ALLOC_FAILED (-0x0010).
std::optional<Explanation> explain_sum(std::int64_t code)
{
    const std::int64_t sum = -code;
    const CodeRow *module = row_of(CodeFamily::mbedtls, -(sum & 0xFF80));
    const CodeRow *reason = row_of(CodeFamily::mbedtls, -(sum & 0x7F));
    if (!module || !reason)
        return {};
    return Explanation { CodeFamily::mbedtls, code, shown(CodeFamily::mbedtls, code),
        u"%1 + %2"_s.arg(QLatin1StringView(module->name), QLatin1StringView(reason->name)), text(module->meaning) + u' ' + text(reason->meaning),
        text(reason->fix) };
}

// An alert inside BearSSL's code.
std::optional<Explanation> explain_bearssl_alert(std::int64_t code)
{
    const bool sent = code >= 512;
    const auto alert = explain(CodeFamily::tls_alert, code - (sent ? 512 : 256));
    if (!alert)
        return {};
    const QString who = sent ? text(QT_TRANSLATE_NOOP("espseal::codes", "The device sent alert %1, %2: %3"))
                             : text(QT_TRANSLATE_NOOP("espseal::codes", "The peer sent alert %1, %2: %3"));
    return Explanation { CodeFamily::bearssl, code, QString::number(code),
        sent ? u"BR_ERR_SEND_FATAL_ALERT + %1"_s.arg(alert->code) : u"BR_ERR_RECV_FATAL_ALERT + %1"_s.arg(alert->code),
        who.arg(alert->shown, alert->name, alert->meaning), alert->fix };
}

QList<Explanation> by_name(const QString &name)
{
    QList<Explanation> found;
    for (const Family &family : families) {
        for (const CodeRow &row : family.rows()) {
            const QLatin1StringView known(row.name);
            if (name.compare(known, Qt::CaseInsensitive) == 0 || name.compare("MBEDTLS_ERR_"_L1 + known, Qt::CaseInsensitive) == 0)
                found.append(explanation(family.family, row));
        }
    }
    return found;
}

void append(QList<Explanation> &found, const std::optional<Explanation> &explained)
{
    if (explained)
        found.append(*explained);
}

QList<Explanation> by_number(std::int64_t number, std::optional<CodeFamily> wanted)
{
    QList<Explanation> found;
    for (const Family &family : families) {
        if (!wanted || *wanted == family.family)
            append(found, explain(family.family, number));
    }
    if (wanted || number < -128 || number > 127)
        return found;
    for (const CodeRow &row : mbedtls_rows()) { // as the reconnect callback gets it
        if (row.code >= -0x7F || callback_code(row.code) != number)
            continue;
        found.append(explanation(CodeFamily::mbedtls, row));
        found.last().shown += text(QT_TRANSLATE_NOOP("espseal::codes", " (%1 in the callback)")).arg(number);
    }
    return found;
}

// "48", "-0x2700", "0x2700" (which is how some print a negative code).
std::optional<std::int64_t> number_in(const QString &written, bool &hexadecimal)
{
    static const QRegularExpression pattern(u"(-?)(0x)?([0-9a-f]{1,8})\\]?\\)?$"_s, QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = pattern.match(written);
    hexadecimal = !match.captured(2).isEmpty();
    bool is_number = false;
    const std::int64_t value = match.captured(3).toLongLong(&is_number, hexadecimal ? 16 : 10);
    if (!match.hasMatch() || !is_number)
        return {};
    return match.captured(1).isEmpty() ? value : -value;
}

} // namespace

QString family_name(CodeFamily family)
{
    return QString::fromLatin1(family_of(family).name);
}

QString family_title(CodeFamily family)
{
    return text(family_of(family).title);
}

std::optional<Explanation> explain(CodeFamily family, std::int64_t code)
{
    if (const CodeRow *row = row_of(family, code))
        return explanation(family, *row);
    if (family == CodeFamily::mbedtls && code < 0 && code > -0x8000)
        return explain_sum(code);
    if (family == CodeFamily::bearssl && code >= 256 && code < 768)
        return explain_bearssl_alert(code);
    return {};
}

Result<QList<Explanation>> explain(const QString &written)
{
    const QString trimmed = written.trimmed();
    QList<Explanation> found = by_name(trimmed);
    std::optional<CodeFamily> family;
    for (const Prefix &prefix : prefixes) {
        if (trimmed.startsWith(prefix.word, Qt::CaseInsensitive))
            family = prefix.family;
    }
    bool hexadecimal = false;
    if (const auto number = number_in(trimmed, hexadecimal); found.isEmpty() && number) {
        if (hexadecimal && !family)
            family = CodeFamily::mbedtls;
        found = by_number(family == CodeFamily::mbedtls && *number > 0 ? -*number : *number, family);
    }
    if (found.isEmpty()) {
        return bad_input(u"code-unknown"_s, text(QT_TRANSLATE_NOOP("espseal::codes", "No code %1 is known.")).arg(trimmed),
            text(QT_TRANSLATE_NOOP(
                "espseal::codes", "Give a number as it was printed, with what it belongs to: \"alert 48\", \"bearssl 62\", \"-0x2700\", \"espconn -28\".")));
    }
    return found;
}

int callback_code(std::int64_t mbedtls_code)
{
    const std::int64_t positive = -mbedtls_code;
    const std::int64_t folded = positive & 0xFF ? positive + (positive >> 8) : positive >> 8;
    return static_cast<std::int8_t>(-folded);
}

QJsonObject to_json(const Explanation &explanation)
{
    return { { u"family"_s, family_name(explanation.family) }, { u"code"_s, static_cast<qint64>(explanation.code) }, { u"shown"_s, explanation.shown },
        { u"name"_s, explanation.name }, { u"meaning"_s, explanation.meaning }, { u"fix"_s, explanation.fix } };
}

} // namespace espseal::monitor
