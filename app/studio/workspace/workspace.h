// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include "app/studio/jobs/job_runner.h"
#include "app/studio/workspace/key_folder.h"
#include "app/studio/workspace/workspace_content.h"

#include <functional>
#include <memory>

namespace espseal::studio {

// The workspace as the pages see it: what it holds, and jobs that change it. Certificates only; keys stay in their vault.
class Workspace final : public QObject {
    Q_OBJECT
public:
    // Blocking work in the folder, which may ask for the keys' password; returns the names that are new or changed.
    using Work = std::function<Result<QStringList>(const KeyFolder &folder, const Job &job)>;
    using Done = std::function<void(const Result<QStringList> &names)>;

    Workspace(JobRunner &jobs, WorkspaceKeys &keys, QObject *parent = nullptr);

    [[nodiscard]] const QString &folder() const { return keys_.folder(); }
    [[nodiscard]] WorkspaceKeys &keys() const { return keys_; }
    [[nodiscard]] const WorkspaceContent &content() const { return content_; }
    [[nodiscard]] const QList<StoredCredential> &credentials() const { return content_.credentials; }
    [[nodiscard]] bool is_empty() const;
    [[nodiscard]] const StoredCredential *find(const QString &name) const;
    [[nodiscard]] const StoredRequest *find_request(const QString &name) const;
    [[nodiscard]] const StoredCredential *with_id(const QString &certificate_id) const;
    [[nodiscard]] QList<pki::Certificate> cas() const;
    // The one that signed this, if it is here.
    [[nodiscard]] const StoredCredential *issuer_of(const StoredCredential &credential) const;
    // Names of those that this CA signed.
    [[nodiscard]] QStringList issued_by(const QString &name) const;

    void reload();
    void add(QList<NewCredential> credentials);
    // Runs `work` in a job, reads the folder again, and hands `done` what came of it after changed() told of the new content; without
    // `done`, failures go to failed(). Works run one after the other. Returns the job's id.
    quint64 run(const QString &title, Work work, QObject *context = nullptr, Done done = {}, JobStyle style = JobStyle::shown);

Q_SIGNALS:
    void changed();
    void added(const QStringList &names);
    void failed(const espseal::Error &error);

private:
    struct Turn; // serializes the works on the folder
    void show(quint64 turn, WorkspaceContent content);

    JobRunner &jobs_;
    WorkspaceKeys &keys_;
    WorkspaceContent content_;
    std::shared_ptr<Turn> turn_;
    quint64 shown_turn_ = 0;
};

} // namespace espseal::studio
