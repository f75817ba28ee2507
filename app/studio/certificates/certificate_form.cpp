// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/certificate_form.h"

#include "app/studio/certificates/ca_key_place.h"
#include "app/studio/certificates/key_choice.h"
#include "app/studio/certificates/key_place.h"
#include "app/studio/certificates/more_fields.h"
#include "app/studio/certificates/preview_card.h"
#include "app/studio/certificates/template_choice.h"
#include "app/studio/certificates/validity_choice.h"
#include "app/studio/control/certificate_control.h"
#include "app/studio/document/device_profile.h"
#include "app/studio/studio.h"
#include "app/studio/theme/icons.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/text_styles.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int preview_delay_ms = 150;

} // namespace

CertificateForm::CertificateForm(Studio &studio, CertificateControl &control, Purpose purpose, const QString &preset, QWidget *parent)
    : TaskPanel(parent)
    , studio_(studio)
    , control_(control)
    , purpose_(purpose)
    , template_(new TemplateChoice(studio.templates, purpose == Purpose::certificate, [this] { return choices_to_keep(); }))
    , help_(make_label({}, TextStyle::caption))
    , name_(new QLineEdit)
    , alt_names_(new QLineEdit)
    , issuer_(new QComboBox)
    , validity_(new ValidityChoice)
    , key_(new KeyChoice)
    , key_place_(new KeyPlace(control.device_keys()))
    , ca_key_place_(new CaKeyPlace(studio))
    , more_(new MoreFields)
    , place_(new QCheckBox(tr("Put it on the flash map")))
    , issue_(new QPushButton(line_icon(u"certificates"_s, Qt::white), purpose == Purpose::request ? tr("Make the request") : tr("Issue")))
    , preview_(new PreviewCard)
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *body = new QWidget;
    auto *columns = new QHBoxLayout(body);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(12);
    columns->addWidget(make_fields(), 3, Qt::AlignTop);
    columns->addWidget(preview_, 2, Qt::AlignTop);
    scroll->setWidget(body);
    outer->addWidget(scroll);
    delay_.setSingleShot(true);
    delay_.setInterval(preview_delay_ms);
    template_->choose(preset);
    connect(&delay_, &QTimer::timeout, this, &CertificateForm::preview);
    connect(&studio.workspace, &Workspace::changed, this, &CertificateForm::fill_issuers);
    connect(&studio.document, &PlanDocument::changed, this, &CertificateForm::changed);
    connect(template_, &TemplateChoice::changed, this, &CertificateForm::template_changed);
    for (QLineEdit *edit : { name_, alt_names_ })
        connect(edit, &QLineEdit::textChanged, this, &CertificateForm::changed);
    for (QComboBox *box : { issuer_, static_cast<QComboBox *>(key_) })
        connect(box, &QComboBox::currentIndexChanged, this, &CertificateForm::changed);
    connect(validity_, &ValidityChoice::changed, this, &CertificateForm::changed);
    connect(more_, &MoreFields::changed, this, &CertificateForm::changed);
    connect(&studio.keys, &WorkspaceKeys::state_changed, this, &CertificateForm::changed, Qt::QueuedConnection);
    connect(issue_, &QPushButton::clicked, this, &CertificateForm::issue_now);
    connect(key_place_, &KeyPlace::refused, this, [this, scroll] { scroll->ensureWidgetVisible(key_place_); }, Qt::QueuedConnection);
    connect(key_place_, &KeyPlace::changed, this, &CertificateForm::place_changed);
    connect(ca_key_place_, &CaKeyPlace::changed, this, [this] {
        key_->setEnabled(!ca_key_place_->existing_key());
        if (const std::optional<pki::KeySpec> there = ca_key_place_->existing_key())
            key_->choose(*there);
        issue_->setEnabled(can_issue());
    });
    connect(&control.device_keys(), &DeviceKeyControl::made, this, [this](const QStringList &names) {
        if (key_place_->on_device())
            Q_EMIT finished(names);
    });
    for (const Qt::Key key : { Qt::Key_Return, Qt::Key_Enter })
        connect(new QShortcut(QKeySequence(Qt::CTRL | key), this, {}, {}, Qt::WidgetWithChildrenShortcut), &QShortcut::activated, issue_, &QPushButton::click);
    fill_issuers();
    template_changed();
}

