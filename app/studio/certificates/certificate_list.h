// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QWidget>

#include "app/studio/certificates/certificate_filter.h"
#include "app/studio/certificates/certificate_model.h"
#include "app/studio/selection.h"

class QLabel;
class QTreeView;

namespace espseal::studio {

class OverviewStrip;
class Studio;

// The tree of certificates with its overview; what is selected here is selected everywhere.
class CertificateList final : public QWidget {
    Q_OBJECT
public:
    explicit CertificateList(Studio &studio, QWidget *parent = nullptr);

    [[nodiscard]] QTreeView &tree() { return *tree_; }
    [[nodiscard]] const CertificateFilter &filter() const { return filter_; }
    void set_words(const QString &words);
    void show_only(CertificateMark mark);
    void hide_expired(bool hide);
    void select(const QString &credential);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void refresh();
    void select_subject();
    void selection_changed();
    void filter_changed();
    void show_menu(const QPoint &at);
    void follow_width();
    void follow_plan();

    Studio &studio_;
    CertificateModel model_;
    CertificateFilter filter_;
    OverviewStrip *strip_;
    QTreeView *tree_;
    QLabel *nothing_; // said when the filter leaves nothing
    QHash<QString, QString> regions_; // of the plan, by credential
    QString waiting_; // to be selected as soon as it is there
};

[[nodiscard]] Subject subject_of(const CertificateNode &node);

} // namespace espseal::studio
