// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/certificate_form.h"

#include "app/studio/certificates/certificate_text.h"
#include "app/studio/control/certificate_control.h"
#include "app/studio/inspector/describe.h"
#include "app/studio/studio.h"
#include "app/studio/theme/icons.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/finding_card.h"
#include "app/studio/widgets/text_styles.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int preview_delay_ms = 150;
constexpr int day_choices[] = { 30, 90, 365, 730, 1825, 3650, 7300 };

} // namespace

CertificateForm::CertificateForm(Studio &studio, QWidget *parent)
    : QWidget(parent)
    , studio_(studio)
    , profile_(new QComboBox)
    , help_(make_label({}, TextStyle::caption))
    , name_(new QLineEdit)
    , alt_names_(new QLineEdit)
    , issuer_label_(new QLabel(tr("&Signed by")))
    , issuer_(new QComboBox)
    , days_(new QComboBox)
    , key_(new QComboBox)
    , place_(new QCheckBox(tr("Put it on the flash map")))
    , issue_(new QPushButton(line_icon(u"certificates"_s, Qt::white), tr("Issue")))
    , facts_(make_label({}))
    , cards_(new QVBoxLayout)
    , error_(new FindingCard)
{
    auto *columns = new QHBoxLayout(this);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(12);
    columns->addWidget(make_fields(), 3, Qt::AlignTop);
    columns->addWidget(make_result(), 2, Qt::AlignTop);
    delay_.setSingleShot(true);
    delay_.setInterval(preview_delay_ms);
    connect(&delay_, &QTimer::timeout, this, &CertificateForm::preview);
    connect(&studio.workspace, &Workspace::changed, this, &CertificateForm::fill_issuers);
    connect(profile_, &QComboBox::currentIndexChanged, this, &CertificateForm::profile_changed);
    for (QLineEdit *edit : { name_, alt_names_ })
        connect(edit, &QLineEdit::textChanged, this, &CertificateForm::changed);
    for (QComboBox *box : { issuer_, days_, key_ })
        connect(box, &QComboBox::currentIndexChanged, this, &CertificateForm::changed);
    connect(issue_, &QPushButton::clicked, this, &CertificateForm::issue_now);
    for (const Qt::Key key : { Qt::Key_Return, Qt::Key_Enter })
        connect(new QShortcut(QKeySequence(Qt::CTRL | key), this, {}, {}, Qt::WidgetWithChildrenShortcut), &QShortcut::activated, issue_, &QPushButton::click);
    fill_issuers();
    profile_changed();
}

QWidget *CertificateForm::make_fields()
{
    for (const Profile profile : { Profile::ca, Profile::board_client, Profile::board_server, Profile::this_computer })
        profile_->addItem(profile_title(profile), static_cast<int>(profile));
    for (const int days : day_choices)
        days_->addItem(days < 365 ? tr("%n day(s)", nullptr, days) : tr("%n year(s)", nullptr, days / 365), days);
    for (const auto &[title, spec] : { std::pair { tr("P-256: small and quick"), u"ec:p256"_s }, { tr("P-384"), u"ec:p384"_s },
             { tr("RSA 2048: for SDK firmware"), u"rsa:2048"_s }, { tr("RSA 1024: old SDK firmware only"), u"rsa:1024"_s }, { tr("RSA 4096"), u"rsa:4096"_s } })
        key_->addItem(title, spec);
    alt_names_->setPlaceholderText(tr("esp.local, 192.168.4.1"));
    issuer_label_->setBuddy(issuer_);
    profile_->setObjectName(u"form-profile"_s);
    name_->setObjectName(u"form-name"_s);
    issue_->setObjectName(u"form-issue"_s);
    issue_->setProperty("primary", true);
    issue_->setToolTip(tr("Make the key and the certificate (Ctrl+Enter)"));

    auto *card = new Card;
    form_ = new QFormLayout(card);
    QFormLayout *form = form_;
    form->setContentsMargins(18, 16, 18, 16);
    form->setHorizontalSpacing(14);
    form->setVerticalSpacing(10);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->addRow(tr("&Profile"), profile_);
    form->addRow(QString(), help_);
    form->addRow(tr("&Name"), name_);
    form->addRow(tr("&Also known as"), alt_names_);
    form->addRow(issuer_label_, issuer_);
    form->addRow(tr("&Valid for"), days_);
    form->addRow(tr("&Key"), key_);
    form->addRow(QString(), place_);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto *cancel = new QPushButton(tr("Cancel"));
    connect(cancel, &QPushButton::clicked, this, &CertificateForm::closed);
    buttons->addWidget(issue_);
    buttons->addWidget(cancel);
    buttons->addStretch(1);
    form->addRow(QString(), buttons);
    return card;
}

QWidget *CertificateForm::make_result()
{
    auto *card = new Card;
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(18, 14, 18, 14);
    column->setSpacing(10);
    column->addWidget(make_label(tr("What comes out"), TextStyle::heading));
    facts_->setTextFormat(Qt::RichText);
    column->addWidget(facts_);
    column->addWidget(error_);
    column->addLayout(cards_);
    card->setMinimumWidth(230);
    return card;
}

void CertificateForm::begin(Profile profile)
{
    profile_->setCurrentIndex(profile_->findData(static_cast<int>(profile)));
    name_->clear();
    alt_names_->clear();
    profile_changed();
    name_->setFocus(Qt::OtherFocusReason);
}

