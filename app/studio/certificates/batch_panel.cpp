// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/batch_panel.h"

#include "app/studio/certificates/batch_choices.h"
#include "app/studio/studio.h"
#include "app/studio/theme/icons.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/finding_card.h"
#include "app/studio/widgets/table.h"
#include "app/studio/widgets/text_styles.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int check_delay_ms = 200;

} // namespace

BatchPanel::BatchPanel(Studio &studio, QWidget *parent)
    : TaskPanel(parent)
    , studio_(studio)
    , text_(new QPlainTextEdit)
    , choices_(new BatchChoices(studio))
    , summary_(make_label({}, TextStyle::muted))
    , problem_(new FindingCard)
    , progress_(new QProgressBar)
    , run_(new QPushButton(line_icon(u"certificates"_s, Qt::white), tr("Issue")))
    , stop_(new QPushButton(line_icon(u"stop"_s), tr("Stop")))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    auto *top = new QHBoxLayout;
    top->setSpacing(12);
    top->addWidget(make_table_side(), 3);
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(choices_);
    scroll->setMinimumWidth(choices_->minimumSizeHint().width());
    top->addWidget(scroll, 2);
    column->addLayout(top, 2);
    column->addWidget(problem_);
    auto *card = new Card;
    auto *inside = new QVBoxLayout(card);
    inside->setContentsMargins(1, 1, 1, 1);
    inside->addWidget(make_table(model_, tr("Rows of the table"), BatchModel::names_column));
    column->addWidget(card, 3);
    column->addWidget(make_run_row());
    problem_->hide();
    delay_.setSingleShot(true);
    delay_.setInterval(check_delay_ms);
    connect(&delay_, &QTimer::timeout, this, &BatchPanel::check);
    connect(text_, &QPlainTextEdit::textChanged, this, &BatchPanel::changed);
    connect(choices_, &BatchChoices::changed, this, &BatchPanel::changed);
    connect(run_, &QPushButton::clicked, this, &BatchPanel::run);
    connect(stop_, &QPushButton::clicked, this, [this] { studio_.jobs.stop(job_); });
    connect(&studio.jobs, &JobRunner::progressed, this, &BatchPanel::follow_job);
    changed();
}

QWidget *BatchPanel::first_focus()
{
    return text_;
}

QWidget *BatchPanel::make_table_side()
{
    auto *card = new Card;
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(14, 12, 14, 12);
    column->setSpacing(8);
    auto *head = new QHBoxLayout;
    head->addWidget(make_label(tr("Paste a table with a header, or open one. Columns: name, cn, san, mac, days, o, ou, serial, ..."), TextStyle::caption), 1);
    auto *open = new QPushButton(line_icon(u"open"_s), tr("Open a table..."));
    connect(open, &QPushButton::clicked, this, &BatchPanel::choose_table);
    head->addWidget(open, 0, Qt::AlignTop);
    column->addLayout(head);
    text_->setObjectName(u"batch-table"_s);
    text_->setAccessibleName(tr("Table"));
    text_->setPlaceholderText(u"name,mac\ngreenhouse-18,5C:CF:7F:A1:00:18\ngreenhouse-19,5C:CF:7F:A1:00:19"_s);
    text_->setFont(fixed_font(text_->font()));
    text_->setLineWrapMode(QPlainTextEdit::NoWrap);
    text_->setTabChangesFocus(true);
    column->addWidget(text_, 1);
    return card;
}

QWidget *BatchPanel::make_run_row()
{
    auto *holder = new QWidget;
    auto *row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    run_->setProperty("primary", true);
    run_->setObjectName(u"batch-run"_s);
    stop_->setObjectName(u"batch-stop"_s);
    progress_->setTextVisible(false);
    progress_->setAccessibleName(tr("Progress"));
    auto *back = new QPushButton(tr("Back to the list"));
    connect(back, &QPushButton::clicked, this, &BatchPanel::closed);
    row->addWidget(run_);
    row->addWidget(stop_);
    row->addWidget(back);
    row->addWidget(progress_, 1);
    row->addWidget(summary_, 2);
    stop_->hide();
    progress_->hide();
    return holder;
}