QString CertificateForm::title() const
{
    switch (purpose_) {
    case Purpose::request:
        return tr("New request");
    case Purpose::answer:
        return tr("Sign request");
    case Purpose::certificate:
        break;
    }
    return chosen_template().role == pki::Role::ca ? tr("New CA") : tr("New certificate");
}

QWidget *CertificateForm::first_focus()
{
    return name_;
}

QWidget *CertificateForm::make_fields()
{
    name_->setObjectName(u"form-name"_s);
    alt_names_->setObjectName(u"form-alt-names"_s);
    alt_names_->setPlaceholderText(tr("esp.local, 192.168.4.1"));
    issuer_->setObjectName(u"form-issuer"_s);
    issuer_->setPlaceholderText(tr("no CA with a key here"));
    key_->setObjectName(u"form-key"_s);
    place_->setObjectName(u"form-place"_s);

    auto *card = new Card;
    form_ = new QFormLayout(card);
    form_->setContentsMargins(18, 16, 18, 16);
    form_->setHorizontalSpacing(14);
    form_->setVerticalSpacing(10);
    form_->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    auto *profile = new QLabel(tr("&Profile"));
    profile->setBuddy(template_->box());
    form_->addRow(profile, template_);
    form_->addRow(QString(), help_);
    form_->addRow(tr("&Name"), name_);
    form_->addRow(tr("&Also known as"), alt_names_);
    form_->addRow(tr("&Signed by"), issuer_);
    auto *valid = new QLabel(tr("&Valid for"));
    valid->setBuddy(validity_->buddy());
    form_->addRow(valid, validity_);
    form_->addRow(tr("&Key"), key_);
    form_->addRow(QString(), key_place_);
    form_->addRow(QString(), ca_key_place_);
    form_->addRow(more_);
    form_->addRow(QString(), place_);
    form_->addRow(QString(), make_buttons());
    form_->setRowVisible(issuer_, purpose_ != Purpose::request);
    form_->setRowVisible(validity_, purpose_ != Purpose::request);
    form_->setRowVisible(key_, purpose_ != Purpose::answer);
    form_->setRowVisible(place_, purpose_ == Purpose::certificate);
    return card;
}

QWidget *CertificateForm::make_buttons()
{
    auto *holder = new QWidget;
    auto *buttons = new QHBoxLayout(holder);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(8);
    issue_->setObjectName(u"form-issue"_s);
    issue_->setProperty("primary", true);
    issue_->setToolTip(purpose_ == Purpose::answer ? tr("Sign it (Ctrl+Enter)") : tr("Make the key and the certificate (Ctrl+Enter)"));
    auto *cancel = new QPushButton(tr("Cancel"));
    connect(cancel, &QPushButton::clicked, this, [this] {
        if (key_place_->on_device())
            control_.device_keys().stop();
        Q_EMIT closed();
    });
    buttons->addWidget(issue_);
    buttons->addWidget(cancel);
    buttons->addStretch(1);
    return holder;
}

pki::CertificateTemplate CertificateForm::chosen_template() const
{
    return pki::find_template(template_->base()).value_or(pki::CertificateTemplate());
}

void CertificateForm::fill_issuers()
{
    const QString before = issuer_->currentData().toString();
    issuer_->clear();
    for (const StoredCredential &credential : studio_.workspace.credentials())
        if (credential.can_sign())
            issuer_->addItem(credential.certificate.display_name(), credential.name);
    const Subject &subject = studio_.selection.subject(); // the CA that is looked at is likely meant
    const int wanted = before.isEmpty() && subject.kind == Subject::Kind::certificate ? issuer_->findData(subject.key) : issuer_->findData(before);
    issuer_->setCurrentIndex(std::max(issuer_->count() > 0 ? 0 : -1, wanted));
    changed();
}

