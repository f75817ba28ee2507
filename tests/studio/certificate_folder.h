// SPDX-License-Identifier: Apache-2.0
// Certificates for tests, made in a workspace folder of their own.
#pragma once

#include <QTemporaryDir>
#include <QtTest>

#include "app/studio/certificates/issue_request.h"
#include "app/studio/workspace/workspace_content.h"
#include "core/base/files.h"
#include "tests/studio/known_password.h"

#include <algorithm>

namespace espseal::studio {

inline const Job no_job;

// The keys are in its vault.
struct CertificateFolder {
    QTemporaryDir dir;
    QString path;
    KnownPassword password;
    std::unique_ptr<WorkspaceKeys> vault;
    KeyFolder keyed;

    // Empty: a folder of its own.
    explicit CertificateFolder(const QString &folder = {})
        : path(folder.isEmpty() ? dir.filePath(QStringLiteral("workspace")) : folder)
        , vault(std::make_unique<WorkspaceKeys>(path, password, cheap_costs))
        , keyed(*vault, no_job)
    {
    }

    QString make(const IssueRequest &request) const
    {
        const auto name = issue(request, keyed, no_job);
        if (!name)
            qFatal("%s", qPrintable(name.error().sentence()));
        return *name;
    }
    QString make_ca(const QString &name) const { return make(*simple_request(preset::ca, name, {}, {})); }
    // Ends in so many days; begins two years before that, or a day before today.
    QString make_leaf(const QString &name, const QString &ca, int days = 730) const
    {
        IssueRequest request = *simple_request(preset::board_client, name, {}, ca);
        const QDateTime end = QDateTime::currentDateTimeUtc().addDays(days);
        request.choices.from = std::min(end, QDateTime::currentDateTimeUtc()).addDays(-1);
        request.choices.until = end;
        return make(request);
    }
    // A key file outside of the workspace that belongs to nothing. Returns its path.
    QString make_lonely_key() const
    {
        const auto key = pki::PrivateKey::generate({ pki::KeyType::ec, 256 }, no_job);
        const QString file = dir.filePath(QStringLiteral("lonely.key"));
        if (!key || !write_file(file, key->to_pem()->view(), FileMode::secret))
            qFatal("no key");
        return file;
    }
    // The key of that name as a plain file outside of the workspace. Returns its path.
    QString key_file(const QString &name) const
    {
        const auto key = keyed.key(name);
        const QString file = dir.filePath(name + QStringLiteral(".key"));
        if (!key || !write_file(file, key->to_pem()->view(), FileMode::secret))
            qFatal("no key");
        return file;
    }
    StoredCredential stored(const QString &name) const
    {
        const QList<StoredCredential> all = *load_credentials(path);
        for (const StoredCredential &credential : all)
            if (credential.name == name)
                return credential;
        qFatal("no such credential");
    }
};

} // namespace espseal::studio
