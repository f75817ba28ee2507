// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCollator>
#include <QSortFilterProxyModel>

#include "app/studio/certificates/certificate_tree.h"

namespace espseal::studio {

// Words and marks over a CertificateModel. A row shows when it matches, or one below it does; with words alone also when a CA above it matches.
// Groups stay below the certificates however the rest is sorted.
class CertificateFilter final : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit CertificateFilter(QObject *parent = nullptr);

    void set_words(const QString &words);
    void set_marks(CertificateMarks marks); // any of them
    [[nodiscard]] CertificateMarks marks() const { return marks_; }
    // Unless the expired ones are asked for by their mark. One that has signed others which show stays above them.
    void set_hide_expired(bool hide);
    [[nodiscard]] bool hides_expired() const { return hide_expired_ && !marks_.testFlag(CertificateMark::expired); }
    [[nodiscard]] bool is_filtering() const { return !words_.isEmpty() || marks_ || hides_expired(); }
    [[nodiscard]] int shown_certificates() const; // that match by themselves

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    [[nodiscard]] bool matches(const QModelIndex &index) const;

    QStringList words_; // case-folded; all must be there
    CertificateMarks marks_;
    bool hide_expired_ = false;
    QCollator collator_;
};

} // namespace espseal::studio
