// SPDX-License-Identifier: Apache-2.0
#include "core/flash/data_table.h"

#include <QFile>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace espseal::flash {

QJsonObject data_table(const QString &name)
{
    QFile file(u":/flash/"_s + name);
    QJsonParseError error {};
    if (file.open(QIODevice::ReadOnly)) {
        const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
        if (document.isObject())
            return document.object();
    }
    qFatal("The built-in table %s cannot be read: %s.", qUtf8Printable(name), qUtf8Printable(error.errorString()));
}

Size table_size(const QJsonObject &row, const QString &key)
{
    const Result<std::uint64_t> number = parse_number(row.value(key).toString(), key);
    if (!number)
        qFatal("A built-in table has no number for %s.", qUtf8Printable(key));
    return Size(*number);
}

Address table_address(const QJsonObject &row, const QString &key)
{
    return Address(table_size(row, key).value());
}

} // namespace espseal::flash
