// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/certificates/issue_request.h"
#include "app/studio/widgets/page_frame.h"

class QCheckBox;
class QLineEdit;
class QStackedWidget;

namespace espseal::studio {

class CertificateControl;
class CertificateList;
class CertificateTasks;
class DeviceProfileBar;
class GuidePanel;
class Studio;
class TaskPanel;

// The list of certificates, what is shown while there are none, and one task at a time in their place.
class CertificatesPage final : public PageFrame {
    Q_OBJECT
public:
    CertificatesPage(Studio &studio, CertificateControl &control, QWidget *parent = nullptr);
    ~CertificatesPage() override;

    [[nodiscard]] QWidget *first_focus() override;
    [[nodiscard]] CertificateList &list() { return *list_; }
    [[nodiscard]] TaskPanel *task() const { return task_; } // nullptr: none is open
    [[nodiscard]] CertificateTasks &tasks() { return *tasks_; }
    [[nodiscard]] DeviceProfileBar &profile_bar() { return *profile_; }
    void open(TaskPanel *task); // takes it
    void show_list();

    void show_form(const QString &preset);
    void import_files(const QStringList &paths);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void make_tools();
    void task_finished(const QStringList &credentials);
    void drop_task();

    Studio &studio_;
    QLineEdit *filter_;
    QCheckBox *hide_expired_;
    DeviceProfileBar *profile_;
    QStackedWidget *stack_;
    GuidePanel *guide_;
    CertificateList *list_;
    TaskPanel *task_ = nullptr; // child of stack_
    CertificateTasks *tasks_;
};

} // namespace espseal::studio
