// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;

namespace espseal::studio {

class PlanControl;
class PlanDocument;
class Workspace;

// Name, place and content of one region; every change is an undo step.
class RegionEditor final : public QWidget {
    Q_OBJECT
public:
    RegionEditor(PlanDocument &document, Workspace &workspace, PlanControl &plans, QString region, QWidget *parent = nullptr);
    void focus_start();

Q_SIGNALS:
    void renamed(const QString &name);

private:
    void refresh();
    void fill_contents();
    void commit_name();
    void commit_start();
    void commit_size();
    void commit_content(int index);
    void complain(QLineEdit &edit, const QString &sentence);

    PlanDocument &document_;
    Workspace &workspace_;
    PlanControl &plans_;
    QString region_;
    QLineEdit *name_;
    QLineEdit *start_;
    QLineEdit *size_;
    QComboBox *content_;
    QCheckBox *pinned_;
    QLabel *complaint_;
};

} // namespace espseal::studio
