// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QSet>

#include "core/base/error.h"

#include <optional>

namespace espseal::flash {

// Reads the fields of one JSON object and keeps the first thing that is wrong, named by its path ("regions[3].start"). After an error every
// further call gives its default.
class JsonFields {
public:
    JsonFields(const QJsonValue &value, QString path, std::optional<Error> &error);

    [[nodiscard]] bool has(QLatin1StringView key);
    [[nodiscard]] QString text(QLatin1StringView key, const QString &otherwise = {}, qsizetype longest = 4096);
    [[nodiscard]] bool flag(QLatin1StringView key, bool otherwise);
    // A JSON number, or a string such as "0x7B000" or "4K".
    [[nodiscard]] std::uint64_t number(QLatin1StringView key, std::uint64_t otherwise, std::uint64_t lowest, std::uint64_t highest);
    [[nodiscard]] QJsonValue value(QLatin1StringView key);
    [[nodiscard]] QString path(QLatin1StringView key) const;

    // One of the names that `find` knows (it gives an optional).
    template <class Find>
    auto choice(QLatin1StringView key, typename std::invoke_result_t<Find, QString>::value_type otherwise, const QString &known, const Find &find)
    {
        const QString name = text(key);
        if (name.isEmpty() && !has(key))
            return otherwise;
        const auto found = find(name);
        if (!found)
            fail(path(key), tr_one_of(known));
        return found.value_or(otherwise);
    }

    // Refuses fields that nobody asked for. Call it last.
    void finish();
    // `what`: the end of the sentence "The field X must be ...".
    void fail(const QString &field, const QString &what);

private:
    [[nodiscard]] static QString tr_one_of(const QString &known);

    QJsonObject object_;
    QString path_;
    std::optional<Error> &error_;
    QSet<QString> asked_;
};

} // namespace espseal::flash
