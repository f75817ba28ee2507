// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QSortFilterProxyModel>

#include "app/studio/certificates/certificate_model.h"
#include "app/studio/certificates/issue_request.h"
#include "app/studio/widgets/page_frame.h"

class QLineEdit;
class QStackedWidget;
class QTreeView;

namespace espseal::studio {

class CertificateControl;
class CertificateForm;
class ImportPanel;
class Studio;

class CertificatesPage final : public PageFrame {
    Q_OBJECT
public:
    CertificatesPage(Studio &studio, CertificateControl &control, QWidget *parent = nullptr);
    [[nodiscard]] QWidget *first_focus() override;
    void show_form(Profile profile);
    void import_files(const QStringList &paths);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    enum View { empty_view, list_view, form_view, import_view };
    [[nodiscard]] QWidget *make_list();
    void choose_files();
    void show_list();
    void selected();
    void select_by_name(const QString &name);
    void issued(const QString &name, bool place);

    Studio &studio_;
    CertificateControl &control_;
    CertificateModel model_;
    QSortFilterProxyModel filtered_;
    QTreeView *tree_;
    QLineEdit *filter_;
    QStackedWidget *stack_;
    CertificateForm *form_;
    ImportPanel *import_;
    QString place_when_there_; // a new certificate that waits for the workspace to be read
    QString select_when_there_;
};

} // namespace espseal::studio
