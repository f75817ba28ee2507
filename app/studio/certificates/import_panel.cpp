// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/import_panel.h"

#include "app/studio/certificates/goal_checklist.h"
#include "app/studio/certificates/import_list.h"
#include "app/studio/certificates/import_store.h"
#include "app/studio/control/certificate_control.h"
#include "app/studio/studio.h"
#include "app/studio/theme/icons.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/drop_zone.h"
#include "app/studio/widgets/finding_card.h"
#include "app/studio/widgets/secret_text.h"
#include "app/studio/widgets/text_styles.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

ImportPanel::ImportPanel(Studio &studio, CertificateControl &control, ImportGoal goal, QWidget *parent)
    : TaskPanel(parent)
    , studio_(studio)
    , control_(control)
    , goal_(goal)
    , zone_(new DropZone(tr("Drop files or a folder here, or choose them")))
    , checklist_(new GoalChecklist(goal))
    , list_(new ImportList)
    , skipped_(make_label({}, TextStyle::caption))
    , password_label_(make_label({}))
    , password_(new QLineEdit)
    , problem_(new FindingCard)
    , place_(new QCheckBox(tr("Put them on the flash map")))
    , store_(new QPushButton(line_icon(u"import"_s, Qt::white), tr("Import")))
    , request_(new QPushButton(line_icon(u"new"_s), tr("Import, then make a request")))
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(12);
    zone_->setObjectName(u"import-drop"_s);
    outer->addWidget(zone_);
    auto *card = new Card;
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(18, 14, 18, 14);
    column->setSpacing(10);
    column->addWidget(checklist_);
    column->addWidget(list_, 1);
    column->addWidget(skipped_);
    column->addWidget(problem_);
    column->addWidget(make_password_row());
    column->addWidget(place_);
    column->addWidget(make_buttons());
    outer->addWidget(card, 1);
    connect(zone_, &DropZone::clicked, this, &ImportPanel::choose_files);
    connect(zone_, &DropZone::dropped, this, [this](const QStringList &paths) { add({ .paths = paths, .text = {}, .text_name = {} }); });
    connect(list_, &ImportList::selection_changed, this, &ImportPanel::selection_changed);
    place_->setChecked(goal != ImportGoal::anything);
    place_->setObjectName(u"import-place"_s);
    problem_->hide();
    skipped_->hide();
    password_row_->hide();
    selection_changed();
}

QString ImportPanel::title() const
{
    switch (goal_) {
    case ImportGoal::anything:
        return tr("Import");
    case ImportGoal::ca:
        return tr("Import the CA's certificate");
    case ImportGoal::identity:
        return tr("Import key, certificate and CA");
    }
    return {};
}

QWidget *ImportPanel::first_focus()
{
    return source_.is_empty() ? static_cast<QWidget *>(zone_) : list_->first_focus();
}

QWidget *ImportPanel::make_password_row()
{
    password_row_ = new QWidget;
    auto *row = new QHBoxLayout(password_row_);
    row->setContentsMargins(0, 0, 0, 0);
    password_label_->setWordWrap(false);
    password_label_->setBuddy(password_);
    password_->setEchoMode(QLineEdit::Password);
    password_->setAccessibleName(tr("Password"));
    auto *unlock = new QPushButton(line_icon(u"key"_s), tr("Unlock"));
    row->addWidget(password_label_);
    row->addWidget(password_, 1);
    row->addWidget(unlock);
    const auto answer = [this] {
        passwords_->answer(take_secret(*password_));
        review();
    };
    connect(unlock, &QPushButton::clicked, this, answer);
    connect(password_, &QLineEdit::returnPressed, this, answer);
    return password_row_;
}

