// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/import_list.h"

#include "app/studio/certificates/certificate_text.h"
#include "app/studio/theme/icons.h"

#include <QListWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString text_of(const ImportItem &item)
{
    const pki::Certificate &certificate = item.credential.certificate;
    QStringList facts { use_text(certificate), certificate.key().name, ImportList::tr("until %1").arg(date_text(certificate.not_after())) };
    if (item.known)
        facts.append(ImportList::tr("here already"));
    else if (!item.beside.isEmpty())
        facts.append(ImportList::tr("completes %1").arg(item.beside));
    else
        facts.append(item.has_key() ? ImportList::tr("with its key") : ImportList::tr("without a key"));
    return u"%1: %2"_s.arg(certificate.display_name(), facts.join(u", "_s));
}

QString text_of(const ImportCrl &list)
{
    const auto count = static_cast<int>(list.crl.entries().size());
    const QString what = ImportList::tr("revocation list, %n entry(ies), of %1", nullptr, count).arg(date_text(list.crl.this_update()));
    QString then;
    if (list.known)
        then = list.here == list.crl ? ImportList::tr("here already") : ImportList::tr("the one here is newer");
    else if (list.here)
        then = ImportList::tr("replaces the one of %1").arg(date_text(list.here->this_update()));
    return u"%1: %2"_s.arg(list.ca.display_name(), then.isEmpty() ? what : what + u", "_s + then);
}

} // namespace

ImportList::ImportList(QWidget *parent)
    : QWidget(parent)
    , list_(new QListWidget)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setAccessibleName(tr("Found in the files"));
    list_->setIconSize({ 16, 16 });
    list_->setWordWrap(true);
    column->addWidget(list_);
    connect(list_, &QListWidget::itemChanged, this, &ImportList::selection_changed);
}

QWidget *ImportList::first_focus() const
{
    return list_;
}

QListWidgetItem *ImportList::add(const QString &icon, const QString &text, bool known)
{
    auto *row = new QListWidgetItem(line_icon(icon), text, list_);
    row->setFlags(known ? Qt::ItemIsSelectable : Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemIsUserCheckable);
    row->setCheckState(known ? Qt::Unchecked : Qt::Checked);
    row->setToolTip(text);
    return row;
}

void ImportList::show_review(const ImportReview &review)
{
    {
        const QSignalBlocker quiet(list_);
        list_->clear();
        review_ = review;
        for (const ImportItem &item : review_.items)
            add(item.credential.certificate.is_ca() ? u"authority"_s : u"certificates"_s, text_of(item), item.known);
        for (const pki::CertificateRequest &request : review_.requests)
            add(u"new"_s, tr("%1: request, %2").arg(request.display_name(), request.key().name), false);
        for (const pki::PrivateKey &key : review_.keys)
            add(u"key"_s, tr("%1 key: no certificate here belongs to it").arg(key.kind().name), false);
        for (const ImportCrl &list : review_.crls)
            add(u"stop"_s, text_of(list), list.known);
    }
    Q_EMIT selection_changed();
}

bool ImportList::is_chosen(qsizetype row) const
{
    return list_->item(static_cast<int>(row))->checkState() == Qt::Checked;
}

ImportChoice ImportList::chosen() const
{
    ImportChoice choice;
    qsizetype row = 0;
    for (const ImportItem &item : review_.items)
        if (is_chosen(row++))
            choice.items.append(item);
    for (const pki::CertificateRequest &request : review_.requests)
        if (is_chosen(row++))
            choice.requests.append(request);
    for (const pki::PrivateKey &key : review_.keys)
        if (is_chosen(row++))
            choice.keys.append(key);
    for (const ImportCrl &list : review_.crls)
        if (is_chosen(row++))
            choice.crls.append(list);
    return choice;
}

} // namespace espseal::studio
