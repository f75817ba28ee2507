// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/validity_choice.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDateEdit>
#include <QHBoxLayout>
#include <QLabel>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int spans[] = { 30, 90, 365, 730, 825, 1825, 3650, 5475, 7300 };
constexpr int by_dates = -1;

} // namespace

QString span_text(int days)
{
    return days % 365 == 0 ? ValidityChoice::tr("%n year(s)", nullptr, days / 365) : ValidityChoice::tr("%n day(s)", nullptr, days);
}

ValidityChoice::ValidityChoice(QWidget *parent)
    : QWidget(parent)
    , span_(new QComboBox)
    , dates_(new QWidget)
    , from_(new QDateEdit(QDate::currentDate()))
    , until_(new QDateEdit(QDate::currentDate().addYears(2)))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    for (const int days : spans)
        span_->addItem(span_text(days), days);
    span_->addItem(tr("From a day to a day"), by_dates);
    span_->setAccessibleName(tr("Valid for"));
    span_->setObjectName(u"form-days"_s);
    row->addWidget(span_);
    auto *pair = new QHBoxLayout(dates_);
    pair->setContentsMargins(0, 0, 0, 0);
    pair->setSpacing(6);
    for (const auto &[edit, name] : { std::pair { from_, tr("First day") }, { until_, tr("Last day") } }) {
        edit->setCalendarPopup(true);
        edit->setDisplayFormat(u"yyyy-MM-dd"_s);
        edit->setAccessibleName(name);
        edit->setToolTip(name);
        pair->addWidget(edit);
        connect(edit, &QDateEdit::dateChanged, this, &ValidityChoice::changed);
    }
    row->addWidget(dates_);
    row->addStretch(1);
    connect(span_, &QComboBox::currentIndexChanged, this, &ValidityChoice::mode_changed);
    mode_changed();
}

QWidget *ValidityChoice::buddy() const
{
    return span_;
}

void ValidityChoice::choose_days(int days)
{
    if (span_->findData(days) < 0)
        span_->insertItem(span_->count() - 1, span_text(days), days);
    span_->setCurrentIndex(span_->findData(days));
}

int ValidityChoice::days() const
{
    const int days = span_->currentData().toInt();
    return days != by_dates ? days : static_cast<int>(std::max<qint64>(1, from_->date().daysTo(until_->date())));
}

void ValidityChoice::apply(pki::IssueChoices &choices) const
{
    const int days = span_->currentData().toInt();
    if (days != by_dates) {
        choices.days = days;
        return;
    }
    choices.from = QDateTime(from_->date(), QTime(0, 0), QTimeZone::UTC);
    choices.until = QDateTime(until_->date(), QTime(23, 59, 59), QTimeZone::UTC);
}

void ValidityChoice::mode_changed()
{
    dates_->setVisible(span_->currentData().toInt() == by_dates);
    Q_EMIT changed();
}

} // namespace espseal::studio
