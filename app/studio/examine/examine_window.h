// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "app/studio/actions/action_registry.h"
#include "app/studio/certificates/import_review.h"
#include "app/studio/examine/examined_file.h"
#include "app/studio/jobs/job_runner.h"

class QLabel;
class QLineEdit;
class QStackedWidget;
class QTreeWidget;

namespace espseal::studio {

class CertificateView;
class ContentView;

// A window of its own in which files are looked at: without a workspace, and nothing in it changes anything.
class ExamineWindow final : public QWidget {
    Q_OBJECT
public:
    explicit ExamineWindow(QWidget *parent = nullptr);
    ~ExamineWindow() override;

    void open(const QStringList &paths); // adds them

Q_SIGNALS:
    void shown(); // everything that was opened is read

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    QWidget *make_password_row();
    void read();
    void show_files(const QList<ExaminedFile> &files);
    void show_chosen();
    void copy_pem();

    ActionRegistry actions_; // its own: those of a studio mean its workspace
    QStringList paths_;
    QList<ExaminedItem> items_;
    std::shared_ptr<ImportPasswords> passwords_ = std::make_shared<ImportPasswords>();
    int generation_ = 0;
    QTreeWidget *tree_;
    QStackedWidget *views_;
    CertificateView *certificate_;
    ContentView *content_;
    QWidget *password_row_ = nullptr;
    QLabel *password_label_ = nullptr;
    QLineEdit *password_ = nullptr;
    JobRunner jobs_; // last: its jobs end before what they fill goes
};

// Asks which files, and opens them in a window of their own.
void choose_and_examine(QWidget *parent);

} // namespace espseal::studio
