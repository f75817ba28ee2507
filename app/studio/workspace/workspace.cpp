// SPDX-License-Identifier: Apache-2.0
#include "app/studio/workspace/workspace.h"

#include "app/studio/jobs/job_runner.h"
#include "core/pki/chain.h"

#include <algorithm>

namespace espseal::studio {

namespace {

// What a job brings back: the folder as it is after the change, and the names that are new.
struct Change {
    QList<StoredCredential> credentials;
    QStringList added;
};

Result<Change> with_folder(const QString &folder, QStringList added)
{
    return load_credentials(folder).transform([&](QList<StoredCredential> all) { return Change { std::move(all), std::move(added) }; });
}

} // namespace

Workspace::Workspace(JobRunner &jobs, QString folder, QObject *parent)
    : QObject(parent)
    , jobs_(jobs)
    , folder_(std::move(folder))
{
}

const StoredCredential *Workspace::find(const QString &name) const
{
    const auto found = std::ranges::find(credentials_, name, &StoredCredential::name);
    return found == credentials_.end() ? nullptr : &*found;
}

QList<pki::Certificate> Workspace::cas() const
{
    QList<pki::Certificate> cas;
    for (const StoredCredential &credential : credentials_)
        if (credential.is_ca())
            cas.append(credential.certificate);
    return cas;
}

const StoredCredential *Workspace::issuer_of(const pki::Certificate &certificate) const
{
    if (certificate.is_self_issued())
        return nullptr;
    const auto found
        = std::ranges::find_if(credentials_, [&](const StoredCredential &other) { return other.is_ca() && pki::is_signed_by(certificate, other.certificate); });
    return found == credentials_.end() ? nullptr : &*found;
}

void Workspace::reload()
{
    jobs_.start<QList<StoredCredential>>(
        tr("Read the workspace"), [folder = folder_](const Job &) { return load_credentials(folder); }, this,
        [this](Result<QList<StoredCredential>> read) {
            if (!read) {
                Q_EMIT failed(read.error());
                return;
            }
            credentials_ = *std::move(read);
            Q_EMIT changed();
        },
        JobStyle::quiet);
}

void Workspace::add(QList<NewCredential> credentials)
{
    const QString title = tr("Store %n certificate(s)", nullptr, static_cast<int>(credentials.size()));
    jobs_.start<Change>(
        title,
        [folder = folder_, credentials = std::move(credentials)](
            const Job &) { return add_credentials(folder, credentials).and_then([&](QStringList names) { return with_folder(folder, std::move(names)); }); },
        this,
        [this](Result<Change> change) {
            if (!change) {
                Q_EMIT failed(change.error());
                return;
            }
            credentials_ = std::move(change->credentials);
            Q_EMIT changed();
            Q_EMIT added(change->added);
        });
}

void Workspace::remove(const QString &name)
{
    jobs_.start<Change>(
        tr("Move %1 to the bin").arg(name),
        [folder = folder_, name](const Job &) { return remove_credential(folder, name).and_then([&] { return with_folder(folder, {}); }); }, this,
        [this](Result<Change> change) {
            if (!change) {
                Q_EMIT failed(change.error());
                return;
            }
            credentials_ = std::move(change->credentials);
            Q_EMIT changed();
        });
}

} // namespace espseal::studio
