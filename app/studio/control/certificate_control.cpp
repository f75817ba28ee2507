// SPDX-License-Identifier: Apache-2.0
#include "app/studio/control/certificate_control.h"

#include "app/studio/control/bin_command.h"
#include "app/studio/document/region_content.h"
#include "app/studio/studio.h"

#include "core/provision/sample.h"

#include <QClipboard>
#include <QGuiApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int most_named = 4; // in a sentence

QList<NewCredential> test_set(const provision::SampleCredentials &made)
{
    return { { .name = u"test-ca"_s, .certificate = made.ca, .key = made.ca_key },
        { .name = u"this-computer"_s, .certificate = made.server.certificate(), .key = made.server.key() },
        { .name = u"board"_s, .certificate = made.device.certificate(), .key = made.device.key() } };
}

flash::Edit fill(const flash::Region &region, const StoredCredential &credential)
{
    return credential.on_device ? leave_to_device(region) : fill_with_credential(region, credential.name);
}

} // namespace

CertificateControl::CertificateControl(Studio &studio, QObject *parent)
    : QObject(parent)
    , studio_(studio)
    , device_keys_(studio)
{
    studio.actions.on(action::certificate_make_test, this, [this] { make_test(); });
    const auto with_selected = [this](auto act) {
        return [this, act] {
            if (const StoredCredential *credential = selected())
                (this->*act)(credential->name);
        };
    };
    studio.actions.on(action::certificate_place, this, with_selected(&CertificateControl::place_and_show));
    const auto with_bin_entry = [this](auto act) {
        return [this, act] {
            if (const Subject subject = studio_.selection.subject(); subject.kind == Subject::Kind::bin_entry)
                (this->*act)(subject.key);
        };
    };
    studio.actions.on(action::certificate_copy, this, [this] { copy(); });
    studio.actions.on(action::certificate_fingerprint, this, [this] { copy_fingerprint(); });
    studio.actions.on(action::certificate_remove, this, [this] { remove_selected(); });
    studio.actions.on(action::certificate_restore, this, with_bin_entry(&CertificateControl::restore));
    studio.actions.on(action::certificate_empty_bin, this, with_bin_entry(&CertificateControl::delete_for_good));
    connect(&studio.selection, &Selection::subject_changed, this, [this] { warned_.clear(); });
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
    studio_.workspace.run(
        tr("Make test certificates"),
        [board](const KeyFolder &folder, const Job &job) -> Result<QStringList> {
            if (const Result<void> opened = folder.open(); !opened)
                return failure(opened.error());
            job.report(tr("Making keys and certificates"), 0, 0);
            return provision::make_sample_credentials(board, job).and_then([&](const provision::SampleCredentials &made) {
                return add_credentials(folder, test_set(made));
            });
        },
        this,
        [this](const Result<QStringList> &names) {
            if (!names)
                return studio_.notify(names.error());
            place_test(*names);
        });
}

// The set's first is the CA, its last the board's own.
void CertificateControl::place_test(const QStringList &names)
{
    const flash::Plan &plan = studio_.document.plan();
    const flash::Level level = plan.agent.is_client() ? flash::Level::client : flash::Level::server;
    flash::EditList edits;
    if (const flash::Region *ca = plan.ca_for(level))
        edits.edits.push_back(fill_with_credential(*ca, names.constFirst()));
    if (const flash::Region *identity = plan.identity_for(level))
        edits.edits.push_back(fill_with_credential(*identity, names.constLast()));
    if (const Result<void> placed = studio_.document.apply({ edits }); !placed)
        studio_.notify(placed.error());
}