void CertificateForm::fill_issuers()
{
    const QString before = issuer_->currentData().toString();
    issuer_->clear();
    for (const StoredCredential &credential : studio_.workspace.credentials())
        if (credential.is_ca() && credential.has_key && !credential.key_problem)
            issuer_->addItem(credential.certificate.display_name(), credential.name);
    issuer_->setCurrentIndex(std::max(0, issuer_->findData(before)));
    if (issuer_->count() == 0)
        issuer_->setPlaceholderText(tr("no CA with a key here"));
    changed();
}

void CertificateForm::profile_changed()
{
    const auto profile = static_cast<Profile>(profile_->currentData().toInt());
    const bool ca = profile == Profile::ca;
    help_->setText(profile_help(profile));
    form_->setRowVisible(issuer_, !ca);
    form_->setRowVisible(alt_names_, profile == Profile::board_server || profile == Profile::this_computer);
    days_->setCurrentIndex(days_->findData(ca ? 3650 : 730));
    const bool rsa = studio_.document.plan().tls != flash::TlsStack::espseal;
    key_->setCurrentIndex(key_->findData(rsa ? u"rsa:2048"_s : u"ec:p256"_s));
    name_->setPlaceholderText(ca ? tr("Farm CA") : profile == Profile::this_computer ? tr("localhost") : tr("greenhouse-17"));
    if (profile == Profile::this_computer && name_->text().isEmpty()) {
        name_->setText(u"localhost"_s);
        alt_names_->setText(u"localhost, 127.0.0.1"_s);
    }
    place_->setVisible(profile != Profile::this_computer);
    place_->setChecked(profile != Profile::this_computer);
    changed();
}

IssueRequest CertificateForm::request() const
{
    const Result<pki::KeySpec> key = pki::parse_key_spec(key_->currentData().toString());
    return { .profile = static_cast<Profile>(profile_->currentData().toInt()),
        .name = name_->text().trimmed(),
        .alt_names = alt_names_->isVisibleTo(this) ? alt_names_->text() : QString(),
        .issuer = issuer_->currentData().toString(),
        .days = days_->currentData().toInt(),
        .key = key.value_or(pki::KeySpec { pki::KeyType::ec, 256 }),
        .device = device_tls(studio_.document.plan().tls) };
}

void CertificateForm::changed()
{
    issue_->setEnabled(!name_->text().trimmed().isEmpty());
    delay_.start();
}

void CertificateForm::preview()
{
    if (!isVisible())
        return;
    studio_.jobs.stop(job_);
    const int mine = ++generation_;
    job_ = studio_.jobs.start<IssuePreview>(
        tr("Preview"),
        [request = request(), folder = studio_.workspace.folder(), keys = keys_](const Job &job) { return preview_issue(request, folder, *keys, job); }, this,
        [this, mine](Result<IssuePreview> result) {
            if (mine == generation_)
                show_preview(result);
        },
        JobStyle::quiet);
}

void CertificateForm::show_preview(const Result<IssuePreview> &preview)
{
    while (QLayoutItem *item = cards_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const bool untouched = name_->text().trimmed().isEmpty();
    error_->setVisible(!preview && !untouched);
    issue_->setEnabled(preview.has_value());
    if (!preview) {
        if (untouched)
            facts_->setText(tr("Type a name to see it.").toHtmlEscaped());
        else
            error_->show_error(preview.error());
        facts_->setVisible(untouched);
        return;
    }
    facts_->show();
    const pki::Certificate &certificate = preview->certificate;
    QString rows;
    const auto row = [&rows](const QString &label, const QString &value) {
        if (!value.isEmpty())
            rows += u"<tr><td style='padding-right:14px'>%1</td><td><b>%2</b></td></tr>"_s.arg(label.toHtmlEscaped(), value.toHtmlEscaped());
    };
    row(tr("Subject"), certificate.subject());
    row(tr("Signed by"), certificate.is_self_issued() ? tr("itself") : certificate.issuer_name());
    row(tr("Names"), names_text(certificate));
    row(tr("Valid until"), until_text(certificate));
    row(tr("Key"), certificate.key().name);
    row(tr("Size"), to_string(Size(static_cast<std::uint64_t>(certificate.der().size()))));
    row(tr("In flash"), tr("%1, %n sector(s)", nullptr, static_cast<int>(preview->blob.sectors())).arg(to_string(preview->blob)));
    facts_->setText(u"<table cellspacing='0' cellpadding='2'>%1</table>"_s.arg(rows));
    for (const Finding &finding : preview->findings) {
        auto *card = new FindingCard;
        card->show_finding(finding);
        cards_->addWidget(card);
    }
    if (preview->findings.isEmpty() && request().profile != Profile::this_computer) {
        auto *chip = new StatusChip;
        chip->set_status(Tone::good, u"ok"_s, tr("Fits %1").arg(pki::device_tls_name(request().device)));
        cards_->addWidget(chip, 0, Qt::AlignLeft);
    }
}

void CertificateForm::issue_now()
{
    const IssueRequest wanted = request();
    const bool place = place_->isVisibleTo(this) && place_->isChecked();
    studio_.jobs.start<QString>(
        tr("Issue %1").arg(wanted.name), [wanted, folder = studio_.workspace.folder()](const Job &job) { return issue(wanted, folder, job); }, this,
        [this, place](Result<QString> name) {
            if (!name)
                return studio_.notify(name.error());
            Q_EMIT issued(*name, place);
        });
}

} // namespace espseal::studio
