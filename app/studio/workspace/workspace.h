// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include "app/studio/workspace/credential_store.h"

namespace espseal::studio {

class JobRunner;

// The workspace as the pages see it: what it holds, and jobs that change it. Certificates only; keys stay in their files.
class Workspace final : public QObject {
    Q_OBJECT
public:
    Workspace(JobRunner &jobs, QString folder, QObject *parent = nullptr);

    [[nodiscard]] const QString &folder() const { return folder_; }
    [[nodiscard]] const QList<StoredCredential> &credentials() const { return credentials_; }
    [[nodiscard]] const StoredCredential *find(const QString &name) const;
    [[nodiscard]] QList<pki::Certificate> cas() const;
    // The one that signed this, if it is here.
    [[nodiscard]] const StoredCredential *issuer_of(const pki::Certificate &certificate) const;

    void reload();
    void add(QList<NewCredential> credentials);
    void remove(const QString &name);

Q_SIGNALS:
    void changed();
    void added(const QStringList &names);
    void failed(const espseal::Error &error);

private:
    JobRunner &jobs_;
    QString folder_;
    QList<StoredCredential> credentials_;
};

} // namespace espseal::studio
