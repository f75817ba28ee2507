// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/more_fields.h"

#include "app/studio/theme/icons.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int any_length = -1;

} // namespace

MoreFields::MoreFields(QWidget *parent)
    : QWidget(parent)
    , toggle_(new QToolButton)
    , body_(new QWidget)
    , form_(new QFormLayout(body_))
    , digest_(new QComboBox)
    , path_(new QComboBox)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    toggle_->setText(tr("More: subject, digest, usages, serial number"));
    toggle_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    toggle_->setIcon(line_icon(u"chevron-right"_s));
    toggle_->setCheckable(true);
    toggle_->setAutoRaise(true);
    toggle_->setObjectName(u"form-more"_s);
    column->addWidget(toggle_, 0, Qt::AlignLeft);
    column->addWidget(body_);
    body_->hide();
    connect(toggle_, &QToolButton::toggled, this, [this](bool on) {
        body_->setVisible(on);
        toggle_->setIcon(line_icon(on ? u"chevron-down"_s : u"chevron-right"_s));
    });
    form_->setContentsMargins(0, 0, 0, 0);
    form_->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form_->setRowWrapPolicy(QFormLayout::DontWrapRows);
    form_->setVerticalSpacing(8);
    for (const pki::SubjectField field : pki::subject_fields())
        if (field != pki::SubjectField::common_name && field != pki::SubjectField::domain_component)
            subject_.append({ field, add_edit(pki::field_label(field), u"form-%1"_s.arg(pki::field_name(field)), {}) });
    for (const auto &[title, digest] : { std::pair { tr("SHA-256"), pki::Digest::sha256 }, { tr("SHA-384"), pki::Digest::sha384 },
             { tr("SHA-1: refused by today's peers"), pki::Digest::sha1 } })
        digest_->addItem(title, static_cast<int>(digest));
    digest_->setAccessibleName(tr("Digest of the signature"));
    digest_->setObjectName(u"form-digest"_s);
    form_->addRow(tr("&Digest"), digest_);
    path_->addItem(tr("any number of CAs below it"), any_length);
    for (int length = 0; length <= 3; ++length)
        path_->addItem(length == 0 ? tr("no CA below it") : tr("%n CA(s) below it", nullptr, length), length);
    path_->setAccessibleName(tr("CAs below this one"));
    form_->addRow(tr("&Path"), path_);
    usages_ = add_edit(tr("Key &usages"), u"form-usages"_s, tr("as the profile has them, or: digitalSignature, keyEncipherment"));
    extended_ = add_edit(tr("E&xtended usages"), u"form-extended"_s, tr("as the profile has them, or: serverAuth, clientAuth"));
    serial_ = add_edit(tr("Serial &number"), u"form-serial"_s, tr("random; hexadecimal if you must"));
    connect(digest_, &QComboBox::currentIndexChanged, this, &MoreFields::changed);
    connect(path_, &QComboBox::currentIndexChanged, this, &MoreFields::changed);
}

QLineEdit *MoreFields::add_edit(const QString &label, const QString &name, const QString &placeholder)
{
    auto *edit = new QLineEdit;
    edit->setObjectName(name);
    edit->setPlaceholderText(placeholder);
    form_->addRow(label, edit);
    connect(edit, &QLineEdit::textChanged, this, &MoreFields::changed);
    return edit;
}

Result<void> MoreFields::apply(pki::IssueChoices &choices) const
{
    for (const auto &[field, edit] : subject_)
        if (const QString value = edit->text().trimmed(); !value.isEmpty())
            choices.subject.set(field, value);
    choices.digest = static_cast<pki::Digest>(digest_->currentData().toInt());
    if (form_->isRowVisible(path_) && path_->currentData().toInt() != any_length)
        choices.path_length = path_->currentData().toInt();
    if (const QString text = usages_->text().trimmed(); !text.isEmpty()) {
        Result<QList<pki::KeyUsage>> usages = pki::parse_key_usages(text);
        if (!usages)
            return failure(usages.error());
        choices.key_usages = *std::move(usages);
    }
    if (const QString text = extended_->text().trimmed(); !text.isEmpty()) {
        Result<QStringList> usages = pki::parse_extended_usages(text);
        if (!usages)
            return failure(usages.error());
        choices.extended_usages = *std::move(usages);
    }
    if (const QString text = serial_->text().trimmed(); !text.isEmpty()) {
        Result<pki::Serial> serial = pki::Serial::parse(text);
        if (!serial)
            return failure(serial.error());
        choices.serial = *std::move(serial);
    }
    return {};
}

void MoreFields::show_for_ca(bool ca)
{
    form_->setRowVisible(path_, ca);
}

void MoreFields::choose_digest(pki::Digest digest)
{
    digest_->setCurrentIndex(digest_->findData(static_cast<int>(digest)));
}

void MoreFields::set(const pki::IssueChoices &choices)
{
    set_subject(choices.subject);
    QStringList usages;
    for (const pki::KeyUsage usage : choices.key_usages.value_or(QList<pki::KeyUsage>()))
        usages.append(pki::usage_name(usage));
    usages_->setText(choices.key_usages && usages.isEmpty() ? u"none"_s : usages.join(u", "_s));
    const QStringList extended = choices.extended_usages.value_or(QStringList());
    extended_->setText(choices.extended_usages && extended.isEmpty() ? u"none"_s : extended.join(u", "_s));
    path_->setCurrentIndex(std::max(0, path_->findData(choices.path_length.value_or(any_length))));
}

void MoreFields::set_subject(const pki::SubjectName &subject)
{
    for (const auto &[field, edit] : subject_)
        edit->setText(subject.value(field));
}

} // namespace espseal::studio
