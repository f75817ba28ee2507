// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "app/studio/certificates/comparison_model.h"

class QCheckBox;
class QLabel;
class QTreeView;

namespace espseal::studio {

// Two certificates side by side, what differs marked; same fields can be left out.
class ComparisonView final : public QWidget {
    Q_OBJECT
public:
    explicit ComparisonView(QWidget *parent = nullptr);

    // `left` and `right` as column titles.
    void compare(const pki::Certificate &left, const QString &left_title, const pki::Certificate &right, const QString &right_title);
    [[nodiscard]] QTreeView &table() { return *table_; }

private:
    void refresh();

    ComparisonModel model_;
    QTreeView *table_;
    QLabel *summary_;
    QCheckBox *only_;
    std::optional<pki::Certificate> left_;
    std::optional<pki::Certificate> right_;
};

} // namespace espseal::studio
