// SPDX-License-Identifier: Apache-2.0
#include "core/base/units.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace espseal {

QString to_string(Address address)
{
    return u"0x%1"_s.arg(QString::number(address.value(), 16).toUpper(), 6, u'0');
}

QString to_string(SectorIndex sector)
{
    return u"0x%1"_s.arg(QString::number(sector.value(), 16).toUpper());
}

QString to_string(Size size)
{
    constexpr std::uint64_t kilo = 1024;
    constexpr std::uint64_t mega = kilo * kilo;
    const QLocale locale;
    if (size.value() >= mega && size.value() % mega == 0)
        return QCoreApplication::translate("espseal::Size", "%1 MB").arg(locale.toString(size.value() / mega));
    if (size.value() >= kilo && size.value() % kilo == 0)
        return QCoreApplication::translate("espseal::Size", "%1 KB").arg(locale.toString(size.value() / kilo));
    return QCoreApplication::translate("espseal::Size", "%1 bytes").arg(locale.toString(size.value()));
}

namespace {

// 1 for no suffix, 0 for one that is not known.
std::uint64_t take_unit(QString &digits)
{
    QString lower = digits.toLower();
    if (lower.startsWith("0x"_L1))
        return 1;
    if (lower.endsWith(u'b'))
        lower.chop(1);
    const std::uint64_t unit = lower.endsWith(u'k') ? 1024 : lower.endsWith(u'm') ? 1024 * 1024 : 1;
    if (unit != 1)
        lower.chop(1);
    digits = lower.trimmed();
    return unit;
}

} // namespace

Result<std::uint64_t> parse_number(const QString &text, const QString &what)
{
    QString digits = text.trimmed();
    const std::uint64_t unit = take_unit(digits);
    bool ok = false;
    const bool hex = digits.startsWith("0x"_L1, Qt::CaseInsensitive);
    const std::uint64_t number = hex ? digits.mid(2).toULongLong(&ok, 16) : digits.toULongLong(&ok, 10);
    if (!ok || number > 0xFFFFFFFFu)
        return bad_input(u"not-a-number"_s, QCoreApplication::translate("espseal::Size", "“%1” is no number for %2.").arg(text, what),
            QCoreApplication::translate("espseal::Size", "Write it as 0x7B000, 503808, 512K or 4M."));
    return number * unit;
}

} // namespace espseal
