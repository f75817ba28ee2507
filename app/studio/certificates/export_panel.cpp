// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/export_panel.h"

#include "app/studio/keys/new_password.h"
#include "app/studio/studio.h"
#include "app/studio/theme/icons.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/finding_card.h"
#include "app/studio/widgets/text_styles.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

using enum pki::ExportFormat;

bool takes_root(pki::ExportFormat format)
{
    return format == chain || format == fullchain || format == bundle || format == pkcs12;
}

bool takes_der(pki::ExportFormat format)
{
    return format == ca_blob || format == identity_blob || format == c_header || format == c_header_key;
}

QString file_name(pki::ExportFormat format, const QString &name)
{
    switch (format) {
    case ca_blob:
        return u"esp_ca_cert.bin"_s;
    case identity_blob:
        return u"esp_cert_private_key.bin"_s;
    case c_header:
        return u"cert.h"_s;
    case c_header_key:
        return u"private_key.h"_s;
    default:
        return u"%1.%2"_s.arg(name, QLatin1StringView(pki::info_of(format).extension));
    }
}

} // namespace

ExportPanel::ExportPanel(Studio &studio, QStringList names, QString request, QWidget *parent)
    : TaskPanel(parent)
    , studio_(studio)
    , names_(std::move(names))
    , request_(std::move(request))
    , formats_(new QListWidget)
    , help_(make_label({}, TextStyle::muted))
    , password_(new NewPassword(tr("Pass&word for the file"), u"export"_s))
    , plain_row_(new QWidget)
    , plain_(new QLineEdit)
    , root_(new QCheckBox(tr("With the root CA")))
    , der_(new QCheckBox(tr("DER inside: smaller, every SDK reads it")))
    , legacy_(new QCheckBox(tr("For old Windows and Java: weak encryption")))
    , problem_(new FindingCard)
    , save_(new QPushButton(line_icon(u"save"_s, Qt::white), tr("Save as...")))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    auto *card = new Card;
    auto *inside = new QVBoxLayout(card);
    inside->setContentsMargins(1, 1, 1, 1);
    formats_->setFrameShape(QFrame::NoFrame);
    formats_->setAccessibleName(tr("Format"));
    formats_->setObjectName(u"export-formats"_s);
    formats_->setWordWrap(true);
    inside->addWidget(formats_);
    row->addWidget(card, 3);
    row->addWidget(make_choices(), 2);
    fill_formats();
    connect(formats_, &QListWidget::currentRowChanged, this, &ExportPanel::changed);
    connect(password_, &NewPassword::changed, this, &ExportPanel::changed);
    connect(plain_, &QLineEdit::textChanged, this, &ExportPanel::changed);
    connect(save_, &QPushButton::clicked, this, &ExportPanel::ask_where);
    formats_->setCurrentRow(0);
    changed();
}

QWidget *ExportPanel::first_focus()
{
    return formats_;
}

QWidget *ExportPanel::make_choices()
{
    auto *card = new Card;
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(18, 14, 18, 14);
    column->setSpacing(10);
    column->addWidget(help_);
    auto *plain = new QFormLayout(plain_row_);
    plain->setContentsMargins(0, 0, 0, 0);
    plain->setRowWrapPolicy(QFormLayout::WrapAllRows);
    plain_->setObjectName(u"export-plain"_s);
    plain->addRow(tr("The key in it is not &encrypted: type “%1” to write it").arg(tr("plain")), plain_);
    root_->setObjectName(u"export-root"_s);
    der_->setObjectName(u"export-der"_s);
    for (QWidget *part : std::initializer_list<QWidget *> { password_, plain_row_, root_, der_, legacy_, problem_ })
        column->addWidget(part);
    problem_->hide();
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    save_->setProperty("primary", true);
    save_->setObjectName(u"export-save"_s);
    auto *cancel = new QPushButton(tr("Cancel"));
    connect(cancel, &QPushButton::clicked, this, &ExportPanel::closed);
    buttons->addWidget(save_);
    buttons->addWidget(cancel);
    buttons->addStretch(1);
    column->addLayout(buttons);
    column->addStretch(1);
    return card;
}

