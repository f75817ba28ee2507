// SPDX-License-Identifier: Apache-2.0
#include "app/studio/examine/examine_window.h"

#include "app/studio/inspector/certificate_view.h"
#include "app/studio/inspector/content_view.h"
#include "app/studio/inspector/structure_view.h"
#include "app/studio/theme/icons.h"
#include "app/studio/widgets/drop_zone.h"
#include "app/studio/widgets/text_styles.h"

#include <QApplication>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int item_role = Qt::UserRole; // place in items_
constexpr int structure_height = 320;

QWidget *structure_of(const ExaminedItem &item)
{
    if (item.der.isEmpty())
        return nullptr;
    auto *structure = new StructureView;
    structure->setMinimumHeight(structure_height);
    structure->show_der(item.der);
    return structure;
}

} // namespace

ExamineWindow::ExamineWindow(QWidget *parent)
    : QWidget(parent, Qt::Window)
    , tree_(new QTreeWidget)
    , views_(new QStackedWidget)
    , certificate_(new CertificateView(actions_))
    , content_(new ContentView(actions_))
{
    setWindowTitle(tr("Examine files"));
    setWindowIcon(line_icon(u"search"_s));
    resize(980, 640);
    setAcceptDrops(true);
    tree_->setAccessibleName(tr("What the files hold"));
    tree_->header()->hide();
    views_->addWidget(content_);
    views_->addWidget(certificate_);
    auto *splitter = new QSplitter;
    splitter->addWidget(tree_);
    splitter->addWidget(views_);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({ 300, 680 });
    splitter->setChildrenCollapsible(false);
    auto *column = new QVBoxLayout(this);
    column->addWidget(make_password_row());
    column->addWidget(splitter, 1);
    connect(tree_, &QTreeWidget::currentItemChanged, this, &ExamineWindow::show_chosen);
    actions_.on(action::certificate_copy, this, [this] { copy_pem(); });
}

ExamineWindow::~ExamineWindow()
{
    jobs_.stop_all_and_wait();
}

QWidget *ExamineWindow::make_password_row()
{
    password_row_ = new QWidget;
    auto *row = new QHBoxLayout(password_row_);
    row->setContentsMargins(0, 0, 0, 0);
    password_label_ = make_label({});
    password_label_->setWordWrap(false);
    password_ = new QLineEdit;
    password_label_->setBuddy(password_);
    password_->setEchoMode(QLineEdit::Password);
    password_->setAccessibleName(tr("Password"));
    auto *unlock = new QPushButton(line_icon(u"key"_s), tr("Unlock"));
    row->addWidget(password_label_);
    row->addWidget(password_, 1);
    row->addWidget(unlock);
    const auto answer = [this] {
        QByteArray typed = password_->text().toUtf8();
        password_->clear();
        passwords_->answer(SecureBytes::take(typed));
        read();
    };
    connect(unlock, &QPushButton::clicked, this, answer);
    connect(password_, &QLineEdit::returnPressed, this, answer);
    password_row_->hide();
    return password_row_;
}

void ExamineWindow::open(const QStringList &paths)
{
    for (const QString &path : paths) {
        if (!paths_.contains(path))
            paths_.append(path);
    }
    read();
}

void ExamineWindow::read()
{
    const int mine = ++generation_;
    jobs_.start<QList<ExaminedFile>>(
        tr("Look into the files"),
        [paths = paths_, passwords = passwords_](const Job &job) -> Result<QList<ExaminedFile>> {
            QList<ExaminedFile> files;
            for (const QString &path : paths) {
                if (job.cancelled())
                    return cancelled(tr("Nothing was read."));
                files.append(examine(path, passwords->prompt()));
            }
            return files;
        },
        this,
        [this, mine](const Result<QList<ExaminedFile>> &files) {
            if (mine == generation_ && files)
                show_files(*files);
        },
        JobStyle::quiet);
}

void ExamineWindow::show_files(const QList<ExaminedFile> &files)
{
    tree_->clear();
    items_.clear();
    bool is_locked = false;
    for (const ExaminedFile &file : files) {
        auto *parent = new QTreeWidgetItem(tree_, { QFileInfo(file.path).fileName() });
        parent->setToolTip(0, file.path);
        parent->setIcon(0, line_icon(file.locked ? u"lock"_s : u"open"_s));
        parent->setData(0, item_role, items_.size());
        for (const ExaminedItem &item : file.items) {
            auto *child = new QTreeWidgetItem(parent, { tr("%1, %2").arg(item.content.title, item.content.subtitle) });
            child->setIcon(0, line_icon(item.content.icon));
            child->setData(0, item_role, items_.size());
            items_.append(item);
        }
        is_locked = is_locked || file.locked;
    }
    tree_->expandAll();
    password_row_->setVisible(is_locked);
    password_label_->setText(tr("Password of %1").arg(passwords_->asked()));
    if (is_locked)
        password_->setFocus();
    if (files.size() == 1)
        setWindowTitle(tr("%1 - examined, nothing is kept").arg(QFileInfo(files.first().path).fileName()));
    if (QTreeWidgetItem *first = tree_->topLevelItem(0))
        tree_->setCurrentItem(first->childCount() > 0 ? first->child(0) : first);
    Q_EMIT shown();
}

void ExamineWindow::show_chosen()
{
    const QTreeWidgetItem *chosen = tree_->currentItem();
    const qsizetype at = chosen ? chosen->data(0, item_role).toLongLong() : -1;
    if (at < 0 || at >= items_.size())
        return;
    const ExaminedItem &item = items_.at(at);
    if (item.certificate) {
        certificate_->show_certificate(item.content, *item.certificate);
        views_->setCurrentWidget(certificate_);
    } else {
        content_->show_content(item.content, structure_of(item));
        views_->setCurrentWidget(content_);
    }
}

void ExamineWindow::copy_pem()
{
    const QTreeWidgetItem *chosen = tree_->currentItem();
    const qsizetype at = chosen ? chosen->data(0, item_role).toLongLong() : -1;
    if (at >= 0 && at < items_.size() && items_.at(at).certificate)
        QApplication::clipboard()->setText(QString::fromLatin1(items_.at(at).certificate->pem()));
}

void ExamineWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!local_paths(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void ExamineWindow::dropEvent(QDropEvent *event)
{
    open(local_paths(*event->mimeData()));
    event->acceptProposedAction();
}

void choose_and_examine(QWidget *parent)
{
    auto *dialog = new QFileDialog(parent, ExamineWindow::tr("Examine files"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    QObject::connect(dialog, &QFileDialog::filesSelected, parent, [parent](const QStringList &paths) {
        auto *window = new ExamineWindow(parent);
        window->setAttribute(Qt::WA_DeleteOnClose);
        window->open(paths);
        window->show();
    });
    dialog->open();
}

} // namespace espseal::studio
