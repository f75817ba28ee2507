// SPDX-License-Identifier: Apache-2.0
// Templates of the user's own: the choices of a form under a name, in one JSON file of the studio's config folder.
#pragma once

#include <QObject>

#include "core/pki/issue_choices.h"

#include <optional>

namespace espseal::studio {

struct OwnTemplate {
    QString name; // as the user called it; each once
    QString base; // core's template beneath
    pki::IssueChoices choices; // subject without a common name, days, key, digest, usages, path length; nothing else counts
};

inline constexpr int own_templates_version = 1;
inline constexpr qsizetype most_own_templates = 200;

[[nodiscard]] QByteArray to_json(const QList<OwnTemplate> &templates);
// Error (bad input): "profiles-damaged", which says what is wrong and where.
[[nodiscard]] Result<QList<OwnTemplate>> templates_from_json(const QByteArray &json);
// Errors (usage): "profile-name": empty, longer than 80 characters, or not printable.
[[nodiscard]] Result<QString> checked_template_name(const QString &name);

// All of them, and the file that they are in. GUI thread; the file is small.
class OwnTemplates final : public QObject {
    Q_OBJECT
public:
    explicit OwnTemplates(QString file, QObject *parent = nullptr);

    [[nodiscard]] const QList<OwnTemplate> &all() const { return all_; } // by name
    [[nodiscard]] const OwnTemplate *find(const QString &name) const;
    // Why the file could not be read. Nothing is written then, so that what is in it is not lost.
    [[nodiscard]] const std::optional<Error> &problem() const { return problem_; }

    // One of the same name is replaced. Errors of all three: the name's, problem(), "profiles-many", those of writing; nothing has changed then.
    [[nodiscard]] Result<void> save(OwnTemplate wanted);
    // Error (usage): "profile-exists".
    [[nodiscard]] Result<void> rename(const QString &name, const QString &to);
    [[nodiscard]] Result<void> remove(const QString &name);

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] Result<void> write(QList<OwnTemplate> all);

    QString file_;
    QList<OwnTemplate> all_;
    std::optional<Error> problem_;
};

} // namespace espseal::studio
