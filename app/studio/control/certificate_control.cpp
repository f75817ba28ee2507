// SPDX-License-Identifier: Apache-2.0
#include "app/studio/control/certificate_control.h"

#include "app/studio/studio.h"

#include "core/provision/sample.h"

#include <QClipboard>
#include <QGuiApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QList<NewCredential> test_set(const provision::SampleCredentials &made)
{
    return { { .name = u"test-ca"_s, .certificate = made.ca, .key = made.ca_key },
        { .name = u"this-computer"_s, .certificate = made.server.certificate(), .key = made.server.key() },
        { .name = u"board"_s, .certificate = made.device.certificate(), .key = made.device.key() } };
}

flash::Edit fill(const flash::Region &region, const QString &credential)
{
    return { flash::SetContent { .region = region.name, .credential = credential } };
}

} // namespace

CertificateControl::CertificateControl(Studio &studio, QObject *parent)
    : QObject(parent)
    , studio_(studio)
{
    studio.actions.on(action::certificate_make_test, this, [this] { make_test(); });
    const auto with_selected = [this](auto act) {
        return [this, act] {
            if (const StoredCredential *credential = selected())
                (this->*act)(credential->name);
        };
    };
    studio.actions.on(action::certificate_place, this, with_selected(&CertificateControl::place_and_show));
    studio.actions.on(action::certificate_copy, this, with_selected(&CertificateControl::copy));
    studio.actions.on(action::certificate_remove, this, with_selected(&CertificateControl::remove));
    connect(&studio.selection, &Selection::subject_changed, this, &CertificateControl::follow_selection);
    connect(&studio.workspace, &Workspace::changed, this, &CertificateControl::follow_selection);
    connect(&studio.document, &PlanDocument::changed, this, &CertificateControl::follow_selection);
    follow_selection();
}

const StoredCredential *CertificateControl::selected() const
{
    const Subject &subject = studio_.selection.subject();
    return subject.kind == Subject::Kind::certificate ? studio_.workspace.find(subject.key) : nullptr;
}

void CertificateControl::make_test()
{
    const DeviceEntry *device = studio_.devices.current();
    const QString board = device && !device->given_name.isEmpty() ? device->given_name : tr("test-board");
    studio_.selection.go(Page::certificates);
    studio_.jobs.start<QStringList>(
        tr("Make test certificates"),
        [board, folder = studio_.workspace.folder()](const Job &job) {
            job.report(tr("Making keys and certificates"), 0, 0);
            return provision::make_sample_credentials(board, job).and_then([&](const provision::SampleCredentials &made) {
                return add_credentials(folder, test_set(made));
            });
        },
        this,
        [this](Result<QStringList> names) {
            if (!names)
                return studio_.notify(names.error());
            place_test(*names);
            studio_.workspace.reload();
        });
}

// The set's first is the CA, its last the board's own.
void CertificateControl::place_test(const QStringList &names)
{
    const flash::Plan &plan = studio_.document.plan();
    const flash::Level level = plan.agent.is_client() ? flash::Level::client : flash::Level::server;
    flash::EditList edits;
    if (const flash::Region *ca = plan.ca_for(level))
        edits.edits.push_back(fill(*ca, names.constFirst()));
    if (const flash::Region *identity = plan.identity_for(level))
        edits.edits.push_back(fill(*identity, names.constLast()));
    if (const Result<void> placed = studio_.document.apply({ edits }); !placed)
        studio_.notify(placed.error());
}

bool CertificateControl::place(const QString &name)
{
    const StoredCredential *credential = studio_.workspace.find(name);
    const flash::Region *region = credential ? region_for(*credential, studio_) : nullptr;
    if (!region)
        return false;
    if (const Result<void> placed = studio_.document.apply(fill(*region, name)); !placed) {
        studio_.notify(placed.error());
        return false;
    }
    return true;
}

void CertificateControl::place_and_show(const QString &name)
{
    const StoredCredential *credential = studio_.workspace.find(name);
    const flash::Region *region = credential ? region_for(*credential, studio_) : nullptr;
    const QString region_name = region ? region->name : QString();
    if (!place(name))
        return;
    studio_.selection.go(Page::map);
    studio_.selection.select({ .kind = Subject::Kind::region, .key = region_name });
}

void CertificateControl::copy(const QString &name)
{
    if (const StoredCredential *credential = studio_.workspace.find(name))
        QGuiApplication::clipboard()->setText(QString::fromLatin1(credential->certificate.pem()));
}

void CertificateControl::remove(const QString &name)
{
    studio_.selection.select({});
    studio_.workspace.remove(name);
}

void CertificateControl::follow_selection()
{
    const StoredCredential *credential = selected();
    const QString none = tr("Select a certificate first.");
    ActionRegistry &actions = studio_.actions;
    actions.set_enabled(action::certificate_copy, credential, none);
    const bool used = credential
        && std::ranges::any_of(studio_.document.plan().regions, [&](const flash::Region &region) { return region.credential == credential->name; });
    actions.set_enabled(action::certificate_remove, credential && !used, credential ? tr("The plan writes it: take it off the map first.") : none);
    const flash::Region *region = credential ? region_for(*credential, studio_) : nullptr;
    const QString no_region = !credential              ? none
        : !credential->is_ca() && !credential->has_key ? tr("Its private key is not in the workspace, and a board needs it.")
                                                       : tr("The plan has no region for it.");
    actions.set_enabled(action::certificate_place, region, no_region);
}

const flash::Region *region_for(const StoredCredential &credential, const Studio &studio)
{
    const flash::Plan &plan = studio.document.plan();
    const flash::Level level = plan.agent.is_client() ? flash::Level::client : flash::Level::server;
    if (credential.is_ca())
        return plan.ca_for(level);
    return credential.has_key ? plan.identity_for(level) : nullptr;
}

} // namespace espseal::studio
