// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/import_panel.h"

#include "app/studio/certificates/certificate_text.h"
#include "app/studio/studio.h"
#include "app/studio/theme/icons.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/finding_card.h"
#include "app/studio/widgets/text_styles.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

SecureBytes secret_of(QLineEdit &edit)
{
    QByteArray typed = edit.text().toUtf8();
    return SecureBytes::take(typed);
}

} // namespace

ImportPanel::ImportPanel(Studio &studio, QWidget *parent)
    : QWidget(parent)
    , studio_(studio)
    , head_(make_label({}, TextStyle::heading))
    , list_(new QListWidget)
    , password_row_(new QWidget)
    , password_(new QLineEdit)
    , problem_(new FindingCard)
    , store_(new QPushButton(line_icon(u"import"_s, Qt::white), tr("Import")))
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(12);
    auto *card = new Card;
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(18, 14, 18, 14);
    column->setSpacing(10);
    column->addWidget(head_);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setAccessibleName(tr("Found in the files"));
    list_->setIconSize({ 16, 16 });
    column->addWidget(list_, 1);
    auto *row = new QHBoxLayout(password_row_);
    row->setContentsMargins(0, 0, 0, 0);
    auto *label = make_label(tr("Password"));
    label->setWordWrap(false);
    label->setBuddy(password_);
    password_->setEchoMode(QLineEdit::Password);
    password_->setAccessibleName(tr("Password"));
    auto *unlock = new QPushButton(line_icon(u"key"_s), tr("Unlock"));
    row->addWidget(label);
    row->addWidget(password_, 1);
    row->addWidget(unlock);
    column->addWidget(problem_);
    column->addWidget(password_row_);
    store_->setProperty("primary", true);
    auto *cancel = new QPushButton(tr("Cancel"));
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(store_);
    buttons->addWidget(cancel);
    buttons->addStretch(1);
    column->addLayout(buttons);
    outer->addWidget(card, 1);
    connect(unlock, &QPushButton::clicked, this, &ImportPanel::review);
    connect(password_, &QLineEdit::returnPressed, this, &ImportPanel::review);
    connect(store_, &QPushButton::clicked, this, &ImportPanel::store);
    connect(cancel, &QPushButton::clicked, this, &ImportPanel::closed);
}

void ImportPanel::begin(const QStringList &paths)
{
    paths_ = paths;
    items_.clear();
    list_->clear();
    password_->clear();
    password_row_->hide();
    problem_->hide();
    store_->setEnabled(false);
    head_->setText(
        paths.size() == 1 ? tr("Import %1").arg(QFileInfo(paths.constFirst()).fileName()) : tr("Import %n file(s)", nullptr, static_cast<int>(paths.size())));
    review();
}

void ImportPanel::review()
{
    auto password = std::make_shared<SecureBytes>(secret_of(*password_));
    password_->clear();
    studio_.jobs.start<ImportReview>(
        tr("Look into the files"),
        [paths = paths_, folder = studio_.workspace.folder(), password](const Job &) { return review_import(paths, folder, *password); }, this,
        [this](Result<ImportReview> found) { show_review(found); }, JobStyle::quiet);
}

void ImportPanel::show_review(const Result<ImportReview> &review)
{
    list_->clear();
    items_.clear();
    const bool locked = !review && (review.error().code == "password-needed"_L1 || review.error().code == "wrong-password"_L1);
    password_row_->setVisible(locked);
    problem_->setVisible(!review || !review->findings.isEmpty());
    store_->setEnabled(false);
    if (!review) {
        problem_->show_error(review.error());
        if (locked)
            password_->setFocus();
        return;
    }
    if (!review->findings.isEmpty())
        problem_->show_finding(review->findings.constFirst());
    items_ = review->items;
    for (const ImportItem &item : review->items) {
        const pki::Certificate &certificate = item.credential.certificate;
        const QString key = item.credential.key ? tr("with its key") : tr("without a key");
        const QString known = item.known ? tr(", here already") : QString();
        const QString text = tr("%1: %2, %3, %4%5", "name: use, key kind, with its key, here already");
        auto *row = new QListWidgetItem(line_icon(certificate.is_ca() ? u"authority"_s : u"certificates"_s),
            text.arg(certificate.display_name(), use_text(certificate), certificate.key().name, key, known), list_);
        row->setFlags(item.known ? Qt::ItemIsSelectable : Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemIsUserCheckable);
        row->setCheckState(item.known ? Qt::Unchecked : Qt::Checked);
        store_->setEnabled(store_->isEnabled() || !item.known);
    }
    if (review->lonely_keys > 0)
        list_->addItem(tr("%n key(s) without a certificate: left out", nullptr, review->lonely_keys));
}

void ImportPanel::store()
{
    QList<NewCredential> chosen;
    for (qsizetype i = 0; i < items_.size(); ++i)
        if (list_->item(static_cast<int>(i))->checkState() == Qt::Checked)
            chosen.append(items_.at(i).credential);
    items_.clear();
    if (!chosen.isEmpty())
        studio_.workspace.add(std::move(chosen));
    Q_EMIT closed();
}

} // namespace espseal::studio
