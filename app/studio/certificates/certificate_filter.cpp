// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/certificate_filter.h"

#include "app/studio/certificates/certificate_model.h"

#include <algorithm>

namespace espseal::studio {

namespace {

// Any two digits are in almost every fingerprint: a short word is looked for in names alone.
constexpr qsizetype shortest_number = 4;

// `text` is names and numbers as StoredCredential::search has them; a fingerprint is looked for with and without its colons.
bool holds(const QString &text, const QString &word)
{
    QString plain = word;
    plain.remove(u':');
    const QStringView names = QStringView(text).first(text.contains(search_numbers) ? text.indexOf(search_numbers) : text.size());
    return plain.size() < shortest_number ? names.contains(word) : text.contains(word) || text.contains(plain);
}

// Numbers in names sort as numbers in every language but C, where Qt compares bytes.
QLocale sorting_locale()
{
    const QLocale user;
    return user.language() == QLocale::C ? QLocale(QLocale::English) : user;
}

bool is_group(const QModelIndex &index)
{
    return index.data(CertificateModel::kind_role).toInt() == static_cast<int>(CertificateNode::Kind::group);
}

} // namespace

CertificateFilter::CertificateFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
    , collator_(sorting_locale())
{
    collator_.setNumericMode(true); // greenhouse-2 before greenhouse-10
    collator_.setCaseSensitivity(Qt::CaseInsensitive);
    setRecursiveFilteringEnabled(true);
    setSortRole(sort_role);
}

void CertificateFilter::set_words(const QString &words)
{
    const QStringList next = words.toCaseFolded().split(u' ', Qt::SkipEmptyParts);
    if (next == words_)
        return;
    words_ = next;
    invalidateRowsFilter();
}

void CertificateFilter::set_marks(CertificateMarks marks)
{
    if (marks == marks_)
        return;
    marks_ = marks;
    invalidateRowsFilter();
}

void CertificateFilter::set_hide_expired(bool hide)
{
    if (hide == hide_expired_)
        return;
    hide_expired_ = hide;
    invalidateRowsFilter();
}

bool CertificateFilter::matches(const QModelIndex &index) const
{
    const CertificateMarks marks = CertificateMarks::fromInt(index.data(CertificateModel::marks_role).toInt());
    if ((marks_ && !(marks & marks_)) || (hides_expired() && marks.testFlag(CertificateMark::expired)))
        return false;
    const QString text = index.data(CertificateModel::search_role).toString();
    return std::ranges::all_of(words_, [&](const QString &word) { return holds(text, word); });
}

bool CertificateFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (!is_filtering())
        return true;
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (is_group(index))
        return false; // a member brings its group along
    if (matches(index))
        return true;
    const bool expired = CertificateMarks::fromInt(index.data(CertificateModel::marks_role).toInt()).testFlag(CertificateMark::expired);
    if (marks_ || words_.isEmpty() || (hides_expired() && expired))
        return false;
    for (QModelIndex above = parent; above.isValid(); above = above.parent())
        if (!is_group(above) && matches(above))
            return true;
    return false;
}

bool CertificateFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const bool descending = sortOrder() == Qt::DescendingOrder;
    if (is_group(left) || is_group(right)) {
        if (is_group(left) != is_group(right))
            return is_group(right) != descending;
        return (left.row() < right.row()) != descending;
    }
    const QVariant a = left.data(sort_role);
    const QVariant b = right.data(sort_role);
    if (a.typeId() == QMetaType::QString && b.typeId() == QMetaType::QString)
        return collator_.compare(a.toString(), b.toString()) < 0;
    return QVariant::compare(a, b) == QPartialOrdering::Less;
}

int CertificateFilter::shown_certificates() const
{
    const auto *model = qobject_cast<const CertificateModel *>(sourceModel());
    if (!model)
        return 0;
    return static_cast<int>(std::ranges::count_if(model->nodes(), [&](const CertificateNode &node) {
        if (node.kind != CertificateNode::Kind::credential || (marks_ && !(node.marks & marks_))
            || (hides_expired() && node.marks.testFlag(CertificateMark::expired)))
            return false;
        return std::ranges::all_of(words_, [&](const QString &word) { return holds(node.search, word); });
    }));
}

} // namespace espseal::studio
