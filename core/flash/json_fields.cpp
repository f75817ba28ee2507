// SPDX-License-Identifier: Apache-2.0
#include "core/flash/json_fields.h"

#include "core/base/units.h"
#include "core/flash/texts.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace espseal::flash {

JsonFields::JsonFields(const QJsonValue &value, QString path, std::optional<Error> &error)
    : object_(value.toObject())
    , path_(std::move(path))
    , error_(error)
{
    if (!value.isObject())
        fail(path_, Texts::tr("an object"));
}

bool JsonFields::has(QLatin1StringView key)
{
    asked_.insert(key);
    return object_.contains(key);
}

QJsonValue JsonFields::value(QLatin1StringView key)
{
    asked_.insert(key);
    return object_.value(key);
}

QString JsonFields::path(QLatin1StringView key) const
{
    return path_.isEmpty() ? QString(key) : path_ + u'.' + key;
}

QString JsonFields::text(QLatin1StringView key, const QString &otherwise, qsizetype longest)
{
    if (!has(key))
        return otherwise;
    const QJsonValue found = object_.value(key);
    const bool printable = std::ranges::all_of(found.toString(), [](QChar c) { return c.isPrint() || c.isSurrogate(); });
    if (found.isString() && found.toString().size() <= longest && printable && found.toString().isValidUtf16())
        return found.toString();
    fail(path(key), Texts::tr("text without control characters, at most %1 characters").arg(longest));
    return otherwise;
}

bool JsonFields::flag(QLatin1StringView key, bool otherwise)
{
    if (!has(key))
        return otherwise;
    if (!object_.value(key).isBool())
        fail(path(key), Texts::tr("true or false"));
    return object_.value(key).toBool();
}

std::uint64_t JsonFields::number(QLatin1StringView key, std::uint64_t otherwise, std::uint64_t lowest, std::uint64_t highest)
{
    if (!has(key))
        return otherwise;
    const QJsonValue found = object_.value(key);
    std::optional<std::uint64_t> number;
    if (found.isString()) {
        if (const auto parsed = parse_number(found.toString(), path(key)))
            number = *parsed;
    } else if (found.isDouble()) {
        const double real = found.toDouble();
        if (real >= 0 && real <= 1e15 && std::floor(real) == real)
            number = static_cast<std::uint64_t>(real);
    }
    if (number && *number >= lowest && *number <= highest)
        return *number;
    const QString from = lowest ? u"0x"_s + QString::number(lowest, 16).toUpper() : u"0"_s;
    fail(path(key), Texts::tr("a whole number from %1 to %2, such as 503808 or \"0x7B000\"").arg(from, u"0x"_s + QString::number(highest, 16).toUpper()));
    return otherwise;
}

void JsonFields::finish()
{
    for (auto it = object_.begin(); it != object_.end(); ++it) {
        if (!asked_.contains(it.key()) && !error_) {
            const QString field = path_.isEmpty() ? it.key() : path_ + u'.' + it.key();
            error_ = bad_input(u"plan-field"_s, Texts::tr("The plan has a field “%1” that is not known.").arg(field.left(200)),
                Texts::tr("Check its spelling, or take it out."))
                         .error();
        }
    }
}

void JsonFields::fail(const QString &field, const QString &what)
{
    if (!error_)
        error_ = bad_input(u"plan-field"_s, Texts::tr("The field “%1” of the plan must be %2.").arg(field, what), Texts::tr("Correct it in the plan file."))
                     .error();
}

QString JsonFields::tr_one_of(const QString &known)
{
    return Texts::tr("one of %1").arg(known);
}

} // namespace espseal::flash
