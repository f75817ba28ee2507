// SPDX-License-Identifier: Apache-2.0
#include "app/studio/workspace/workspace.h"

#include "app/studio/workspace/key_migration.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace espseal::studio {

// Two jobs may end in another order than they worked in: only the newest reading counts.
struct Workspace::Turn {
    std::mutex mutex;
    quint64 count = 0;
    WorkspaceContent content; // as last read, so that what has not changed is not read again
};

namespace {

struct Reading {
    quint64 turn = 0;
    WorkspaceContent content;
    QStringList names;
};

} // namespace

Workspace::Workspace(JobRunner &jobs, WorkspaceKeys &keys, QObject *parent)
    : QObject(parent)
    , jobs_(jobs)
    , keys_(keys)
    , turn_(std::make_shared<Turn>())
{
    const auto follow = [this] {
        if (keys_.is_open())
            reload(); // names that only the open vault tells; what the bin could not delete
    };
    connect(&keys, &WorkspaceKeys::state_changed, this, follow, Qt::QueuedConnection);
}

bool Workspace::is_empty() const
{
    return content_.credentials.isEmpty() && content_.requests.isEmpty() && content_.keys.isEmpty() && content_.bin.isEmpty();
}

const StoredCredential *Workspace::find(const QString &name) const
{
    const auto found = std::ranges::lower_bound(content_.credentials, name, {}, &StoredCredential::name);
    return found == content_.credentials.end() || found->name != name ? nullptr : &*found;
}

const StoredRequest *Workspace::find_request(const QString &name) const
{
    const auto found = std::ranges::find(content_.requests, name, &StoredRequest::name);
    return found == content_.requests.end() ? nullptr : &*found;
}

const StoredCredential *Workspace::with_id(const QString &certificate_id) const
{
    const auto found = std::ranges::find_if(content_.credentials, [&](const StoredCredential &other) { return other.certificate.id() == certificate_id; });
    return found == content_.credentials.end() ? nullptr : &*found;
}

QList<pki::Certificate> Workspace::cas() const
{
    QList<pki::Certificate> cas;
    for (const StoredCredential &credential : content_.credentials)
        if (credential.is_ca())
            cas.append(credential.certificate);
    return cas;
}

const StoredCredential *Workspace::issuer_of(const StoredCredential &credential) const
{
    return credential.issuer.isEmpty() ? nullptr : find(credential.issuer);
}

QStringList Workspace::issued_by(const QString &name) const
{
    QStringList names;
    for (const StoredCredential &credential : content_.credentials)
        if (credential.issuer == name)
            names.append(credential.name);
    return names;
}

void Workspace::reload()
{
    run(
        tr("Read the workspace"),
        [&keys = keys_](const KeyFolder &, const Job &job) -> Result<QStringList> {
            const KeyFolder folder(keys, job, {}, Asking::never); // reading is no reason to ask
            purge_bin(folder);
            // Without them the workspace shows less; another reading tries again.
            [[maybe_unused]] const Result<void> marked = mark_named_keys(folder);
            return QStringList();
        },
        this, {}, JobStyle::quiet);
}

void Workspace::add(QList<NewCredential> credentials)
{
    const QString title = tr("Store %n certificate(s)", nullptr, static_cast<int>(credentials.size()));
    run(
        title, [credentials = std::move(credentials)](const KeyFolder &folder, const Job &) { return add_credentials(folder, credentials); }, this,
        [this](const Result<QStringList> &names) {
            if (!names)
                Q_EMIT failed(names.error());
            else
                Q_EMIT added(*names);
        });
}

quint64 Workspace::run(const QString &title, Work work, QObject *context, Done done, JobStyle style)
{
    return jobs_.start<Reading>(
        title,
        [&keys = keys_, title, work = std::move(work), turn = turn_](const Job &job) -> Result<Reading> {
            const std::scoped_lock lock(turn->mutex);
            const KeyFolder folder(keys, job, title);
            Result<QStringList> names = work(folder, job);
            if (!names)
                return failure(names.error());
            Result<WorkspaceContent> content = read_workspace(folder.path(), turn->content);
            if (!content)
                return failure(content.error());
            turn->content = *content;
            return Reading { ++turn->count, *std::move(content), *std::move(names) };
        },
        this,
        [this, done = std::move(done), guard = QPointer<QObject>(context ? context : this)](Result<Reading> reading) {
            if (reading)
                show(reading->turn, std::move(reading->content));
            else if (!done)
                Q_EMIT failed(reading.error());
            else
                reload(); // it may have come half-way
            if (done && guard)
                done(std::move(reading).transform([](Reading &&read) { return std::move(read.names); }));
        },
        style);
}

void Workspace::show(quint64 turn, WorkspaceContent content)
{
    if (turn < shown_turn_)
        return;
    shown_turn_ = turn;
    content_ = std::move(content);
    Q_EMIT changed();
}

} // namespace espseal::studio