void ExportPanel::fill_formats()
{
    ExportOffer offer { .certificates = names_.size(), .cas = 0, .has_key = false, .is_request = !request_.isEmpty() };
    for (const QString &name : names_)
        if (const StoredCredential *credential = studio_.workspace.find(name)) {
            offer.cas += credential->is_ca() ? 1 : 0;
            offer.has_key = credential->has_key && !credential->key_problem;
        }
    for (const pki::ExportFormatInfo &info : pki::export_formats()) {
        if (!is_possible(info.format, offer))
            continue;
        auto *item = new QListWidgetItem(pki::format_label(info.format), formats_);
        item->setData(Qt::UserRole, static_cast<int>(info.format));
    }
}

pki::ExportFormat ExportPanel::format() const
{
    const QListWidgetItem *item = formats_->currentItem();
    return item ? static_cast<pki::ExportFormat>(item->data(Qt::UserRole).toInt()) : pem;
}

bool ExportPanel::plain_key() const
{
    const pki::KeyProtectionKind protection = pki::info_of(format()).protection;
    return protection == pki::KeyProtectionKind::plain || (protection == pki::KeyProtectionKind::password_or_plain && password_->empty());
}

void ExportPanel::choose(pki::ExportFormat wanted, bool der_payload)
{
    for (int row = 0; row < formats_->count(); ++row)
        if (formats_->item(row)->data(Qt::UserRole).toInt() == static_cast<int>(wanted))
            formats_->setCurrentRow(row);
    der_->setChecked(der_payload);
}

void ExportPanel::changed()
{
    const pki::KeyProtectionKind protection = pki::info_of(format()).protection;
    const bool may_lock = protection == pki::KeyProtectionKind::password || protection == pki::KeyProtectionKind::password_or_plain;
    password_->setVisible(may_lock);
    plain_row_->setVisible(plain_key());
    root_->setVisible(takes_root(format()));
    der_->setVisible(takes_der(format()));
    legacy_->setVisible(format() == pkcs12);
    const bool locked = may_lock && !password_->empty();
    const bool word = plain_->text().trimmed().compare(tr("plain"), Qt::CaseInsensitive) == 0;
    save_->setEnabled(formats_->currentItem() && (locked ? password_->repeated() : !plain_key() ? protection == pki::KeyProtectionKind::none_inside : word));
    help_->setText(locked && password_->differs()               ? tr("The passwords differ.")
            : plain_key()                                       ? tr("Whoever gets this file has the private key. It is written for you alone to read.")
            : protection == pki::KeyProtectionKind::none_inside ? tr("No private key is in it: it may go anywhere.")
                                                                : tr("The private key in it opens with this password only."));
}

QString ExportPanel::proposed_name() const
{
    const QString name = !request_.isEmpty() ? request_ : names_.size() == 1 ? names_.constFirst() : tr("certificates");
    return request_.isEmpty() ? file_name(format(), name) : u"%1.csr"_s.arg(name);
}

void ExportPanel::ask_where()
{
    auto *dialog = new QFileDialog(window(), tr("Export"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(proposed_name());
    connect(dialog, &QFileDialog::fileSelected, this, &ExportPanel::write);
    dialog->open();
}

void ExportPanel::write(const QString &path)
{
    ExportRequest wanted { .names = names_, .request = request_, .options = {}, .password = {} };
    wanted.options.format = format();
    wanted.options.with_root = root_->isChecked();
    wanted.options.legacy = legacy_->isChecked() && format() == pkcs12;
    wanted.options.der_payload = der_->isChecked();
    if (!password_->isHidden())
        wanted.password = password_->password();
    save_->setEnabled(false);
    const QString title = tr("Export %1").arg(path);
    studio_.jobs.start<bool>(
        title,
        [wanted, content = studio_.workspace.content(), &keys = studio_.keys, title, path](
            const Job &job) { return write_export(wanted, content, KeyFolder(keys, job, title), path).transform([] { return true; }); },
        this,
        [this](const Result<bool> &done) {
            changed();
            problem_->setVisible(!done);
            if (!done)
                return problem_->show_error(done.error());
            password_->clear();
            Q_EMIT finished(names_);
        });
}

} // namespace espseal::studio