QWidget *ImportPanel::make_buttons()
{
    auto *holder = new QWidget;
    auto *row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    store_->setProperty("primary", true);
    store_->setObjectName(u"import-store"_s);
    auto *folder = new QPushButton(line_icon(u"open"_s), tr("Choose a folder..."));
    auto *cancel = new QPushButton(tr("Cancel"));
    row->addWidget(store_);
    row->addWidget(request_);
    row->addWidget(folder);
    row->addWidget(cancel);
    row->addStretch(1);
    request_->setVisible(goal_ == ImportGoal::ca);
    request_->setToolTip(tr("For boards that must show a certificate of this CA: a key and a request that the CA answers"));
    connect(store_, &QPushButton::clicked, this, [this] { store(false); });
    connect(request_, &QPushButton::clicked, this, [this] { store(true); });
    connect(folder, &QPushButton::clicked, this, &ImportPanel::choose_folder);
    connect(cancel, &QPushButton::clicked, this, &ImportPanel::closed);
    return holder;
}

void ImportPanel::choose_files()
{
    auto *dialog = new QFileDialog(window(), tr("Import certificates and keys"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList &paths) { add({ .paths = paths, .text = {}, .text_name = {} }); });
    dialog->open();
}

void ImportPanel::choose_folder()
{
    auto *dialog = new QFileDialog(window(), tr("Import everything in a folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList &paths) { add({ .paths = paths, .text = {}, .text_name = {} }); });
    dialog->open();
}

void ImportPanel::add(const ImportSource &source)
{
    for (const QString &path : source.paths)
        if (!source_.paths.contains(path))
            source_.paths.append(path);
    source_.text += source.text;
    source_.text_name = source.text_name;
    review();
}

void ImportPanel::review()
{
    const int mine = ++generation_;
    store_->setEnabled(false);
    studio_.jobs.start<ImportReview>(
        tr("Look into the files"),
        [source = source_, folder = studio_.workspace.folder(), passwords = passwords_](
            const Job &job) { return review_import(source, folder, *passwords, job); },
        this,
        [this, mine](Result<ImportReview> found) {
            if (mine == generation_)
                show_review(found);
        },
        JobStyle::quiet);
}

void ImportPanel::show_review(const Result<ImportReview> &review)
{
    const bool nothing = !review && (review.error().code == "password-needed"_L1 || review.error().code == "wrong-password"_L1);
    const bool locked = nothing || (review && review->locked);
    password_row_->setVisible(locked);
    problem_->setVisible(!review || locked || !review->findings.isEmpty());
    if (locked)
        password_label_->setText(tr("Password of %1").arg(passwords_->asked()));
    list_->show_review(review ? *review : ImportReview());
    checklist_->show_review(review ? *review : ImportReview());
    skipped_->setVisible(review && review->skipped > 0);
    if (!review) {
        problem_->show_error(review.error());
        if (locked) {
            password_->setFocus();
        } else {
            source_ = {}; // what cannot be read must not stand in the way of the next files
        }
        return;
    }
    if (locked)
        problem_->show_error(*review->locked); // the rest can be imported without it
    else if (!review->findings.isEmpty())
        problem_->show_finding(review->findings.constFirst());
    skipped_->setText(tr("%n file(s) of another kind left out", nullptr, review->skipped));
    zone_->set_text(tr("Drop more files here, or choose them"));
    selection_changed();
}

void ImportPanel::selection_changed()
{
    const ImportChoice chosen = list_->chosen();
    const bool any = !chosen.items.isEmpty() || !chosen.requests.isEmpty() || !chosen.keys.isEmpty() || !chosen.crls.isEmpty();
    store_->setEnabled(any);
    request_->setEnabled(any);
    place_->setEnabled(!chosen.items.isEmpty());
}

void ImportPanel::store(bool then_request)
{
    const ImportChoice chosen = list_->chosen();
    const bool place = place_->isChecked() && place_->isEnabled();
    store_->setEnabled(false);
    studio_.workspace.run(
        tr("Import %n item(s)", nullptr, static_cast<int>(chosen.items.size() + chosen.requests.size() + chosen.keys.size() + chosen.crls.size())),
        [chosen](const KeyFolder &folder, const Job &) { return store_import(chosen, folder); }, this,
        [this, place, then_request](const Result<QStringList> &names) {
            if (!names) {
                store_->setEnabled(true);
                problem_->show();
                return problem_->show_error(names.error());
            }
            if (place)
                control_.place_all(*names);
            Q_EMIT finished(*names);
            if (then_request)
                Q_EMIT request_wanted();
        });
}

} // namespace espseal::studio
