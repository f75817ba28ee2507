// SPDX-License-Identifier: Apache-2.0
#include "core/pki/validity.h"

#include "core/pki/messages.h"

#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr int first_year = 1950; // UTCTime's two digits
constexpr int last_year = 9999;

QDateTime day(const QDate &date, DayEdge edge)
{
    return QDateTime(date, edge == DayEdge::begin ? QTime(0, 0) : QTime(23, 59, 59), QTimeZone::UTC);
}

} // namespace

Validity Validity::days(int days, const QDateTime &start)
{
    return { start.addDays(-1), start.addDays(days) };
}

Result<QDateTime> parse_time(const QString &text, DayEdge edge)
{
    const QString trimmed = text.trimmed();
    const QDate date = QDate::fromString(trimmed, u"yyyy-MM-dd"_s);
    QDateTime time = date.isValid() ? day(date, edge) : QDateTime::fromString(trimmed, Qt::ISODate);
    if (time.timeSpec() == Qt::LocalTime)
        time.setTimeZone(QTimeZone::UTC);
    if (!time.isValid() || !trimmed.contains(u'-'))
        return usage_error(u"time"_s, Messages::tr("\"%1\" is no time.").arg(text), Messages::tr("Give it as 2027-03-01 or 2027-03-01T12:00:00Z."));
    return QDateTime::fromSecsSinceEpoch(time.toSecsSinceEpoch(), QTimeZone::UTC);
}

Result<void> check(const Validity &validity)
{
    const QDateTime &begin = validity.not_before;
    const QDateTime &end = validity.not_after;
    if (!begin.isValid() || !end.isValid() || end <= begin || begin.toUTC().date().year() < first_year || end.toUTC().date().year() > last_year)
        return bad_input(u"validity"_s, Messages::tr("The certificate would be valid at no time."),
            Messages::tr("Let it end after it begins, and lie between the years %1 and %2.").arg(first_year).arg(last_year));
    return {};
}

} // namespace espseal::pki
