// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/batch_choices.h"

#include "app/studio/keys/new_password.h"
#include "app/studio/studio.h"
#include "app/studio/theme/icons.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/text_styles.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace espseal::studio {

BatchChoices::BatchChoices(Studio &studio, QWidget *parent)
    : QWidget(parent)
    , studio_(studio)
    , template_(new QComboBox)
    , issuer_(new QComboBox)
    , folder_(new QLineEdit(studio.workspace.folder() + u"/issued"_s))
    , list_(new QCheckBox(tr("List them on this page too")))
    , password_(new NewPassword(tr("Pass&word for the keys"), u"batch"_s))
    , protection_(make_label({}, TextStyle::muted))
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *card = new Card;
    outer->addWidget(card);
    auto *form = new QFormLayout(card);
    form->setContentsMargins(14, 12, 14, 12);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    for (const pki::CertificateTemplate &each : pki::certificate_templates())
        if (!each.self_signed)
            template_->addItem(each.label, each.name);
    template_->setCurrentIndex(template_->findData(preset::board_client));
    template_->setObjectName(u"batch-profile"_s);
    issuer_->setObjectName(u"batch-issuer"_s);
    issuer_->setPlaceholderText(tr("no CA with a key here"));
    fill_issuers();
    form->addRow(tr("&Profile"), template_);
    form->addRow(tr("&Signed by"), issuer_);
    QWidget *where = make_folder_row();
    auto *label = new QLabel(tr("&Folder"));
    label->setBuddy(folder_);
    form->addRow(label, where);
    list_->setChecked(true);
    list_->setObjectName(u"batch-list"_s);
    form->addRow(QString(), list_);
    form->addRow(password_);
    protection_->setObjectName(u"batch-protection"_s);
    form->addRow(protection_);
    for (QComboBox *box : { template_, issuer_ })
        connect(box, &QComboBox::currentIndexChanged, this, &BatchChoices::changed);
    connect(password_, &NewPassword::changed, this, &BatchChoices::follow_password);
    follow_password();
}

QWidget *BatchChoices::make_folder_row()
{
    folder_->setObjectName(u"batch-folder"_s);
    folder_->setAccessibleName(tr("Folder"));
    auto *where = new QWidget;
    auto *row = new QHBoxLayout(where);
    row->setContentsMargins(0, 0, 0, 0);
    auto *choose = new QPushButton(line_icon(u"open"_s), {});
    choose->setToolTip(tr("Choose the folder"));
    choose->setAccessibleName(tr("Choose the folder"));
    connect(choose, &QPushButton::clicked, this, &BatchChoices::choose_folder);
    row->addWidget(folder_, 1);
    row->addWidget(choose);
    return where;
}

void BatchChoices::fill_issuers()
{
    for (const StoredCredential &credential : studio_.workspace.credentials())
        if (credential.can_sign())
            issuer_->addItem(credential.certificate.display_name(), credential.name);
    const Subject &subject = studio_.selection.subject();
    const int chosen = subject.kind == Subject::Kind::certificate ? issuer_->findData(subject.key) : -1;
    issuer_->setCurrentIndex(chosen < 0 && issuer_->count() > 0 ? 0 : chosen); // nothing to choose: the placeholder says so
}

void BatchChoices::choose_folder()
{
    auto *dialog = new QFileDialog(window(), tr("Where the identities go"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, folder_, &QLineEdit::setText);
    dialog->open();
}

void BatchChoices::follow_password()
{
    protection_->setText(password_->differs() ? tr("The passwords differ.")
            : password_->empty()              ? tr("Without one, keys and blobs in the folder are not encrypted; only your account can read them.")
                                              : tr("The keys open with this password only. No blobs are written: they would hold the keys in clear."));
    Q_EMIT changed();
}

bool BatchChoices::ready() const
{
    return issuer_->currentIndex() >= 0 && (password_->empty() || password_->repeated());
}

BatchOrder BatchChoices::order() const
{
    const StoredCredential *ca = studio_.workspace.find(issuer_->currentData().toString());
    return { .table = {},
        .preset = template_->currentData().toString(),
        .ca = issuer_->currentData().toString(),
        .folder = folder_->text().trimmed(),
        .crl = ca ? ca->crl : std::nullopt,
        .list_here = list_->isChecked(),
        .password = password_->password() };
}

} // namespace espseal::studio