bool CertificateControl::place(const QString &name)
{
    const StoredCredential *credential = studio_.workspace.find(name);
    const flash::Region *region = credential ? region_for(*credential, studio_) : nullptr;
    if (!region)
        return false;
    if (credential->on_device && region->made_on_device)
        return true;
    if (const Result<void> placed = studio_.document.apply(fill(*region, *credential)); !placed) {
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

void CertificateControl::place_all(const QStringList &names)
{
    flash::EditList edits;
    for (const QString &name : names) {
        const StoredCredential *credential = studio_.workspace.find(name);
        if (const flash::Region *region = credential ? region_for(*credential, studio_) : nullptr)
            edits.edits.push_back(fill(*region, *credential));
    }
    if (edits.edits.empty())
        return;
    if (const Result<void> placed = studio_.document.apply({ edits }); !placed)
        studio_.notify(placed.error());
}

void CertificateControl::copy()
{
    QByteArray pem;
    if (const Subject &subject = studio_.selection.subject(); subject.kind == Subject::Kind::request)
        if (const StoredRequest *stored = studio_.workspace.find_request(subject.key))
            pem = stored->request.pem();
    for (const QString &name : selected_credentials(studio_))
        if (const StoredCredential *credential = studio_.workspace.find(name))
            pem += credential->certificate.pem();
    if (!pem.isEmpty())
        QGuiApplication::clipboard()->setText(QString::fromLatin1(pem));
}

void CertificateControl::copy_fingerprint()
{
    QStringList lines;
    for (const QString &name : selected_credentials(studio_))
        if (const StoredCredential *credential = studio_.workspace.find(name))
            lines.append(pki::fingerprint_text(credential->certificate.fingerprint()));
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

void CertificateControl::remove_selected()
{
    const Subject subject = studio_.selection.subject();
    const bool alone = subject.kind == Subject::Kind::stored_key || subject.kind == Subject::Kind::request;
    const QStringList names = alone ? QStringList(subject.key) : selected_credentials(studio_);
    if (names.isEmpty())
        return;
    QStringList orphans;
    for (const QString &name : names)
        for (const QString &issued : studio_.workspace.issued_by(name))
            if (!names.contains(issued))
                orphans.append(studio_.workspace.find(issued)->certificate.display_name());
    if (!orphans.isEmpty() && warned_ != names) {
        warned_ = names;
        const QString shown = orphans.size() <= most_named
            ? orphans.join(u", "_s)
            : tr("%1 and %n more", nullptr, static_cast<int>(orphans.size()) - most_named).arg(orphans.first(most_named).join(u", "_s));
        return studio_.notify(Notice { Tone::caution, tr("It has signed %1: they stay, but cannot be renewed or checked without it.").arg(shown),
            action::certificate_remove, u"remove-ca"_s });
    }
    Q_EMIT studio_.notice_withdrawn(u"remove-ca"_s);
    remove(names);
}

void CertificateControl::remove(const QStringList &names)
{
    const StoredCredential *first = studio_.workspace.find(names.constFirst());
    const QString title = names.size() > 1 ? tr("%n certificate(s)", nullptr, static_cast<int>(names.size()))
        : first                            ? first->certificate.display_name()
                                           : names.constFirst();
    studio_.selection.select({});
    studio_.document.undo().push(new BinCommand(studio_, names, title));
}

void CertificateControl::restore(const QString &bin_id)
{
    studio_.workspace.run(
        tr("Restore from the bin"), [bin_id](const KeyFolder &folder, const Job &) { return restore_from_bin(folder.path(), { bin_id }); }, this,
        [this](const Result<QStringList> &names) {
            if (!names)
                return studio_.notify(names.error());
            Q_EMIT studio_.workspace.added(*names);
        });
}

void CertificateControl::delete_for_good(const QString &bin_id)
{
    studio_.selection.select({});
    studio_.workspace.run(
        tr("Delete for good"),
        [bin_id](const KeyFolder &folder, const Job &) { return delete_from_bin(folder, { bin_id }).transform([] { return QStringList(); }); }, this,
        [this](const Result<QStringList> &done) {
            if (!done)
                studio_.notify(done.error());
        });
}

QStringList selected_credentials(const Studio &studio)
{
    const Subject &subject = studio.selection.subject();
    const QStringList &marked = studio.selection.marked();
    if (subject.kind != Subject::Kind::certificate)
        return {};
    return marked.contains(subject.key) ? marked : QStringList(subject.key);
}

const flash::Region *region_for(const StoredCredential &credential, const Studio &studio)
{
    const flash::Plan &plan = studio.document.plan();
    const flash::Level level = plan.agent.is_client() ? flash::Level::client : flash::Level::server;
    if (credential.is_ca())
        return plan.ca_for(level);
    return credential.has_key || credential.on_device ? plan.identity_for(level) : nullptr;
}

} // namespace espseal::studio
