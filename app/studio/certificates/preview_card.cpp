// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/preview_card.h"

#include "app/studio/certificates/certificate_text.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/finding_card.h"
#include "app/studio/widgets/text_styles.h"

#include <QLabel>
#include <QSet>
#include <QVBoxLayout>

#include <memory>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text, const char *comment = nullptr, int count = -1)
{
    return PreviewCard::tr(text, comment, count);
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

// Subject, dates, key, sizes: a table of rich text.
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

// One certificate of several: its name, and its size on the board.
QString preview_line(const IssuePreview &preview)
{
    if (!preview.certificate)
        return {};
    const pki::Certificate &certificate = *preview.certificate;
    const QString facts = u"%1, %2, %3"_s.arg(use_text(certificate), certificate.key().name, flash_text(preview.blob));
    return u"<p style='margin:0 0 6px 0'><b>%1</b><br>%2<br>%3</p>"_s.arg(
        certificate.display_name().toHtmlEscaped(), facts.toHtmlEscaped(), tr("until %1").arg(until_text(certificate)).toHtmlEscaped());
}

} // namespace

PreviewCard::PreviewCard(QWidget *parent)
    : QWidget(parent)
    , facts_(make_label({}))
    , error_(new FindingCard)
    , cards_(new QVBoxLayout)
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *card = new Card;
    outer->addWidget(card);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(18, 14, 18, 14);
    column->setSpacing(10);
    column->addWidget(make_label(tr("What comes out"), TextStyle::heading));
    facts_->setTextFormat(Qt::RichText);
    column->addWidget(facts_);
    column->addWidget(error_);
    column->addLayout(cards_);
    setMinimumWidth(230);
    error_->hide();
}

void PreviewCard::show_error(const Error &error)
{
    clear();
    error_->show_error(error);
    error_->show();
}

void PreviewCard::show_hint(const QString &text)
{
    clear();
    show_facts(text.toHtmlEscaped());
}

void PreviewCard::show_one(const IssuePreview &preview)
{
    clear();
    show_facts(preview_table(preview));
    if (preview.locked)
        cards_->addWidget(make_label(tr("The CA's key is locked: issuing asks for its password or PIN."), TextStyle::caption));
    show_findings(preview.findings, preview.for_board);
}

void PreviewCard::show_set(const QList<IssuePreview> &previews)
{
    clear();
    QString text;
    QList<Finding> findings; // what is wrong with several of them is said once
    QSet<QString> said;
    for (const IssuePreview &preview : previews) {
        text += preview_line(preview);
        for (const Finding &finding : preview.findings)
            if (!said.contains(finding.code)) {
                said.insert(finding.code);
                findings.append(finding);
            }
    }
    show_facts(text);
    show_findings(findings, true);
}

void PreviewCard::clear()
{
    facts_->hide();
    error_->hide();
    while (const std::unique_ptr<QLayoutItem> item { cards_->takeAt(0) })
        delete item->widget();
}

void PreviewCard::show_facts(const QString &rich_text)
{
    facts_->setText(rich_text);
    facts_->show();
}

void PreviewCard::show_findings(const QList<Finding> &findings, bool for_board)
{
    for (const Finding &finding : findings) {
        auto *card = new FindingCard;
        card->show_finding(finding);
        cards_->addWidget(card);
    }
    if (!findings.isEmpty() || !for_board)
        return;
    auto *chip = new StatusChip;
    chip->set_status(Tone::good, u"ok"_s, tr("Fits the board's firmware"));
    cards_->addWidget(chip, 0, Qt::AlignLeft);
}

} // namespace espseal::studio