void BatchPanel::choose_table()
{
    auto *dialog = new QFileDialog(window(), tr("Open a table"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({ tr("Tables (*.csv *.tsv *.txt)"), tr("All files (*)") });
    connect(dialog, &QFileDialog::fileSelected, this, &BatchPanel::read_table);
    dialog->open();
}

void BatchPanel::read_table(const QString &path)
{
    studio_.jobs.start<QByteArray>(
        tr("Read the table"), [path](const Job &) { return read_batch_file(path); }, this,
        [this](const Result<QByteArray> &read) {
            if (!read)
                return studio_.notify(read.error());
            text_->setPlainText(QString::fromUtf8(*read));
        },
        JobStyle::quiet);
}

BatchOrder BatchPanel::order() const
{
    BatchOrder wanted = choices_->order();
    wanted.table = text_->toPlainText().toUtf8();
    return wanted;
}

void BatchPanel::changed()
{
    run_->setEnabled(false);
    delay_.start();
}

void BatchPanel::check()
{
    const int mine = ++generation_;
    const BatchOrder wanted = order();
    if (wanted.table.trimmed().isEmpty()) {
        model_.set_rows({});
        problem_->hide();
        return summary_->setText(tr("One certificate and key for each row."));
    }
    studio_.jobs.start<pki::BatchManifest>(
        tr("Read the table"), [wanted](const Job &) { return read_batch(wanted.table, wanted.preset); }, this,
        [this, mine](const Result<pki::BatchManifest> &manifest) {
            if (mine == generation_)
                show_manifest(manifest);
        },
        JobStyle::quiet);
}

void BatchPanel::show_manifest(const Result<pki::BatchManifest> &manifest)
{
    problem_->setVisible(!manifest || !manifest->notes.isEmpty());
    if (!manifest) {
        model_.set_rows({});
        summary_->clear();
        return problem_->show_error(manifest.error());
    }
    if (!manifest->notes.isEmpty())
        problem_->show_finding(manifest->notes.constFirst());
    model_.show_manifest(*manifest);
    const int bad = model_.count(BatchLine::State::bad);
    const int good = model_.count(BatchLine::State::ready);
    summary_->setText(bad > 0 ? tr("%n row(s) to be corrected first", nullptr, bad) : tr("%n row(s) ready", nullptr, good));
    run_->setText(tr("Issue %n certificate(s)", nullptr, good));
    run_->setEnabled(bad == 0 && good > 0 && job_ == 0 && choices_->ready());
}

void BatchPanel::run()
{
    const BatchOrder wanted = order();
    run_->setEnabled(false);
    stop_->show();
    progress_->setRange(0, 0);
    progress_->show();
    job_ = studio_.jobs.start<pki::BatchResult>(
        tr("Issue %n certificate(s)", nullptr, model_.rowCount()),
        [wanted, &keys = studio_.keys, purpose = run_->text()](const Job &job) { return run_batch(wanted, KeyFolder(keys, job, purpose), job); }, this,
        [this](const Result<pki::BatchResult> &result) { ended(result); });
}

void BatchPanel::follow_job(quint64 id)
{
    const JobRecord *job = id == job_ && job_ != 0 ? studio_.jobs.find(id) : nullptr;
    if (!job || job->total == 0)
        return;
    progress_->setRange(0, static_cast<int>(job->total));
    progress_->setValue(static_cast<int>(job->done));
    summary_->setText(tr("%1 of %2", "certificates done").arg(job->done).arg(job->total));
}

void BatchPanel::ended(const Result<pki::BatchResult> &result)
{
    job_ = 0;
    stop_->hide();
    progress_->hide();
    run_->setEnabled(true);
    problem_->setVisible(!result);
    if (!result) {
        if (result.error().kind == ErrorKind::cancelled)
            summary_->setText(tr("Stopped. What is done is kept: issue again to go on."));
        return problem_->show_error(result.error());
    }
    model_.show_result(*result);
    const QString kept = result->kept > 0 ? tr(", %n were there", nullptr, static_cast<int>(result->kept)) : QString();
    summary_->setText(tr("%n made%1. Table for provisioning: %2", nullptr, static_cast<int>(result->made)).arg(kept, result->table));
    if (const BatchOrder done = order(); done.list_here)
        list_here(*result, done);
}

void BatchPanel::list_here(const pki::BatchResult &result, const BatchOrder &order)
{
    studio_.workspace.run(
        tr("List what was issued"),
        [result, order, content = studio_.workspace.content()](
            const KeyFolder &workspace, const Job &) { return list_batch(order, result, content, workspace); },
        this,
        [this](const Result<QStringList> &names) {
            if (!names)
                studio_.notify(names.error());
        },
        JobStyle::quiet);
}

} // namespace espseal::studio
