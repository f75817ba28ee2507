// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTimer>

#include "app/studio/certificates/batch_model.h"
#include "app/studio/certificates/batch_run.h"
#include "app/studio/certificates/task_panel.h"

class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;

namespace espseal::studio {

class BatchChoices;
class FindingCard;
class Studio;

// Issue for many: a table in, each row checked in place, one identity for each row out. Stopping keeps what is done; the next run goes on.
class BatchPanel final : public TaskPanel {
    Q_OBJECT
public:
    explicit BatchPanel(Studio &studio, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override { return tr("Issue for many"); }
    [[nodiscard]] QWidget *first_focus() override;
    void read_table(const QString &path);

private:
    [[nodiscard]] QWidget *make_table_side();
    [[nodiscard]] QWidget *make_run_row();
    void choose_table();
    [[nodiscard]] BatchOrder order() const;
    void changed();
    void check();
    void show_manifest(const Result<pki::BatchManifest> &manifest);
    void run();
    void follow_job(quint64 id);
    void ended(const Result<pki::BatchResult> &result);
    void list_here(const pki::BatchResult &result, const BatchOrder &order);

    Studio &studio_;
    BatchModel model_;
    QTimer delay_;
    int generation_ = 0; // the last check wins
    quint64 job_ = 0; // the run; 0: none
    QPlainTextEdit *text_;
    BatchChoices *choices_;
    QLabel *summary_;
    FindingCard *problem_;
    QProgressBar *progress_;
    QPushButton *run_;
    QPushButton *stop_;
};

} // namespace espseal::studio