void CertificateForm::template_changed()
{
    const pki::CertificateTemplate chosen = chosen_template();
    const bool ca = chosen.role == pki::Role::ca;
    const bool board = !chosen.name.startsWith("computer-"_L1);
    help_->setText(template_->own() ? tr("Your own, after “%1”.").arg(chosen.label) : chosen.help);
    form_->setRowVisible(issuer_, purpose_ != Purpose::request && !chosen.self_signed);
    form_->setRowVisible(alt_names_, !ca && !chosen.version_1);
    validity_->choose_days(chosen.days);
    more_->choose_digest(chosen.digest);
    more_->show_for_ca(ca);
    key_->choose(chosen.key);
    if (board && !chosen.version_1 && device_profile(studio_.document.plan()).tls != pki::DeviceTls::bearssl)
        key_->choose_for(device_profile(studio_.document.plan()));
    take_over(template_->own());
    name_->setPlaceholderText(ca ? tr("Farm CA") : board ? tr("greenhouse-17") : tr("localhost"));
    if (chosen.name == preset::computer && name_->text().isEmpty() && purpose_ == Purpose::certificate) {
        name_->setText(u"localhost"_s);
        alt_names_->setText(u"localhost, 127.0.0.1"_s);
    }
    const bool for_board = purpose_ == Purpose::certificate && board;
    form_->setRowVisible(place_, for_board);
    if (!for_board || ca)
        key_place_->choose_here();
    form_->setRowVisible(key_place_, for_board && !ca);
    form_->setRowVisible(ca_key_place_, purpose_ == Purpose::certificate && ca);
    place_->setChecked(board && chosen.name != preset::intermediate);
    changed();
}

// What the user's own profile says beyond its base; what it said is taken back when another one is chosen.
void CertificateForm::take_over(const OwnTemplate *own)
{
    if (own || shows_own_)
        more_->set(own ? own->choices : pki::IssueChoices());
    shows_own_ = own;
    if (!own)
        return;
    validity_->choose_days(own->choices.days.value_or(chosen_template().days));
    more_->choose_digest(own->choices.digest.value_or(chosen_template().digest));
    key_->choose(own->choices.key.value_or(chosen_template().key));
}

Result<pki::IssueChoices> CertificateForm::choices_to_keep() const
{
    pki::IssueChoices choices;
    if (const Result<void> applied = more_->apply(choices); !applied)
        return failure(applied.error());
    choices.serial.reset(); // of one certificate alone
    choices.days = validity_->days();
    choices.key = key_->spec();
    return choices;
}

void CertificateForm::begin_like(const pki::Certificate &certificate, const QString &issuer, const QString &also)
{
    name_->setText(certificate.common_name());
    if (const Result<pki::SubjectName> subject = pki::parse_subject(certificate.subject()))
        more_->set_subject(*subject);
    QStringList names;
    for (const pki::AltName &name : certificate.alt_names())
        if (name.kind != pki::AltName::Kind::other)
            names.append(name.value);
    if (!also.isEmpty() && !names.contains(also))
        names.append(also);
    alt_names_->setText(names.join(u", "_s));
    issuer_->setCurrentIndex(issuer_->findData(issuer));
}

void CertificateForm::answer(const pki::CertificateRequest &request, const QString &name)
{
    answers_ = request;
    answers_name_ = name;
    name_->setText(request.common_name());
    QStringList names;
    for (const pki::AltName &one : request.alt_names())
        if (one.kind != pki::AltName::Kind::other)
            names.append(one.value);
    alt_names_->setText(names.join(u", "_s));
    changed();
}

