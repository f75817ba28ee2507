// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/preview_cards.h"

#include "app/studio/certificates/certificate_text.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/finding_card.h"

#include <QCoreApplication>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text, const char *comment = nullptr, int count = -1)
{
    return QCoreApplication::translate("Preview", text, comment, count);
}

QString flash_text(const Size &blob)
{
    return tr("%1, %n sector(s)", nullptr, static_cast<int>(blob.sectors())).arg(to_string(blob));
}

QString joined(const QList<pki::AltName> &names)
{
    QStringList texts;
    for (const pki::AltName &name : names)
        texts.append(name.value);
    return texts.join(u", "_s);
}

} // namespace

QString preview_table(const IssuePreview &preview)
{
    QString rows;
    const auto row = [&rows](const QString &label, const QString &value) {
        if (!value.isEmpty())
            rows += u"<tr><td style='padding-right:14px'>%1</td><td><b>%2</b></td></tr>"_s.arg(label.toHtmlEscaped(), value.toHtmlEscaped());
    };
    if (preview.request) {
        row(tr("Subject"), preview.request->subject());
        row(tr("Names"), joined(preview.request->alt_names()));
        row(tr("Key"), preview.request->key().name);
        row(tr("Signed by"), tr("the CA that you give it to"));
    }
    if (preview.certificate) {
        const pki::Certificate &certificate = *preview.certificate;
        row(tr("Subject"), certificate.subject());
        row(tr("Signed by"), certificate.is_self_issued() ? tr("itself") : certificate.issuer_name());
        row(tr("Names"), names_text(certificate));
        row(tr("Valid until"), until_text(certificate));
        row(tr("Key"), certificate.key().name);
        row(tr("Size"), to_string(Size(static_cast<std::uint64_t>(certificate.der().size()))));
    }
    if (preview.blob > Size())
        row(tr("In flash"), flash_text(preview.blob));
    return u"<table cellspacing='0' cellpadding='2'>%1</table>"_s.arg(rows);
}

QString preview_line(const IssuePreview &preview)
{
    if (!preview.certificate)
        return {};
    const pki::Certificate &certificate = *preview.certificate;
    const QString facts = u"%1, %2, %3"_s.arg(use_text(certificate), certificate.key().name, flash_text(preview.blob));
    return u"<p style='margin:0 0 6px 0'><b>%1</b><br>%2<br>%3</p>"_s.arg(
        certificate.display_name().toHtmlEscaped(), facts.toHtmlEscaped(), tr("until %1").arg(until_text(certificate)).toHtmlEscaped());
}

void clear_cards(QVBoxLayout &column)
{
    while (QLayoutItem *item = column.takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void show_fit(QVBoxLayout &column, const IssuePreview &preview, const pki::DeviceProfile &device)
{
    clear_cards(column);
    for (const Finding &finding : preview.findings) {
        auto *card = new FindingCard;
        card->show_finding(finding);
        column.addWidget(card);
    }
    if (!preview.findings.isEmpty() || !preview.for_board)
        return;
    auto *chip = new StatusChip;
    chip->set_status(Tone::good, u"ok"_s, tr("Fits %1").arg(pki::device_profile_name(device)));
    column.addWidget(chip, 0, Qt::AlignLeft);
}

} // namespace espseal::studio
