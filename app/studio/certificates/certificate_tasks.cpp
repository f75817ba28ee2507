// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/certificate_tasks.h"

#include "app/studio/certificates/batch_panel.h"
#include "app/studio/certificates/certificate_form.h"
#include "app/studio/certificates/certificates_page.h"
#include "app/studio/certificates/compare_panel.h"
#include "app/studio/certificates/expiry_calendar.h"
#include "app/studio/certificates/export_panel.h"
#include "app/studio/certificates/guide_panel.h"
#include "app/studio/certificates/import_panel.h"
#include "app/studio/certificates/renew_panel.h"
#include "app/studio/certificates/revocation.h"
#include "app/studio/certificates/revoke_panel.h"
#include "app/studio/certificates/set_panel.h"
#include "app/studio/certificates/token_key_panel.h"
#include "app/studio/control/certificate_control.h"
#include "app/studio/studio.h"
#include "app/studio/widgets/drop_zone.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMimeData>

using namespace Qt::StringLiterals;

namespace espseal::studio {

CertificateTasks::CertificateTasks(Studio &studio, CertificateControl &control, CertificatesPage &page)
    : QObject(&page)
    , studio_(studio)
    , control_(control)
    , page_(page)
{
    connect_making();
    connect_import();
    connect_rest();
}

void CertificateTasks::connect_making()
{
    ActionRegistry &actions = studio_.actions;
    actions.on(action::certificate_guide, this, [this] { open_guide(); });
    actions.on(action::certificate_new, this, [this] { open_form(preset::board_client); });
    actions.on(action::certificate_request, this, [this] { open_request(); });
    actions.on(action::certificate_new_ca, this, [this] { open_form(preset::ca); });
}

void CertificateTasks::connect_import()
{
    ActionRegistry &actions = studio_.actions;
    actions.on(action::certificate_import, this, [this] { choose_files(); });
    actions.on(action::certificate_paste, this, [this] { paste(); });
}

void CertificateTasks::connect_rest()
{
    ActionRegistry &actions = studio_.actions;
    actions.on(action::certificate_batch, this, [this] { page_.open(new BatchPanel(studio_)); });
    actions.on(action::certificate_renew, this, [this] { open_renew(); });
    actions.on(action::certificate_sign, this, [this] { open_sign(); });
    actions.on(action::certificate_compare, this, [this] { open_compare(); });
    actions.on(action::certificate_crl, this, [this] { save_crl(); });
    actions.on(action::certificate_token_key, this, [this] {
        if (const StoredCredential *ca = selected())
            page_.open(new TokenKeyPanel(studio_, *ca));
    });
    actions.on(action::certificate_calendar, this, [this] { save_calendar(); });
    actions.on(action::certificate_export, this, [this] {
        const Subject subject = studio_.selection.subject();
        const bool request = subject.kind == Subject::Kind::request;
        page_.open(new ExportPanel(studio_, selected_credentials(studio_), request ? subject.key : QString()));
    });
    actions.on(action::certificate_revoke, this, [this] { page_.open(new RevokePanel(studio_, selected_credentials(studio_))); });
}

const StoredCredential *CertificateTasks::selected() const
{
    const Subject &subject = studio_.selection.subject();
    return subject.kind == Subject::Kind::certificate ? studio_.workspace.find(subject.key) : nullptr;
}

void CertificateTasks::open_renew()
{
    const StoredCredential *credential = selected();
    if (credential && credential->on_device)
        return issue_like(*credential, {}, true);
    if (credential)
        page_.open(new RenewPanel(studio_, *credential));
}

void CertificateTasks::open_sign()
{
    const StoredRequest *stored = studio_.workspace.find_request(studio_.selection.subject().key);
    if (!stored)
        return;
    auto *form = new CertificateForm(studio_, control_, CertificateForm::Purpose::answer, preset::board_client);
    form->answer(stored->request, stored->name);
    page_.open(form);
}

void CertificateTasks::open_compare()
{
    const QStringList names = selected_credentials(studio_);
    if (names.size() == 2)
        page_.open(new ComparePanel(*studio_.workspace.find(names.constFirst()), *studio_.workspace.find(names.constLast())));
}

void CertificateTasks::ask_where_to(const QString &title, const QString &name, const std::function<void(const QString &path)> &then)
{
    auto *dialog = new QFileDialog(page_.window(), title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this, then);
    dialog->open();
}

void CertificateTasks::save_crl()
{
    const StoredCredential *credential = selected();
    if (!credential)
        return;
    const QString ca = credential->is_ca() ? credential->name : credential->issuer;
    ask_where_to(tr("Export the revocation list"), ca + u".crl"_s, [this, ca](const QString &path) { write_crl(ca, path); });
}

void CertificateTasks::write_crl(const QString &ca, const QString &path)
{
    studio_.workspace.run(
        tr("Sign the revocation list of %1").arg(ca),
        [ca, path, content = studio_.workspace.content()](const KeyFolder &folder, const Job &) { return export_crl(ca, content, folder, path); }, this,
        [this](const Result<QStringList> &done) {
            if (!done)
                studio_.notify(done.error());
        });
}

void CertificateTasks::save_calendar()
{
    ask_where_to(tr("Expiry calendar"), tr("certificates.ics"), [this](const QString &path) { write_calendar(path); });
}

void CertificateTasks::write_calendar(const QString &path)
{
    QList<StoredCredential> chosen;
    const QStringList names = selected_credentials(studio_);
    for (const StoredCredential &credential : studio_.workspace.credentials())
        if (names.size() < 2 || names.contains(credential.name))
            chosen.append(credential);
    studio_.jobs.start<bool>(
        tr("Write %1").arg(path), [chosen, path](const Job &) { return write_expiry_calendar(chosen, path).transform([] { return true; }); }, this,
        [this](const Result<bool> &done) {
            if (!done)
                studio_.notify(done.error());
        });
}

void CertificateTasks::follow(GuidePanel &guide)
{
    connect(&guide, &GuidePanel::nothing_chosen, this, [this] { page_.open(new SetPanel(studio_, control_)); });
    connect(&guide, &GuidePanel::ca_chosen, this, [this] { open_import(ImportGoal::ca); });
    connect(&guide, &GuidePanel::identity_chosen, this, [this] { open_import(ImportGoal::identity); });
    connect(&guide, &GuidePanel::files_wanted, this, [this] { choose_files(); });
    connect(&guide, &GuidePanel::dropped, this, &CertificateTasks::import_files);
}

void CertificateTasks::open_guide()
{
    auto *guide = new GuidePanel(studio_, true);
    follow(*guide);
    page_.open(guide);
}

void CertificateTasks::open_form(const QString &preset)
{
    page_.open(new CertificateForm(studio_, control_, CertificateForm::Purpose::certificate, preset));
}

void CertificateTasks::open_request()
{
    page_.open(new CertificateForm(studio_, control_, CertificateForm::Purpose::request, preset::board_client));
}

void CertificateTasks::issue_like(const StoredCredential &credential, const QString &also, bool on_device)
{
    const pki::Certificate &certificate = credential.certificate;
    const bool server = certificate.allows(pki::Role::server);
    const bool client = certificate.allows(pki::Role::client);
    const QString wanted = certificate.is_ca() ? (certificate.is_self_issued() ? preset::ca : preset::intermediate)
        : server && client                     ? preset::board_both
        : server                               ? preset::board_server
                                               : preset::board_client;
    auto *form = new CertificateForm(studio_, control_, CertificateForm::Purpose::certificate, wanted);
    form->begin_like(certificate, credential.issuer, also);
    if (on_device)
        form->replace_device_key();
    page_.open(form);
}

void CertificateTasks::open_import(ImportGoal goal)
{
    auto *panel = new ImportPanel(studio_, control_, goal);
    connect(panel, &ImportPanel::request_wanted, this, &CertificateTasks::open_request);
    page_.open(panel);
}

void CertificateTasks::import_files(const QStringList &paths)
{
    if (paths.isEmpty())
        return;
    auto *open = qobject_cast<ImportPanel *>(page_.task()); // more for what is looked at already
    if (!open) {
        open = new ImportPanel(studio_, control_, ImportGoal::anything);
        page_.open(open);
    }
    open->add({ .paths = paths, .text = {}, .text_name = {} });
}

void CertificateTasks::choose_files()
{
    auto *dialog = new QFileDialog(page_.window(), tr("Import certificates and keys"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &CertificateTasks::import_files);
    dialog->open();
}

void CertificateTasks::paste()
{
    const QMimeData *data = QGuiApplication::clipboard()->mimeData();
    if (const QStringList paths = data ? local_paths(*data) : QStringList(); !paths.isEmpty())
        return import_files(paths);
    const QByteArray text = data ? data->text().toUtf8() : QByteArray();
    if (!text.contains("-----BEGIN "))
        return studio_.notify(Notice { Tone::info, tr("There is neither PEM text nor a file on the clipboard."), {}, u"paste"_s });
    auto *panel = new ImportPanel(studio_, control_, ImportGoal::anything);
    page_.open(panel);
    panel->add({ .paths = {}, .text = text, .text_name = tr("the pasted text") });
}

} // namespace espseal::studio