Result<IssueRequest> CertificateForm::request() const
{
    const bool with_names = form_->isRowVisible(alt_names_);
    Result<IssueRequest> made
        = simple_request(template_->base(), name_->text(), with_names ? alt_names_->text() : QString(), issuer_->currentData().toString());
    if (!made)
        return made;
    if (purpose_ != Purpose::request)
        validity_->apply(made->choices);
    made->choices.key = key_->spec();
    made->device = device_profile(studio_.document.plan());
    made->answers = answers_;
    made->answers_name = answers_name_;
    if (form_->isRowVisible(ca_key_place_))
        made->token = ca_key_place_->token(made->name());
    return more_->apply(made->choices).transform([&] { return *std::move(made); });
}

void CertificateForm::changed()
{
    previewed_ = false;
    issue_->setEnabled(false);
    delay_.start();
}

void CertificateForm::place_changed()
{
    const bool device = key_place_->on_device();
    key_->offer_device_keys_only(device);
    issue_->setText(device ? tr("Let the device make it") : tr("Issue"));
    place_->setText(device ? tr("Let the plan leave it to the device") : tr("Put it on the flash map"));
    issue_->setEnabled(can_issue());
}

bool CertificateForm::can_issue() const
{
    return previewed_ && key_place_->ready() && (!form_->isRowVisible(ca_key_place_) || ca_key_place_->ready());
}

void CertificateForm::replace_device_key() const
{
    key_place_->choose_device(true);
}

void CertificateForm::preview()
{
    const Result<IssueRequest> wanted = request();
    const int mine = ++generation_;
    if (!wanted)
        return show_preview(failure(wanted.error()));
    if (job_)
        studio_.jobs.stop(job_);
    const bool csr = purpose_ == Purpose::request;
    job_ = studio_.jobs.start<IssuePreview>(
        tr("Preview"),
        [csr, wanted = *wanted, &vault = studio_.keys, keys = keys_](
            const Job &job) { return csr ? preview_csr(wanted, *keys, job) : preview_issue(wanted, KeyFolder(vault, job, {}, Asking::never), *keys, job); },
        this,
        [this, mine](const Result<IssuePreview> &result) {
            if (mine == generation_)
                show_preview(result);
        },
        JobStyle::quiet);
}

void CertificateForm::show_preview(const Result<IssuePreview> &preview)
{
    const bool locked = !preview && preview.error().code == keys_locked_code;
    previewed_ = preview.has_value() || locked; // it asks for the password then
    issue_->setEnabled(can_issue());
    if (locked)
        preview_->show_hint(tr("The CA's key is locked. Issuing asks for the password of your keys."));
    else if (preview)
        preview_->show_one(*preview);
    else if (name_->text().trimmed().isEmpty() && !answers_)
        preview_->show_hint(tr("Type a name to see it."));
    else
        preview_->show_error(preview.error());
}

void CertificateForm::issue_now()
{
    const Result<IssueRequest> wanted = request();
    if (!wanted)
        return studio_.notify(wanted.error());
    const bool csr = purpose_ == Purpose::request;
    const bool place = form_->isRowVisible(place_) && place_->isChecked();
    if (key_place_->on_device())
        return control_.device_keys().make(*wanted, key_place_->replace(), place, this);
    if (wanted->token)
        ca_key_place_->confirm();
    studio_.workspace.run(
        csr ? tr("Make a request for %1").arg(wanted->name()) : tr("Issue %1").arg(wanted->name()),
        [csr, wanted = *wanted](const KeyFolder &folder, const Job &job) {
            return (csr ? make_csr(wanted, folder, job) : issue(wanted, folder, job)).transform([](const QString &name) { return QStringList(name); });
        },
        this,
        [this, csr, place](const Result<QStringList> &names) {
            if (!names)
                return studio_.notify(names.error());
            if (place)
                control_.place(names->constFirst());
            if (csr)
                studio_.selection.select({ .kind = Subject::Kind::request, .key = names->constFirst() });
            Q_EMIT finished(csr ? QStringList() : *names);
        });
}

} // namespace espseal::studio
